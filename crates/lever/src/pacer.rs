//! The rate limit of one connection, kept on our side: 10 requests a second, bursts of 20, live work before import.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What an import leaves in the bucket, so that a live call need not wait behind it.
const RESERVE: f64 = 2.0;

/// How many requests one credential may send.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    per_second: f64,
    burst: f64,
}

impl Pace {
    /// What Lever documents: 10 a second, bursts of 20.
    pub const LEVER: Self = Self {
        per_second: 10.0,
        burst: 20.0,
    };

    /// As fast as it goes: for a stand-in that refuses nothing.
    pub const UNLIMITED: Self = Self {
        per_second: f64::INFINITY,
        burst: f64::INFINITY,
    };

    /// So many a second, and bursts of twice as many, as with Lever. At least one.
    pub fn per_second(requests: u32) -> Self {
        let per_second = f64::from(requests.max(1));
        Self {
            per_second,
            burst: 2.0 * per_second,
        }
    }

    /// How long so many requests take in the long run.
    pub fn time_for(self, requests: u32) -> Duration {
        Duration::from_secs_f64(f64::from(requests) / self.per_second)
    }
}

const MINUTE: Duration = Duration::from_secs(60);

/// What of the rate was used in a minute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Requests sent.
    pub sent: u32,
    /// Requests that the steady rate allows.
    pub most: u32,
    /// Lever answered 429 in that time.
    pub told_to_wait: bool,
}

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
    live_waiting: AtomicUsize,
    /// Held by the head of each queue; tokio's mutex is fair, so each class is served in order.
    live_turn: tokio::sync::Mutex<()>,
    import_turn: tokio::sync::Mutex<()>,
}

impl Default for Pacer {
    fn default() -> Self {
        Self::at(Pace::LEVER)
    }
}

impl Pacer {
    /// [`Pacer::default`] is what Lever documents.
    pub fn at(pace: Pace) -> Self {
        Self {
            inner: Arc::new(Inner {
                bucket: Mutex::new(Bucket::full(pace, Instant::now())),
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

    /// How much of the rate was used in the last minute.
    pub fn usage(&self) -> Usage {
        let now = Instant::now();
        let mut bucket = self.inner.bucket();
        bucket.forget(now);
        Usage {
            sent: u32::try_from(bucket.sent.len()).unwrap_or(u32::MAX),
            most: (bucket.pace.per_second * MINUTE.as_secs_f64()) as u32,
            told_to_wait: bucket.closed_at.is_some_and(|at| now < at + MINUTE),
        }
    }

    /// After a 429: the other side's bucket is empty, so is ours, and nothing is sent before `pause` has passed.
    pub(crate) fn back_off(&self, pause: Duration) {
        self.inner.bucket().close(Instant::now(), pause);
    }
}

impl Inner {
    fn bucket(&self) -> MutexGuard<'_, Bucket> {
        self.bucket.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, priority: Priority) -> Result<(), Duration> {
        let live_waits = self.live_waiting.load(Ordering::Relaxed) > 0;
        self.bucket().take(Instant::now(), priority, live_waits)
    }
}

/// The bucket as a pure state machine: it is told the time.
#[derive(Debug)]
struct Bucket {
    pace: Pace,
    tokens: f64,
    refilled_at: Instant,
    closed_until: Instant,
    /// When it was closed last.
    closed_at: Option<Instant>,
    /// When each request of the last minute was sent.
    sent: VecDeque<Instant>,
}

impl Bucket {
    fn full(pace: Pace, now: Instant) -> Self {
        Self {
            pace,
            tokens: pace.burst,
            refilled_at: now,
            closed_until: now,
            closed_at: None,
            sent: VecDeque::new(),
        }
    }

    fn close(&mut self, now: Instant, pause: Duration) {
        self.tokens = self.tokens.min(1.0);
        self.closed_until = self.closed_until.max(now + pause);
        self.closed_at = Some(now);
    }

    fn forget(&mut self, now: Instant) {
        while self.sent.front().is_some_and(|at| *at + MINUTE <= now) {
            self.sent.pop_front();
        }
    }

    /// Takes a token, or says after how long to ask again.
    fn take(&mut self, now: Instant, priority: Priority, live_waits: bool) -> Result<(), Duration> {
        let Pace { per_second, burst } = self.pace;
        let elapsed = now.duration_since(self.refilled_at).as_secs_f64();
        self.tokens = if burst.is_finite() {
            (self.tokens + elapsed * per_second).min(burst)
        } else {
            burst
        };
        self.refilled_at = now;
        if now < self.closed_until {
            return Err(self.closed_until - now);
        }
        let gives_way = priority == Priority::Import && live_waits;
        let kept = match priority {
            Priority::Live => 0.0,
            Priority::Import => RESERVE.min(burst - 1.0),
        };
        // A millionth, so that a wait that was rounded down does not cost another turn.
        if !gives_way && self.tokens + 1e-6 >= kept + 1.0 {
            self.tokens -= 1.0;
            self.forget(now);
            self.sent.push_back(now);
            return Ok(());
        }
        let missing = (kept + 1.0 - self.tokens).max(if gives_way { 1.0 } else { 0.0 });
        Err(Duration::from_secs_f64((missing / per_second).max(0.001)))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes `many` in a row, letting the time pass that each wait asks for; how long it took.
    fn taking(bucket: &mut Bucket, now: &mut Instant, many: usize, priority: Priority) -> Duration {
        let start = *now;
        for _ in 0..many {
            while let Err(wait) = bucket.take(*now, priority, false) {
                *now += wait;
            }
        }
        *now - start
    }

    #[test]
    fn a_burst_of_twenty_then_ten_a_second() {
        let mut now = Instant::now();
        let mut bucket = Bucket::full(Pace::LEVER, now);
        let burst = taking(&mut bucket, &mut now, 20, Priority::Live);
        assert_eq!(burst, Duration::ZERO);
        let steady = taking(&mut bucket, &mut now, 100, Priority::Live);
        assert!((9.99..10.1).contains(&steady.as_secs_f64()), "{steady:?}");
    }

    #[test]
    fn an_import_alone_reaches_the_whole_rate() {
        let mut now = Instant::now();
        let mut bucket = Bucket::full(Pace::LEVER, now);
        taking(&mut bucket, &mut now, 18, Priority::Import);
        let steady = taking(&mut bucket, &mut now, 200, Priority::Import);
        assert!((19.9..20.2).contains(&steady.as_secs_f64()), "{steady:?}");
    }

    #[test]
    fn live_work_finds_a_place_behind_an_import_and_goes_first_when_it_waits() {
        let mut now = Instant::now();
        let mut bucket = Bucket::full(Pace::LEVER, now);
        taking(&mut bucket, &mut now, 60, Priority::Import);
        assert_eq!(bucket.take(now, Priority::Live, false), Ok(()));
        now += Duration::from_secs(5);
        assert!(
            bucket.take(now, Priority::Import, true).is_err(),
            "live work waits"
        );
        assert_eq!(bucket.take(now, Priority::Live, true), Ok(()));
    }

    #[test]
    fn after_a_429_nobody_sends_before_the_pause_is_over() {
        let mut now = Instant::now();
        let mut bucket = Bucket::full(Pace::LEVER, now);
        bucket.close(now, Duration::from_secs(3));
        assert_eq!(
            bucket.take(now, Priority::Live, false),
            Err(Duration::from_secs(3))
        );
        now += Duration::from_secs(3);
        assert_eq!(
            taking(&mut bucket, &mut now, 20, Priority::Live),
            Duration::ZERO
        );
    }

    #[test]
    fn without_a_limit_nobody_waits_but_for_a_429() {
        let mut now = Instant::now();
        let mut bucket = Bucket::full(Pace::UNLIMITED, now);
        assert_eq!(
            taking(&mut bucket, &mut now, 1000, Priority::Import),
            Duration::ZERO
        );
        bucket.close(now, Duration::from_secs(1));
        let after = taking(&mut bucket, &mut now, 1000, Priority::Import);
        assert_eq!(after, Duration::from_secs(1));
    }

    #[tokio::test]
    async fn a_dropped_wait_is_no_longer_counted() {
        let pacer = Pacer::at(Pace {
            per_second: 0.001,
            burst: 1.0,
        });
        pacer.acquire(Priority::Live).await;
        let waiting = tokio::time::timeout(Duration::from_millis(5), pacer.acquire(Priority::Live));
        assert!(waiting.await.is_err());
        assert_eq!(pacer.inner.live_waiting.load(Ordering::Relaxed), 0);
    }
}
