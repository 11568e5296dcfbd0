//! One's own account.

use serde::{Deserialize, Serialize};

use super::Millis;

/// A place where one is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Names it; opens nothing.
    pub id: String,
    /// "Firefox on Linux"; empty if it is not known.
    pub device: String,
    /// In which organization.
    pub organization: String,
    /// Since when.
    pub created_at: Millis,
    /// When it was last used, to the hour.
    pub last_seen_at: Millis,
    /// Whether it is this one.
    pub current: bool,
}
