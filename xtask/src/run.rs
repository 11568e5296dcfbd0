//! `make run`: build everything, then start the demo.

use crate::{site, step, workspace};
use anyhow::Result;
use std::process::Command;

/// The subcommand of `clara` that `make run` starts.
pub const DEMO: &str = "serve";

/// Runs until the demo is stopped.
pub fn run(arguments: &[String]) -> Result<()> {
    site::build()?;
    build()?;
    step::execute(
        Command::new(workspace::clara("debug"))
            .arg(DEMO)
            .args(arguments)
            .current_dir(workspace::root()),
    )
}

/// Builds the program that `make run` and the browser tests start.
pub fn build() -> Result<()> {
    step::run(
        "clara",
        workspace::cargo(&workspace::toolchain()?).args(["build", "--bin", "clara"]),
    )
}
