//! The handle on everything that is kept: database, document files, key, wake-ups.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tokio::sync::{broadcast, watch};

use crate::db::{self, Database, Listening, Precedence, Told, Tx, Wake};
use crate::error::describe;
use crate::events::{Channel, Wakeups};
use crate::files::{DiskFiles, DocumentFiles};
use crate::folder_lock::FolderLock;
use crate::keys::Keys;
use crate::permission::Operate;
use crate::presence::{Place, Presence};
use crate::queue::Calls;
use crate::sealer::Sealer;
use crate::webhooks::intake::Intake;
use crate::{Clock, Error, Millis, OpenError, OrganizationId, Permit};

/// Where a store lives.
#[derive(Clone)]
pub struct Config {
    /// `sqlite:///path/to/clara.db` or `postgres://…`.
    pub database_url: String,
    /// Directory of documents (and, with SQLite, of the key file). Made if it is missing.
    pub data_dir: PathBuf,
    /// The keys of secrets. None with SQLite: a file `key` in the data directory, made at first start.
    pub key: Option<Keys>,
    /// Where the time comes from.
    pub clock: Clock,
}

impl std::fmt::Debug for Config {
    /// Without the database's URL, in which a password may stand.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Config")
            .field("data_dir", &self.data_dir)
            .field("clock", &self.clock)
            .finish_non_exhaustive()
    }
}

/// Everything that is kept; cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    database: Database,
    data_dir: PathBuf,
    sealer: Sealer,
    files: Arc<dyn DocumentFiles>,
    clock: Clock,
    wakeups: Wakeups,
    presence: Presence,
    queue: watch::Sender<Calls>,
    intake: Intake,
    /// Until the store is closed.
    lock: Mutex<Option<FolderLock>>,
    /// Only on PostgreSQL, where it serves.
    listening: OnceLock<Listening>,
}

/// The connections of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connections {
    /// Open and free.
    pub idle: u32,
    /// At work.
    pub used: u32,
}

/// How a store is opened.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opening {
    /// To serve: made if it is not there, brought to this version's schema.
    ToServe,
    /// What is there, as it is.
    AsItIs,
    /// As it is, with no other process beside.
    Alone,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}

impl Store {
    /// Opens the store and brings its schema to this version.
    ///
    /// # Errors
    /// [`OpenError`], with what to do about it.
    pub async fn open(config: &Config) -> Result<Self, OpenError> {
        Self::open_as(config, Opening::ToServe).await
    }

    /// Opens what is there and leaves its schema as it is: to copy it, to look at it.
    ///
    /// # Errors
    /// [`OpenError`], with what to do about it.
    pub async fn open_as_it_is(config: &Config) -> Result<Self, OpenError> {
        Self::open_as(config, Opening::AsItIs).await
    }

    /// The same, with no other process in the data directory until it is dropped.
    ///
    /// # Errors
    /// [`OpenError::InUse`] where one is, and the others.
    pub async fn open_alone(config: &Config) -> Result<Self, OpenError> {
        Self::open_as(config, Opening::Alone).await
    }

    async fn open_as(config: &Config, opening: Opening) -> Result<Self, OpenError> {
        let dialect = db::Dialect::of(&config.database_url)?;
        let data_dir = config.data_dir.clone();
        let at_fault = |source| OpenError::DataDir {
            path: data_dir.display().to_string(),
            source,
        };
        // Candidates' data are its owner's alone; a folder that is there keeps the rights that somebody gave it.
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&config.data_dir)
            .map_err(at_fault)?;
        let lock = match opening {
            Opening::Alone => FolderLock::alone(&config.data_dir)?,
            Opening::ToServe | Opening::AsItIs => FolderLock::shared(&config.data_dir)?,
        };
        let keys = match (&config.key, dialect) {
            (Some(keys), _) => keys.clone(),
            (None, db::Dialect::Sqlite) => {
                // The key is made before the database: a new one could not open what is sealed in there.
                if !Keys::are_beside(&config.data_dir)
                    && db::sqlite_file(&config.database_url)?.exists()
                {
                    return Err(OpenError::KeyGone);
                }
                Keys::beside(&config.data_dir)?
            }
            (None, db::Dialect::Postgres) => return Err(OpenError::KeyNeeded),
        };
        let to_serve = opening == Opening::ToServe;
        let database = Database::open(&config.database_url, dialect, to_serve).await?;
        if to_serve {
            database.migrate().await?;
        }
        let store = Self {
            inner: Arc::new(Inner {
                database,
                data_dir: config.data_dir.clone(),
                sealer: Sealer::new(&keys),
                files: Arc::new(DiskFiles::new(config.data_dir.join("documents"))),
                clock: config.clock.clone(),
                wakeups: Wakeups::default(),
                presence: Presence::default(),
                queue: watch::Sender::default(),
                intake: Intake::default(),
                lock: Mutex::new(Some(lock)),
                listening: OnceLock::new(),
            }),
        };
        if dialect == db::Dialect::Postgres && to_serve {
            store.listen(&config.database_url).await?;
        }
        Ok(store)
    }

    /// Wakes this server's waiters for what other servers tell.
    async fn listen(&self, url: &str) -> Result<(), OpenError> {
        let inner = Arc::downgrade(&self.inner);
        let listening = db::listen(url, move |told| {
            let Some(inner) = inner.upgrade() else { return };
            let store = Self { inner };
            match told {
                Told::Wake(wake) => store.woken(wake),
                Told::Present(beat) => store.presence().hear_another(beat, store.now()),
            }
        });
        let listening = listening
            .await
            .map_err(|error| OpenError::Database(describe(&error)))?;
        // Set here alone, at once after the store was made.
        let _ = self.inner.listening.set(listening);
        Ok(())
    }

    fn woken(&self, wake: Wake) {
        match wake {
            Wake::Queue => self.wake_queue(None),
            Wake::Events(organization, newest) => self.wake_events(organization, newest),
            Wake::Everything => {
                self.wake_queue(None);
                self.inner.wakeups.announce_all();
            }
        }
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Millis {
        self.inner.clock.now()
    }

    /// CLARA's own permit in an organization: for workers and the command line, never for a request of a person.
    #[must_use]
    pub fn system(&self, organization: OrganizationId) -> Permit<Operate> {
        Permit::system(organization)
    }

    /// Begins a transaction that writes. Drop it without [`Tx::commit`] and nothing happened.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn begin(&self) -> Result<Tx, Error> {
        Tx::begin(self, Precedence::InLine).await
    }

    /// The same before all that waits in line, where the database has only one that writes: for a delivery, whose sender waits.
    pub(crate) async fn begin_ahead(&self) -> Result<Tx, Error> {
        Tx::begin(self, Precedence::Ahead).await
    }

    /// Turns when a queue row was added or may have become ready. On PostgreSQL other servers' rows turn it too; as a wake-up can be
    /// lost, and as nobody wakes for a row whose time comes, look from time to time all the same.
    #[must_use]
    pub fn queue_calls(&self) -> watch::Receiver<Calls> {
        self.inner.queue.subscribe()
    }

    /// The id of an organization's newest event, as it grows here and (on PostgreSQL) on other servers. It turns also when a wake-up was
    /// perhaps lost; the table is the truth, which a [`Listener`](crate::events::Listener) reads.
    #[must_use]
    pub fn wakeups(&self, organization: OrganizationId) -> watch::Receiver<i64> {
        self.channel(organization).subscribe()
    }

    /// Where a member of the organization comes or leaves, here and (on PostgreSQL) on other servers: whoever shows that place asks
    /// [`presence::show`](crate::presence::show) again. What is missed is learnt with the next heartbeat.
    #[must_use]
    pub fn arrivals(&self, organization: OrganizationId) -> broadcast::Receiver<Place> {
        self.inner.presence.arrivals(organization)
    }

    /// Has the database parse every statement of this crate, on the schema as it stands; answers how many. The first that it refuses is named.
    ///
    /// # Errors
    /// [`Error::Unavailable`] with module, name and what the database said.
    pub async fn check_statements(&self) -> Result<usize, Error> {
        self.inner.database.prepare_all().await
    }

    /// The pools of the database by name, with their connections at this moment.
    #[must_use]
    pub fn connections(&self) -> Vec<(&'static str, Connections)> {
        self.inner.database.connections()
    }

    /// Closes the database; the last thing a server does.
    pub async fn close(&self) {
        if let Some(listening) = self.inner.listening.get() {
            listening.close().await;
        }
        self.inner.database.close().await;
        let mut lock = self
            .inner
            .lock
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        drop(lock.take());
    }

    pub(crate) fn database(&self) -> &Database {
        &self.inner.database
    }

    pub(crate) fn data_dir(&self) -> &Path {
        &self.inner.data_dir
    }

    pub(crate) fn sealer(&self) -> &Sealer {
        &self.inner.sealer
    }

    pub(crate) fn files(&self) -> Arc<dyn DocumentFiles> {
        Arc::clone(&self.inner.files)
    }

    pub(crate) fn intake(&self) -> &Intake {
        &self.inner.intake
    }

    pub(crate) fn presence(&self) -> &Presence {
        &self.inner.presence
    }

    /// What the listeners of an organization have in common here.
    pub(crate) fn channel(&self, organization: OrganizationId) -> Arc<Channel> {
        self.inner.wakeups.channel(organization)
    }

    pub(crate) fn wake_events(&self, organization: OrganizationId, newest: i64) {
        self.inner.wakeups.announce(organization, newest);
    }

    /// Wakes who works on this kind; without one, everybody.
    pub(crate) fn wake_queue(&self, kind: Option<&str>) {
        self.inner.queue.send_modify(|calls| calls.add(kind));
    }
}
