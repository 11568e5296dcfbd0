//! What every command on the store does first: open it.

use hiring::{Clock, Keys, OpenError, Store};

use crate::config::Config;

/// Opens the store that the configuration names, and brings it to this version's schema.
///
/// # Errors
///
/// [`OpenError`], with what to do about it.
pub async fn open(config: &Config) -> Result<Store, OpenError> {
    Store::open(&store(config)?).await
}

/// Where the store lives, as the configuration names it.
///
/// # Errors
///
/// [`OpenError::BadKey`].
pub fn store(config: &Config) -> Result<hiring::Config, OpenError> {
    let key = config
        .secret_key
        .as_ref()
        .map(|keys| keys.expose().parse::<Keys>())
        .transpose()?;
    Ok(hiring::Config {
        database_url: config.database_url.expose().to_owned(),
        data_dir: config.data_dir.clone(),
        key,
        clock: Clock::default(),
    })
}
