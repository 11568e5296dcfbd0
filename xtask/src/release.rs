//! `make release`: the program and the browser's files, for production.

use crate::{site, step, workspace};
use anyhow::Result;

/// Builds and says where the results are.
pub fn release() -> Result<()> {
    site::build()?;
    let toolchain = workspace::toolchain()?;
    step::run(
        "clara (release)",
        workspace::cargo(&toolchain).args(["build", "--release", "--bin", "clara"]),
    )?;
    println!("Program: {}", workspace::clara("release").display());
    println!(
        "Browser's files: {} (name them with --site when you move the program)",
        workspace::site().display()
    );
    Ok(())
}
