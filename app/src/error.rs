//! The one error of all server functions: what happened, in words that a person can act on. Never holds candidate data.

use serde::{Deserialize, Serialize};
use server_fn::error::{FromServerFnError, ServerFnErrorErr};
use std::fmt;

use crate::api::json::ShortJson;

/// Why a server function refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClaraError {
    /// No session, or one that ended. → 401
    NotSignedIn,
    /// The role does not allow it. → 403
    Forbidden,
    /// Not there, or another organization's. → 404
    NotFound,
    /// Somebody else was faster. → 409
    Conflict,
    /// A value that cannot be taken; the sentence says why. → 422
    Invalid(String),
    /// The ATS refused or did not answer; the sentence says what and what to do. → 502
    Ats(String),
    /// A fault of the server's own, told in its log under this reference. → 503
    Failed {
        /// The request's id.
        reference: String,
    },
    /// The server could not do it now. → 503
    Unavailable,
    /// The server's disk is full. → 503
    Full,
    /// The server could not be reached (only made in the browser).
    Offline,
}

impl ClaraError {
    /// The HTTP status of the answer.
    pub const fn status(&self) -> u16 {
        match self {
            Self::NotSignedIn => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Conflict => 409,
            Self::Invalid(_) => 422,
            Self::Ats(_) => 502,
            Self::Failed { .. } | Self::Unavailable | Self::Full | Self::Offline => 503,
        }
    }

    /// Whether the same may go well a moment later.
    pub const fn may_pass(&self) -> bool {
        matches!(
            self,
            Self::Offline | Self::Failed { .. } | Self::Unavailable | Self::Full | Self::Ats(_)
        )
    }

    /// A few words for a heading.
    pub const fn title(&self) -> &'static str {
        match self {
            Self::NotSignedIn => "You are signed out",
            Self::Forbidden => "Your role does not allow this",
            Self::NotFound => "Not found",
            Self::Conflict => "Somebody else changed this",
            Self::Invalid(_) => "That cannot be taken",
            Self::Ats(_) => "The applicant tracking system did not answer as expected",
            Self::Failed { .. } | Self::Unavailable => "CLARA cannot do this right now",
            Self::Full => "CLARA's disk is full",
            Self::Offline => "CLARA cannot be reached",
        }
    }
}

impl fmt::Display for ClaraError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotSignedIn => "Your session has ended; nothing was changed. Sign in again to go on.",
            Self::Forbidden => "Nothing was changed. Ask an Owner or Partner Admin of your organization.",
            Self::NotFound => "It does not exist, or it belongs to another organization.",
            Self::Conflict => "Their change was kept, yours was not. Look at it again and repeat yours if it still fits.",
            Self::Invalid(why) | Self::Ats(why) => why,
            Self::Failed { .. } | Self::Unavailable => "Nothing was changed. Try again in a moment.",
            Self::Full => "Nothing was changed. Ask whoever runs this installation to make room on its disk, then try again.",
            Self::Offline => "What you did last may not have arrived. Check the network and try again.",
        })
    }
}

impl std::error::Error for ClaraError {}

impl FromServerFnError for ClaraError {
    type Encoder = ShortJson;

    fn from_server_fn_error(value: ServerFnErrorErr) -> Self {
        match value {
            ServerFnErrorErr::Request(_) => Self::Offline,
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => Self::Invalid("The request was not understood; nothing was changed. Reload the page and try again.".to_owned()),
            _ => Self::Unavailable,
        }
    }
}
