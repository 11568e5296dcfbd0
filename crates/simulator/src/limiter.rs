//! The rate limiter: a token bucket per credential, so many requests a second, bursts of twice as many.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Instant,
};

use serde::Serialize;

/// The buckets of all credentials.
#[derive(Default)]
pub(crate) struct Limiter {
    buckets: Mutex<HashMap<String, Bucket>>,
}

struct Bucket {
    tokens: f64,
    at: Instant,
    count: Count,
}

/// What became of a credential's requests.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub(crate) struct Count {
    pub admitted: u64,
    pub refused: u64,
}

impl Limiter {
    /// Takes one request of a credential, or says that it must wait.
    pub fn admit(&self, credential: &str, per_second: u32, now: Instant) -> bool {
        let per_second = f64::from(per_second);
        let burst = 2.0 * per_second;
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = buckets.entry(credential.to_owned()).or_insert(Bucket {
            tokens: burst,
            at: now,
            count: Count::default(),
        });
        bucket.tokens =
            (bucket.tokens + now.duration_since(bucket.at).as_secs_f64() * per_second).min(burst);
        bucket.at = now;
        let admitted = bucket.tokens >= 1.0;
        if admitted {
            bucket.tokens -= 1.0;
            bucket.count.admitted += 1;
        } else {
            bucket.count.refused += 1;
        }
        admitted
    }

    /// By credential.
    pub fn counts(&self) -> HashMap<String, Count> {
        let buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        buckets
            .iter()
            .map(|(credential, bucket)| (credential.clone(), bucket.count))
            .collect()
    }

    pub fn reset(&self) {
        self.buckets
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_burst_of_twenty_then_ten_a_second_for_each_credential() {
        let limiter = Limiter::default();
        let start = Instant::now();
        let admitted = |credential, per_second, at| {
            let requests = (0..30).filter(|_| limiter.admit(credential, per_second, at));
            requests.count()
        };
        assert_eq!(admitted("a", 10, start), 20);
        assert_eq!(admitted("b", 2, start), 4);
        let later = start + Duration::from_millis(1001);
        assert_eq!((admitted("a", 10, later), admitted("b", 2, later)), (10, 2));
    }
}
