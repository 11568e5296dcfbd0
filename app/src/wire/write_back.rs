//! Write-back: which moves on a board also move the stage in the ATS.

use serde::{Deserialize, Serialize};

use super::status_mapping::Target;

/// A job's write-back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// The job's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Whether it is on.
    pub on: bool,
    /// Why it switched itself off.
    pub ended: Option<String>,
    /// Column and stage, by their ids.
    pub stages: Vec<(String, String)>,
}

/// The write-back of a connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WriteBack {
    /// The ATS's name.
    pub ats: String,
    /// Whether the ATS granted the permission that it needs.
    pub granted: bool,
    /// That permission.
    pub scope: String,
    /// The board's columns.
    pub columns: Vec<Target>,
    /// The ATS's stages, in pipeline order.
    pub stages: Vec<Target>,
    /// The processed jobs.
    pub jobs: Vec<Job>,
}
