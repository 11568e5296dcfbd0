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
mod state;
mod view;
mod window;

#[cfg(all(feature = "ssr", debug_assertions))]
pub use card::CardView;
pub use menu::MoveMenu;
pub use mover::{Mover, Request};
pub use reason::ReasonDialog;
pub use state::BoardState;
pub use view::BoardView;
