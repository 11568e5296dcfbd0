//! `clara serve`: the product, until the process is asked to stop.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use crate::config::Config;
use crate::running::Running;
use crate::signals::StopSignals;
use crate::site::Site;
use crate::start;

/// Serve the application. Settings come from the environment (see the README); these options win over it.
#[derive(Args, Debug)]
pub struct Serve {
    /// Address to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<SocketAddr>,

    /// Folder with the browser's half (default: `site` beside the program or one folder above it)
    #[arg(long, value_name = "DIR")]
    pub site: Option<PathBuf>,
}

impl Serve {
    /// Runs until SIGINT or SIGTERM; requests under way are answered first. A second signal stops it at once.
    ///
    /// # Errors
    ///
    /// When a setting is wrong, the site is missing, the store cannot be opened or the address cannot be listened on.
    #[tokio::main]
    pub async fn run(self) -> anyhow::Result<()> {
        start::log();
        let signals = StopSignals::listen()?;
        let mut config = Config::from_environment()?;
        config.listen = self.listen.unwrap_or(config.listen);
        config.site = self.site.or(config.site);
        let site = Site::find(config.site.clone())?;
        let running = Running::start(config, &site).await?;
        println!("CLARA listens on http://{}", running.address());
        signals.then(running.stop()).await;
        Ok(())
    }
}
