//! A hiring manager's review as plain HTML, rendered by the server alone: it works without script (one small file helps where it runs), on a telephone, within a few kilobytes.

mod candidate;
mod document;
mod list;
mod messages;
mod pressed;

pub use candidate::{CandidatePage, candidate};
pub use document::Frame;
pub use list::{ListPage, list};
pub use messages::{dead, door, gone, not_done, trouble, unsubscribe};
pub use pressed::{NOT_PRESSED, Wrong};
