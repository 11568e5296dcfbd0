//! The bell: what a member was told, and how soon mails tell it.

use serde::{Deserialize, Serialize};

use super::{Millis, shares::Decision};

/// What a notification is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A hiring manager decided.
    Decision,
    /// The mail of a share of the member's never arrives.
    ShareUndelivered,
    /// Candidates were shared with the member.
    Shared,
    /// The member was named in a comment.
    Mention,
    /// An import is over.
    ImportFinished,
    /// A connection needs somebody.
    IntegrationTrouble,
}

impl Kind {
    /// Its name in forms.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::ShareUndelivered => "share_undelivered",
            Self::Shared => "shared",
            Self::Mention => "mention",
            Self::ImportFinished => "import_finished",
            Self::IntegrationTrouble => "integration_trouble",
        }
    }

    /// As the account page names it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Decision => "A hiring manager decides",
            Self::ShareUndelivered => "A mail of your share cannot be delivered",
            Self::Shared => "Candidates are shared with you",
            Self::Mention => "Somebody mentions you in a comment",
            Self::ImportFinished => "An import is over",
            Self::IntegrationTrouble => "A connection needs attention",
        }
    }
}

/// How soon a mail tells of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cadence {
    /// At once.
    Now,
    /// With the rest of an hour.
    Hourly,
    /// With the rest of a day.
    Daily,
    /// No mail.
    Off,
}

impl Cadence {
    /// All.
    pub const ALL: [Self; 4] = [Self::Now, Self::Hourly, Self::Daily, Self::Off];

    /// Its name in forms.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Hourly => "hourly",
            Self::Daily => "daily",
            Self::Off => "off",
        }
    }

    /// As a choice says it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Now => "Mail at once",
            Self::Hourly => "Mail every hour",
            Self::Daily => "Mail once a day",
            Self::Off => "No mail",
        }
    }
}

/// When the daily mail comes, and whether the member is reminded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// 0–23, on the clock of the zone.
    pub hour: u8,
    /// IANA name of the time zone.
    pub zone: String,
    /// Hours without mails of news, from one until another; none: at any hour.
    pub quiet: Option<(u8, u8)>,
    /// The member chose these.
    pub chosen: bool,
    /// Whether a mail reminds them of decisions that are due.
    pub reminders: bool,
    /// The zones to choose from.
    pub zones: Vec<String>,
}

/// Something that the member was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notification {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub kind: Kind,
    /// When.
    pub at: Millis,
    /// Whether it was read.
    pub read: bool,
    /// Who did it.
    pub who: Option<String>,
    /// What was decided.
    pub decision: Option<Decision>,
    /// The job: id and title.
    pub job: Option<(String, String)>,
    /// The application: id and the candidate's name.
    pub application: Option<(String, String)>,
    /// The share that the member is asked about.
    pub recipient: Option<String>,
}

/// What the address of a board asks for with `before`: the history of its shares.
pub const SHARES: &str = "shares";

impl Notification {
    /// In a sentence.
    pub fn words(&self) -> String {
        let who = self.who.as_deref().unwrap_or("Somebody");
        let candidate = match &self.application {
            Some((_, name)) if name.is_empty() => "a candidate without a name",
            Some((_, name)) => name,
            None => "a candidate who is not here any more",
        };
        let job = self.job.as_ref().map_or("a job", |(_, title)| title);
        match (self.kind, self.decision) {
            (Kind::Decision, Some(decision)) => format!("{who} {} {candidate}", decision.told()),
            (Kind::Decision, None) => format!("{who} took their decision on {candidate} back"),
            (Kind::ShareUndelivered, _) => {
                let who = self.who.as_deref().unwrap_or("somebody");
                format!("The mail to {who} about candidates for {job} could not be delivered")
            }
            (Kind::Shared, _) => format!("{who} asks for your decision on candidates for {job}"),
            (Kind::Mention, _) => format!("{who} mentioned you in a comment on {candidate}"),
            (Kind::ImportFinished, _) => format!("The import of {job} is over"),
            (Kind::IntegrationTrouble, _) => {
                "A connection to your applicant tracking system needs attention".to_owned()
            }
        }
    }

    /// Where it leads.
    pub fn href(&self) -> String {
        match (self.kind, &self.recipient, &self.job, &self.application) {
            (Kind::Shared, Some(recipient), ..) => format!("/review/{recipient}"),
            (Kind::IntegrationTrouble, ..) => "/settings/integrations".to_owned(),
            (Kind::ShareUndelivered, _, Some((job, _)), _) => {
                format!("/jobs/{job}?{SHARES}=before")
            }
            (_, _, Some((job, _)), Some((application, _))) => {
                format!("/jobs/{job}?application={application}")
            }
            (_, _, Some((job, _)), None) => format!("/jobs/{job}"),
            _ => "/jobs".to_owned(),
        }
    }

    /// Whether its address is a page of the application itself, which needs no new document.
    pub fn stays_inside(&self) -> bool {
        self.kind != Kind::Shared
    }
}

/// What the bell shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// How much was not read yet.
    pub unread: usize,
    /// The newest, newest first.
    pub newest: Vec<Notification>,
}
