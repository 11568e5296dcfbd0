//! `make check`: formatting and lints, once for the server's half and once for the browser's.

use crate::{step, workspace};
use anyhow::Result;

/// Every warning is an error.
pub fn check() -> Result<()> {
    let toolchain = workspace::toolchain()?;
    let cargo = |arguments: &[&str]| {
        let mut cargo = workspace::cargo(&toolchain);
        cargo.args(arguments);
        cargo
    };
    step::run("formatting", &mut cargo(&["fmt", "--check"]))?;
    step::run(
        "lints",
        &mut cargo(&["clippy", "--all-targets", "--", "-D", "warnings"]),
    )?;
    let browser = [
        "clippy",
        "--package",
        "frontend",
        "--target",
        "wasm32-unknown-unknown",
        "--",
        "-D",
        "warnings",
    ];
    step::run("lints of the browser's half", &mut cargo(&browser))
}
