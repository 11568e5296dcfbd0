//! Follow-up questions: how a connection asks, what it asks, whom it asked.

use questions::{Asking, QuestionSet};
use serde::{Deserialize, Serialize};

use super::Millis;

/// What the page of a connection's follow-up questions begins with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FollowUps {
    /// The name of the ATS.
    pub ats: String,
    /// Whether candidates are asked.
    pub active: bool,
    /// When they are asked.
    pub asking: Asking,
    /// The connection's jobs, by title.
    pub jobs: Vec<JobQuestions>,
    /// What every job without questions of its own asks.
    pub questions: Questions,
}

/// A job, and whether it asks questions of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobQuestions {
    /// The job's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Whether it has questions of its own.
    pub own: bool,
}

/// A set of questions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Questions {
    /// Which version; 0: the one that everybody begins with.
    pub version: i64,
    /// The questions.
    pub set: QuestionSet,
}

/// What would happen, were it switched on now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DryRun {
    /// So many people would get a mail.
    pub people: u64,
    /// Why others would not, and how many.
    pub fall_out: Vec<(String, u64)>,
}

/// Some of those who were asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedPage {
    /// The newest first.
    pub rows: Vec<Asked>,
    /// Whether more follow.
    pub more: bool,
}

/// Questions that one person is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Its id.
    pub id: String,
    /// The application's id.
    pub application: String,
    /// The candidate's name.
    pub candidate: String,
    /// The job's title.
    pub job: String,
    /// How it stands.
    pub status: Status,
    /// What happened last, or is to happen: when.
    pub at: Millis,
    /// When the person was reminded.
    pub reminded_at: Option<Millis>,
    /// Until when the link works, while it does.
    pub open_until: Option<Millis>,
    /// Why the mail was not delivered.
    pub problem: Option<String>,
}

/// How asking one person stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Its time has not come.
    Planned,
    /// The mail is on its way.
    Sending,
    /// The mail could not be delivered.
    Failed,
    /// Nothing came back.
    Unanswered,
    /// Something was saved, not sent.
    Begun,
    /// The answers are here.
    Answered,
    /// The link ended.
    Expired,
    /// The person does not want to be asked.
    Declined,
    /// A member took the link back.
    Withdrawn,
}

impl Status {
    /// In the interface.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Planned => "Planned",
            Self::Sending => "Sending",
            Self::Failed => "Mail not delivered",
            Self::Unanswered => "No answer yet",
            Self::Begun => "Begun, not sent",
            Self::Answered => "Answered",
            Self::Expired => "Link expired",
            Self::Declined => "Does not want to be asked",
            Self::Withdrawn => "Taken back",
        }
    }

    /// The class that colours it.
    pub const fn tone(self) -> &'static str {
        match self {
            Self::Answered => "good",
            Self::Failed => "bad",
            Self::Expired | Self::Begun => "part",
            _ => "",
        }
    }

    /// Whether the link works, or will.
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Self::Planned | Self::Sending | Self::Failed | Self::Unanswered | Self::Begun
        )
    }

    /// Whether asking again can help.
    pub const fn can_be_asked_again(self) -> bool {
        matches!(
            self,
            Self::Failed | Self::Unanswered | Self::Begun | Self::Expired | Self::Withdrawn
        )
    }
}
