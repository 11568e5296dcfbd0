//! `frontend` as WebAssembly with its JavaScript: cargo, the cutting off of parts, wasm-bindgen, wasm-opt, esbuild.

use super::names::Names;
use super::part::{File, HASH, Part};
use crate::setup::Optimizers;
use crate::{step, workspace};
use anyhow::{Context, Result, anyhow, ensure};
use std::collections::BTreeMap;
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

/// Turns the compiled `wasm` into what a browser loads. Without optimizers it is larger, not different.
pub fn build(wasm: &Path, optimizers: &Optimizers) -> Result<String> {
    let compiled = fs::read(wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
    let esbuild = optimizers.esbuild.as_deref();
    let wasm_opt = optimizers.wasm_opt.as_deref();
    Part::new("browser")?
        .input(&compiled)
        .input(optimizers.versions()?.as_bytes())
        .build(|| {
            let folder = tempfile::tempdir()?;
            let split = split(&compiled, folder.path())?;
            let mut main = bind(folder.path())?;
            let mut names = Names::default();
            names.shorten(&mut main.javascript);
            let mut files = vec![
                File {
                    name: format!("clara.{HASH}.js"),
                    key: Some("js"),
                    content: minified(main.javascript, folder.path(), esbuild)?,
                },
                File {
                    name: format!("clara.{HASH}.wasm"),
                    key: Some("wasm"),
                    content: optimized(&main.wasm, &mut names, wasm_opt)?,
                },
                File {
                    name: format!("__wasm_split.{HASH}.js"),
                    key: Some("split"),
                    content: minified(split.loader.into_bytes(), folder.path(), esbuild)?,
                },
                File {
                    name: format!("__wasm_split_manifest.{HASH}.json"),
                    key: Some("manifest"),
                    content: split.manifest.into_bytes(),
                },
            ];
            for part in &split.parts {
                files.push(File {
                    name: format!("{}.{HASH}.wasm", stem(part)?),
                    key: None,
                    content: optimized(part, &mut names, wasm_opt)?,
                });
            }
            Ok(files)
        })
}

/// What was cut off (see `app::parts`).
struct Split {
    /// The parts' WebAssembly.
    parts: Vec<PathBuf>,
    /// The JavaScript that loads them.
    loader: String,
    /// The files of each part by its name, as Leptos reads it to have the browser load them early.
    manifest: String,
}

/// The name of the main module before wasm-bindgen.
const MAIN: &str = "main.wasm";

/// Cuts the parts off; what stays is [`MAIN`] in the folder.
fn split(compiled: &[u8], folder: &Path) -> Result<Split> {
    let (main, main_module) = (folder.join(MAIN), format!("./clara.{HASH}.js"));
    let loader = format!("./__wasm_split.{HASH}.js");
    let mut options = wasm_split_cli_support::Options::new(compiled);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.main_module = &main_module;
    options.link_name = &loader;
    let split = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("parts cannot be cut off: {error:?}"))?;
    let mut loader = fs::read_to_string(folder.join(loader))?;
    for part in &split.split_modules {
        let name = stem(part)?;
        loader = loader.replace(
            &format!("\"./{name}.wasm\""),
            &format!("\"./{name}.{HASH}.wasm\""),
        );
    }
    let manifest: BTreeMap<_, Vec<String>> = split
        .prefetch_map
        .into_iter()
        .map(|(part, files)| {
            let files = files.iter().map(|file| format!("{file}.{HASH}"));
            (part, files.collect())
        })
        .collect();
    Ok(Split {
        parts: split.split_modules,
        loader,
        manifest: serde_json::to_string(&manifest)?,
    })
}

/// The main module with the JavaScript around it.
struct Bound {
    javascript: Vec<u8>,
    wasm: PathBuf,
}

/// Has wasm-bindgen work on [`MAIN`].
fn bind(folder: &Path) -> Result<Bound> {
    let bound = folder.join("bound");
    Bindgen::new()
        .input_path(folder.join(MAIN))
        .out_name("clara")
        .web(true)
        .and_then(|bindgen| {
            bindgen
                // The table and the memory, which the parts share with the main module.
                .keep_lld_exports(true)
                .typescript(false)
                .remove_name_section(true)
                .remove_producers_section(true)
                .generate(&bound)
        })
        .map_err(|error| anyhow!("wasm-bindgen: {error:?}"))?;
    ensure!(
        !bound.join("snippets").exists(),
        "a dependency brings JavaScript of its own, which the site does not store"
    );
    Ok(Bound {
        javascript: fs::read(bound.join("clara.js"))?,
        wasm: bound.join("clara_bg.wasm"),
    })
}

/// A module as small as the optimizer can make it.
fn optimized(wasm: &Path, names: &mut Names, wasm_opt: Option<&Path>) -> Result<Vec<u8>> {
    let mut bytes = fs::read(wasm)?;
    names.shorten(&mut bytes);
    fs::write(wasm, bytes)?;
    if let Some(wasm_opt) = wasm_opt {
        step::execute(
            Command::new(wasm_opt)
                .arg("-Oz")
                .args(FEATURES)
                .arg(wasm)
                .arg("-o")
                .arg(wasm),
        )?;
    }
    Ok(fs::read(wasm)?)
}

/// JavaScript without what only people read. What it is warned of is wasm-bindgen's: the same module under one name several times.
fn minified(javascript: Vec<u8>, folder: &Path, esbuild: Option<&Path>) -> Result<Vec<u8>> {
    let Some(esbuild) = esbuild else {
        return Ok(javascript);
    };
    let (long, short) = (folder.join("long.js"), folder.join("short.js"));
    fs::write(&long, javascript)?;
    step::execute(
        Command::new(esbuild)
            .args(["--minify", "--format=esm", "--log-level=error"])
            .arg(&long)
            .arg(format!("--outfile={}", short.display())),
    )?;
    Ok(fs::read(short)?)
}

fn stem(path: &Path) -> Result<&str> {
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    stem.with_context(|| format!("{} has no name", path.display()))
}
