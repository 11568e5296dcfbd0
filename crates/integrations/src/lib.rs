//! Integrations: an ATS behind one connector trait, and the way from it into CLARA's store and back.
//!
//! This crate alone knows both an ATS and [`hiring`]. It never knows axum, Leptos or SQL. A candidate comes in one way only, whether by import,
//! webhook or poll: [`tasks::FetchApplication`] reads the ATS, keeps what it finds, has the documents read, screens. A webhook is a hint: none of its
//! data are kept. What goes out is notes, and nothing else, unless an Owner switched write-back on for a
//! job: then a stage.
//!
//! # Which error to use where
//!
//! [`ConnectorError`](connector::ConnectorError): what an ATS answers. [`Error`]: what a person's request meets, worded for people.
//! [`ConnectError`]: what ends the way back from consent. [`tasks::TaskError`]: what becomes of a queue row.

pub mod connect;
pub mod connector;
pub mod diagnostics;
mod error;
mod extraction;
pub mod failed_work;
mod fetch;
mod folder_connector;
mod follow_up;
pub mod health;
mod html;
mod lever_connector;
mod note_post;
mod note_text;
mod outcomes;
pub mod posting;
mod providers;
mod pulse;
mod quiet_hours;
pub mod resync;
mod screen;
pub mod select;
pub mod statuses;
pub mod tasks;
pub mod webhook;
pub mod webhook_steps;
pub mod workers;

use std::collections::{HashMap, HashSet};
use std::num::NonZero;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::available_parallelism;
use std::time::Duration;

use documents::sandbox::{Readers, Sandbox};
use hiring::integrations::{IntegrationState, Provider};
use hiring::permission::Operate;
use hiring::{IntegrationId, OrganizationId, Permit, Store, queue};
use lever::{Client, Pacer, Refreshing, Usage};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, SemaphorePermit};
use url::Url;

pub use error::{ConnectError, Error};
pub use lever::{Callback, Environment, Pace, RetryPolicy, Settings};
pub use lever_connector::{SCOPES, WRITE_BACK_SCOPE};
pub use providers::{ProviderConfig, label};
pub use pulse::{Beat, Pulse};

use connector::{Connector, ConnectorError};
use folder_connector::{Folder, FolderConnector};
use lever_connector::{LeverConnector, StoredTokens};
use outcomes::Outcomes;
use providers::{Access, LeverApp};

/// Everything that the links to ATSs need; cheap to clone.
#[derive(Clone)]
pub struct Integrations {
    inner: Arc<Inner>,
}

/// How many applications of a connection are imported at once: enough to use ten requests a second at half a second each, and few enough that the
/// first ones are soon done.
pub const BULK_PER_CONNECTION: usize = 6;

/// The same where no rate holds an import back, only this machine: while some wait for the disk or for an answer, others work.
const BULK_WITHOUT_RATE: usize = 64;

/// An application takes less than this where no rate holds an import back.
const WITHOUT_RATE: Duration = Duration::from_millis(100);

/// How many documents of live work are read at once, on however few cores: one that takes its time must not keep the others waiting.
const LIVE_READERS: usize = 4;

/// How much of documents is in memory at once, in kilobytes: four of the largest.
const IN_HAND: u32 = 64 << 10;

type Connectors = HashMap<IntegrationId, Arc<dyn Connector>>;

struct Inner {
    store: Store,
    readers: Arc<Readers>,
    providers: Vec<ProviderConfig>,
    public_url: Url,
    settings: Settings,
    /// One connector per connection: the pacer and the lock of its refreshes are inside.
    connectors: Mutex<Connectors>,
    /// Connections whose stages and archive reasons are in the store: once learnt, they are never forgotten.
    learnt: Mutex<HashSet<IntegrationId>>,
    /// What imports of a connection take one of.
    places: Mutex<HashMap<IntegrationId, Arc<Semaphore>>>,
    /// What the reading of a document takes one of: it is work of this machine's cores. Live work has its own.
    cores: Semaphore,
    live_cores: Semaphore,
    /// What a document in memory takes of, in kilobytes.
    in_hand: Semaphore,
    outcomes: Outcomes,
}

/// What [`Integrations::new`] is made of.
pub struct Config {
    /// Where things are kept.
    pub store: Store,
    /// Where documents are read.
    pub sandbox: Sandbox,
    /// The ATSs that this installation is registered with.
    pub providers: Vec<ProviderConfig>,
    /// `CLARA_URL`: callback, webhooks and links in notes begin with it.
    pub public_url: Url,
    /// Time-outs and repetition of calls.
    pub settings: Settings,
}

impl Integrations {
    /// Connects nothing yet: connectors are made when they are first needed.
    pub fn new(config: Config) -> Self {
        let cores = available_parallelism().map_or(2, NonZero::get);
        Self {
            inner: Arc::new(Inner {
                store: config.store,
                readers: Arc::new(Readers::new(config.sandbox)),
                providers: config.providers,
                public_url: config.public_url,
                settings: config.settings,
                connectors: Mutex::default(),
                learnt: Mutex::default(),
                places: Mutex::default(),
                cores: Semaphore::new(cores),
                live_cores: Semaphore::new(cores.max(LIVE_READERS)),
                in_hand: Semaphore::new(IN_HAND as usize),
                outcomes: Outcomes::default(),
            }),
        }
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// The ATSs that can be connected here, as the wizard lists them.
    pub fn providers(&self) -> impl Iterator<Item = Provider> {
        self.inner.providers.iter().map(|config| config.provider)
    }

    /// Where consent returns to; it must be registered with the ATS byte for byte.
    pub fn callback(&self) -> Url {
        self.address("integrations/callback")
    }

    /// The connector of a connection.
    ///
    /// # Errors
    /// [`hiring::Error::NotFound`] if it is not here, [`ConnectorError::Disconnected`] if it is not active.
    pub async fn connector(
        &self,
        permit: &Permit<Operate>,
        id: IntegrationId,
    ) -> Result<Arc<dyn Connector>, Error> {
        // Read every time: it may belong to another organization, or have been disconnected by another server.
        let integration = hiring::integrations::read(self.store(), permit, id).await?;
        if integration.state != IntegrationState::Active {
            self.forget(id);
            return Err(ConnectorError::Disconnected.into());
        }
        if let Some(known) = self.connectors().get(&id) {
            return Ok(Arc::clone(known));
        }
        let made: Arc<dyn Connector> = match &self.provider(integration.provider)?.access {
            Access::Lever(app) => Arc::new(self.lever(app, permit, id)?),
            Access::Folder(root) => {
                let folder = self.folder(root, permit.organization()).await?;
                Arc::new(FolderConnector::new(folder))
            }
        };
        // Two at once make two; the first is kept, so that there is one pacer.
        let mut connectors = self.connectors();
        Ok(Arc::clone(connectors.entry(id).or_insert(made)))
    }

    fn lever(
        &self,
        app: &LeverApp,
        permit: &Permit<Operate>,
        id: IntegrationId,
    ) -> Result<LeverConnector, Error> {
        let tokens = StoredTokens::new(self.store().clone(), *permit, id);
        let tokens = Refreshing::new(app.registered(&self.callback())?, tokens);
        let client = Client::with(
            app.environment.clone(),
            Arc::new(tokens.clone()),
            Pacer::at(app.pace),
            self.inner.settings,
        )
        .map_err(ConnectorError::from)?;
        Ok(LeverConnector::new(client, app.pace, tokens))
    }

    /// The organization's own sub-folder, or the whole folder where it has the server for itself.
    pub(crate) async fn folder(
        &self,
        root: &Path,
        organization: OrganizationId,
    ) -> Result<Folder, Error> {
        let own = root.join(organization.to_string());
        let place = if own.is_dir() {
            own
        } else if hiring::organizations::list(self.store()).await?.len() == 1 {
            root.to_owned()
        } else {
            return Err(Error::NoFolder);
        };
        Folder::open(&place).map_err(|error| {
            tracing::error!(%error, "CLARA_IMPORT_DIR cannot be read");
            ConnectorError::Unavailable.into()
        })
    }

    pub(crate) fn forget(&self, id: IntegrationId) {
        self.connectors().remove(&id);
    }

    pub(crate) fn provider(&self, provider: Provider) -> Result<&ProviderConfig, Error> {
        self.inner
            .providers
            .iter()
            .find(|config| config.provider == provider)
            .ok_or(Error::NotConfigured(label(provider)))
    }

    pub(crate) fn outcomes(&self) -> &Outcomes {
        &self.inner.outcomes
    }

    /// How much of the ATS's rate this process used in the last minute; none before the first call.
    pub(crate) fn usage(&self, id: IntegrationId) -> Option<Usage> {
        self.connectors().get(&id)?.usage()
    }

    /// A place among the applications of a connection that are imported at once.
    pub(crate) async fn place(
        &self,
        id: IntegrationId,
        connector: &dyn Connector,
    ) -> Option<OwnedSemaphorePermit> {
        let places = {
            let mut all = self
                .inner
                .places
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            let many = if connector.time_per_application() < WITHOUT_RATE {
                BULK_WITHOUT_RATE
            } else {
                BULK_PER_CONNECTION
            };
            let new = || Arc::new(Semaphore::new(many));
            Arc::clone(all.entry(id).or_insert_with(new))
        };
        places.acquire_owned().await.ok()
    }

    /// Waits until a core is free for a document: somebody waits for live work, which does not queue behind imports.
    pub(crate) async fn core(&self, is_bulk: bool) -> Option<SemaphorePermit<'_>> {
        let inner = &self.inner;
        let cores = if is_bulk {
            &inner.cores
        } else {
            &inner.live_cores
        };
        cores.acquire().await.ok()
    }

    /// Waits until there is room in memory for a document of so many bytes; hold it until the document is kept. None while the process ends.
    pub(crate) async fn in_hand(&self, size: Option<u64>) -> Option<SemaphorePermit<'_>> {
        // Where the ATS does not say: larger than most are.
        const UNKNOWN: u64 = 1 << 20;
        let kilobytes = size.unwrap_or(UNKNOWN) >> 10;
        let room = u32::try_from(kilobytes)
            .unwrap_or(IN_HAND)
            .clamp(1, IN_HAND / 4);
        self.inner.in_hand.acquire_many(room).await.ok()
    }

    /// What reads documents, each organization's apart from all others'.
    pub(crate) fn readers(&self) -> &Arc<Readers> {
        &self.inner.readers
    }

    /// An address of this installation.
    pub(crate) fn address(&self, path: &str) -> Url {
        let mut url = self.inner.public_url.clone();
        url.set_path(&format!("{}/{path}", url.path().trim_end_matches('/')));
        url
    }

    pub(crate) async fn enqueue(
        &self,
        permit: &Permit<Operate>,
        task: queue::Task,
    ) -> Result<(), hiring::Error> {
        queue::enqueue(self.store(), permit, &[task]).await
    }

    /// Connections of which this process knows that their stages and archive reasons are in the store.
    pub(crate) fn learnt(&self) -> MutexGuard<'_, HashSet<IntegrationId>> {
        self.inner
            .learnt
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn connectors(&self) -> MutexGuard<'_, Connectors> {
        self.inner
            .connectors
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
