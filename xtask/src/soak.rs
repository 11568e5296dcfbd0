//! `make soak`: the long runs behind `docs/reliability.md`. Each prints its figures.

use crate::{setup, step, workspace};
use anyhow::Result;

/// What is run, as test programs with parts of their tests' names.
const RUNS: &[(&str, &[&str])] = &[
    ("simulated", &["endurance"]),
    (
        "suite",
        &["endurance", "killed", "two_processes", "hostile"],
    ),
];

/// Runs everything, or what `only` names, one after the other.
pub fn soak(only: &[String]) -> Result<()> {
    setup::postgresql()?;
    let toolchain = workspace::toolchain()?;
    for (program, names) in RUNS {
        let mut cargo = workspace::cargo(&toolchain);
        cargo.args([
            "test",
            "--release",
            "--test",
            program,
            "--",
            "--nocapture",
            "--test-threads=1",
        ]);
        if only.is_empty() {
            cargo.args(*names);
        } else {
            cargo.args(only);
        }
        cargo.env("CLARA_SOAK", "1");
        step::run(program, &mut cargo)?;
    }
    Ok(())
}
