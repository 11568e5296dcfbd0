//! Work that CLARA gave up.

use serde::{Deserialize, Serialize};

use super::Millis;

/// What *Settings → Failed work* shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedWork {
    /// By kind, the kind with the newest failure first.
    pub groups: Vec<Group>,
    /// How much there is, shown or not.
    pub total: u64,
}

/// Work of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// The kind.
    pub kind: String,
    /// In words: "Import an application".
    pub title: String,
    /// Newest first.
    pub rows: Vec<Row>,
}

/// One piece of work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub subject: Subject,
    /// Why it failed last, and what helps.
    pub reason: String,
    /// The reason's code, for support.
    pub code: String,
    /// How often it was tried.
    pub attempts: i64,
    /// When it was first asked for.
    pub since: Millis,
    /// When it was given up.
    pub at: Millis,
}

/// What a piece of work is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// An application.
    Application {
        /// Its id.
        id: String,
        /// The candidate's name; may be empty.
        name: String,
        /// The job's title.
        job: String,
    },
    /// A job.
    Job {
        /// Its id.
        id: String,
        /// Its title.
        title: String,
    },
    /// A connection, by the name of its ATS.
    Connection(String),
    /// An application that did not come in, by the name of its ATS.
    NotHere(String),
    /// Something that is gone.
    Unknown,
}
