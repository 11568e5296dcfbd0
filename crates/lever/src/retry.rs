//! When to try again, and how long to wait before it.

use std::time::Duration;

/// Growing pauses, each drawn from the upper half of its bound so that many clients do not return at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Attempts in all, the first included.
    pub attempts: u32,
    /// Upper bound of the first pause; it doubles with each attempt.
    pub base: Duration,
    /// Upper bound of any pause of our own.
    pub cap: Duration,
    /// The longest `Retry-After` that is waited for; a longer one ends the call.
    pub longest_retry_after: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            attempts: 5,
            base: Duration::from_millis(250),
            cap: Duration::from_secs(8),
            longest_retry_after: Duration::from_secs(60),
        }
    }
}

impl RetryPolicy {
    /// The pause after the `attempt`-th failure (counted from 1), or `None` when the call is to be given up.
    pub(crate) fn pause(&self, attempt: u32, retry_after: Option<Duration>) -> Option<Duration> {
        if attempt >= self.attempts {
            return None;
        }
        if let Some(asked) = retry_after {
            return (asked <= self.longest_retry_after).then_some(asked);
        }
        let bound = self
            .base
            .saturating_mul(1 << (attempt - 1).min(16))
            .min(self.cap);
        // Without a source of randomness the whole pause is as good.
        let share = getrandom::u32().map_or(1.0, |random| f64::from(random) / f64::from(u32::MAX));
        Some(bound.mul_f64(0.5 + share / 2.0))
    }
}

/// Reads `Retry-After` in seconds. The date form is not used by Lever and is taken as absent.
pub(crate) fn retry_after(headers: &reqwest::header::HeaderMap) -> Option<Duration> {
    headers
        .get(reqwest::header::RETRY_AFTER)?
        .to_str()
        .ok()?
        .trim()
        .parse::<f64>()
        .ok()
        .filter(|seconds| seconds.is_finite() && *seconds >= 0.0 && *seconds < 86_400.0)
        .map(Duration::from_secs_f64)
}
