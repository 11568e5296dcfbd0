//! What the live connection (`GET /api/events`) sends: one JSON object per event.

use serde::{Deserialize, Serialize};

use super::board::Card;

/// What an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A card came, moved or was scored.
    Card,
    /// An application left the board.
    Gone,
    /// A comment was added.
    Comment,
    /// An import went on.
    Import,
    /// A job changed.
    Job,
    /// A connection changed.
    Integration,
    /// Members or their roles changed.
    Member,
    /// What is shared changed.
    Share,
    /// The member was told something, or read it.
    Notification,
    /// Somebody came to a board or a profile, or left it. It is not kept, and has no id.
    Presence,
    /// The server no longer has all that was missed: load everything again.
    Reset,
    /// Something a newer server speaks of.
    #[serde(other)]
    Other,
}

/// One event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The organization's counter; resume after it.
    pub id: i64,
    /// What it is about.
    pub kind: Kind,
    /// The job it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<String>,
    /// The application it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<String>,
    /// The card as it stands now (kinds `card` and `comment`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<Card>,
}

impl Event {
    /// Tells a browser that was away too long to load everything again, and where to go on.
    pub fn reset(newest: i64) -> Self {
        Self {
            id: newest,
            kind: Kind::Reset,
            job: None,
            application: None,
            card: None,
        }
    }
}
