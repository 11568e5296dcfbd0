//! Measures CLARA as people meet it and prints one table, for `docs/performance.md`. `make bench` runs all of it, `cargo xtask bench latency board` these.

#![expect(clippy::unwrap_used, reason = "a benchmark stops at the first error")]

mod board;
mod figures;
mod import;
mod intake;
mod latency;
mod pages;
mod process;
mod scoring;
mod streams;
#[expect(
    dead_code,
    unused_imports,
    reason = "the server's tests need more of it"
)]
#[path = "../../tests/suite/support/mod.rs"]
mod support;
mod world;

use figures::{Figure, print};

fn main() {
    server::runtime::runtime().unwrap().block_on(run());
}

async fn run() {
    // Also for the measurements that start no server in this process.
    let _ = rustls::crypto::ring::default_provider().install_default();
    // `cargo bench` adds a flag of its own.
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let wants = |name: &str| wanted.is_empty() || wanted.iter().any(|wanted| wanted == name);
    let mut all: Vec<Figure> = Vec::new();
    if wants("scoring") {
        all.extend(scoring::measure().await);
    }
    if wants("latency") {
        all.extend(latency::measure().await);
    }
    if wants("import") {
        all.extend(import::limited().await);
    }
    if wants("unlimited") {
        all.extend(import::unlimited().await);
    }
    if wants("intake") {
        all.extend(intake::measure().await);
    }
    if wants("board") {
        all.extend(board::measure().await);
    }
    if wants("pages") {
        all.extend(pages::measure().await);
    }
    if wants("streams") {
        all.extend(streams::measure().await);
    }
    if wants("process") {
        all.extend(process::measure().await);
    }
    print(&all);
}
