//! A transaction that writes: cause, queue rows and events together, or nothing.

use sqlx::AnyConnection;
use sqlx::{Any, Transaction};

use crate::events::{self, Pending};
use crate::{Error, Millis, OrganizationId, Store};

/// A transaction that writes. On SQLite there is one at a time: hold it only across the store's own calls, never across the network,
/// and never begin a second inside.
pub struct Tx {
    inner: Transaction<'static, Any>,
    store: Store,
    now: Millis,
    events: Vec<(OrganizationId, Pending)>,
    queued: bool,
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tx")
    }
}

impl Tx {
    pub(crate) async fn begin(store: &Store) -> Result<Self, Error> {
        let inner = store.database().begin().await?;
        Ok(Self {
            inner,
            store: store.clone(),
            now: store.now(),
            events: Vec::new(),
            queued: false,
        })
    }

    /// The transaction's time: one for all its rows.
    #[must_use]
    pub fn now(&self) -> Millis {
        self.now
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    pub(crate) fn connection(&mut self) -> &mut AnyConnection {
        &mut self.inner
    }

    /// Tells browsers, once committed. Events are written last of all: their counter's row is locked for the shortest time,
    /// and whoever takes a later number commits later.
    pub(crate) fn tell(&mut self, organization: OrganizationId, event: Pending) {
        if !self
            .events
            .iter()
            .any(|(to, told)| *to == organization && *told == event)
        {
            self.events.push((organization, event));
        }
    }

    /// Workers are woken, once committed.
    pub(crate) fn wake_queue(&mut self) {
        self.queued = true;
    }

    /// Makes it so, then wakes those who wait.
    ///
    /// # Errors
    /// [`Error::Unavailable`]: nothing happened.
    pub async fn commit(mut self) -> Result<(), Error> {
        let told = std::mem::take(&mut self.events);
        let newest = events::write(&mut self.inner, self.now, told).await?;
        self.inner.commit().await?;
        for (organization, newest) in newest {
            self.store.wake_events(organization, newest);
        }
        if self.queued {
            self.store.wake_queue();
        }
        Ok(())
    }
}
