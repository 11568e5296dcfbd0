//! The store's suite on PostgreSQL: what holds on both databases, the very same tests, and what only several servers can do.
#![expect(clippy::unwrap_used, reason = "tests")]

mod servers;

#[path = "../store/both.rs"]
mod both;
use both::*;
