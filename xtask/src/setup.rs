//! Set-up beside Rust: npm packages (what makes the browser's files small, the browser's driver), Chromium and PostgreSQL.
//! Each step does nothing when it was done, and fails with the remedy.

use crate::{step, workspace};
use anyhow::{Context, Result, bail, ensure};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Everything that tests need.
pub fn everything() -> Result<()> {
    npm_packages()?;
    chromium()?;
    postgresql()
}

/// The packages that `end2end/package-lock.json` lists.
pub fn npm_packages() -> Result<()> {
    let folder = workspace::end2end();
    let lock = fs::read(folder.join("package-lock.json"))?;
    let installed = folder.join("node_modules/installed-from.json");
    if fs::read(&installed).is_ok_and(|from| from == lock) {
        return Ok(());
    }
    let npm = workspace::program(&["npm"])
        .context("node and npm are needed. Remedy: install Node.js 20 or newer")?;
    step::run(
        "npm packages",
        Command::new(npm)
            .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
            .current_dir(&folder),
    )?;
    fs::write(installed, lock)?;
    Ok(())
}

/// The oldest binaryen that reads what the compiler writes.
const BINARYEN: u32 = 120;

/// What makes the browser's files small, as far as it can be had: npm's programs, or those on `PATH`. The site works without them.
pub struct Optimizers {
    /// Binaryen's `wasm-opt`.
    pub wasm_opt: Option<PathBuf>,
    /// `esbuild`, for JavaScript.
    pub esbuild: Option<PathBuf>,
}

impl Optimizers {
    /// Those of this machine; npm's are installed first.
    pub fn find() -> Self {
        let error = match npm_packages() {
            Ok(()) => {
                let programs = workspace::end2end().join("node_modules/.bin");
                return Self {
                    wasm_opt: Some(programs.join("wasm-opt")),
                    esbuild: Some(programs.join("esbuild")),
                };
            }
            Err(error) => error,
        };
        let found = Self {
            wasm_opt: workspace::program(&["wasm-opt"])
                .filter(|optimizer| binaryen(optimizer).is_some_and(|version| version >= BINARYEN)),
            esbuild: workspace::program(&["esbuild"]),
        };
        if found.wasm_opt.is_none() {
            eprintln!(
                "    no wasm-opt (Debian: binaryen {BINARYEN} or newer), so the browser's files are larger: {error:#}"
            );
        }
        found
    }

    /// What tells these from others: their versions.
    pub fn versions(&self) -> Result<String> {
        let programs = self.wasm_opt.iter().chain(&self.esbuild);
        programs
            .map(|program| step::output(Command::new(program).arg("--version")))
            .collect()
    }
}

/// The version of binaryen that an optimizer says it is of: `wasm-opt version 120`, and perhaps more.
fn binaryen(optimizer: &Path) -> Option<u32> {
    let said = step::output(Command::new(optimizer).arg("--version")).ok()?;
    said.split_whitespace().find_map(|word| word.parse().ok())
}

/// The browser for tests: the one that `CHROMIUM` names, one on `PATH`, or Debian's.
pub fn chromium() -> Result<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM") {
        return Ok(named.into());
    }
    // The shell has no windows to draw: the tests take two thirds of the processor time in it.
    const NAMES: [&str; 4] = [
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
        "google-chrome",
    ];
    if let Some(found) = workspace::program(&NAMES) {
        return Ok(found);
    }
    const REMEDY: &str = "Chromium is needed. Remedy: install it (Debian: sudo apt-get install chromium-headless-shell), or name one with CHROMIUM=path";
    debian_packages(
        "Chromium",
        &["chromium-headless-shell", "fonts-dejavu-core"],
        REMEDY,
    )?;
    workspace::program(&NAMES).context(REMEDY)
}

/// PostgreSQL's programs, for tests that start one of their own: where Debian puts them, or on `PATH`.
pub fn postgresql() -> Result<()> {
    const REMEDY: &str =
        "PostgreSQL is needed. Remedy: install it (Debian: sudo apt-get install postgresql)";
    let installed = || {
        let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
        versions
            .flatten()
            .any(|version| version.path().join("bin/initdb").exists())
            || workspace::program(&["initdb"]).is_some()
    };
    if installed() {
        return Ok(());
    }
    debian_packages("PostgreSQL", &["postgresql"], REMEDY)?;
    ensure!(installed(), REMEDY);
    Ok(())
}

/// Installs packages where that is possible (Debian, as root); else the remedy is the error.
fn debian_packages(what: &str, packages: &[&str], remedy: &'static str) -> Result<()> {
    let Some(apt) = workspace::program(&["apt-get"]).filter(|_| is_root()) else {
        bail!(remedy)
    };
    step::step(what, || {
        let apt = |arguments: &[&str]| {
            step::execute(
                Command::new(&apt)
                    .args(arguments)
                    .env("DEBIAN_FRONTEND", "noninteractive"),
            )
            .context(remedy)
        };
        apt(&["update", "-qq"])?;
        apt(&[
            &["install", "-y", "-qq", "--no-install-recommends"],
            packages,
        ]
        .concat())
    })
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}
