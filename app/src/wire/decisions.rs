//! What hiring managers' decisions do to cards.

use serde::{Deserialize, Serialize};

use super::{Millis, board::Column};

/// Where a job's card goes once everybody who was asked says the same; without a column it stays and has its mark.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The id of the column when they advance.
    pub advance_to: Option<String>,
    /// The id of the column when they decline.
    pub decline_to: Option<String>,
    /// The reason that a rejection gets.
    pub decline_reason: String,
}

/// The rule of a job, and the columns to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobRule {
    /// As it is.
    pub rule: Rule,
    /// The board's columns (counts are not filled in).
    pub columns: Vec<Column>,
}

/// A card stands where decisions moved it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// The id of the column where it stood before.
    pub from: String,
    /// That column's name.
    pub from_name: String,
    /// Whose decision it was.
    pub who: String,
    /// When.
    pub at: Millis,
}
