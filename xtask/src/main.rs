//! CLARA's own tool: set-up, the browser's half, and the steps behind each `make` target.
//! It needs nothing but Rust; what else helps (node, Chromium, PostgreSQL) is set up when it can be, or its absence is said.

mod bench;
mod check;
mod dev;
mod end2end;
mod release;
mod run;
mod setup;
mod site;
mod soak;
mod step;
mod workspace;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "xtask", about = "CLARA's own tool: set-up, site build, tests")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Install what builds and tests need beside Rust: npm packages, Chromium, PostgreSQL
    Setup,
    /// Build the browser's half into `target/site`
    Site,
    /// Build everything and start the demo
    Run {
        /// Passed on to `clara`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Run every test, in a real browser too
    Test,
    /// Run at full length what the tests do a little of: kills, time-outs, restarts, thousands of webhooks
    Soak {
        /// Parts by name; none: all
        only: Vec<String>,
    },
    /// Check formatting and lints
    Check,
    /// Measure
    Bench {
        /// Measurements by name; none: all
        only: Vec<String>,
    },
    /// Rebuild and restart at every change
    Dev,
    /// Build for production
    Release,
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Setup => setup::everything(),
        Command::Site => site::build(),
        Command::Run { arguments } => run::run(&arguments),
        Command::Test => end2end::test(),
        Command::Soak { only } => soak::soak(&only),
        Command::Check => check::check(),
        Command::Bench { only } => bench::bench(&only),
        Command::Dev => dev::dev(),
        Command::Release => release::release(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
