//! `make bench`: sizes of what a browser loads, then the measurements of `server/benches`, as tables for `docs/performance.md`.

use crate::{site, step, workspace};
use anyhow::Result;

/// Prints the tables. `only` names measurements; none: all.
pub fn bench(only: &[String]) -> Result<()> {
    site::build()?;
    println!("| file | bytes | gzip | brotli |\n| --- | --- | --- | --- |");
    for size in site::sizes()? {
        println!(
            "| {} | {} | {} | {} |",
            size.name, size.plain, size.gzip, size.brotli
        );
    }
    step::run(
        "measurements",
        workspace::cargo(&workspace::toolchain()?)
            .args(["bench", "--bench", "product", "--"])
            .args(only),
    )
}
