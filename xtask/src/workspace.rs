//! Where things are: the workspace, its build folder, its programs, and cargo with the toolchain that can build for the browser.

use anyhow::{Context, Result, ensure};
use std::env;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The folder of the workspace's `Cargo.toml`.
pub fn root() -> PathBuf {
    let manifest = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    manifest.parent().map(PathBuf::from).unwrap_or(manifest)
}

/// The build folder.
pub fn target() -> PathBuf {
    root().join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
}

/// The built site: what the server serves beside pages.
pub fn site() -> PathBuf {
    target().join("site")
}

/// The folder of the browser tests and of every npm package.
pub fn end2end() -> PathBuf {
    root().join("end2end")
}

/// The `clara` program of a profile's folder (`debug`, `release`).
pub fn clara(profile: &str) -> PathBuf {
    target()
        .join(profile)
        .join(format!("clara{}", env::consts::EXE_SUFFIX))
}

/// The name of a toolchain that can build for the browser; made when there is none (`toolchain.sh`).
pub fn toolchain() -> Result<String> {
    let script = root().join("xtask/toolchain.sh");
    let output = Command::new("sh")
        .arg(script)
        .stderr(Stdio::inherit())
        .output()
        .context("cannot run sh")?;
    ensure!(
        output.status.success(),
        "no toolchain for the browser's half; the remedy is printed above"
    );
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// `cargo` in the workspace, with `toolchain`.
pub fn cargo(toolchain: &str) -> Command {
    let mut command = Command::new("cargo");
    command
        .current_dir(root())
        .env("RUSTUP_TOOLCHAIN", toolchain);
    // Set by the cargo that runs xtask, for xtask alone.
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name == "CARGO" || name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
        {
            command.env_remove(name);
        }
    }
    command
}

/// The first of `names` found on `PATH`.
pub fn program(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    names.iter().find_map(|name| {
        folders
            .iter()
            .map(|folder| folder.join(name))
            .find(|file| file.is_file())
    })
}
