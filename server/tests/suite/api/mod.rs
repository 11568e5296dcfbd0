//! The live connection, and the public API.

mod events;
mod v1;
