//! A job's board: columns of cards, moved by hand, live.

mod card;
mod column;
mod drag;
mod live;
mod menu;
mod mover;
mod reason;
mod state;
mod view;
mod window;

pub use menu::{MoveMenu, place_menu};
pub use mover::{Mover, Request};
pub use reason::ReasonDialog;
pub use state::BoardState;
pub use view::BoardView;
