//! What tests of several crates share: a throw-away PostgreSQL, a line to it that can be cut, a mail server. Never a part of the product.
//!
//! What cannot be set up is a panic with the remedy: these are tests.
#![expect(clippy::unwrap_used, reason = "tests")]

mod authority;
mod cluster;
mod database;
mod endurance;
mod proxy;
pub mod smtp;

pub use authority::{Authority, Identity};
pub use database::Database;
pub use endurance::{Spread, figure, in_soak, many};
pub use proxy::{Line, Proxy};
