//! The whole server, over HTTP, as its users and Lever meet it. Each file mirrors the path of a route.
#![expect(clippy::unwrap_used, reason = "tests")]

mod api;
mod auth;
mod commands;
mod documents;
mod healthz;
mod hooks;
mod integrations_callback;
mod permission_matrix;
mod readyz;
mod stopping;
mod support;
mod whole_way;
