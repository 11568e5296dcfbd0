//! The rate limit of one connection, kept on our side: 10 requests a second, bursts of 20, live work before import.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Lever's steady rate, requests per second and credential.
const RATE: f64 = 10.0;
/// Lever's burst, requests.
const BURST: f64 = 20.0;
/// What an import leaves in the bucket, so that a live call need not wait behind it.
const RESERVE: f64 = 2.0;

/// Whose turn it is when both wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Priority {
    /// A person or a webhook waits for it.
    #[default]
    Live,
    /// Bulk work.
    Import,
}

/// A token bucket, shared by every client of one connection (clones share it).
#[derive(Clone, Debug)]
pub struct Pacer {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    bucket: Mutex<Bucket>,
    rate: f64,
    burst: f64,
    live_waiting: AtomicUsize,
    /// Held by the head of each queue; tokio's mutex is fair, so each class is served in order.
    live_turn: tokio::sync::Mutex<()>,
    import_turn: tokio::sync::Mutex<()>,
}

#[derive(Debug)]
struct Bucket {
    tokens: f64,
    refilled_at: Instant,
    closed_until: Instant,
}

impl Default for Pacer {
    fn default() -> Self {
        Self::new(RATE, BURST)
    }
}

impl Pacer {
    /// `rate` requests per second, at most `burst` at once. [`Pacer::default`] is what Lever documents.
    pub fn new(rate: f64, burst: f64) -> Self {
        let now = Instant::now();
        Self {
            inner: Arc::new(Inner {
                bucket: Mutex::new(Bucket {
                    tokens: burst,
                    refilled_at: now,
                    closed_until: now,
                }),
                rate,
                burst,
                live_waiting: AtomicUsize::new(0),
                live_turn: tokio::sync::Mutex::new(()),
                import_turn: tokio::sync::Mutex::new(()),
            }),
        }
    }

    /// Waits until one request may be sent.
    pub async fn acquire(&self, priority: Priority) {
        let inner = &*self.inner;
        let _counted = (priority == Priority::Live).then(|| Waiting::new(&inner.live_waiting));
        let _turn = match priority {
            Priority::Live => inner.live_turn.lock().await,
            Priority::Import => inner.import_turn.lock().await,
        };
        while let Err(wait) = inner.take(priority) {
            tokio::time::sleep(wait).await;
        }
    }

    /// After a 429: the other side's bucket is empty, so is ours, and nothing is sent before `pause` has passed.
    pub(crate) fn back_off(&self, pause: Duration) {
        let mut bucket = self
            .inner
            .bucket
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        bucket.tokens = bucket.tokens.min(1.0);
        bucket.closed_until = bucket.closed_until.max(now + pause);
    }
}

impl Inner {
    fn take(&self, priority: Priority) -> Result<(), Duration> {
        let mut bucket = self.bucket.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let earned = now.duration_since(bucket.refilled_at).as_secs_f64() * self.rate;
        bucket.tokens = (bucket.tokens + earned).min(self.burst);
        bucket.refilled_at = now;
        if now < bucket.closed_until {
            return Err(bucket.closed_until - now);
        }
        let import_gives_way =
            priority == Priority::Import && self.live_waiting.load(Ordering::Relaxed) > 0;
        let kept = match priority {
            Priority::Live => 0.0,
            Priority::Import => RESERVE.min(self.burst - 1.0),
        };
        if !import_gives_way && bucket.tokens >= kept + 1.0 {
            bucket.tokens -= 1.0;
            return Ok(());
        }
        let missing = (kept + 1.0 - bucket.tokens).max(if import_gives_way { 1.0 } else { 0.0 });
        Err(Duration::from_secs_f64((missing / self.rate).max(0.001)))
    }
}

/// Counts a waiting live call, also when its future is dropped.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
