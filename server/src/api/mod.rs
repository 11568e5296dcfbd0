//! The public API: for programs, with tokens. It never reads the session cookie.

pub mod v1;
