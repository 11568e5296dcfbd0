//! `clara simulator`: Lever's stand-in as a process of its own.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use simulator::{Config, Fault, Rotation, Simulator, Switch as Setting};

use crate::logging::{self, Logging};
use crate::signals::StopSignals;

/// Run a stand-in for Lever with invented jobs and people; prints one line of JSON that CLARA_SIMULATOR takes.
#[derive(Args, Debug)]
#[command(after_long_help = help())]
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
    /// Whether more than 10 requests a second are refused (the switch requests_per_second says another rate)
    #[arg(long, value_enum, default_value = "on")]
    limiter: Switch,
    /// Whether the event groups on the Webhooks page are on; Lever itself starts with all of them off
    #[arg(long, value_enum, default_value = "on")]
    event_groups: Switch,
    /// Acts of recruiters and candidates a second, up to 100; 0 for none
    #[arg(long, value_name = "RATE", default_value_t = 0.0)]
    traffic: f64,
    /// Another switch, as listed below; may be repeated
    #[arg(long = "switch", value_name = "NAME=VALUE")]
    switches: Vec<Setting>,
    /// Trouble for the first requests, as KIND[*TIMES][@[METHOD ]PATH], such as 503*3@POST /notes; may be repeated
    #[arg(long = "fault", value_name = "FAULT")]
    faults: Vec<Fault>,
    /// A callback that is registered for the app, compared byte for byte; may be repeated. None: any on a loopback host
    #[arg(long = "redirect-uri", value_name = "URL")]
    redirect_uris: Vec<String>,
    /// How long an access token lives
    #[arg(long, value_name = "SECONDS", default_value_t = 3600)]
    access_token_lifetime: u64,
    /// Folder to keep changes in over a restart
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
}

/// Whether something is on, as a word of the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Switch {
    On,
    Off,
}

/// What stands below the options.
fn help() -> String {
    format!(
        "Switches (also at /sim in a browser, and by PATCH /sim/api/switches):\n{}\nFaults (also at /sim, and by POST /sim/api/faults):\n{}",
        Setting::help(),
        Fault::help()
    )
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
        let traffic = format!("traffic={}", self.traffic).parse();
        let traffic: Setting = traffic.map_err(anyhow::Error::msg)?;
        let switches = [traffic].into_iter().chain(self.switches).collect();
        let simulator = Simulator::start(Config {
            listen: self.listen,
            opportunities: self.opportunities,
            seed: self.seed,
            rotation: self.rotation,
            limiter: self.limiter == Switch::On,
            event_groups: self.event_groups == Switch::On,
            switches,
            faults: self.faults,
            redirect_uris: self.redirect_uris,
            access_token_lifetime: Duration::from_secs(self.access_token_lifetime),
            data_dir: self.data_dir,
            ..Config::default()
        })
        .await?;
        println!("{}", serde_json::to_string(simulator.facts())?);
        signals.then(simulator.stop()).await;
        Ok(())
    }
}
