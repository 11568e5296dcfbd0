//! `clara admin backup` and `clara admin restore`.

use std::path::Path;

use hiring::{Store, backup};

use crate::config::Config;
use crate::start;

/// Copies everything into a new folder; servers go on meanwhile.
///
/// # Errors
///
/// [`backup::BackupError`], with what to do.
pub async fn make(config: &Config, to: &Path) -> anyhow::Result<()> {
    let store = Store::open_as_it_is(&start::store(config)?).await?;
    let made = backup::write(&store, to).await;
    store.close().await;
    let made = made?;
    println!(
        "{} holds the database and {} document files.",
        to.display(),
        made.files
    );
    if made.left_out > 0 {
        println!(
            "{} more are named in the database but were removed meanwhile, or are damaged: they are not in it.",
            made.left_out
        );
    }
    println!(
        "The key {} is not in it. Without it the connections to an ATS cannot be restored: keep it elsewhere{}.",
        made.key_id,
        if config.secret_key.is_some() {
            " (CLARA_SECRET_KEY)".to_owned()
        } else {
            format!(" (the file {})", config.data_dir.join("key").display())
        }
    );
    Ok(())
}

/// Puts a backup back, where nothing is.
///
/// # Errors
///
/// [`backup::BackupError`], with what to do.
pub async fn put_back(config: &Config, from: &Path, without_key: bool) -> anyhow::Result<()> {
    let (from, store) = (from.to_owned(), start::store(config)?);
    let restored =
        tokio::task::spawn_blocking(move || backup::restore(&from, &store, without_key)).await??;
    println!(
        "Restored the database and {} document files. `clara serve` goes on from there.",
        restored.files
    );
    Ok(())
}
