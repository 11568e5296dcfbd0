//! The whole server, over HTTP, as its users and Lever meet it. Each file mirrors the path of a route.
#![expect(clippy::unwrap_used, reason = "tests")]

mod api;
mod audit_trail;
mod auth;
mod closed_doors;
mod commands;
mod database;
mod documents;
mod endurance;
mod healthz;
mod hiring_manager;
mod hooks;
mod hostile;
mod integrations_callback;
mod killed;
mod killed_mails;
mod log;
mod mail;
mod members;
mod metrics;
mod packaging;
mod permission_matrix;
mod questions;
mod readme;
mod readyz;
mod request_id;
mod review;
mod route_matrix;
mod settings_failed_work;
mod settings_health;
mod several_servers;
mod share_preview;
mod sharing;
mod stopping;
mod support;
mod whole_way;
