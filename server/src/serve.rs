//! `clara serve`: listens and serves until the process is asked to stop.

use crate::router::router;
use crate::site::Site;
use anyhow::Context;
use clap::Args;
use std::net::SocketAddr;
use std::path::PathBuf;
use tokio::net::TcpListener;
use tokio::signal;
use tracing_subscriber::EnvFilter;

/// Serve the application.
#[derive(Args, Debug)]
pub struct Serve {
    /// Address to listen on; port 0 takes a free one.
    #[arg(
        long,
        env = "CLARA_LISTEN",
        value_name = "ADDR",
        default_value = "127.0.0.1:3000"
    )]
    pub listen: SocketAddr,

    /// Folder with the browser's half (default: `site` beside the program or one folder above it).
    #[arg(long, env = "CLARA_SITE", value_name = "DIR")]
    pub site: Option<PathBuf>,
}

impl Serve {
    /// Runs until SIGINT or SIGTERM; requests under way are answered first.
    ///
    /// # Errors
    ///
    /// When the site is missing or the address cannot be listened on.
    #[tokio::main]
    pub async fn run(self) -> anyhow::Result<()> {
        tracing_subscriber::fmt()
            .with_env_filter(
                EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info")),
            )
            .with_writer(std::io::stderr)
            .init();
        let site = Site::find(self.site)?;
        let listener = TcpListener::bind(self.listen)
            .await
            .with_context(|| format!("cannot listen on {}", self.listen))?;
        println!("CLARA listens on http://{}", listener.local_addr()?);
        axum::serve(listener, router(&site))
            .with_graceful_shutdown(stop_signal())
            .await?;
        Ok(())
    }
}

/// Resolves at the first SIGINT (Ctrl-C) or SIGTERM.
async fn stop_signal() {
    let interrupt = async { signal::ctrl_c().await.ok() };
    #[cfg(unix)]
    let terminate = async {
        match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(mut terminate) => terminate.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        _ = interrupt => (),
        _ = terminate => (),
    }
}
