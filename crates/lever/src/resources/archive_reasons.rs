//! Reasons for archiving; hired is one of them. Scope `archive_reasons:read:admin`.

use serde::{Deserialize, Deserializer};

use super::ArchiveReasonId;
use crate::client::Client;
use crate::lenient;
use crate::page::Pages;

/// A reason for archiving.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ArchiveReason {
    /// Id.
    pub id: ArchiveReasonId,
    /// Name.
    #[serde(default, deserialize_with = "lenient::text")]
    pub text: Option<String>,
    /// The only thing that tells "hired" from the rest.
    #[serde(rename = "type", default)]
    pub kind: ArchiveType,
}

/// What archiving with a reason means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ArchiveType {
    /// The person was hired.
    Hired,
    /// Anything else.
    #[default]
    NotHired,
}

impl<'de> Deserialize<'de> for ArchiveType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match lenient::text(deserializer)?.as_deref() {
            Some("hired") => Self::Hired,
            _ => Self::NotHired,
        })
    }
}

impl Client {
    /// All archive reasons.
    pub fn archive_reasons(&self) -> Pages<ArchiveReason> {
        Pages::new(
            self.clone(),
            self.url(&["archive_reasons"]),
            "/archive_reasons",
        )
    }
}
