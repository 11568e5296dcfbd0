//! The types that cross the wire between server and browser. Plain data; ids are opaque strings, times are milliseconds UTC.

pub mod account;
pub mod api_tokens;
pub mod board;
pub mod candidates;
pub mod comments;
pub mod decisions;
pub mod failed_work;
pub mod follow_ups;
pub mod health;
pub mod integrations;
pub mod jobs;
pub mod live;
pub mod mails;
pub mod members;
pub mod notes;
pub mod notifications;
mod packed;
pub mod presence;
pub mod profile;
pub mod read;
pub mod session;
pub mod shares;
pub mod status_mapping;
pub mod timeline;
pub mod unread;
pub mod wizard;
pub mod write_back;

/// Milliseconds since 1970-01-01 UTC.
pub type Millis = i64;
