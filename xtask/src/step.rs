//! A step says what it does, how long it took, and stops everything when it fails.

use anyhow::{Context, Result, bail};
use std::process::Command;
use std::time::Instant;

/// Does `work` under a heading; the time it took is printed after it.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("==> {what}");
    let start = Instant::now();
    let done = work().with_context(|| what.to_owned())?;
    eprintln!("    {what}: {:.1} s", start.elapsed().as_secs_f64());
    Ok(done)
}

/// Runs a program as a step.
pub fn run(what: &str, command: &mut Command) -> Result<()> {
    step(what, || execute(command))
}

/// Runs a program; what it prints. An exit code other than 0 is an error.
pub fn output(command: &mut Command) -> Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .output()
        .with_context(|| format!("cannot start {name}"))?;
    if !output.status.success() {
        bail!("{name} failed ({})", output.status);
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Runs a program; an exit code other than 0 is an error.
pub fn execute(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command
        .status()
        .with_context(|| format!("cannot start {name}"))?;
    if !status.success() {
        bail!("{name} failed ({status})");
    }
    Ok(())
}
