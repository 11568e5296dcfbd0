//! Mails that were kept because no mail server is set up, or how the one that is fares.

use serde::{Deserialize, Serialize};

use super::Millis;

/// What becomes of mails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mails {
    /// They are kept here, the newest first.
    Kept(Vec<Mail>),
    /// A mail server takes them; if it did not take one that waits now, why and what helps.
    Sent(Option<String>),
}

/// A mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Its id.
    pub id: String,
    /// To whom.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// When.
    pub at: Millis,
    /// Its plain text.
    pub text: String,
}
