//! Shares with hiring managers, their decisions, and the words of the mail.

use serde::{Deserialize, Serialize};

use super::Millis;
use crate::components::date;

/// What a hiring manager says of a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Go on with them.
    Advance,
    /// Do not.
    Decline,
    /// Neither yet.
    NotSure,
}

impl Decision {
    /// All, as they stand side by side.
    pub const ALL: [Self; 3] = [Self::Advance, Self::NotSure, Self::Decline];

    /// Its name in forms.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Advance => "advance",
            Self::Decline => "decline",
            Self::NotSure => "not_sure",
        }
    }

    /// As a button says it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Advance => "Advance",
            Self::Decline => "Decline",
            Self::NotSure => "Not sure",
        }
    }

    /// As it is told: "Sam … Ines".
    pub const fn told(self) -> &'static str {
        match self {
            Self::Advance => "advanced",
            Self::Decline => "declined",
            Self::NotSure => "is not sure about",
        }
    }

    /// The class that colours it.
    pub const fn tone(self) -> &'static str {
        match self {
            Self::Advance => "good",
            Self::Decline => "bad",
            Self::NotSure => "part",
        }
    }
}

/// When a hiring manager sees what the others decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Votes {
    /// Never.
    Never,
    /// Once they decided themselves.
    #[default]
    AfterOwn,
    /// From the beginning.
    Always,
}

impl Votes {
    /// All.
    pub const ALL: [Self; 3] = [Self::AfterOwn, Self::Always, Self::Never];

    /// Its name in forms.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::AfterOwn => "after_own",
            Self::Always => "always",
        }
    }

    /// As a choice says it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Never => "Never show what others decide",
            Self::AfterOwn => "Show others’ decisions after one’s own",
            Self::Always => "Show others’ decisions at once",
        }
    }
}

/// The mark of the hiring manager's loop on a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Put before a hiring manager who has neither advanced nor declined.
    Shared,
    /// Advanced.
    Advanced,
    /// Declined.
    Declined,
    /// Advanced by one, declined by another.
    Split,
}

impl Mark {
    /// Its words, each with the class that colours it.
    pub const fn words(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Shared => &[("shared", "none")],
            Self::Advanced => &[("advanced", "good")],
            Self::Declined => &[("declined", "bad")],
            Self::Split => &[("advanced", "good"), ("declined", "bad")],
        }
    }
}

/// Why somebody is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// The applicant tracking system names them as the job's hiring manager.
    OfJob,
    /// A member with the role Hiring Manager.
    Member,
    /// Candidates of the job were shared with them before.
    Before,
}

impl Known {
    /// As it stands beside the name; nothing where that goes without saying.
    pub const fn words(self) -> Option<&'static str> {
        match self {
            Self::OfJob => Some("Hiring manager of this job"),
            Self::Member => None,
            Self::Before => Some("Asked before"),
        }
    }
}

/// Somebody with whom candidates can be shared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Name, or the mail address without one.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// Why they are offered.
    pub known: Known,
}

/// What is to be shared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewShare {
    /// The job.
    pub job: String,
    /// Its applications.
    pub applications: Vec<String>,
    /// Mail addresses.
    pub to: Vec<String>,
    /// What the recruiter writes.
    pub message: String,
    /// Whether the score is shown.
    pub score: bool,
    /// Whether evidence is shown.
    pub evidence: bool,
    /// When others' decisions are shown.
    pub votes: Votes,
    /// By when a decision is wanted.
    pub due_at: Option<Millis>,
}

/// Whom a share reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// Who gets a mail.
    pub to: Vec<String>,
    /// Who had all of it already.
    pub already: Vec<String>,
}

/// How a mail fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// On its way.
    Waiting,
    /// Handed over.
    Sent,
    /// Given up.
    Failed,
}

/// How somebody was reminded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reminded {
    /// By a recruiter.
    ByHand,
    /// By itself, on the day before.
    Before,
    /// By itself, on the day after.
    Overdue,
}

impl Reminded {
    /// As the history says it, before the time.
    pub const fn words(self) -> &'static str {
        match self {
            Self::ByHand => "reminded",
            Self::Before => "reminded the day before",
            Self::Overdue => "reminded when overdue",
        }
    }
}

/// A candidate before one hiring manager.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The application.
    pub application: String,
    /// The candidate's name.
    pub name: String,
    /// What was decided.
    pub decision: Option<Decision>,
    /// What was said.
    pub comment: String,
}

/// One hiring manager of a share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// Their part of the share.
    pub id: String,
    /// Their name, or their mail address without one.
    pub name: String,
    /// How their mail fares.
    pub delivery: Delivery,
    /// When they opened it.
    pub opened_at: Option<Millis>,
    /// When they were reminded, and how; oldest first.
    pub reminders: Vec<(Millis, Reminded)>,
    /// They want no reminders that go out by themselves.
    pub reminders_off: bool,
    /// Their link does not work any more: revoked or too old.
    pub ended: bool,
    /// What is before them.
    pub items: Vec<Item>,
}

/// A share in the history of a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Its id.
    pub id: String,
    /// Who shared.
    pub shared_by: String,
    /// When.
    pub at: Millis,
    /// By when a decision is wanted.
    pub due_at: Option<Millis>,
    /// What they wrote; may be empty.
    pub message: String,
    /// Whether the score is shown.
    pub score: bool,
    /// Whether requirements and evidence are shown.
    pub evidence: bool,
    /// When others' decisions are shown.
    pub votes: Votes,
    /// With whom.
    pub recipients: Vec<Recipient>,
    /// How many of its candidates were erased since.
    #[serde(default)]
    pub erased: usize,
}

impl Share {
    /// Whether anybody still sees it.
    pub fn is_live(&self) -> bool {
        self.recipients.iter().any(|recipient| !recipient.ended)
    }
}

/// A candidate whom a hiring manager advanced, and nobody acted since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advanced {
    /// The application.
    pub application: String,
    /// The candidate's name.
    pub name: String,
    /// 0–100.
    pub score: Option<u8>,
    /// The job's id.
    pub job: String,
    /// Its title.
    pub job_title: String,
    /// Who advanced them.
    pub who: String,
    /// What they said.
    pub comment: String,
    /// When.
    pub at: Millis,
}

/// What the member is asked to decide on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Their part of the share: the address of its page.
    pub recipient: String,
    /// For which job.
    pub job_title: String,
    /// Who asks.
    pub shared_by: String,
    /// When they were asked.
    pub at: Millis,
    /// By when a decision is wanted.
    pub due_at: Option<Millis>,
    /// Candidates.
    pub candidates: usize,
    /// Those without a decision.
    pub undecided: usize,
}

/// The words of a share's mail: written once, for the mail and for its preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailWords {
    /// Subject.
    pub subject: String,
    /// What is asked.
    pub ask: String,
    /// Whom it is about.
    pub candidates: Vec<String>,
    /// By when, if that is said.
    pub due: Option<String>,
}

/// As many candidates as a mail names.
const NAMED: usize = 12;

impl MailWords {
    /// The words. `due_at` is some moment of the last day, which is told by its date.
    pub fn new(
        organization: &str,
        shared_by: &str,
        job_title: &str,
        candidates: &[String],
        due_at: Option<Millis>,
        is_reminder: bool,
        is_overdue: bool,
    ) -> Self {
        let many = candidates.len();
        let count = match many {
            1 => "1 candidate".to_owned(),
            many => format!("{many} candidates"),
        };
        let opening = if is_reminder { "Reminder: " } else { "" };
        let mut named: Vec<String> = candidates
            .iter()
            .take(NAMED)
            .map(|name| {
                if name.is_empty() {
                    "No name given".to_owned()
                } else {
                    name.clone()
                }
            })
            .collect();
        if many > NAMED {
            named.push(format!("and {} more", many - NAMED));
        }
        Self {
            subject: format!("{opening}{count} for {job_title}: your decision, please"),
            ask: format!(
                "{shared_by} of {organization} asks you to look at {count} for {job_title} and to say whether to go on with {}.",
                if many == 1 { "them" } else { "each of them" }
            ),
            candidates: named,
            due: due_at.map(date).map(|day| {
                if is_overdue {
                    format!("Your decision was wanted by {day}.")
                } else {
                    format!("Please decide by {day}.")
                }
            }),
        }
    }
}
