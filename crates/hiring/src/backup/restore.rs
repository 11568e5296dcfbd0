//! Puts a backup back, where nothing is yet.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::{BackupError, Manifest, Parts, clear, disk, partial, settle};
use crate::db::{Dialect, sqlite_file};
use crate::files::{DiskFiles, DocumentFiles};
use crate::folder_lock::FolderLock;
use crate::keys::Keys;
use crate::token::sha256_hex;
use crate::{Config, OpenError, OrganizationId};

/// Restores into the data directory and the database file that the configuration names; neither may hold anything. Files first, the database
/// last: where it is broken off there is no database that lacks files. Blocking.
///
/// # Errors
/// [`BackupError`].
pub fn restore(from: &Path, config: &Config, without_key: bool) -> Result<Manifest, BackupError> {
    if Dialect::of(&config.database_url)? != Dialect::Sqlite {
        return Err(BackupError::Postgres);
    }
    let parts = Parts::of(from);
    let manifest: Manifest = std::fs::read(&parts.manifest)
        .ok()
        .and_then(|text| serde_json::from_slice(&text).ok())
        .ok_or_else(|| BackupError::NoBackup(from.display().to_string()))?;
    std::fs::create_dir_all(&config.data_dir).map_err(disk(&config.data_dir))?;
    let _alone = FolderLock::alone(&config.data_dir)?;
    let database = sqlite_file(&config.database_url)?;
    let documents = config.data_dir.join("documents");
    for suffix in ["", "-wal", "-shm", "-journal"] {
        // A journal of another database would be played back into this one.
        let mut there = database.clone().into_os_string();
        there.push(suffix);
        let there = PathBuf::from(there);
        if there.exists() {
            return Err(BackupError::Occupied(there.display().to_string()));
        }
    }
    if std::fs::read_dir(&documents).is_ok_and(|mut files| files.next().is_some()) {
        return Err(BackupError::Occupied(documents.display().to_string()));
    }
    if !without_key && !has_key(config, &manifest.key_id)? {
        return Err(BackupError::KeyMissing {
            key_id: manifest.key_id,
        });
    }
    let aside = partial(&documents);
    clear(&aside)?;
    std::fs::create_dir_all(&aside).map_err(disk(&aside))?;
    if copy(&parts.documents, &DiskFiles::new(aside.clone()))? != manifest.files {
        return Err(BackupError::NoBackup(from.display().to_string()));
    }
    settle(&aside, &documents)?;
    let aside = partial(&database);
    clear(&aside)?;
    std::fs::copy(&parts.database, &aside)
        .and_then(|_| File::open(&aside)?.sync_all())
        .map_err(disk(&aside))?;
    if config.key.is_none() {
        // Without the old key a new one seals from now on: a database that is there without one is not opened.
        Keys::beside(&config.data_dir)?;
    }
    settle(&aside, &database)?;
    Ok(manifest)
}

/// Whether the key that sealed the backup is at hand.
fn has_key(config: &Config, key_id: &str) -> Result<bool, OpenError> {
    let keys = match &config.key {
        Some(keys) => keys.clone(),
        None if Keys::are_beside(&config.data_dir) => Keys::beside(&config.data_dir)?,
        None => return Ok(false),
    };
    Ok(std::iter::once(&keys.present)
        .chain(&keys.earlier)
        .any(|key| key.id().as_str() == key_id))
}

/// Copies document files, each checked against its name; how many.
fn copy(from: &Path, to: &DiskFiles) -> Result<u64, BackupError> {
    let mut files = 0;
    for folder in entries(from)? {
        let organization: OrganizationId = name(&folder)
            .parse()
            .map_err(|_| BackupError::Damaged(folder.display().to_string()))?;
        for path in entries(&folder)? {
            let bytes = std::fs::read(&path).map_err(disk(&path))?;
            let sha256 = name(&path);
            if sha256_hex(&bytes) != sha256 {
                return Err(BackupError::Damaged(path.display().to_string()));
            }
            to.put(organization, &sha256, &bytes).map_err(disk(&path))?;
            files += 1;
        }
    }
    Ok(files)
}

/// What a folder holds; none where there is no folder, for an installation without documents has none.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, BackupError> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    std::fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect())
        .map_err(disk(folder))
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
