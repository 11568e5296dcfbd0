//! Processes that read several files: what one costs to start is paid once, and each reads for one owner alone.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::reader::Reader;
use super::{Sandbox, refuse_too_large};
use crate::extracted::Extracted;
use crate::unreadable::Unreadable;

/// So many files a process reads at most.
const FILES: u32 = 256;
/// So many processes rest at most, of all owners together.
const RESTING: usize = 4;
/// A file of more bytes is the last of its process: the memory that it took is not kept.
const LARGE: usize = 1 << 20;

/// Reads documents of several owners, each owner's in processes that see no other's.
///
/// A process that has read a file rests a while and takes that owner's next one. A file that was refused, that took too long or that brought the
/// process down is its last one; and a file whose process ended is read once more by a fresh one, where it may not have been the file's fault:
/// what the process read before is part of its memory and its time.
#[derive(Debug)]
pub struct Readers {
    sandbox: Sandbox,
    /// With their owners, in the order in which they came to rest.
    resting: Mutex<Vec<(String, Reader)>>,
}

impl Readers {
    /// No process yet: they are started when they are needed.
    pub fn new(sandbox: Sandbox) -> Self {
        Self {
            sandbox,
            resting: Mutex::default(),
        }
    }

    /// Reads a document of an owner, whose name is compared and nothing else. Blocks up to twice the wall-clock limit: call it where blocking is allowed.
    pub fn extract(&self, owner: &str, bytes: &[u8]) -> Result<Extracted, Unreadable> {
        refuse_too_large(bytes)?;
        let (mut reader, mut again) = match self.take(owner) {
            Some(rested) => (rested, true),
            None => (Reader::start(&self.sandbox)?, false),
        };
        let lost = match reader.read(bytes) {
            Ok(read) => return self.keep(owner, reader, bytes, read),
            Err(lost) => lost,
        };
        again |= lost.is_killed();
        if !again || lost.is_overdue() {
            return Err(lost.reason());
        }
        // Gone before the other one begins.
        drop(reader);
        let mut reader = Reader::start(&self.sandbox)?;
        match reader.read(bytes) {
            Ok(read) => self.keep(owner, reader, bytes, read),
            Err(lost) => Err(lost.reason()),
        }
    }

    fn take(&self, owner: &str) -> Option<Reader> {
        let mut resting = self.resting();
        let at = resting.iter().position(|(of, _)| of == owner)?;
        Some(resting.remove(at).1)
    }

    /// Lets a process rest whose file was read without trouble.
    fn keep(
        &self,
        owner: &str,
        reader: Reader,
        bytes: &[u8],
        read: Result<Extracted, Unreadable>,
    ) -> Result<Extracted, Unreadable> {
        if read.is_ok() && reader.files() < FILES && bytes.len() <= LARGE {
            let mut resting = self.resting();
            resting.push((owner.to_owned(), reader));
            let one_too_many = (resting.len() > RESTING).then(|| resting.remove(0));
            drop(resting);
            // It is waited for until it is gone: nobody else shall wait for that.
            drop(one_too_many);
        }
        read
    }

    fn resting(&self) -> MutexGuard<'_, Vec<(String, Reader)>> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
