//! `make soak`: the long runs behind `docs/reliability.md`, in a release build. Each part prints its figures; all of them stand together at the end.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};

use crate::{setup, step, workspace};

/// What begins a line of figures (`testing::figure`).
const FIGURE: &str = "soak: ";

/// A run that can be asked for by its name.
struct Part {
    name: &'static str,
    /// The test program, and parts of its tests' names.
    program: &'static str,
    tests: &'static [&'static str],
}

const fn part(name: &'static str, program: &'static str, tests: &'static [&'static str]) -> Part {
    Part {
        name,
        program,
        tests,
    }
}

/// The quick ones first.
const PARTS: &[Part] = &[
    part(
        "notes",
        "simulated",
        &["endurance::notes_whose_answers_never_come"],
    ),
    part(
        "silence",
        "simulated",
        &["endurance::what_every_webhook_kept_silent_about"],
    ),
    part(
        "expiries",
        "simulated",
        &["endurance::each_expiry_is_one_refresh"],
    ),
    part("two_processes", "suite", &["database::two_processes"]),
    part("writers", "suite", &["endurance::writers"]),
    part("restarts", "suite", &["endurance::restarts"]),
    part("backlogs", "suite", &["endurance::backlogs"]),
    part("deliveries", "suite", &["endurance::deliveries"]),
    part("hostile", "suite", &["hostile::"]),
    part("killed", "suite", &["killed::"]),
    part("killed_mails", "suite", &["killed_mails::"]),
];

/// Runs everything, or the parts that `only` names, one after the other. One that fails does not keep the others from being run.
pub fn soak(only: &[String]) -> Result<()> {
    for name in only {
        let names: Vec<&str> = PARTS.iter().map(|part| part.name).collect();
        ensure!(
            names.contains(&&**name),
            "there is no part {name}; there are {}",
            names.join(", ")
        );
    }
    let is_asked = |part: &&Part| only.is_empty() || only.iter().any(|name| name == part.name);
    setup::postgresql()?;
    let toolchain = workspace::toolchain()?;
    let cargo = |arguments: &[&str]| {
        let mut cargo = workspace::cargo(&toolchain);
        cargo.args(arguments);
        cargo
    };
    // Tests of `integrations` have documents read by it; cargo does not build it for a test program that is asked for by name.
    step::run(
        "the reader of documents, built",
        &mut cargo(&["build", "--release", "--example", "document_reader"]),
    )?;
    let mut figures = Vec::new();
    let mut failed = Vec::new();
    for part in PARTS.iter().filter(is_asked) {
        let mut cargo = cargo(&["test", "--release", "--test", part.program, "--"]);
        cargo
            .args(part.tests)
            .args(["--nocapture", "--test-threads=1"])
            .env("CLARA_SOAK", "1");
        eprintln!("==> {}", part.name);
        let start = Instant::now();
        let (succeeded, said) = watched(&mut cargo)?;
        figures.extend(said.iter().map(|said| format!("| `{}` {said}", part.name)));
        if !succeeded {
            failed.push(part.name);
        }
        eprintln!("    {}: {:.0} s", part.name, start.elapsed().as_secs_f64());
    }
    eprintln!("\n| part | what befalls it | measured | wanted |\n| --- | --- | --- | --- |");
    for figure in &figures {
        eprintln!("{figure}");
    }
    if !failed.is_empty() {
        bail!(
            "failed, each for the reason it printed: {}",
            failed.join(", ")
        );
    }
    Ok(())
}

/// Runs a program and shows what it says; whether it succeeded, and its figures.
fn watched(command: &mut Command) -> Result<(bool, Vec<String>)> {
    let mut figures = Vec::new();
    let mut child = command
        .stderr(Stdio::piped())
        .spawn()
        .context("cannot start cargo")?;
    let said = child.stderr.take().context("cargo says nothing")?;
    for line in BufReader::new(said).split(b'\n') {
        let line = line.context("cannot read what cargo says")?;
        let line = String::from_utf8_lossy(&line);
        eprintln!("{line}");
        if let Some(figure) = line.strip_prefix(FIGURE) {
            figures.push(figure.to_owned());
        }
    }
    Ok((child.wait()?.success(), figures))
}
