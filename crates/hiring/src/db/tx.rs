//! A transaction that writes: cause, queue rows and events together, or nothing.

use std::fmt::Display;

use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, query};
use tokio::task::consume_budget;

use super::connection::Connection;
use super::database::Writing;
use super::{CHANNEL, Precedence, Wake};

use crate::events::{self, Pending};
use crate::{Error, Millis, OrganizationId, Store};

/// A transaction that writes. On SQLite there is one at a time: hold it only across the store's own calls, never across the network,
/// and never begin a second inside.
pub struct Tx {
    inner: Writing,
    store: Store,
    now: Millis,
    events: Vec<(OrganizationId, Pending)>,
    /// Who is to be woken: workers of a kind, or all.
    called: Vec<Option<String>>,
    announced: bool,
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tx")
    }
}

impl Tx {
    pub(crate) async fn begin(store: &Store, precedence: Precedence) -> Result<Self, Error> {
        let inner = store.database().begin(precedence).await?;
        Ok(Self {
            inner,
            store: store.clone(),
            now: store.now(),
            events: Vec::new(),
            called: Vec::new(),
            announced: false,
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

    /// For the next statement.
    pub(crate) fn connection(&mut self) -> &mut Connection {
        self.inner.connection()
    }

    /// Carries a statement out whose answer nobody needs.
    pub(crate) async fn execute(
        &mut self,
        query: Query<'_, Any, AnyArguments>,
    ) -> Result<(), Error> {
        // Of many, one after the other, none waits on SQLite: others have their turn in between.
        consume_budget().await;
        query.execute(self.connection()).await?;
        Ok(())
    }

    /// The same for one that may change very many rows.
    pub(crate) async fn execute_at_length(
        &mut self,
        query: Query<'_, Any, AnyArguments>,
    ) -> Result<(), Error> {
        self.connection().execute_at_length(query).await?;
        Ok(())
    }

    /// Makes this the only transaction at work on `subject` (an application, a job) until it ends, so that what it reads of it does not
    /// change before it writes. On SQLite it is the only one anyway; on PostgreSQL others wait. Ask first of all, and
    /// for several subjects in the same order everywhere: who holds one and waits for another may wait for ever.
    pub(crate) async fn alone_on(&mut self, subject: impl Display) -> Result<(), Error> {
        if let Some(lock) = self.store.database().dialect().lock() {
            query(lock)
                .bind(subject.to_string())
                .execute(self.connection())
                .await?;
        }
        Ok(())
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

    /// Workers of this server are woken, once committed: a row that they hold back may be ready. Without a kind, all of them.
    pub(crate) fn wake_queue(&mut self, kind: Option<&str>) {
        if !self.called.iter().any(|called| called.as_deref() == kind) {
            self.called.push(kind.map(str::to_owned));
        }
    }

    /// Workers of every server are woken, once committed: there is new work of a kind.
    pub(crate) fn announce_work(&mut self, kind: Option<&str>) {
        self.wake_queue(kind);
        self.announced = true;
    }

    /// Makes it so, then wakes those who wait.
    ///
    /// # Errors
    /// [`Error::Unavailable`]: nothing happened.
    pub async fn commit(mut self) -> Result<(), Error> {
        let told = std::mem::take(&mut self.events);
        let newest = events::write(&mut self, told).await?;
        self.notify(&newest).await?;
        self.inner.commit().await?;
        for (organization, newest) in newest {
            self.store.wake_events(organization, newest);
        }
        for kind in &self.called {
            self.store.wake_queue(kind.as_deref());
        }
        Ok(())
    }

    /// Tells the other servers, who hear it when this is committed.
    async fn notify(&mut self, newest: &[(OrganizationId, i64)]) -> Result<(), Error> {
        let Some(notify) = self.store.database().dialect().notify() else {
            return Ok(());
        };
        let events = newest
            .iter()
            .map(|(organization, newest)| Wake::Events(*organization, *newest));
        for wake in events.chain(self.announced.then_some(Wake::Queue)) {
            query(notify)
                .bind(CHANNEL)
                .bind(wake.to_string())
                .execute(self.connection())
                .await?;
        }
        Ok(())
    }
}
