//! The `clara` binary: reads the command line and hands over.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use server::commands::{
    admin::Admin, demo::Demo, healthcheck::HealthCheck, migrate::Migrate, profile::ReadProfile,
    requirements::Requirements, screen::Screen, simulator::Simulate,
};
use server::serve::Serve;

/// Candidate screening for recruiting teams on the Lever ATS.
#[derive(Parser)]
#[command(name = "clara", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Serve(Serve),
    Demo(Demo),
    Simulator(Simulate),
    Migrate(Migrate),
    #[command(name = "healthcheck")]
    HealthCheck(HealthCheck),
    Admin(Admin),
    Screen(Screen),
    Requirements(Requirements),
    Profile(ReadProfile),
}

fn main() -> ExitCode {
    // Before anything else: the sandboxed child must not have threads, nor what a command line parser opens.
    if std::env::args_os()
        .nth(1)
        .is_some_and(|command| command == "parse-document")
    {
        return documents::sandbox::child_main();
    }
    // An error means that a provider is there already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let done = |()| ExitCode::SUCCESS;
    let outcome = match Cli::parse().command {
        Command::Serve(serve) => serve.run().map(done),
        Command::Demo(demo) => demo.run().map(done),
        Command::Simulator(simulate) => simulate.run().map(done),
        Command::Migrate(migrate) => migrate.run(),
        Command::HealthCheck(check) => check.run().map(done),
        Command::Admin(admin) => admin.run(),
        Command::Screen(screen) => screen.run(),
        Command::Requirements(requirements) => requirements.run().map(done),
        Command::Profile(profile) => profile.run(),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("clara: {error:#}");
            ExitCode::FAILURE
        }
    }
}
