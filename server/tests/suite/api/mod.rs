//! Boards, the live connection, and the public API.

mod board;
mod events;
mod v1;
