//! The server side of CLARA: configuration, router, HTTP edges, subcommands of the `clara` binary.
//! It wires the other crates together and holds no business rule.

// A page is one type: deep views need room.
#![recursion_limit = "512"]

pub mod api;
pub mod commands;
pub mod config;
pub mod edge;
pub mod letters;
pub mod logging;
pub mod mail_worker;
pub mod metrics;
pub mod providers;
pub mod router;
pub mod running;
pub mod runtime;
pub mod serve;
pub mod signals;
pub mod site;
pub mod start;
pub mod state;
