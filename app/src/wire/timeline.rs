//! The timeline of a profile.

use serde::{Deserialize, Serialize};

use super::Millis;

/// Something that happened to a candidacy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When.
    pub at: Millis,
    /// Who did what, in a sentence.
    pub words: String,
    /// What was said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub more: Option<String>,
}
