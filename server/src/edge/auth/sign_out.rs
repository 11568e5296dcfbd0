//! `POST /auth/sign-out`: ends the session, here and on the server.

use axum::Extension;
use axum::extract::State;
use axum::response::{Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use hiring::sessions::{self, SessionToken};

use crate::edge::{session, trouble};
use crate::state::AppState;

/// Forgets the token and the cookie. Without a session there is nothing to end, which is fine; one that could not be ended goes on, and that is said.
pub async fn sign_out(
    State(state): State<AppState>,
    token: Option<Extension<SessionToken>>,
    cookies: CookieJar,
) -> Result<(CookieJar, Redirect), Response> {
    if let Some(Extension(token)) = token
        && let Err(error) = sessions::sign_out(&state.store, &token).await
    {
        tracing::error!(%error, "session not ended");
        return Err(trouble::unavailable(&error));
    }
    Ok((
        cookies.add(session::end(&state.config.url)),
        Redirect::to("/sign-in"),
    ))
}
