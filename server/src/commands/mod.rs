//! Subcommands of the `clara` binary, one file each; `lines`, `pairs`, `reading` and `table` are what those without a server share.

pub mod admin;
pub mod demo;
pub mod healthcheck;
mod lines;
pub mod migrate;
mod pairs;
pub mod profile;
mod reading;
pub mod requirements;
pub mod screen;
pub mod simulator;
mod table;
