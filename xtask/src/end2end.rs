//! `make test`: the tests of every crate, then whole paths in a real browser.

use crate::{setup, site, step, workspace};
use anyhow::Result;
use std::process::Command;

/// Sets up what is missing and runs every test.
pub fn test() -> Result<()> {
    setup::npm_packages()?;
    let chromium = setup::chromium()?;
    site::build()?;
    step::run(
        "cargo test",
        workspace::cargo(&workspace::toolchain()?).arg("test"),
    )?;
    // `cargo test` has built `clara` for the server's own tests; another `cargo build` would compile what depends on
    // tokio once more, without the features that tests add.
    let mut node = Command::new("node");
    node.arg("--test").current_dir(workspace::end2end());
    node.env("CLARA", workspace::clara("debug"))
        .env("CHROMIUM", chromium);
    step::run("browser tests", &mut node)
}
