//! The browser's half: WebAssembly, its JavaScript, the stylesheet and the public files, under names that carry
//! their content's hash (`hash.txt`, as Leptos reads it), each with a brotli and a gzip copy.

mod browser;
mod compress;
mod part;
mod public;
mod style;

pub use part::sizes;

use crate::step::step;
use crate::{setup, workspace};
use anyhow::Result;
use std::fs;

/// Builds what changed since the last time.
pub fn build() -> Result<()> {
    let toolchain = workspace::toolchain()?;
    let optimizer = setup::wasm_opt();
    step("site", || {
        fs::create_dir_all(workspace::site().join("pkg"))?;
        let wasm = browser::compile(&toolchain)?;
        let hashes = browser::build(&wasm, optimizer.as_deref())? + &style::build()?;
        public::copy()?;
        // Last, so that a server that runs meanwhile names files that are there.
        fs::write(workspace::site().join("hash.txt"), hashes)?;
        Ok(())
    })
}
