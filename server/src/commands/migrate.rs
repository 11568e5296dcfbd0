//! `clara migrate`: brings the database to this version's schema and ends.

use clap::Args;

use crate::config::Config;
use crate::start;

/// Bring the database to this version's schema; `clara serve` does so too when it starts.
#[derive(Args, Debug)]
pub struct Migrate {}

impl Migrate {
    /// Opens the database, which migrates it.
    ///
    /// # Errors
    ///
    /// When the database cannot be opened or brought to this version.
    #[tokio::main]
    pub async fn run(self) -> anyhow::Result<()> {
        start::open(&Config::load(|_| None)?)
            .await?
            .close()
            .await;
        println!("The database has this version's schema.");
        Ok(())
    }
}
