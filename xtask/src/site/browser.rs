//! `frontend` as WebAssembly with its JavaScript: cargo, wasm-bindgen, wasm-opt.

use super::part::{File, Part};
use crate::{step, workspace};
use anyhow::{Context, Result, anyhow, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_bindgen_cli_support::Bindgen;

const TARGET: &str = "wasm32-unknown-unknown";
const PROFILE: &str = "wasm-release";

/// WebAssembly features that rustc turns on for this target; every browser since 2022 has them.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Compiles `frontend` alone: with the server in the same command their features would be unified.
pub fn compile(toolchain: &str) -> Result<PathBuf> {
    let mut cargo = workspace::cargo(toolchain);
    cargo.args([
        "build",
        "--package",
        "frontend",
        "--lib",
        "--target",
        TARGET,
        "--profile",
        PROFILE,
    ]);
    step::execute(&mut cargo)?;
    Ok(workspace::target()
        .join(TARGET)
        .join(PROFILE)
        .join("frontend.wasm"))
}

/// Turns the compiled `wasm` into what a browser loads. Without an optimizer it is larger, not different.
pub fn build(wasm: &Path, optimizer: Option<&Path>) -> Result<String> {
    let compiled = fs::read(wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
    let optimizer_version = optimizer.map(version).transpose()?.unwrap_or_default();
    Part::new("browser")?
        .input(&compiled)
        .input(&optimizer_version)
        .build(|| {
            let folder = tempfile::tempdir()?;
            bind(wasm, folder.path()).map_err(|error| anyhow!("wasm-bindgen: {error:?}"))?;
            ensure!(
                !folder.path().join("snippets").exists(),
                "a dependency brings JavaScript of its own, which the site does not store"
            );
            let bound = folder.path().join("clara_bg.wasm");
            if let Some(optimizer) = optimizer {
                let mut wasm_opt = Command::new(optimizer);
                step::execute(
                    wasm_opt
                        .arg("-Oz")
                        .args(FEATURES)
                        .arg(&bound)
                        .arg("-o")
                        .arg(&bound),
                )?;
            }
            Ok(vec![
                File {
                    extension: "js",
                    content: fs::read(folder.path().join("clara.js"))?,
                },
                File {
                    extension: "wasm",
                    content: fs::read(bound)?,
                },
            ])
        })
}

fn bind(wasm: &Path, folder: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(wasm)
        .out_name("clara")
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(folder)
}

/// What tells one optimizer from another: the package description it came with.
fn version(optimizer: &Path) -> Result<Vec<u8>> {
    let program = fs::canonicalize(optimizer)?;
    let package = program
        .ancestors()
        .nth(2)
        .map(|package| package.join("package.json"));
    Ok(package.map(fs::read).transpose()?.unwrap_or_default())
}
