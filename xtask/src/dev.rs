//! `make dev`: rebuild and restart at every change. cargo-leptos does it when it is there, and reloads the page too.

use crate::{run, site, step, workspace};
use anyhow::Result;
use std::fs;
use std::path::Path;
use std::process::Child;
use std::thread;
use std::time::{Duration, SystemTime};

const WATCHED: [&str; 8] = [
    "app",
    "crates",
    "frontend",
    "migrations",
    "public",
    "server",
    "style",
    "Cargo.toml",
];

/// Runs until it is stopped.
pub fn dev() -> Result<()> {
    if workspace::program(&["cargo-leptos"]).is_some() {
        let mut cargo = workspace::cargo(&workspace::toolchain()?);
        cargo
            .args(["leptos", "watch", "--split", "--", "demo", "--data-dir"])
            .arg(run::data());
        cargo
            .arg("--site")
            .arg(workspace::target().join("leptos-site"));
        return step::execute(&mut cargo);
    }
    let mut server = None;
    loop {
        let built_from = newest();
        match site::build().and_then(|()| run::build()) {
            Ok(()) => restart(&mut server)?,
            Err(error) => eprintln!("xtask: {error:#}; the last build goes on running"),
        }
        while newest() <= built_from {
            thread::sleep(Duration::from_millis(300));
        }
    }
}

fn restart(server: &mut Option<Child>) -> Result<()> {
    if let Some(mut old) = server.take() {
        old.kill()?;
        old.wait()?;
    }
    *server = Some(run::demo().spawn()?);
    Ok(())
}

/// When anything watched was last written.
fn newest() -> SystemTime {
    let root = workspace::root();
    WATCHED
        .iter()
        .map(|name| newest_in(&root.join(name)))
        .max()
        .unwrap_or(SystemTime::UNIX_EPOCH)
}

fn newest_in(path: &Path) -> SystemTime {
    let own = fs::metadata(path)
        .and_then(|metadata| metadata.modified())
        .unwrap_or(SystemTime::UNIX_EPOCH);
    let inside = fs::read_dir(path)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| newest_in(&entry.path()));
    inside.max().map_or(own, |newest| newest.max(own))
}
