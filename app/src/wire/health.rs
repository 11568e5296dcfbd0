//! How a connection fares, and comparisons with the ATS.

use serde::{Deserialize, Serialize};

use super::Millis;

/// How something fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// All is well.
    Green,
    /// It works; something is to be looked at.
    Amber,
    /// Somebody must do something.
    Red,
}

impl Level {
    /// The class that colours it.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Green => "good",
            Self::Amber => "part",
            Self::Red => "bad",
        }
    }

    /// For people, beside the colour.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Green => "Good",
            Self::Amber => "Look",
            Self::Red => "Act",
        }
    }
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// A word for programs.
    pub code: String,
    /// What.
    pub name: String,
    /// How it fares.
    pub level: Level,
    /// In a sentence.
    pub words: String,
    /// What to do.
    pub remedy: Option<String>,
}

/// A webhook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookHealth {
    /// The event's name in the ATS.
    pub event: String,
    /// How it fares.
    pub level: Level,
    /// In a few words.
    pub words: String,
    /// The last delivery.
    pub last_delivery_at: Option<Millis>,
    /// When anything reached its path, also an empty test.
    pub reached_at: Option<Millis>,
}

/// A change that no webhook told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// What happened.
    pub what: String,
    /// When CLARA found it.
    pub found_at: Millis,
}

/// How a connection fares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// The connection.
    pub integration: String,
    /// The ATS's name.
    pub name: String,
    /// Whether it is connected.
    pub active: bool,
    /// The state of the whole.
    pub level: Level,
    /// Every check.
    pub checks: Vec<Check>,
    /// Each webhook.
    pub webhooks: Vec<WebhookHealth>,
    /// The newest comparisons.
    pub runs: Vec<Resync>,
    /// When the next one is due.
    pub next_run_at: Option<Millis>,
    /// The newest changes that no webhook told.
    pub gaps: Vec<Gap>,
    /// How many there were in a day.
    pub gaps_lately: u64,
    /// The newest imports of jobs that somebody selected.
    pub imports: Vec<Imported>,
}

/// The import of jobs that were selected together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// When it began.
    pub started_at: Millis,
    /// How many jobs.
    pub jobs: u64,
    /// How many applications came in, or could not.
    pub applications: u64,
    /// How long it takes, as whoever selected the jobs was told.
    pub estimated_seconds: u32,
    /// How long it took; none while it runs, or where it was given up.
    pub took_seconds: Option<u32>,
}

/// Where a comparison stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The ATS's lists are being read.
    Comparing,
    /// The difference waits for a person.
    Compared,
    /// What was found is being fetched.
    Applying,
    /// All was fetched.
    Finished,
    /// A person ended it.
    Cancelled,
    /// It could not be finished.
    Failed,
}

/// A comparison with the ATS.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resync {
    /// Its id.
    pub id: String,
    /// Where it stands.
    pub stage: Stage,
    /// Whether it is paused.
    pub paused: bool,
    /// Whether a person asked for it.
    pub asked: bool,
    /// When it began.
    pub started_at: Millis,
    /// How many applications the ATS listed.
    pub listed: u64,
    /// In the ATS, not here.
    pub missing: u64,
    /// Changed in the ATS.
    pub changed: u64,
    /// Here, no longer in the ATS.
    pub gone: u64,
    /// Jobs to compare, and those compared.
    pub jobs: (u64, u64),
    /// Findings that were fetched.
    pub done: u64,
    /// Findings that could not be.
    pub failed: u64,
    /// Findings whose fetch is queued.
    pub waiting: u64,
}

impl Resync {
    /// Whether it goes on by itself.
    pub const fn is_under_way(&self) -> bool {
        matches!(self.stage, Stage::Comparing | Stage::Applying)
    }

    /// "3 missing, 1 changed, 2 gone", or that nothing differs.
    pub fn difference(&self) -> String {
        let parts: Vec<String> = [
            (self.missing, "missing"),
            (self.changed, "changed"),
            (self.gone, "gone"),
        ]
        .into_iter()
        .filter(|(many, _)| *many > 0)
        .map(|(many, what)| format!("{many} {what}"))
        .collect();
        if parts.is_empty() {
            "no difference".to_owned()
        } else {
            parts.join(", ")
        }
    }
}

/// What came of a canary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Canary {
    /// Webhooks that the ATS was asked to test.
    pub asked: usize,
    /// Those whose test arrived.
    pub arrived: usize,
}

#[cfg(test)]
mod tests {
    use super::{Resync, Stage};

    #[test]
    fn a_difference_names_what_there_is() {
        let run = Resync {
            id: String::new(),
            stage: Stage::Compared,
            paused: false,
            asked: true,
            started_at: 0,
            listed: 9,
            missing: 3,
            changed: 1,
            gone: 0,
            jobs: (1, 1),
            done: 0,
            failed: 0,
            waiting: 0,
        };
        assert_eq!(run.difference(), "3 missing, 1 changed");
        let none = Resync {
            missing: 0,
            changed: 0,
            ..run
        };
        assert_eq!(none.difference(), "no difference");
    }
}
