//! A server that runs: the store, the workers and the listener, started and stopped together.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use hiring::queue::{self, Tenure};
use integrations::workers::{self, Concurrency, Shutdown};
use integrations::{Integrations, Pulse};
use mail::Mailer;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::api::v1::RateLimit;
use crate::config::Config;
use crate::mail_worker;
use crate::metrics;
use crate::providers;
use crate::router::router;
use crate::site::Site;
use crate::start;
use crate::state::AppState;

/// How long requests under way may take when the process is asked to stop.
const GRACE: Duration = Duration::from_secs(10);

/// How long work under way may take then; what is broken off has time to be given back before [`GRACE`] ends.
const WORKERS_GRACE: Duration = Duration::from_secs(5);

/// How long the database is waited for in the end: a request that hangs holds a connection.
const CLOSING: Duration = Duration::from_secs(3);

/// `clara serve`, the demo and tests run this.
pub struct Running {
    address: SocketAddr,
    metrics: Option<SocketAddr>,
    state: AppState,
    http: JoinHandle<std::io::Result<()>>,
    workers: JoinHandle<()>,
    mails: JoinHandle<()>,
    tenure: Tenure,
}

impl Running {
    /// Opens the store, starts the workers and listens.
    ///
    /// # Errors
    ///
    /// When the store cannot be opened, another server works on it, or the address cannot be listened on.
    pub async fn start(mut config: Config, site: &Site) -> anyhow::Result<Self> {
        allow_open_files();
        let listener = TcpListener::bind(config.listen)
            .await
            .with_context(|| format!("cannot listen on {} (CLARA_LISTEN)", config.listen))?;
        let address = listener.local_addr()?;
        config.url = config.url.listening_on(address.port());
        let store = start::open(&config).await?;
        let tenure = queue::take_over(&store).await?;
        let integrations = Integrations::new(providers::settings(&config, store.clone())?);
        let mailer = Mailer::new(&config.mailing.setup, config.mailing.from.clone())?;
        let stopping = CancellationToken::new();
        let metrics = match config.metrics_listen {
            Some(listen) => Some(metrics::serve(listen, store.clone(), stopping.clone()).await?),
            None => None,
        };
        let workers = workers::start(
            integrations.clone(),
            Concurrency::default(),
            Shutdown {
                asked: stopping.clone(),
                patience: WORKERS_GRACE,
            },
        );
        let mail_pulse = Pulse::of(1);
        let mail_beat = mail_pulse
            .beats()
            .next()
            .context("one worker sends mails")?;
        let state = AppState {
            config: Arc::new(config),
            store,
            mailer,
            integrations,
            workers: workers.pulse,
            mails: mail_pulse,
            api_rate: RateLimit::default(),
            stopping,
        };
        let mails = tokio::spawn(mail_worker::run(state.clone(), mail_beat));
        let service = router(&state, site).into_make_service_with_connect_info::<SocketAddr>();
        let stop = state.stopping.clone().cancelled_owned();
        let http = tokio::spawn(async move {
            axum::serve(listener, service)
                .with_graceful_shutdown(stop)
                .await
        });
        Ok(Self {
            address,
            metrics,
            state,
            http,
            workers: workers.ended,
            mails,
            tenure,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where its measurements are read, if they are.
    pub fn metrics(&self) -> Option<SocketAddr> {
        self.metrics
    }

    /// What its edges share.
    pub fn state(&self) -> &AppState {
        &self.state
    }

    /// Answers what is under way, ends live connections, has workers give back what they hold, closes the store.
    pub async fn stop(self) {
        self.state.stopping.cancel();
        let drained = tokio::time::timeout(GRACE, async {
            tokio::join!(self.http, self.workers, self.mails)
        })
        .await;
        if drained.is_err() {
            tracing::warn!(
                "stopped before everything under way had ended; what was accepted is kept and done by the next process"
            );
        }
        if tokio::time::timeout(CLOSING, self.state.store.close())
            .await
            .is_err()
        {
            tracing::warn!(
                "the database was still in use when the process ended; nothing committed is lost"
            );
        }
        drop(self.tenure);
    }
}

/// Lets the process open as many files as the system allows it: every browser that listens holds one, and the usual 1,024 are soon used up.
fn allow_open_files() {
    if let Err(error) = rlimit::increase_nofile_limit(u64::MAX) {
        tracing::warn!(%error, "the limit of open files stays as it is");
    }
}
