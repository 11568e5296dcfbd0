//! The `clara` binary: reads the command line and hands over.

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Candidate screening for recruiting teams on the Lever ATS.
#[derive(Parser)]
#[command(name = "clara", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Serve(server::serve::Serve),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Serve(serve) => serve.run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("clara: {error:#}");
            ExitCode::FAILURE
        }
    }
}
