//! `clara admin rotate-key`: seals every secret with a new key.

use hiring::key_rotation::{self, Rotated};

use crate::config::Config;
use crate::start;

/// Does it, and says what is left to do.
///
/// # Errors
///
/// When there is no new key, a server is in the way, or it breaks off; run again then.
pub async fn run(config: &Config) -> anyhow::Result<()> {
    let Rotated { secrets, forgotten } = key_rotation::rotate(&start::store(config)?).await?;
    println!("Secrets sealed anew: {secrets}.");
    if forgotten {
        println!(
            "The data directory's key file holds the new key alone. Keep a copy of it apart from backups."
        );
    } else {
        println!(
            "Nothing needs the earlier key any more: take it out of CLARA_SECRET_KEY and restart every server."
        );
    }
    Ok(())
}
