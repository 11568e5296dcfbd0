//! Members, invitations, and what a link offers.

use serde::{Deserialize, Serialize};

use super::{Millis, session::Role};

/// Everybody of the organization, and who may come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// By name, deactivated ones too.
    pub members: Vec<Member>,
    /// The newest first.
    pub invitations: Vec<Invitation>,
}

/// A member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The account's id.
    pub account: String,
    /// Name.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// Role.
    pub role: Role,
    /// Since when they may not come in.
    pub deactivated_at: Option<Millis>,
    /// When they were last here.
    pub last_seen_at: Option<Millis>,
    /// Whether it is the one who looks.
    pub is_me: bool,
}

/// An invitation that nobody accepted yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Its id.
    pub id: String,
    /// To whom.
    pub email: String,
    /// As what.
    pub role: Role,
    /// By whom.
    pub invited_by: Option<String>,
    /// When it was sent.
    pub created_at: Millis,
    /// Whether its time is over.
    pub expired: bool,
    /// How its mail fares.
    pub delivery: Delivery,
}

/// How a mail fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Delivery {
    /// On its way, or to be tried again.
    Waiting,
    /// Handed over.
    Sent,
    /// Given up.
    Failed,
}

/// What an invitation's link offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// To whom.
    pub email: String,
    /// Where.
    pub organization: String,
    /// As what.
    pub role: Role,
    /// By whom.
    pub invited_by: Option<String>,
    /// Whether the address has an account already.
    pub has_account: bool,
}
