//! Backup and restore of an SQLite installation: the database as it was at one instant, the document files that it names, and which key
//! sealed its secrets. Keys are never in it: whoever finds a backup must not find them beside.

mod restore;
pub(crate) mod write;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub use restore::restore;
pub use write::write;

use crate::{Error, Millis, OpenError};

/// What a backup says of itself, in `backup.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// When the database was as it stands there.
    pub made_at: Millis,
    /// The version of its schema.
    pub schema: i64,
    /// The key that sealed its secrets.
    pub key_id: String,
    /// Document files in it.
    pub files: u64,
    /// Document files that its database names but that were removed while it was made, or were damaged.
    pub left_out: u64,
}

/// Why there is no backup, or no restore. Nothing was changed then, but for what the text says.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// PostgreSQL has better tools.
    #[error(
        "this is for SQLite: with PostgreSQL back up the database with `pg_dump --format=custom`, then copy the folder `documents` of the data directory"
    )]
    Postgres,
    /// Something is where the backup or the restored data would go.
    #[error("{0} exists already, and nothing is overwritten: name another place, or move it away")]
    Occupied(String),
    /// It is no backup, or not a whole one.
    #[error("{0} is no whole backup")]
    NoBackup(String),
    /// A file of the backup is not what it was.
    #[error("the backup is damaged: {0} is not what was copied")]
    Damaged(String),
    /// The secrets of the backup could not be opened.
    #[error(
        "the secrets in this backup were sealed with the key {key_id}, which is neither in CLARA_SECRET_KEY nor in the data directory's file `key`: \
        put it there, or restore with --without-key and connect every ATS again afterwards"
    )]
    KeyMissing {
        /// Its id.
        key_id: String,
    },
    /// The data directory cannot be used, or is in use.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] Error),
    /// The disk failed.
    #[error("{path}: {source}")]
    Disk {
        /// Where.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
}

/// Where the parts of a backup stand in its folder.
struct Parts {
    manifest: PathBuf,
    database: PathBuf,
    documents: PathBuf,
}

impl Parts {
    fn of(folder: &Path) -> Self {
        Self {
            manifest: folder.join("backup.json"),
            database: folder.join("clara.db"),
            documents: folder.join("documents"),
        }
    }
}

/// The same path with a mark: what stands there is not whole yet.
fn partial(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".partial");
    path.with_file_name(name)
}

/// [`BackupError::Disk`] in one line.
fn disk(path: &Path) -> impl FnOnce(std::io::Error) -> BackupError {
    let path = path.display().to_string();
    move |source| BackupError::Disk { path, source }
}

/// Puts what is whole in its place, durably.
fn settle(from: &Path, to: &Path) -> Result<(), BackupError> {
    std::fs::rename(from, to).map_err(disk(to))?;
    let parent = match to.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    std::fs::File::open(parent)
        .and_then(|parent| parent.sync_all())
        .map_err(disk(parent))
}

/// Removes what an earlier try left.
fn clear(partial: &Path) -> Result<(), BackupError> {
    let removed = if partial.is_dir() {
        std::fs::remove_dir_all(partial)
    } else if partial.exists() {
        std::fs::remove_file(partial)
    } else {
        Ok(())
    };
    removed.map_err(disk(partial))
}
