//! The workers' pulse: whether each of them still turns.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A worker gives a sign at least every [`EXTEND_EVERY`](crate::workers); between two signs it may wait for the database, twice for
/// half a minute.
const LONGEST_SILENCE: Duration = Duration::from_secs(120);

/// Cheap to clone; one per process.
#[derive(Clone, Debug)]
pub struct Pulse {
    began: Instant,
    /// Milliseconds from `began` to the last sign of each worker.
    signs: Arc<[AtomicU64]>,
}

/// What one worker gives its signs with.
#[derive(Clone, Debug)]
pub struct Beat {
    pulse: Pulse,
    worker: usize,
}

impl Pulse {
    /// Of so many workers.
    #[must_use]
    pub fn of(workers: usize) -> Self {
        Self {
            began: Instant::now(),
            signs: (0..workers).map(|_| AtomicU64::new(0)).collect(),
        }
    }

    /// What each worker gives its signs with.
    pub fn beats(&self) -> impl Iterator<Item = Beat> {
        (0..self.signs.len()).map(|worker| Beat {
            pulse: self.clone(),
            worker,
        })
    }

    /// Whether no worker has been silent for too long.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        let now = self.began.elapsed();
        self.signs.iter().all(|sign| {
            let last = Duration::from_millis(sign.load(Ordering::Relaxed));
            now.saturating_sub(last) < LONGEST_SILENCE
        })
    }
}

impl Beat {
    /// The worker still turns.
    pub fn give(&self) {
        let now = u64::try_from(self.pulse.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        if let Some(sign) = self.pulse.signs.get(self.worker) {
            sign.store(now, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_silent_worker_is_one_too_many() {
        let mut pulse = Pulse::of(2);
        assert!(pulse.is_alive());
        let past = LONGEST_SILENCE + Duration::from_secs(1);
        pulse.began = pulse.began.checked_sub(past).expect("the machine is up");
        let beats: Vec<Beat> = pulse.beats().collect();
        beats[0].give();
        assert!(!pulse.is_alive());
        beats[1].give();
        assert!(pulse.is_alive());
    }
}
