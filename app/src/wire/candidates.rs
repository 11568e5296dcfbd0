//! Applications across jobs, and what the search in the top bar finds.

use serde::{Deserialize, Serialize};

use super::{
    Millis,
    board::{CardState, ColumnKind},
};

/// An application in the list of *Candidates*.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CandidateRow {
    /// The application's id.
    pub application: String,
    /// The candidate's name.
    pub name: String,
    /// Current role.
    pub headline: String,
    /// The job's id.
    pub job: String,
    /// The job's title.
    pub job_title: String,
    /// The column's name.
    pub column: String,
    /// What the column means.
    pub kind: ColumnKind,
    /// 0–100, where there is one.
    pub score: Option<u8>,
    /// Scored, on its way, or not readable.
    pub state: CardState,
    /// When the candidate applied.
    pub applied_at: Millis,
}

/// A page of *Candidates*.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidates {
    /// The rows of this page.
    pub rows: Vec<CandidateRow>,
    /// Whether there are more than these.
    pub more: bool,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Jobs by title.
    pub jobs: Vec<FoundJob>,
    /// Candidates by name.
    pub candidates: Vec<CandidateRow>,
}

/// A job that a search found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundJob {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where it is.
    pub location: String,
}
