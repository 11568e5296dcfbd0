//! The status mapping: stages and archive reasons of an ATS, and the column of each.

use serde::{Deserialize, Serialize};

/// A column of the board to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// Which of the two a status is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusKind {
    /// A stage of the pipeline.
    Stage,
    /// Why a candidacy ended.
    ArchiveReason,
}

/// How a status came to its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// From its name.
    Guessed,
    /// By a person.
    Chosen,
    /// Not at all yet: it is new.
    Unmapped,
}

/// A stage or archive reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// Which of the two.
    pub kind: StatusKind,
    /// Its id in the ATS.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The column's id; none: no change.
    pub column: Option<String>,
    /// The column that its name suggests; none: no change.
    pub suggested: Option<String>,
    /// How it came to its column.
    pub origin: Origin,
    /// How many candidates stand in it.
    pub candidates: u64,
}

/// The whole mapping.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The ATS's name.
    pub ats: String,
    /// Which version this is, for saving.
    pub version: i64,
    /// What can be chosen, left to right.
    pub columns: Vec<Target>,
    /// Stages in pipeline order, then archive reasons.
    pub statuses: Vec<Status>,
    /// Why the list could not be read from the ATS just now: it is the one of before.
    pub stale: Option<String>,
}

/// What is chosen for a status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Which of the two.
    pub kind: StatusKind,
    /// Its id in the ATS.
    pub id: String,
    /// The column's id; none: no change.
    pub column: Option<String>,
}

/// What saving would do to cards that stand already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// Cards that would move.
    pub moves: u64,
    /// Cards that would, had not somebody here moved them: they stay.
    pub stay: u64,
}
