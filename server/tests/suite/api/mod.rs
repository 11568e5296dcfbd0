//! The live connection.

mod events;
