//! What can go wrong with a call of the API. None of it carries a person's data, a URL or a token.

use std::time::Duration;

use crate::tokens::{StoreError, TokenError};

/// The outcome of a call that did not succeed. Everything that is worth repeating was repeated before it is returned.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// 401, and again after a refresh.
    #[error("Lever does not accept the credential")]
    Unauthorized,
    /// 403: a scope is missing, a record is confidential, or the customer lacks the feature. Never by itself a sign of revocation.
    #[error("Lever forbids this: {message}")]
    Forbidden {
        /// Lever's own words, shortened; empty where they might name a person.
        message: String,
    },
    /// 404.
    #[error("Lever does not know this object")]
    NotFound,
    /// 400 or another 4xx without a meaning of its own.
    #[error("Lever refused the request ({status}): {message}")]
    Refused {
        /// HTTP status.
        status: u16,
        /// Lever's own words, shortened; empty where they might name a person.
        message: String,
    },
    /// 400 "Invalid offset token": the list has to be read again from its beginning.
    #[error("the page token is stale; the list has to be read again from its beginning")]
    InvalidOffset,
    /// 429 to the last attempt.
    #[error("Lever's rate limit is exceeded")]
    RateLimited {
        /// What `Retry-After` asked for.
        retry_after: Option<Duration>,
    },
    /// 422: a resume or file that Lever could not process.
    #[error("Lever could not process this file")]
    Unprocessable,
    /// 5xx to the last attempt.
    #[error("Lever answers {status}")]
    Server {
        /// HTTP status.
        status: u16,
    },
    /// No answer, or half of one.
    #[error("no answer from Lever: {0}")]
    Network(NetworkFault),
    /// An answer that is not what Lever documents.
    #[error("Lever's answer cannot be read: {what}")]
    Garbage {
        /// Which part, in our words.
        what: &'static str,
    },
    /// The connection was revoked, or never made.
    #[error("the connection to Lever was revoked")]
    Disconnected,
    /// More bytes than the caller allows.
    #[error("larger than {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// A redirect that is not followed.
    #[error("refused to follow a redirect: {why}")]
    RefusedRedirect {
        /// The rule it breaks.
        why: &'static str,
    },
    /// A creating call went out and no usable answer came back: it may or may not have been carried out. Look before repeating it.
    #[error("it is not known whether Lever carried this out")]
    Uncertain,
    /// The caller's own token store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The HTTP client could not be made, or an id cannot stand in a path.
    #[error("cannot make this request: {what}")]
    Unusable {
        /// Which part.
        what: &'static str,
    },
}

/// How the network failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetworkFault {
    /// No connection: nothing was sent.
    #[error("no connection")]
    Connect,
    /// No answer in time.
    #[error("no answer in time")]
    Timeout,
    /// The connection broke in the middle.
    #[error("the connection broke")]
    Interrupted,
}

impl NetworkFault {
    /// A word for reports.
    pub fn code(self) -> &'static str {
        match self {
            Self::Connect => "no_connection",
            Self::Timeout => "timeout",
            Self::Interrupted => "interrupted",
        }
    }
}

impl Error {
    /// Whether the same call may succeed later without anybody doing anything.
    pub fn is_transient(&self) -> bool {
        matches!(
            self,
            Self::RateLimited { .. }
                | Self::Server { .. }
                | Self::Network(_)
                | Self::Garbage { .. }
                | Self::Uncertain
                | Self::Store(_)
        )
    }
}

impl From<NetworkFault> for Error {
    fn from(fault: NetworkFault) -> Self {
        Self::Network(fault)
    }
}

impl From<TokenError> for Error {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::Disconnected => Self::Disconnected,
            TokenError::Store(error) => Self::Store(error),
            TokenError::OAuth(error) => error.into(),
        }
    }
}

impl From<reqwest::Error> for NetworkFault {
    /// Keeps the kind and drops the text, which holds the URL.
    fn from(error: reqwest::Error) -> Self {
        if error.is_connect() {
            Self::Connect
        } else if error.is_timeout() {
            Self::Timeout
        } else {
            Self::Interrupted
        }
    }
}

/// Lever's message, fit for a log: at most 200 characters, without control characters, and none at all where it could hold a mail address.
pub(crate) fn presentable(message: &str) -> String {
    if message.contains('@') {
        return String::new();
    }
    message
        .chars()
        .filter(|c| !c.is_control())
        .take(200)
        .collect()
}
