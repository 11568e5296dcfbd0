//! The words of CLARA's notes in the ATS.

use serde::{Deserialize, Serialize};

/// A placeholder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placeholder {
    /// Without its braces.
    pub name: String,
    /// What comes in its place.
    pub about: String,
}

/// A kind of note and its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// Its kind.
    pub kind: String,
    /// The words, as they were written.
    pub text: String,
    /// CLARA's own.
    pub default_text: String,
    /// Which version this is, for saving.
    pub version: i64,
    /// What can be written.
    pub placeholders: Vec<Placeholder>,
    /// How it looks, with an invented candidate.
    pub preview: String,
}
