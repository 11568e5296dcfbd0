//! Who asks and what for: the token in the `Authorization` header, turned into the permit that a handler names.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use hiring::api_tokens::{self, Bearer, RequestKey, Scoped};
use hiring::{Permit, Secret, Store};

use super::error::ApiError;
use crate::state::AppState;

/// A handler that takes this runs only for a valid token with the scope, whose maker's role allows it, and which does not ask too often.
pub struct Allowed<S: Scoped> {
    /// Everything that is kept.
    pub store: Store,
    /// The proof.
    pub permit: Permit<S::Right>,
    bearer: Bearer,
}

impl<S: Scoped> Allowed<S> {
    /// The request's `Idempotency-Key`, if it has one.
    ///
    /// # Errors
    /// [`ApiError::Invalid`] if it cannot be taken.
    pub fn request_key(&self, headers: &HeaderMap) -> Result<Option<RequestKey>, ApiError> {
        headers
            .get("idempotency-key")
            // What is no text is no key either: refused as an empty one.
            .map(|key| self.bearer.request_key(key.to_str().unwrap_or_default()))
            .transpose()
            .map_err(ApiError::from)
    }
}

impl<S: Scoped> FromRequestParts<AppState> for Allowed<S> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let token = token(&parts.headers).ok_or(ApiError::Unauthorized { presented: false })?;
        let bearer = api_tokens::authenticate(&state.store, &token)
            .await?
            .ok_or(ApiError::Unauthorized { presented: true })?;
        state
            .api_rate
            .admit(bearer.token())
            .map_err(|wait| ApiError::TooMany { wait })?;
        Ok(Self {
            store: state.store.clone(),
            permit: bearer.permit::<S>()?,
            bearer,
        })
    }
}

/// RFC 6750: the scheme's name in any case, then the token.
fn token(headers: &HeaderMap) -> Option<Secret> {
    let (scheme, token) = headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| Secret::new(token.trim()))
}
