//! `clara migrate`: brings the database to this version's schema, or says whether it is.

use std::process::ExitCode;

use clap::Args;
use hiring::{Store, readiness};

use crate::config::Config;
use crate::start;

/// Bring the database to this version's schema; `clara serve` does so too when it starts.
#[derive(Args, Debug)]
pub struct Migrate {
    /// Change nothing; exit with 1 if the schema is older than this version's
    #[arg(long)]
    check: bool,
}

impl Migrate {
    /// Migrates, while servers of this version and the one before go on: schemas only grow.
    ///
    /// # Errors
    ///
    /// When the database cannot be opened or brought to this version.
    #[tokio::main]
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let config = Config::load(|_| None)?;
        if self.check {
            return check(&config).await;
        }
        start::open(&config).await?.close().await;
        println!("The database has this version's schema.");
        Ok(ExitCode::SUCCESS)
    }
}

async fn check(config: &Config) -> anyhow::Result<ExitCode> {
    let store = Store::open_as_it_is(&start::store(config)?).await?;
    let versions = readiness::versions(&store).await;
    store.close().await;
    let versions = versions?;
    if versions.database < versions.program {
        println!(
            "The schema of the database is version {}, this program's is {}: run `clara migrate`, or start the server.",
            versions.database, versions.program
        );
        return Ok(ExitCode::FAILURE);
    }
    println!("The database has this version's schema or a newer one; nothing is to be done.");
    Ok(ExitCode::SUCCESS)
}
