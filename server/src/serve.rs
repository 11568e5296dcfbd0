//! `clara serve`: the product, until the process is asked to stop.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

use crate::config::{self, Config};
use crate::logging;
use crate::running::Running;
use crate::runtime::runtime;
use crate::signals::StopSignals;
use crate::site::Site;

/// Serve the application. Settings come from the environment and a file (--help lists them); these options win over both.
#[derive(Args, Debug)]
#[command(after_long_help = config::help())]
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
    pub fn run(self) -> anyhow::Result<()> {
        runtime()?.block_on(self.serve())
    }

    async fn serve(self) -> anyhow::Result<()> {
        let signals = StopSignals::listen()?;
        let config = Config::load(|name| match name {
            "CLARA_LISTEN" => self.listen.map(|address| address.to_string()),
            "CLARA_SITE" => self.site.as_ref().map(|site| site.display().to_string()),
            _ => None,
        })?;
        logging::start(&config.logging);
        for stranger in config::strangers() {
            tracing::warn!("{stranger}");
        }
        let site = Site::find(config.site.clone())?;
        let running = Running::start(config, &site).await?;
        println!("CLARA listens on http://{}", running.address());
        signals.then(running.stop()).await;
        Ok(())
    }
}
