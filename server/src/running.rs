//! A server that runs: the store, the workers and the listener, started and stopped together.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use integrations::Integrations;
use integrations::workers::{self, Concurrency};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::config::Config;
use crate::providers;
use crate::router::router;
use crate::site::Site;
use crate::start;
use crate::state::AppState;

/// How long requests under way may take when the process is asked to stop.
const GRACE: Duration = Duration::from_secs(10);

/// `clara serve`, the demo and tests run this.
pub struct Running {
    address: SocketAddr,
    state: AppState,
    http: JoinHandle<std::io::Result<()>>,
    workers: JoinHandle<()>,
}

impl Running {
    /// Opens the store, starts the workers and listens.
    ///
    /// # Errors
    ///
    /// When the store cannot be opened or the address cannot be listened on.
    pub async fn start(mut config: Config, site: &Site) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(config.listen)
            .await
            .with_context(|| format!("cannot listen on {}", config.listen))?;
        let address = listener.local_addr()?;
        config.url = config.url.listening_on(address.port());
        let store = start::open(&config).await?;
        let integrations = Integrations::new(providers::settings(&config, store.clone())?);
        let stopping = CancellationToken::new();
        let state = AppState {
            config: Arc::new(config),
            store,
            integrations,
            stopping,
        };
        let workers = tokio::spawn(workers::run(
            state.integrations.clone(),
            Concurrency::default(),
            state.stopping.clone(),
        ));
        let service = router(&state, site).into_make_service_with_connect_info::<SocketAddr>();
        let stop = state.stopping.clone().cancelled_owned();
        let http = tokio::spawn(async move {
            axum::serve(listener, service)
                .with_graceful_shutdown(stop)
                .await
        });
        Ok(Self {
            address,
            state,
            http,
            workers,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What its edges share.
    pub fn state(&self) -> &AppState {
        &self.state
    }

    /// Answers what is under way, ends live connections, lets workers give back what they hold, closes the store.
    pub async fn stop(self) {
        self.state.stopping.cancel();
        let drained =
            tokio::time::timeout(GRACE, async { tokio::join!(self.http, self.workers) }).await;
        if drained.is_err() {
            tracing::warn!(
                "stopped before everything under way had ended; its leases run out and it is done again"
            );
        }
        self.state.store.close().await;
    }
}
