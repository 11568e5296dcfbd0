//! What every command on the store does first: open it.

use hiring::{Clock, Key, OpenError, Store};

use crate::config::Config;

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
