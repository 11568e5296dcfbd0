//! What every long-running command does first: log, open the store.

use hiring::{Clock, Key, OpenError, Store};
use tracing_subscriber::EnvFilter;

use crate::config::Config;

/// Logs to standard error; `RUST_LOG` says how much. Events hold ids and route templates, never personal data.
pub fn log() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}

/// Opens the store that the configuration names, and brings it to this version's schema.
///
/// # Errors
///
/// [`OpenError`], with what to do about it.
pub async fn open(config: &Config) -> Result<Store, OpenError> {
    let key = config
        .secret_key
        .as_ref()
        .map(|key| key.expose().parse::<Key>())
        .transpose()?;
    let store = hiring::Config {
        database_url: config.database_url.clone(),
        data_dir: config.data_dir.clone(),
        key,
        clock: Clock::default(),
    };
    Store::open(&store).await
}
