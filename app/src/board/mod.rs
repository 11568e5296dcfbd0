//! A job's board: columns of cards, moved by hand, live.

mod bulk;
mod card;
mod column;
mod drag;
mod keys;
mod live;
mod menu;
mod mover;
mod posting;
mod reason;
mod selection;
mod shortcuts;
mod state;
mod view;
mod window;

pub use bulk::BulkActions;
#[cfg(all(feature = "ssr", debug_assertions))]
pub use card::CardView;
pub use menu::MoveMenu;
pub use mover::{Mover, Request};
pub use reason::{AskReason, ReasonDialog};
pub use shortcuts::{Shortcuts, ShortcutsDialog};
pub use state::BoardState;
pub use view::BoardView;
