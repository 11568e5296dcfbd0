//! The lock of the data folder: any number of processes work in it together, or one alone that changes what the others hold in memory.

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
        Self::take(data_dir, File::try_lock_shared)
    }

    /// Alone.
    pub(crate) fn alone(data_dir: &Path) -> Result<Self, OpenError> {
        Self::take(data_dir, File::try_lock)
    }

    fn take(
        data_dir: &Path,
        lock: impl FnOnce(&File) -> Result<(), TryLockError>,
    ) -> Result<Self, OpenError> {
        let path = data_dir.join("lock");
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
