//! Reading in a child process with limits: a hostile file costs that process, never the server.
//!
//! The parent, [`Sandbox`] or [`Readers`], hands the bytes over by stdin and takes JSON from stdout, each behind its length. The child, [`child_main`],
//! gives up by [`confine`] what reading does not need before it reads. A [`Sandbox`] reads each file in a process of its own, [`Readers`] several
//! files of one owner.

mod child;
mod reader;
mod readers;

use std::path::PathBuf;
use std::time::Duration;

use crate::extracted::Extracted;
use crate::unreadable::Unreadable;

pub use child::{CPU_SECONDS, Confinement, MEMORY_BYTES, child_main, confine};
pub use readers::Readers;

use reader::Reader;

/// What the child is told to read several files: without it, it reads one that is not behind its length, up to the end of stdin.
const MANY: &str = "--many";
/// A length, little-endian, stands before what it is of.
const LENGTH_BYTES: usize = 4;

/// What the child may use. The parent holds it to the first two, the child itself to its constants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Time until the child is killed.
    pub wall_clock: Duration,
    /// Most bytes of JSON that are taken.
    pub output_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            wall_clock: Duration::from_secs(15),
            output_bytes: 32 << 20,
        }
    }
}

/// Reads documents by a program that calls [`child_main`].
#[derive(Debug, Clone)]
pub struct Sandbox {
    program: PathBuf,
    arguments: Vec<String>,
    limits: Limits,
}

impl Sandbox {
    /// `program` is the path to the `clara` binary; it is run as `clara parse-document --many`.
    pub fn new(program: impl Into<PathBuf>) -> Self {
        Self {
            program: program.into(),
            arguments: vec!["parse-document".to_owned(), MANY.to_owned()],
            limits: Limits::default(),
        }
    }

    /// Another program's arguments.
    #[must_use]
    pub fn with_arguments(
        mut self,
        arguments: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.arguments = arguments.into_iter().map(Into::into).collect();
        self
    }

    /// Other limits.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Reads a document. Blocks up to the wall-clock limit: call it where blocking is allowed.
    pub fn extract(&self, bytes: &[u8]) -> Result<Extracted, Unreadable> {
        refuse_too_large(bytes)?;
        let read = Reader::start(self)?.read(bytes);
        read.unwrap_or_else(|lost| Err(lost.reason()))
    }
}

fn refuse_too_large(bytes: &[u8]) -> Result<(), Unreadable> {
    if bytes.len() > crate::MAX_BYTES {
        return Err(Unreadable::TooLarge {
            limit_mb: (crate::MAX_BYTES >> 20) as u32,
        });
    }
    Ok(())
}
