//! `POST /auth/sign-in`: mail address and password for a session.

use axum::extract::State;
use axum::response::Redirect;
use axum::{Extension, Form};
use axum_extra::extract::cookie::CookieJar;
use hiring::Secret;
use hiring::sessions::{self, SessionToken, SignInError};
use serde::Deserialize;

use super::{fault, local_path};
use crate::edge::client::Client;
use crate::edge::session;
use crate::state::AppState;

/// What the form sends.
#[derive(Deserialize)]
pub struct SignIn {
    email: String,
    password: String,
    next: Option<String>,
}

/// Starts a session under a fresh token, whatever cookie came with the request, and ends the one that it held; a wrong try goes back to the form.
pub async fn sign_in(
    State(state): State<AppState>,
    Client(client): Client,
    before: Option<Extension<SessionToken>>,
    cookies: CookieJar,
    Form(form): Form<SignIn>,
) -> (CookieJar, Redirect) {
    let next = local_path(form.next.as_deref());
    let (error, wait) = match sessions::sign_in(
        &state.store,
        &form.email,
        &Secret::new(form.password),
        &client,
    )
    .await
    {
        Ok((token, _)) => {
            if let Some(Extension(before)) = before
                && let Err(error) = sessions::sign_out(&state.store, &before).await
            {
                // It ends by itself when it is idle for long enough.
                tracing::error!(%error, "the session before was not ended");
            }
            return (
                cookies.add(session::begin(&state.config.url, &token)),
                Redirect::to(next),
            );
        }
        Err(SignInError::Wrong) => ("wrong", None),
        Err(SignInError::Throttled { retry_after }) => {
            ("throttled", Some(retry_after.as_secs().max(1).to_string()))
        }
        Err(SignInError::Store(error)) => {
            tracing::error!(%error, "sign-in failed");
            (fault(&error), None)
        }
    };
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("error", error)
        .extend_pairs(wait.map(|seconds| ("wait", seconds)))
        .append_pair("next", next)
        .finish();
    (cookies, Redirect::to(&format!("/sign-in?{query}")))
}
