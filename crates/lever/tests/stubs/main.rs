//! The client against small stubs that answer as Lever does.
#![expect(clippy::unwrap_used, reason = "tests")]

mod client;
mod download;
mod oauth;
mod page;
mod resources;
mod support;
mod tokens;
mod webhook;
