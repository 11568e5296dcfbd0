//! Ids, parameters and bodies of requests, parsed once; what does not fit is refused with the name of the field.

use std::str::FromStr;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::error::ApiError;
use crate::state::AppState;

/// The id in a path. Nonsense is not found: nothing can have such an id.
pub struct Id<T>(pub T);

/// The query.
pub struct Params<T>(pub T);

/// A body in JSON.
pub struct Body<T>(pub T);

/// How many items a page holds: 1 to [`Limit::MAX`].
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "u32")]
pub struct Limit(u32);

impl Limit {
    const DEFAULT: u32 = 50;
    const MAX: u32 = 200;

    /// The number.
    pub fn get(self) -> u32 {
        self.0
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(Self::DEFAULT)
    }
}

impl TryFrom<u32> for Limit {
    type Error = String;

    fn try_from(limit: u32) -> Result<Self, String> {
        if (1..=Self::MAX).contains(&limit) {
            Ok(Self(limit))
        } else {
            Err(format!("a page holds 1 to {} items", Self::MAX))
        }
    }
}

impl<T: FromStr> FromRequestParts<AppState> for Id<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let Path(id) = Path::<String>::from_request_parts(parts, state)
            .await
            .map_err(|_| ApiError::NotFound)?;
        id.parse().map(Self).map_err(|_| ApiError::NotFound)
    }
}

impl<T: DeserializeOwned> FromRequestParts<AppState> for Params<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ApiError> {
        let query = parts.uri.query().unwrap_or_default();
        let pairs = url::form_urlencoded::parse(query.as_bytes());
        serde_path_to_error::deserialize(serde_urlencoded::Deserializer::new(pairs))
            .map(Self)
            .map_err(invalid)
    }
}

impl<T: DeserializeOwned> FromRequest<AppState> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, ApiError> {
        if !is_json(request.headers()) {
            return Err(ApiError::WrongType);
        }
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|refused| match refused {
                BytesRejection::FailedToBufferBody(_) => ApiError::TooLarge,
                _ => ApiError::NotJson,
            })?;
        let json: serde_json::Value =
            serde_json::from_slice(&bytes).map_err(|_| ApiError::NotJson)?;
        serde_path_to_error::deserialize(json)
            .map(Self)
            .map_err(invalid)
    }
}

/// `application/json`, with or without parameters.
fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok()?.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// Where the value does not fit, and why. What is missing has no place, but is named in the message.
fn invalid<E: std::fmt::Display>(error: serde_path_to_error::Error<E>) -> ApiError {
    let place = error.path().to_string();
    ApiError::Invalid {
        field: (place != ".").then_some(place),
        message: error.inner().to_string(),
    }
}
