//! Who listens to an organization's events in this process, and what all of them have in common.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tokio::sync::watch;

use super::listener::Reading;
use crate::OrganizationId;

/// One channel per organization that anybody listened to in this process.
#[derive(Debug, Default)]
pub(crate) struct Wakeups {
    channels: Mutex<HashMap<OrganizationId, Arc<Channel>>>,
}

impl Wakeups {
    pub(crate) fn channel(&self, organization: OrganizationId) -> Arc<Channel> {
        let mut channels = self.channels.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(channels.entry(organization).or_default())
    }

    /// Everybody looks: something was perhaps missed.
    pub(crate) fn announce_all(&self) {
        let channels = self.channels.lock().unwrap_or_else(PoisonError::into_inner);
        for channel in channels.values() {
            channel.call(|_| true);
        }
    }

    /// Never backwards: two commits may announce in the other order.
    pub(crate) fn announce(&self, organization: OrganizationId, id: i64) {
        let channels = self.channels.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(channel) = channels.get(&organization) {
            channel.call(|known| {
                let later = id > *known;
                *known = id.max(*known);
                later
            });
        }
    }
}

/// What wakes the listeners of one organization, and what the first of them read for all.
#[derive(Debug)]
pub(crate) struct Channel {
    newest: watch::Sender<i64>,
    /// How often they were woken: a reading is of use until the next time.
    calls: AtomicU64,
    last: RwLock<Option<Arc<Reading>>>,
    /// Held by whoever reads for all.
    pub(super) turn: tokio::sync::Mutex<()>,
}

impl Default for Channel {
    fn default() -> Self {
        Self {
            newest: watch::Sender::new(0),
            calls: AtomicU64::new(0),
            last: RwLock::default(),
            turn: tokio::sync::Mutex::default(),
        }
    }
}

impl Channel {
    /// Turns with every wake-up; holds the newest id that was told of.
    pub(crate) fn subscribe(&self) -> watch::Receiver<i64> {
        self.newest.subscribe()
    }

    pub(super) fn calls(&self) -> u64 {
        self.calls.load(Ordering::Acquire)
    }

    /// What was read last, if nothing was told since.
    pub(super) fn last(&self) -> Option<Arc<Reading>> {
        let last = self.last.read().unwrap_or_else(PoisonError::into_inner);
        last.clone()
            .filter(|reading| reading.after_calls == self.calls())
    }

    pub(super) fn keep(&self, reading: Reading) -> Arc<Reading> {
        let reading = Arc::new(reading);
        *self.last.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&reading));
        reading
    }

    /// Wakes the listeners if this changes what they know. What was read before is forgotten at once: it may be of somebody who was
    /// erased since.
    fn call(&self, change: impl FnOnce(&mut i64) -> bool) {
        self.newest.send_if_modified(|known| {
            let wakes = change(known);
            if wakes {
                self.calls.fetch_add(1, Ordering::AcqRel);
                *self.last.write().unwrap_or_else(PoisonError::into_inner) = None;
            }
            wakes
        });
    }
}
