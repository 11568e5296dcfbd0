//! `make run`: build everything, then start the demo.

use crate::{site, step, workspace};
use anyhow::Result;
use std::process::Command;

/// Runs until the demo is stopped. `arguments` go to `clara demo`.
pub fn run(arguments: &[String]) -> Result<()> {
    site::compile()?.store_beside(build)?;
    step::execute(demo().args(arguments))
}

/// Builds the program that `make run` starts.
pub fn build() -> Result<()> {
    let toolchain = workspace::toolchain()?;
    step::run(
        "clara",
        workspace::cargo(&toolchain).args(["build", "--bin", "clara"]),
    )
}

/// The product and the simulator, connected, with a seeded organization; what they keep outlives a restart.
pub fn demo() -> Command {
    let mut clara = Command::new(workspace::clara("debug"));
    clara
        .arg("demo")
        .arg("--data-dir")
        .arg(data())
        .current_dir(workspace::root());
    clara
}

/// Where the demo keeps its data.
pub fn data() -> std::path::PathBuf {
    workspace::root().join("data/run")
}
