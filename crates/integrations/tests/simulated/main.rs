//! The whole way between an ATS (Lever's stand-in, or a folder) and the store: connect, select, import, webhook, note; and everything that goes wrong on it.
#![expect(clippy::unwrap_used, reason = "tests")]

mod connect;
mod decision_notes;
mod endurance;
mod erasure;
mod folder;
mod follow_ups;
mod health;
mod hiring_manager;
mod notes;
mod processes;
mod reconcile;
mod recovery;
mod revocation;
mod status_mapping;
mod status_notes;
mod stopping;
mod support;
mod trouble;
mod watch;
mod way_through;
mod webhook;
mod webhook_steps;
mod write_back;
