//! Files of the command line as documents: read by a child process with limits, as everywhere.

use std::path::{Path, PathBuf};

use anyhow::Context;
use documents::sandbox::Sandbox;
use documents::{Extracted, MAX_BYTES, Unreadable};
use screening::Date;
use screening::model::{Document, DocumentKind};

/// Reads files.
pub struct Reader {
    sandbox: Sandbox,
}

impl Reader {
    /// With this program (or the one that `CLARA_DOCUMENT_READER` names) as the child.
    ///
    /// # Errors
    ///
    /// When the path of this program is unknown.
    pub fn new() -> anyhow::Result<Self> {
        let program = match std::env::var_os("CLARA_DOCUMENT_READER") {
            Some(program) => PathBuf::from(program),
            None => std::env::current_exe()
                .context("the path of this program is unknown: set CLARA_DOCUMENT_READER")?,
        };
        Ok(Self {
            sandbox: Sandbox::new(program),
        })
    }

    /// A file as a document of the materials, named by its path.
    ///
    /// # Errors
    ///
    /// Why it could not be read, for people; without any word of it.
    pub fn document(&self, path: &Path, kind: DocumentKind) -> Result<Document, String> {
        let read = self.read(path)?;
        let hidden = read
            .hidden
            .iter()
            .map(|hidden| hidden.text.clone())
            .collect();
        Ok(Document {
            id: path.display().to_string(),
            kind,
            text: read.text(),
            hidden,
        })
    }

    /// The visible text of a file, pages joined by a form feed.
    ///
    /// # Errors
    ///
    /// Why it could not be read, for people; without any word of it.
    pub fn text(&self, path: &Path) -> Result<String, String> {
        Ok(self.read(path)?.text())
    }

    fn read(&self, path: &Path) -> Result<Extracted, String> {
        let unopened = |error: std::io::Error| format!("This file cannot be opened: {error}.");
        let size = std::fs::metadata(path).map_err(unopened)?.len();
        if size > MAX_BYTES as u64 {
            return Err(Unreadable::TooLarge {
                limit_mb: u32::try_from(MAX_BYTES >> 20).unwrap_or(u32::MAX),
            }
            .to_string());
        }
        let bytes = std::fs::read(path).map_err(unopened)?;
        self.sandbox
            .extract(&bytes)
            .map_err(|unreadable| unreadable.to_string())
    }
}

/// A job's title: the first line that says something.
pub fn title(text: &str) -> &str {
    text.lines()
        .map(|line| line.trim().trim_start_matches('#').trim())
        .find(|line| !line.is_empty())
        .unwrap_or_default()
}

/// The day on which this is run, in UTC.
///
/// # Errors
///
/// When the clock stands outside of the calendar.
pub fn today() -> anyhow::Result<Date> {
    let today = jiff::Timestamp::now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date();
    let part = |number: i8| u8::try_from(number).unwrap_or_default();
    Date::new(today.year().into(), part(today.month()), part(today.day()))
        .context("the clock of this machine is wrong")
}
