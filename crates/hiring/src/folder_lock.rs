//! The locks of the data folder: any number of processes work in it together, or one alone that changes what the others hold in memory; and one of
//! them at most works on the queue of an embedded database.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use crate::OpenError;

/// Held as long as it lives; the system takes it from a process that dies.
#[derive(Debug)]
pub(crate) struct FolderLock {
    _file: File,
}

impl FolderLock {
    /// Together with others.
    pub(crate) fn shared(data_dir: &Path) -> Result<Self, OpenError> {
        Self::take(data_dir, "lock", File::try_lock_shared)
    }

    /// Alone.
    pub(crate) fn alone(data_dir: &Path) -> Result<Self, OpenError> {
        Self::take(data_dir, "lock", File::try_lock)
    }

    /// As the one that works on the queue.
    pub(crate) fn at_work(data_dir: &Path) -> Result<Self, OpenError> {
        Self::take(data_dir, "server.lock", File::try_lock)
    }

    fn take(
        data_dir: &Path,
        name: &str,
        lock: impl FnOnce(&File) -> Result<(), TryLockError>,
    ) -> Result<Self, OpenError> {
        let path = data_dir.join(name);
        let at_fault = |source| OpenError::DataDir {
            path: path.display().to_string(),
            source,
        };
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(at_fault)?;
        match lock(&file) {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(OpenError::InUse {
                path: data_dir.display().to_string(),
            }),
            Err(TryLockError::Error(source)) => Err(at_fault(source)),
        }
    }
}
