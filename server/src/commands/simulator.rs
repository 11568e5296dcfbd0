//! `clara simulator`: Lever's stand-in as a process of its own.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use simulator::{Config, Rotation, Simulator};

use crate::logging::{self, Logging};
use crate::signals::StopSignals;

/// Run a stand-in for Lever with invented jobs and people; prints one line of JSON that CLARA_SIMULATOR takes.
#[derive(Args, Debug)]
pub struct Simulate {
    /// Address to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:3100")]
    listen: SocketAddr,
    /// How many opportunities to invent
    #[arg(long, value_name = "N", default_value_t = 400)]
    opportunities: usize,
    /// Equal seeds give equal people, jobs and ids
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Whether a used refresh token kills its family (strict) or goes on working (lenient)
    #[arg(long, default_value = "strict")]
    rotation: Rotation,
    /// Whether more than 10 requests a second are refused
    #[arg(long, value_enum, default_value = "on")]
    limiter: Switch,
    /// Folder to keep changes in over a restart
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Switch {
    On,
    Off,
}

impl Simulate {
    /// Runs until SIGINT or SIGTERM.
    ///
    /// # Errors
    ///
    /// When the address cannot be listened on.
    #[tokio::main]
    pub async fn run(self) -> anyhow::Result<()> {
        logging::start(&Logging::load()?);
        let signals = StopSignals::listen()?;
        let simulator = Simulator::start(Config {
            listen: self.listen,
            opportunities: self.opportunities,
            seed: self.seed,
            rotation: self.rotation,
            limiter: self.limiter == Switch::On,
            data_dir: self.data_dir,
            ..Config::default()
        })
        .await?;
        println!("{}", serde_json::to_string(simulator.facts())?);
        signals.then(simulator.stop()).await;
        Ok(())
    }
}
