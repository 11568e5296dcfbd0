//! What Lever's errors mean here.

use lever::Error;

use crate::connector::ConnectorError;

/// Whether a permission is missing.
pub(super) fn is_forbidden<T>(answer: &Result<T, Error>) -> bool {
    matches!(answer, Err(Error::Forbidden { .. }))
}

impl From<Error> for ConnectorError {
    fn from(error: Error) -> Self {
        match error {
            Error::Disconnected => Self::Disconnected,
            Error::Unauthorized => Self::Unauthorized,
            // Auth0's words for a token that another tenant signed.
            Error::Forbidden { message } if message.to_lowercase().contains("signing key") => {
                Self::WrongEnvironment
            }
            Error::Forbidden { .. } => Self::Forbidden,
            Error::NotFound => Self::NotFound,
            Error::RateLimited { retry_after } => Self::Busy { pause: retry_after },
            Error::Server { .. } | Error::Network(_) | Error::Garbage { .. } => Self::Unavailable,
            Error::Uncertain => Self::Uncertain,
            Error::InvalidOffset => Self::StalePage,
            Error::Unprocessable => Self::Unprocessable,
            Error::TooLarge { .. } => Self::TooLarge,
            Error::Store(_) => Self::Store,
            Error::Refused { .. } | Error::RefusedRedirect { .. } | Error::Unusable { .. } => {
                Self::Refused
            }
        }
    }
}
