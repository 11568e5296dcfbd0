//! Connections to an ATS, and the choice of jobs.

use serde::{Deserialize, Serialize};

use super::Millis;

/// An ATS that CLARA can connect to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provider {
    /// `lever`, `lever_sandbox`, `simulator`, `folder`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// In a sentence.
    pub about: String,
    /// Why it cannot be chosen, with the remedy; none where it can.
    pub unavailable: Option<String>,
    /// What is asked for, and why.
    pub permissions: Vec<Permission>,
}

/// A permission asked of the ATS.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permission {
    /// The scope as the ATS names it.
    pub scope: String,
    /// What CLARA does with it.
    pub why: String,
}

/// How a connection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Consent was asked for and has not come back.
    Pending,
    /// It works.
    Active,
    /// It was ended here or in the ATS.
    Disconnected,
}

/// A connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Integration {
    /// Its id.
    pub id: String,
    /// The provider's id.
    pub provider: String,
    /// The provider's name.
    pub name: String,
    /// How it stands.
    pub state: State,
    /// Who connected it.
    pub connected_by: Option<String>,
    /// When.
    pub connected_at: Option<Millis>,
    /// When it was last in touch.
    pub last_sync_at: Option<Millis>,
    /// Why it ended.
    pub ended_because: Option<String>,
    /// How many jobs are processed.
    pub jobs: usize,
    /// How many applications it brought that are still here.
    pub held: u64,
    /// How many stages and archive reasons nobody mapped.
    pub unmapped: u64,
    /// Whether write-back ended by itself for some job.
    pub write_back_ended: bool,
    /// The step with which the set-up goes on; none if the wizard was walked to its end.
    pub next_step: Option<String>,
    /// The ATS's calls to CLARA.
    pub webhooks: Vec<Webhook>,
}

/// A webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Webhook {
    /// The event's name in the ATS.
    pub event: String,
    /// A test delivery arrived.
    pub verified: bool,
    /// It exists in the ATS.
    pub active: bool,
    /// The last delivery.
    pub last_delivery_at: Option<Millis>,
}

/// What the connection test found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionTest {
    /// The ATS's name.
    pub name: String,
    /// Each thing tried.
    pub checks: Vec<Check>,
}

impl ConnectionTest {
    /// Whether all went well.
    pub fn passed(&self) -> bool {
        self.checks.iter().all(|check| check.ok)
    }
}

/// One thing tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// What.
    pub what: String,
    /// Whether it worked.
    pub ok: bool,
    /// What was found, or the remedy.
    pub detail: String,
}

/// The jobs that the ATS offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Postings {
    /// The connection's name.
    pub name: String,
    /// All of them.
    pub rows: Vec<Posting>,
    /// Whether every candidate was counted; else the counts are lower bounds.
    pub counted: bool,
    /// Why a job that people look for may not be in the list.
    pub why_missing: String,
    /// How long a candidate takes.
    pub milliseconds_per_candidate: u32,
    /// Whether that is how long candidates took here so far; else it is what the ATS's rate limit allows.
    pub measured: bool,
}

/// A job in the ATS.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posting {
    /// Its id in the ATS.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Which team; may be empty.
    pub team: String,
    /// Where; may be empty.
    pub location: String,
    /// `published`, `internal`, `closed`, ….
    pub state: String,
    /// How many candidates it has.
    pub candidates: u32,
    /// Already processed.
    pub selected: bool,
    /// What to know before choosing it.
    pub hint: Option<String>,
}
