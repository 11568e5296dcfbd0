//! `make bench`: measurements. Sizes of what a browser loads.

use crate::site;
use anyhow::Result;

/// Prints a table.
pub fn bench() -> Result<()> {
    site::build()?;
    println!(
        "{:<12} {:>9} {:>9} {:>9}",
        "file", "bytes", "gzip", "brotli"
    );
    for size in site::sizes()? {
        println!(
            "{:<12} {:>9} {:>9} {:>9}",
            size.name, size.plain, size.gzip, size.brotli
        );
    }
    Ok(())
}
