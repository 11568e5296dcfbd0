//! Making a folder's names durable: files that are put into one at the same time wait for the disk together.

use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// A folder whose names are made durable.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    waits: Mutex<Waits>,
    ended: Condvar,
}

/// The waits for the disk so far, numbered from 1.
#[derive(Debug, Default)]
struct Waits {
    begun: u64,
    /// The last one that ended well.
    ended: u64,
    under_way: bool,
}

impl Folder {
    pub(super) fn new(path: PathBuf) -> Self {
        Self {
            path,
            waits: Mutex::default(),
            ended: Condvar::new(),
        }
    }

    /// Blocks until the names that stand in the folder now are on the disk.
    pub(super) fn sync(&self) -> io::Result<()> {
        let mut waits = self.waits();
        // One that is under way began too early.
        let mine = waits.begun + 1;
        while waits.ended < mine {
            if waits.under_way {
                waits = self
                    .ended
                    .wait(waits)
                    .unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            waits.under_way = true;
            waits.begun += 1;
            let number = waits.begun;
            drop(waits);
            let outcome = File::open(&self.path).and_then(|folder| folder.sync_all());
            waits = self.waits();
            waits.under_way = false;
            if outcome.is_ok() {
                waits.ended = number;
            }
            // Where it failed, whoever waits tries for itself.
            self.ended.notify_all();
            outcome?;
        }
        Ok(())
    }

    fn waits(&self) -> MutexGuard<'_, Waits> {
        self.waits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_who_comes_at_once_is_told_and_a_folder_that_is_gone_is_said() {
        let dir = tempfile::tempdir().expect("a folder");
        let folder = Folder::new(dir.path().to_owned());
        std::thread::scope(|scope| {
            let all: Vec<_> = (0..16).map(|_| scope.spawn(|| folder.sync())).collect();
            for one in all {
                let synced = one.join().expect("no panic");
                synced.expect("on the disk");
            }
        });
        let waits = folder.waits();
        assert!(waits.begun >= 1 && waits.begun <= 16 && waits.ended == waits.begun);
        drop(waits);
        dir.close().expect("it goes");
        assert!(folder.sync().is_err());
        assert!(folder.sync().is_err(), "and said again");
    }
}
