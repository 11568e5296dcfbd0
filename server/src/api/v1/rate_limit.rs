//! How often a token may ask: a bucket per token, in this process.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota};
use hiring::ApiTokenId;

/// Requests a second, on average.
pub const PER_SECOND: NonZeroU32 = NonZeroU32::new(10).unwrap();

/// Requests at once, after a pause.
pub const BURST: NonZeroU32 = NonZeroU32::new(100).unwrap();

/// Counts requests by token. Only tokens that are valid are counted, so there are never many.
#[derive(Clone)]
pub struct RateLimit(Arc<DefaultKeyedRateLimiter<ApiTokenId>>);

impl Default for RateLimit {
    fn default() -> Self {
        let quota = Quota::per_second(PER_SECOND).allow_burst(BURST);
        Self(Arc::new(DefaultKeyedRateLimiter::keyed(quota)))
    }
}

impl RateLimit {
    /// Lets a request pass.
    ///
    /// # Errors
    /// How long to wait, where the token asked too often.
    pub fn admit(&self, token: ApiTokenId) -> Result<(), Duration> {
        self.0
            .check_key(&token)
            .map_err(|refused| refused.wait_time_from(DefaultClock::default().now()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_token_that_asks_too_often_leaves_the_others_alone() {
        let limit = RateLimit::default();
        let (busy, calm) = (ApiTokenId::fresh(), ApiTokenId::fresh());
        // Far more at once than refills meanwhile.
        let refused = (0..10_000).find_map(|_| limit.admit(busy).err());
        assert!(refused.is_some_and(|wait| wait <= Duration::from_secs(1)));
        assert_eq!(limit.admit(calm), Ok(()));
    }
}
