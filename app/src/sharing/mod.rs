//! *Share with Hiring Manager*: the dialog with its preview, the history of shares, and what waits at the top of *Jobs*.

mod advanced;
mod before;
mod button;
mod dialog;
mod draft;
mod history;
mod page;
mod people;
mod pick;
mod preview;
mod rule;
mod tick;
mod waiting;

pub use advanced::AdvancedCandidates;
pub use before::SharesDialog;
pub use button::{Begin, ShareButton};
pub use dialog::ShareDialog;
pub use pick::Offered;
pub use waiting::WaitingReviews;
