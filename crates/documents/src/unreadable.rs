//! Why a document could not be read, in words for the person who looks at the application.

use serde::{Deserialize, Serialize};

/// A document gave no text. Its `Display` says what happened and what to do, without any word of the document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Unreadable {
    /// A PDF of pictures.
    #[error("No text in this PDF: it may be a scan. Ask for a version with text.")]
    Scanned,
    /// A PDF or Word document that opens only with a password.
    #[error("This document is protected with a password. Ask for a version without one.")]
    Encrypted,
    /// No bytes, or nothing but white space.
    #[error("This document is empty. Ask for it again.")]
    Empty,
    /// The bytes are not what they say they are.
    #[error("This document is damaged and cannot be read. Ask for it again, as PDF or DOCX.")]
    Broken,
    /// Word's format before 2007.
    #[error("This is a Word document in the format before 2007 (.doc). Ask for it as PDF or DOCX.")]
    LegacyWord,
    /// Something else than PDF, DOCX, HTML or plain text.
    #[error("This file is {found}, which cannot be read as a document. Ask for it as PDF or DOCX.")]
    UnsupportedType {
        /// What the first bytes say it is, with its article: "an image".
        found: String,
    },
    /// More bytes than a document may have, before or after unpacking.
    #[error("This document is larger than {limit_mb} MB and was not read. Ask for a smaller one.")]
    TooLarge {
        /// The limit, in megabytes (2²⁰ bytes).
        limit_mb: u32,
    },
    /// More pages than a resume may have.
    #[error("This document has {pages} pages; at most {limit} are read. Ask for a shorter one.")]
    TooManyPages {
        /// Its pages.
        pages: u32,
        /// How many are allowed.
        limit: u32,
    },
    /// More text than a resume may have.
    #[error(
        "This document has more than {limit} characters of text and was not read. Ask for a shorter one."
    )]
    TooMuchText {
        /// How many are allowed.
        limit: u32,
    },
    /// Reading took longer than it may.
    #[error(
        "Reading this document took too long and was stopped. Ask for it again, as PDF or DOCX."
    )]
    TimedOut,
    /// The reading process ended without an answer: memory, stack or a signal.
    #[error("Reading this document failed. Ask for it again, as PDF or DOCX.")]
    Crashed,
    /// The reading process could not be started; nothing is wrong with the document.
    #[error(
        "The document reader could not be started. The document is kept and can be read again later."
    )]
    NotStarted,
}

impl Unreadable {
    /// A stable name for interfaces, statistics and the store.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Scanned => "scanned",
            Self::Encrypted => "encrypted",
            Self::Empty => "empty",
            Self::Broken => "broken",
            Self::LegacyWord => "legacy_word",
            Self::UnsupportedType { .. } => "unsupported_type",
            Self::TooLarge { .. } => "too_large",
            Self::TooManyPages { .. } => "too_many_pages",
            Self::TooMuchText { .. } => "too_much_text",
            Self::TimedOut => "timed_out",
            Self::Crashed => "crashed",
            Self::NotStarted => "not_started",
        }
    }

    /// Whether another try could end differently without another file.
    pub fn is_temporary(&self) -> bool {
        matches!(self, Self::NotStarted)
    }
}
