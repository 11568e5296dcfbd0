//! Who calls: a bearer token of the partner app, or the account's API key; and what it may.

use std::{collections::BTreeSet, time::Instant};

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use subtle::ConstantTimeEq;

use crate::{
    app::{App, Shared},
    error::ApiError,
    state::now,
    trouble::too_many_requests,
};

/// The holder of a valid credential. A handler takes it and asks [`Caller::may`] before it does anything.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    /// What the rate limit and the list of webhooks go by.
    pub owner: Owner,
    bucket: String,
    /// `None`: an API key, which may everything.
    scopes: Option<BTreeSet<String>>,
}

/// To whom a webhook belongs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Owner {
    App { client_id: String },
    ApiKey,
}

/// Reading or writing; a scope to write includes reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Write,
}

impl Caller {
    /// # Errors
    /// 403 where no scope of the token covers the access to the resource.
    pub fn may(&self, access: Access, resource: &str) -> Result<(), ApiError> {
        let Some(scopes) = &self.scopes else {
            return Ok(());
        };
        let write = format!("{resource}:write:admin");
        let read = format!("{resource}:read:admin");
        if scopes.contains(&write) || (access == Access::Read && scopes.contains(&read)) {
            return Ok(());
        }
        let needed = if access == Access::Read { read } else { write };
        Err(ApiError::forbidden(format!(
            "The token lacks the scope {needed}"
        )))
    }

    /// Whether confidential postings and their opportunities are visible.
    pub fn sees_confidential(&self) -> bool {
        self.scopes
            .as_ref()
            .is_none_or(|scopes| scopes.contains("confidential:access:admin"))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| ApiError::unauthorized("Unauthorized"))
    }
}

/// The layer of the API that finds the caller and holds it to its rate.
pub(crate) async fn authenticate(
    State(app): State<Shared>,
    mut request: Request,
    next: Next,
) -> Response {
    let header = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let caller = match caller(&app, header) {
        Ok(caller) => caller,
        Err(refused) => return refused.into_response(),
    };
    let switches = app.switches();
    let rate = switches.requests_per_second;
    if switches.limiter && !app.limiter.admit(&caller.bucket, rate, Instant::now()) {
        return too_many_requests(&app);
    }
    request.extensions_mut().insert(caller);
    next.run(request).await
}

/// 401, but for a token of another environment, whose signing key is not known here.
fn refusal(app: &App, token: &str) -> ApiError {
    let issuer = (token.split('.').nth(1))
        .and_then(|claims| URL_SAFE_NO_PAD.decode(claims).ok())
        .and_then(|claims| serde_json::from_slice::<Value>(&claims).ok())
        .and_then(|claims| claims["iss"].as_str().map(str::to_owned));
    match issuer {
        Some(issuer) if issuer != format!("{}/", app.origin) => ApiError::other_environment(),
        _ => ApiError::unauthorized("Invalid or expired access token"),
    }
}

fn caller(app: &App, header: &str) -> Result<Caller, ApiError> {
    if let Some(token) = header.strip_prefix("Bearer ") {
        return app.read(|world| {
            let grant = world
                .oauth
                .grant_of_access_token(token, now())
                .ok_or_else(|| refusal(app, token))?;
            Ok(Caller {
                owner: Owner::App {
                    client_id: grant.client_id.clone(),
                },
                // Lever documents the limit by credential; for OAuth that is the grant.
                bucket: grant.id.clone(),
                scopes: Some(grant.scopes.clone()),
            })
        });
    }
    if let Some(encoded) = header.strip_prefix("Basic ") {
        let decoded = STANDARD.decode(encoded).unwrap_or_default();
        let expected = format!("{}:", app.facts.api_key);
        if bool::from(decoded.ct_eq(expected.as_bytes())) {
            return Ok(Caller {
                owner: Owner::ApiKey,
                bucket: "api key".to_owned(),
                scopes: None,
            });
        }
    }
    Err(ApiError::unauthorized("Unauthorized"))
}
