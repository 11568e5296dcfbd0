//! Tokens of the public API.

use serde::{Deserialize, Serialize};

use super::Millis;

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiTokens {
    /// All of them, newest first.
    pub tokens: Vec<ApiToken>,
    /// What a token may be used for.
    pub scopes: Vec<Scope>,
    /// Where the API is.
    pub address: String,
}

/// A token, without itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiToken {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// Its first characters.
    pub opening: String,
    /// What it may be used for.
    pub scopes: Vec<String>,
    /// The name of its maker.
    pub created_by: String,
    /// Until when.
    pub expires_at: Millis,
    /// When it was used last, to the hour.
    pub last_used_at: Option<Millis>,
    /// Whether it still opens anything.
    pub state: State,
}

/// Whether a token still opens anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It does.
    Active,
    /// Its time is over.
    Expired,
    /// A person ended it.
    Revoked,
}

/// What a token may be used for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// `jobs:read`, ….
    pub id: String,
    /// In a sentence.
    pub about: String,
}
