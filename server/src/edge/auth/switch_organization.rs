//! `POST /auth/organization`: carries the session into another organization of the same account.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};
use axum_extra::extract::cookie::CookieJar;
use hiring::sessions::{self, SessionToken};
use serde::Deserialize;

use crate::edge::{session, trouble};
use crate::state::AppState;

/// What the form sends.
#[derive(Deserialize)]
pub struct Switch {
    organization: String,
}

/// The session goes on under a new token; an organization that the account does not belong to does not exist.
pub async fn switch_organization(
    State(state): State<AppState>,
    token: Option<Extension<SessionToken>>,
    cookies: CookieJar,
    Form(form): Form<Switch>,
) -> Result<(CookieJar, Redirect), Response> {
    let Some(Extension(token)) = token else {
        return Ok((cookies, Redirect::to("/sign-in")));
    };
    let organization = form
        .organization
        .parse()
        .map_err(|_| StatusCode::NOT_FOUND.into_response())?;
    match sessions::switch_organization(&state.store, &token, organization).await {
        Ok((token, _)) => Ok((
            cookies.add(session::begin(&state.config.url, &token)),
            Redirect::to("/jobs"),
        )),
        Err(hiring::Error::NotFound) => Err(StatusCode::NOT_FOUND.into_response()),
        Err(error) => {
            tracing::error!(%error, "organization not switched");
            Err(trouble::unavailable(&error))
        }
    }
}
