//! What the API answers when it does not do what was asked: one shape, whatever went wrong.

use std::time::Duration;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hiring::api_tokens::{Refused, Scope};
use hiring::placements::Placement;
use serde::Serialize;
use utoipa::ToSchema;

use super::applications::move_to;

/// Why a request was not done.
#[derive(Debug)]
pub enum ApiError {
    /// No token, or none that is valid.
    Unauthorized {
        /// Whether there was one.
        presented: bool,
    },
    /// The token was not made for this.
    MissingScope(Scope),
    /// The role of the token's maker does not allow it.
    RoleForbids,
    /// Not there, or not for these eyes.
    NotFound,
    /// The route has no such method.
    NoMethod,
    /// The application was moved meanwhile.
    Moved(Box<Placement>),
    /// A value that cannot be taken.
    Invalid {
        /// Which; none where the value as a whole does not fit.
        field: Option<String>,
        /// What is wrong.
        message: String,
    },
    /// The body is no JSON.
    NotJson,
    /// The body is longer than any request needs.
    TooLarge,
    /// The body is of another type.
    WrongType,
    /// The token asks too often.
    TooMany {
        /// How long to wait.
        wait: Duration,
    },
    /// The store failed; nothing was changed.
    Unavailable,
    /// The server's disk is full; nothing was changed.
    Full,
}

/// What went wrong.
#[derive(Serialize, ToSchema)]
pub struct Problem {
    /// For programs: it stays the same when the words change.
    #[schema(example = "missing_scope")]
    code: &'static str,
    /// For people.
    #[schema(
        example = "This token lacks the scope applications:move. Make one that has it in Settings → API tokens."
    )]
    message: String,
    /// The field, parameter or header that is wrong, where one is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    field: Option<String>,
    /// The scope that the token lacks.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, nullable = false, example = "applications:move")]
    scope: Option<Scope>,
    /// Where the application stands now, if it was moved meanwhile.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    current: Option<move_to::Moved>,
}

impl ApiError {
    fn status(&self) -> StatusCode {
        match self {
            Self::Unauthorized { .. } => StatusCode::UNAUTHORIZED,
            Self::MissingScope(_) | Self::RoleForbids => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::NoMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::Moved(_) => StatusCode::CONFLICT,
            Self::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::NotJson => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::WrongType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable | Self::Full => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Unauthorized { .. } => "unauthorized",
            Self::MissingScope(_) => "missing_scope",
            Self::RoleForbids => "role_forbids",
            Self::NotFound => "not_found",
            Self::NoMethod => "method_not_allowed",
            Self::Moved(_) => "moved_meanwhile",
            Self::Invalid { .. } => "invalid",
            Self::NotJson => "not_json",
            Self::TooLarge => "too_large",
            Self::WrongType => "unsupported_media_type",
            Self::TooMany { .. } => "too_many_requests",
            Self::Unavailable => "unavailable",
            Self::Full => "disk_full",
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Unauthorized { presented: false } => {
                "Send a token: Authorization: Bearer clara_…. Tokens are made in Settings → API tokens."
            }
            Self::Unauthorized { presented: true } => {
                "This token is unknown, expired or revoked, or its maker left the organization."
            }
            Self::MissingScope(scope) => {
                return format!(
                    "This token lacks the scope {scope}. Make one that has it in Settings → API tokens."
                );
            }
            Self::RoleForbids => "The role of the member who made this token does not allow this.",
            Self::NotFound => "There is no such thing, or not for this token.",
            Self::NoMethod => "This address does not take this method.",
            Self::Moved(_) => {
                "The application was moved meanwhile; nothing was changed. `current` says where it stands."
            }
            Self::Invalid { message, .. } => message,
            Self::NotJson => "The body is not JSON.",
            Self::TooLarge => "The body is too large.",
            Self::WrongType => "Send JSON, with Content-Type: application/json.",
            Self::TooMany { .. } => "This token asks too often. Wait as long as Retry-After says.",
            Self::Unavailable => {
                "CLARA cannot reach its database. Nothing was changed. Try again in a moment."
            }
            Self::Full => {
                "CLARA's disk is full. Nothing was changed. Whoever runs this installation has to make room on it."
            }
        }
        .to_owned()
    }

    /// The header that says what to do about it.
    fn header(&self) -> Option<(header::HeaderName, HeaderValue)> {
        match self {
            Self::Unauthorized { presented } => Some((
                header::WWW_AUTHENTICATE,
                HeaderValue::from_static(if *presented {
                    "Bearer realm=\"CLARA\", error=\"invalid_token\""
                } else {
                    "Bearer realm=\"CLARA\""
                }),
            )),
            // Whole seconds, rounded up: a client that waits so long is let in.
            Self::TooMany { wait } => Some((
                header::RETRY_AFTER,
                HeaderValue::from(wait.as_millis().div_ceil(1000).max(1) as u64),
            )),
            _ => None,
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, code, message) = (self.status(), self.code(), self.message());
        let header = self.header();
        let mut problem = Problem {
            code,
            message,
            field: None,
            scope: None,
            current: None,
        };
        match self {
            Self::MissingScope(scope) => problem.scope = Some(scope),
            Self::Invalid { field, .. } => problem.field = field,
            Self::Moved(current) => problem.current = Some((*current).into()),
            _ => {}
        }
        let mut response = (status, Json(problem)).into_response();
        response.headers_mut().extend(header);
        response
    }
}

impl From<hiring::Error> for ApiError {
    fn from(error: hiring::Error) -> Self {
        match error {
            hiring::Error::NotFound => Self::NotFound,
            hiring::Error::Conflict { current } => Self::Moved(current),
            hiring::Error::Invalid { field, message } => Self::Invalid {
                field: Some(field.to_owned()),
                message,
            },
            hiring::Error::Forbidden(_) => Self::RoleForbids,
            hiring::Error::Full => {
                tracing::error!(%error, "API request not done");
                Self::Full
            }
            hiring::Error::Unavailable(_) | hiring::Error::Outdated => {
                tracing::error!(%error, "API request not done");
                Self::Unavailable
            }
        }
    }
}

impl From<Refused> for ApiError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Scope(scope) => Self::MissingScope(scope),
            Refused::Role(_) => Self::RoleForbids,
        }
    }
}

/// No route of the API.
pub async fn no_route() -> ApiError {
    ApiError::NotFound
}

/// A route, with another method.
pub async fn no_method() -> ApiError {
    ApiError::NoMethod
}
