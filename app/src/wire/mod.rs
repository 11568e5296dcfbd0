//! The types that cross the wire between server and browser. Plain data; ids are opaque strings, times are milliseconds UTC.

pub mod account;
pub mod api_tokens;
pub mod board;
pub mod candidates;
pub mod failed_work;
pub mod follow_ups;
pub mod health;
pub mod integrations;
pub mod jobs;
pub mod live;
pub mod mails;
pub mod members;
mod packed;
pub mod profile;
pub mod session;

/// Milliseconds since 1970-01-01 UTC.
pub type Millis = i64;
