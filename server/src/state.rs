//! What every edge shares.

use std::sync::Arc;

use hiring::Store;
use integrations::{Integrations, Pulse};
use mail::Mailer;
use tokio_util::sync::CancellationToken;

use crate::api::v1::RateLimit;
use crate::config::Config;

/// Cheap to clone; one per process.
#[derive(Clone)]
pub struct AppState {
    /// The settings.
    pub config: Arc<Config>,
    /// Everything that is kept.
    pub store: Store,
    /// What sends mails.
    pub mailer: Mailer,
    /// Everything that talks to an ATS.
    pub integrations: Integrations,
    /// Whether the workers of this process still turn.
    pub workers: Pulse,
    /// Whether the one that sends mails does.
    pub mails: Pulse,
    /// How often a token of the public API may ask.
    pub api_rate: RateLimit,
    /// Cancelled when the process is asked to stop: ends what would never end by itself.
    pub stopping: CancellationToken,
}
