//! Starting and stopping.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

use axum::Router;
use serde::Serialize;
use sha2::{Digest, Sha256};
use tokio::{net::TcpListener, task::JoinHandle};

use crate::{
    app::{App, Shared},
    config::Config,
    router,
    seed::{self, Plan},
    state, storage,
    switches::Switches,
    traffic,
};

/// What a client needs to know to use the simulator as if it were Lever.
#[derive(Debug, Clone, Serialize)]
pub struct Facts {
    /// The root of the API, without a slash at its end; with one it is the `audience` of OAuth.
    pub base_url: String,
    /// Where people authorize an app.
    pub authorize_url: String,
    /// Where codes and refresh tokens are exchanged.
    pub token_url: String,
    /// The partner app's id.
    pub client_id: String,
    /// The partner app's secret.
    pub client_secret: String,
    /// A key of the account for Basic authentication, which may everything.
    pub api_key: String,
    /// Requests a second that a credential is allowed; none where the limiter was off at the start.
    pub rate_limit: Option<u32>,
}

/// Why a simulator did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address is taken or not ours.
    #[error("cannot listen on {address}: {source}; choose another address")]
    Listen {
        /// The address that was asked for.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// The state of an earlier run cannot be read.
    #[error("cannot read the state in {}: {reason}; remove the file to start afresh", path.display())]
    State {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The client that sends webhooks could not be made.
    #[error("cannot prepare the sending of webhooks: {0}")]
    Client(#[from] reqwest::Error),
}

/// A running simulator. Dropping it leaves it running until its runtime ends; [`Simulator::stop`] ends it.
pub struct Simulator {
    app: Shared,
    address: SocketAddr,
    server: JoinHandle<()>,
    keeper: Option<JoinHandle<()>>,
}

impl Simulator {
    /// Seeds the account, or takes up that of an earlier run, and listens.
    ///
    /// # Errors
    /// Where the address cannot be had, or the state of an earlier run cannot be read.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        let wrong_address = |source| StartError::Listen {
            address: config.listen,
            source,
        };
        let listener = TcpListener::bind(config.listen)
            .await
            .map_err(wrong_address)?;
        let address = listener.local_addr().map_err(wrong_address)?;
        let origin = format!("http://{}", reachable(address));
        // Another origin, as Lever's: whoever follows a redirect there leaves their credentials behind.
        let storage_listener = TcpListener::bind(SocketAddr::new(address.ip(), 0))
            .await
            .map_err(wrong_address)?;
        let storage_address = storage_listener.local_addr().map_err(wrong_address)?;
        let storage_origin = format!("http://{}", reachable(storage_address));
        let secret = |purpose: &str| {
            hex::encode(Sha256::digest(format!(
                "simulator {} {purpose}",
                config.seed
            )))
        };
        let switches = Switches::new(&config);
        let facts = Facts {
            base_url: format!("{origin}/v1"),
            authorize_url: format!("{origin}/authorize"),
            token_url: format!("{origin}/oauth/token"),
            client_id: secret("client id")[..32].to_owned(),
            client_secret: secret("client secret"),
            api_key: secret("api key")[..40].to_owned(),
            rate_limit: switches.limiter.then_some(switches.requests_per_second),
        };
        let account_id = secret("account")[..24].to_owned();
        let kept = match &config.data_dir {
            Some(folder) => storage::load(folder)?,
            None => None,
        };
        let mut world = kept.unwrap_or_else(|| {
            seed::grow(&Plan {
                seed: config.seed,
                opportunities: config.opportunities,
                until: config.seeded_until.unwrap_or_else(state::now),
                event_groups: config.event_groups,
            })
        });
        world.account_id.clone_from(&account_id);
        let app = App::new(config, facts, account_id, origin, storage_origin, world)?;
        tokio::spawn(traffic::flow(app.clone()));
        let keeper = app
            .config
            .data_dir
            .clone()
            .map(|folder| tokio::spawn(storage::keep(app.clone(), folder)));
        for delivery in app.read(|world| {
            world
                .deliveries
                .iter()
                .filter(|delivery| delivery.pending)
                .cloned()
                .collect::<Vec<_>>()
        }) {
            app.sender.send(app.clone(), delivery);
        }
        let api = serve(listener, router::routes(app.clone()), app.clone());
        let files = serve(storage_listener, router::storage(app.clone()), app.clone());
        let server = tokio::spawn(async move {
            tokio::join!(api, files);
        });
        Ok(Self {
            app,
            address,
            server,
            keeper,
        })
    }

    /// What a client needs to know.
    #[must_use]
    pub fn facts(&self) -> &Facts {
        &self.app.facts
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Ends it: no new requests, no more retries; what is kept on disk is written.
    pub async fn stop(self) {
        const GRACE: Duration = Duration::from_secs(1);
        self.app.sender.stopped.cancel();
        let abort = self.server.abort_handle();
        if tokio::time::timeout(GRACE, self.server).await.is_err() {
            abort.abort();
        }
        if let Some(keeper) = self.keeper {
            // It writes once more and ends.
            let _ = keeper.await;
        }
    }

    /// Serves until `signal` completes, then stops.
    pub async fn run_until_stopped(self, signal: impl Future<Output = ()>) {
        signal.await;
        self.stop().await;
    }
}

/// Answers until the simulator is stopped.
async fn serve(listener: TcpListener, routes: Router, app: Shared) {
    let stopped = app.sender.stopped.clone();
    let serving = axum::serve(listener, routes)
        .with_graceful_shutdown(async move { stopped.cancelled().await });
    if let Err(error) = serving.await {
        tracing::error!(%error, "the simulator's server ended");
    }
}

/// An address that a client on this machine can connect to.
fn reachable(address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), address.port())
    } else {
        address
    }
}
