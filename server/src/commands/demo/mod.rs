//! `clara demo`: the simulator and the product side by side, connected, with a seeded organization to sign in to.

mod consent;
mod organization;

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use hiring::Member;
use hiring::integrations::{IntegrationState, Provider};
use hiring::jobs::Candidates;
use hiring::permission::{ManageIntegrations, ViewIntegrations};
use hiring::sessions::SessionToken;
use integrations::{connect, select};
use simulator::Simulator;

use super::simulator::Switch;
use crate::config::Config;
use crate::logging::{self, Logging};
use crate::running::Running;
use crate::runtime::runtime;
use crate::signals::StopSignals;
use crate::site::Site;

/// Jobs that the demo selects; the others wait under *Select jobs*.
const SELECTED_JOBS: usize = 6;

/// Start the simulator and CLARA with a seeded organization, connected to each other.
#[derive(Args, Debug)]
pub struct Demo {
    /// Address of CLARA
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
    /// Address of the simulator
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:3100")]
    simulator: SocketAddr,
    /// How many opportunities the simulator invents
    #[arg(long, value_name = "N", default_value_t = 400)]
    opportunities: usize,
    /// Whether the simulator refuses more than 10 requests a second, as Lever does; off, the import takes seconds
    #[arg(long, value_enum, default_value = "on")]
    limiter: Switch,
    /// Folder for everything the demo keeps; delete it to begin anew
    #[arg(long, value_name = "DIR", default_value = "clara-demo")]
    data_dir: PathBuf,
    /// Folder with the browser's half (default: `site` beside the program or one folder above it)
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,
}

impl Demo {
    /// Runs until SIGINT or SIGTERM.
    ///
    /// # Errors
    ///
    /// When an address is taken, the site is missing, or the data folder cannot be used.
    pub fn run(self) -> anyhow::Result<()> {
        runtime()?.block_on(self.demonstrate())
    }

    async fn demonstrate(self) -> anyhow::Result<()> {
        logging::start(&Logging::load()?);
        let signals = StopSignals::listen()?;
        anyhow::ensure!(
            self.listen.ip().is_loopback() && self.simulator.ip().is_loopback(),
            "the demo has well-known passwords and listens on loopback addresses alone"
        );
        let site = Site::find(self.site.clone())?;
        let simulator = Simulator::start(simulator::Config {
            listen: self.simulator,
            opportunities: self.opportunities,
            limiter: self.limiter == Switch::On,
            data_dir: Some(self.data_dir.join("simulator")),
            ..simulator::Config::default()
        })
        .await?;
        let running = Running::start(self.config(&simulator)?, &site).await?;
        let owner = organization::ensure(&running.state().store).await?;
        connect_simulator(&running, &owner, simulator.facts())
            .await
            .context("the demo could not connect to its simulator")?;
        self.print(&running, simulator.facts());
        let stop = async {
            running.stop().await;
            simulator.stop().await;
        };
        signals.then(stop).await;
        Ok(())
    }

    fn config(&self, simulator: &Simulator) -> anyhow::Result<Config> {
        let facts = serde_json::to_string(simulator.facts())?;
        Ok(Config::read(|name| match name {
            "CLARA_LISTEN" => Some(self.listen.to_string()),
            "CLARA_DATA_DIR" => Some(self.data_dir.join("clara").display().to_string()),
            "CLARA_SIMULATOR" => Some(facts.clone()),
            "CLARA_SUPPORT_EMAIL" => Some("support@northwind.example".to_owned()),
            _ => None,
        })?)
    }

    fn print(&self, running: &Running, facts: &simulator::Facts) {
        println!("CLARA listens on http://{}", running.address());
        println!(
            "Simulator (stands in for Lever: move, add, read notes, revoke) listens on {}\n",
            facts.base_url.trim_end_matches("/v1")
        );
        println!(
            "Sign in with one of these; the password is {} for all of them:",
            organization::PASSWORD
        );
        for login in &organization::LOGINS {
            println!(
                "  {:<15} {:<30} {}",
                login.role.label(),
                login.email,
                login.name
            );
        }
        println!(
            "\nStop with Ctrl-C. Everything is kept in {}.",
            self.data_dir.display()
        );
    }
}

/// Connects as an admin would, unless that was done at an earlier start, and selects the first published jobs.
async fn connect_simulator(
    running: &Running,
    owner: &Member,
    facts: &simulator::Facts,
) -> anyhow::Result<()> {
    let state = running.state();
    let connected =
        hiring::integrations::list(&state.store, &owner.permit::<ViewIntegrations>()?).await?;
    if connected
        .iter()
        .any(|integration| integration.state == IntegrationState::Active)
    {
        return Ok(());
    }
    let permit = owner.permit::<ManageIntegrations>()?;
    let integrations = &state.integrations;
    // There is no browser, hence no session to bind the state to; any secret of this process's own serves.
    let session = SessionToken::from_cookie(&uuid::Uuid::new_v4().to_string()).hash();
    let authorize =
        connect::begin(integrations, &permit, Provider::Simulator, None, &session).await?;
    let granted = consent::accept(&authorize, facts).await?;
    let integration = connect::complete(integrations, &granted, &session)
        .await?
        .integration;
    let offered = select::postings(integrations, &permit, integration)
        .await?
        .postings;
    let chosen: Vec<_> = offered
        .into_iter()
        .filter(|posting| posting.state == "published")
        .take(SELECTED_JOBS)
        .map(|posting| posting.id)
        .collect();
    select::apply(
        integrations,
        &permit,
        integration,
        &chosen,
        Candidates::Keep,
        None,
    )
    .await?;
    hiring::integrations::set_up(&state.store, &permit, integration).await?;
    Ok(())
}
