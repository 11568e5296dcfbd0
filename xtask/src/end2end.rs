//! `make test`: the tests of every crate, then whole paths in a real browser.

use crate::{setup, site, step, workspace};
use anyhow::Result;
use std::num::NonZero;
use std::process::Command;
use std::thread::available_parallelism;

/// A test waits for its database, its server or a clock for half of its time.
const TESTS_PER_CORE: usize = 2;

/// Sets up what is missing and runs every test.
pub fn test() -> Result<()> {
    setup::npm_packages()?;
    let chromium = setup::chromium()?;
    setup::postgresql()?;
    let toolchain = workspace::toolchain()?;
    let cores = available_parallelism().map_or(2, NonZero::get);
    let cargo = |arguments: &[&str]| {
        let mut cargo = workspace::cargo(&toolchain);
        cargo.arg("test").args(arguments);
        cargo.env("RUST_TEST_THREADS", (cores * TESTS_PER_CORE).to_string());
        cargo
    };
    site::compile()?.store_beside(|| step::run("tests, built", &mut cargo(&["--no-run"])))?;
    step::run("tests", &mut cargo(&[]))?;
    // `clara` was built for the server's own tests. Browsers take what processor time there is, so more files at once end no earlier.
    let mut node = Command::new("node");
    node.args(["--test", &format!("--test-concurrency={cores}")])
        .current_dir(workspace::end2end());
    node.env("CLARA", workspace::clara("debug"))
        .env("CHROMIUM", chromium);
    step::run("browser tests", &mut node)
}
