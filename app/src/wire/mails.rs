//! Mails that were kept because no mail server is set up.

use serde::{Deserialize, Serialize};

use super::Millis;

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
