//! The browser's half: WebAssembly, its JavaScript, the stylesheet and the public files, under names that carry
//! a hash of content (`hash.txt`, as Leptos reads it), each with a brotli and a gzip copy.

mod browser;
mod compress;
mod names;
mod part;
mod public;
mod style;

pub use part::sizes;

use crate::step::step;
use crate::{setup, workspace};
use anyhow::{Result, anyhow};
use std::fs;
use std::path::PathBuf;
use std::thread;

/// `frontend`, compiled; what is left to do takes one core and no cargo.
pub struct Compiled {
    wasm: PathBuf,
}

/// Compiles the browser's half.
pub fn compile() -> Result<Compiled> {
    let toolchain = workspace::toolchain()?;
    let wasm = step("browser's half", || browser::compile(&toolchain))?;
    Ok(Compiled { wasm })
}

impl Compiled {
    /// Writes the site: what changed since the last time.
    pub fn store(&self) -> Result<()> {
        let optimizers = setup::Optimizers::find();
        step("site", || {
            fs::create_dir_all(workspace::site().join("pkg"))?;
            let hashes = browser::build(&self.wasm, &optimizers)? + &style::build()?;
            public::copy()?;
            // Last, so that a server that runs meanwhile names files that are there.
            fs::write(workspace::site().join("hash.txt"), hashes)?;
            Ok(())
        })
    }

    /// Writes the site while `beside` runs, which may be cargo: optimizing and compressing leave a core to it.
    pub fn store_beside(&self, beside: impl FnOnce() -> Result<()>) -> Result<()> {
        thread::scope(|scope| {
            let storing = scope.spawn(|| self.store());
            let done = beside();
            let stored = storing
                .join()
                .unwrap_or_else(|_| Err(anyhow!("the site was not written")));
            done.and(stored)
        })
    }
}

/// Builds what changed since the last time.
pub fn build() -> Result<()> {
    compile()?.store()
}
