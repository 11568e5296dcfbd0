//! Somebody who listens: woken when there may be events. Whoever comes first reads them for all who were woken with it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::watch;

use super::wakeups::Channel;
use super::{Events, Stretch, since};
use crate::permission::ViewJobs;
use crate::shares::access::Seen;
use crate::{Error, Permit, Store};

/// At most so many events are read at once.
const BATCH: u32 = 200;

/// How far one may lag behind the reader and still be served by what it read.
const LAG: i64 = 30;

/// How old a reading may be although nothing was told since: a wake-up of another server may be lost.
const FRESH: Duration = Duration::from_secs(15);

/// One who listens to the events of their organization, from an id on.
pub struct Listener {
    store: Store,
    permit: Permit<ViewJobs>,
    channel: Arc<Channel>,
    wakeups: watch::Receiver<i64>,
    after: i64,
}

/// What one listener read from the table, of use to all who stand where it covers the table.
#[derive(Debug)]
pub(super) struct Reading {
    /// How often the channel had called when it was begun.
    pub(super) after_calls: u64,
    begun: Instant,
    /// It holds what came after this id,
    after: i64,
    /// up to this one,
    until: i64,
    /// and nothing came after that.
    whole: bool,
    stretch: Stretch,
}

impl Reading {
    fn serves(&self, after: i64) -> bool {
        let covered =
            self.after <= after && (after < self.until || self.whole && after == self.until);
        covered && self.begun.elapsed() < FRESH
    }
}

impl Listener {
    /// Listens from now on; [`read`](Self::read) begins after this id.
    #[must_use]
    pub fn new(store: &Store, permit: Permit<ViewJobs>, after: i64) -> Self {
        let channel = store.channel(permit.organization());
        Self {
            store: store.clone(),
            wakeups: channel.subscribe(),
            permit,
            channel,
            after,
        }
    }

    /// Until there may be more to read. A wake-up of another server can be lost: read from time to time all the same.
    pub async fn woken(&mut self) {
        // It errs when the sender is gone, which the channel holds.
        let _ = self.wakeups.changed().await;
    }

    /// What came since the last time, as much as is read at once; no events and no [`reset`](Events::reset): that is all there is. After
    /// what a reset skips, the next one goes on.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn read(&mut self) -> Result<Events, Error> {
        self.wakeups.mark_unchanged();
        loop {
            let read = self.stretch().await?;
            let before = self.after;
            self.after = if read.reset {
                read.newest
            } else {
                read.read_to
            };
            if read.reset || !read.events.is_empty() || self.after == before {
                return Ok(read);
            }
        }
    }

    async fn stretch(&self) -> Result<Events, Error> {
        let Some(reading) = self.reading().await? else {
            return since(&self.store, &self.permit, self.after, BATCH).await;
        };
        let seen = self.seen().await?;
        let me = self.permit.actor().account();
        Ok(reading.stretch.told(self.after, me, &seen))
    }

    /// What serves all who were woken; none if this one lags too far behind.
    async fn reading(&self) -> Result<Option<Arc<Reading>>, Error> {
        let last = self.channel.last();
        if let Some(reading) = last.filter(|last| last.serves(self.after)) {
            return Ok(Some(reading));
        }
        let _turn = self.channel.turn.lock().await;
        match self.channel.last() {
            Some(reading) if reading.serves(self.after) => return Ok(Some(reading)),
            Some(reading) if self.after < reading.after => return Ok(None),
            _ => {}
        }
        let (after_calls, begun) = (self.channel.calls(), Instant::now());
        let after = self.after.saturating_sub(LAG).max(0);
        let mut connection = self.store.database().reader().await?;
        let organization = self.permit.organization();
        let stretch = Stretch::read(&mut connection, organization, after, BATCH).await?;
        let last = stretch.events.last().map_or(after, |(event, _)| event.id);
        let whole = stretch.events.len() < BATCH as usize;
        let reading = Reading {
            after_calls,
            begun,
            after,
            until: if whole {
                last.max(stretch.newest)
            } else {
                last
            },
            whole,
            stretch,
        };
        // An id that was never given, of a store that is not this one, is nobody else's.
        if !reading.serves(self.after) {
            return Ok(None);
        }
        Ok(Some(self.channel.keep(reading)))
    }

    /// How much of it this member may see; only a hiring manager's share has to be looked up.
    async fn seen(&self) -> Result<Seen, Error> {
        if self.permit.sees_unshared().is_ok() {
            return Ok(Seen::Everything);
        }
        let mut connection = self.store.database().reader().await?;
        Seen::by(&mut connection, &self.permit).await
    }
}
