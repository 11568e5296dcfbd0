//! The store's suite on SQLite: what holds on both databases, and what is about SQLite's file.
#![expect(clippy::unwrap_used, reason = "tests")]

mod audit_scan;
mod backup;
mod erasure_list;
mod key_rotation;
mod precedence;
mod take_over;

#[path = "both.rs"]
mod both;
use both::*;
