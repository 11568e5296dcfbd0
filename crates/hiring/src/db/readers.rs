//! Connections to read with. SQLite's are kept here, each without a thread of its own (see `direct`); PostgreSQL's by the driver's pool.

use std::ops::{Deref, DerefMut};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use sqlx::AnyPool;
use tokio::sync::{
    Mutex as Place, OwnedMappedMutexGuard, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore,
};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::connection::Connection;
use super::database::PATIENCE;
use super::direct::Direct;
use crate::Connections;

/// A connection is made anew after this time, as the driver's pool does it: whatever became of it, it does not last.
const LIFETIME: Duration = Duration::from_secs(1800);

/// Where readers come from.
pub(super) enum Readers {
    /// SQLite's.
    Kept(Kept),
    /// PostgreSQL's: a connection to a server may be lost while nobody uses it.
    Pool(AnyPool),
}

impl Readers {
    pub(super) async fn acquire(&self) -> Result<Reader, sqlx::Error> {
        match self {
            Self::Kept(kept) => Ok(Reader::Kept(kept.take().await?)),
            Self::Pool(pool) => Ok(Reader::Pooled(Connection::Pooled(pool.acquire().await?))),
        }
    }

    pub(super) async fn close(&self) {
        match self {
            Self::Kept(kept) => kept.close().await,
            Self::Pool(pool) => pool.close().await,
        }
    }
}

/// A connection to read with; given back when it is dropped.
pub(crate) enum Reader {
    /// One of SQLite's.
    Kept(Taken),
    /// One of the pool's.
    Pooled(Connection),
}

impl Deref for Reader {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        match self {
            Self::Kept(taken) => &taken.opened.connection,
            Self::Pooled(pooled) => pooled,
        }
    }
}

impl DerefMut for Reader {
    fn deref_mut(&mut self) -> &mut Connection {
        match self {
            Self::Kept(taken) => &mut taken.opened.connection,
            Self::Pooled(pooled) => pooled,
        }
    }
}

/// SQLite's readers, each opened when it is first needed.
pub(super) struct Kept {
    file: PathBuf,
    /// What every new connection is told first.
    session: &'static str,
    places: Vec<Arc<Place<Option<Opened>>>>,
    turns: Arc<Semaphore>,
    free: Arc<Free>,
}

struct Opened {
    connection: Connection,
    at: Instant,
}

/// The places that nobody has, the last one used on top: its connection knows most statements.
struct Free(Mutex<Vec<usize>>);

impl Free {
    fn places(&self) -> MutexGuard<'_, Vec<usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A reader in use.
pub(crate) struct Taken {
    opened: OwnedMappedMutexGuard<Option<Opened>, Opened>,
    _place: Held,
    _turn: OwnedSemaphorePermit,
}

/// A place in use, free again when this is dropped.
struct Held {
    place: usize,
    free: Arc<Free>,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.free.places().push(self.place);
    }
}

impl Kept {
    /// At most so many.
    pub(super) fn new(file: PathBuf, session: &'static str, most: u32) -> Self {
        let places: Vec<_> = (0..most).map(|_| Arc::default()).collect();
        let free = (0..places.len()).rev().collect();
        Self {
            file,
            session,
            turns: Arc::new(Semaphore::new(places.len())),
            free: Arc::new(Free(Mutex::new(free))),
            places,
        }
    }

    async fn take(&self) -> Result<Taken, sqlx::Error> {
        let turn = timeout(PATIENCE, Arc::clone(&self.turns).acquire_owned()).await;
        let turn = turn.map_err(|_| sqlx::Error::PoolTimedOut)?;
        let turn = turn.map_err(|_| sqlx::Error::PoolClosed)?;
        let place = self.free.places().pop();
        // There is a place for each turn.
        let place = place.ok_or(sqlx::Error::PoolTimedOut)?;
        let held = Held {
            place,
            free: Arc::clone(&self.free),
        };
        let of_place = self.places.get(place).ok_or(sqlx::Error::PoolTimedOut)?;
        let mut opened = Arc::clone(of_place).lock_owned().await;
        if !opened.as_mut().is_some_and(Opened::is_usable) {
            let old = opened.take();
            *opened = Some(self.open(old).await?);
        }
        let opened = OwnedMutexGuard::try_map(opened, Option::as_mut);
        Ok(Taken {
            opened: opened.map_err(|_| sqlx::Error::WorkerCrashed)?,
            _place: held,
            _turn: turn,
        })
    }

    /// In the place of an old one. Waits for the disk.
    async fn open(&self, old: Option<Opened>) -> Result<Opened, sqlx::Error> {
        let (file, session) = (self.file.clone(), self.session);
        let opening = spawn_blocking(move || {
            drop(old);
            Direct::open_reader(&file, session)
        });
        Ok(Opened {
            connection: Connection::Direct(opening.await.map_err(|_| sqlx::Error::WorkerCrashed)??),
            at: Instant::now(),
        })
    }

    /// Open and free, and at work.
    pub(super) fn connections(&self) -> Connections {
        let free = self.free.places();
        let open = free.iter().filter(|place| self.is_open(**place)).count();
        let count = |many: usize| u32::try_from(many).unwrap_or(u32::MAX);
        Connections {
            idle: count(open),
            used: count(self.places.len() - free.len()),
        }
    }

    fn is_open(&self, place: usize) -> bool {
        let place = self.places.get(place).and_then(|of| of.try_lock().ok());
        place.is_some_and(|opened| opened.is_some())
    }

    /// Waits for those that are in use, and lets nobody have one any more.
    async fn close(&self) {
        let all = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        let turns = self.turns.acquire_many(all).await;
        self.turns.close();
        for place in &self.places {
            let opened = place.lock().await.take();
            // It is gone either way.
            let _ = spawn_blocking(move || drop(opened)).await;
        }
        drop(turns);
    }
}

impl Opened {
    /// Who gave it back in the middle of a transaction is no reader.
    fn is_usable(&mut self) -> bool {
        self.at.elapsed() < LIFETIME && !self.connection.is_in_transaction()
    }
}
