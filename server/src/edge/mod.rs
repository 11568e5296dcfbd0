//! The HTTP edges: everything between the network and the application.

pub mod assets;
pub mod auth;
pub mod client;
mod compiled_in;
pub mod device;
pub mod diagnostics;
pub mod documents;
pub mod events;
pub mod headers;
pub mod health;
pub mod oauth_callback;
pub mod questions;
pub mod request_checks;
pub mod review;
pub mod session;
pub mod trace;
pub mod trouble;
pub mod trouble_page;
pub mod unsubscribe;
pub mod webhooks;
