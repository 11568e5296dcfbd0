//! The rows of *Jobs*.

use serde::{Deserialize, Serialize};

use super::{
    Millis,
    board::ColumnKind,
    shares::{Advanced, Waiting},
};

/// A processed job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobRow {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where it is.
    pub location: String,
    /// Which team.
    pub team: String,
    /// Cards per column, left to right.
    pub counts: Vec<Count>,
    /// All of them.
    pub candidates: usize,
    /// Came since the member last looked.
    pub new: usize,
    /// When it was last compared with the ATS.
    pub synced_at: Option<Millis>,
    /// Whether an ATS has it, so that it can be compared.
    pub from_ats: bool,
    /// The import under way, if one is.
    pub import: Option<Import>,
}

/// How many cards stand in a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// The column's name.
    pub name: String,
    /// What it means.
    pub kind: ColumnKind,
    /// Cards.
    pub count: usize,
}

/// An import under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// Candidates to read; none while they are being counted.
    pub total: Option<usize>,
    /// Read so far, those that failed included.
    pub done: usize,
    /// Could not be read and will be tried again.
    pub failed: usize,
    /// Candidates a minute, once there is a rate.
    pub per_minute: Option<u32>,
    /// Seconds to go, once there is a rate.
    pub eta_seconds: Option<u32>,
}

/// The page *Jobs*.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jobs {
    /// Processed jobs.
    pub rows: Vec<JobRow>,
    /// Candidates whom hiring managers advanced, until somebody acts.
    pub advanced: Vec<Advanced>,
    /// What the member is asked to decide on.
    pub waiting: Vec<Waiting>,
    /// Whether any ATS is connected.
    pub connected: bool,
}
