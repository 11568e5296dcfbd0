//! `POST /auth/invitation`: accepts an invitation by the link from a mail, and signs in.

use axum::extract::State;
use axum::response::Redirect;
use axum::{Extension, Form};
use axum_extra::extract::cookie::CookieJar;
use hiring::Secret;
use hiring::invitations::{self, Acceptance};
use hiring::sessions::{SessionToken, SignInError};
use serde::Deserialize;

use super::{back_to, fault, page_of};
use crate::edge::client::Client;
use crate::edge::session;
use crate::state::AppState;

/// What the form sends: a name and a password for a new account, the password of one that there is, or neither where its session proves it.
#[derive(Deserialize)]
pub struct AcceptInvitation {
    token: String,
    #[serde(default)]
    name: String,
    password: Option<String>,
}

/// Goes on to the jobs, in the organization that invited; what went wrong goes back to the page of the link, which still works.
pub async fn accept_invitation(
    State(state): State<AppState>,
    Client(client): Client,
    session: Option<Extension<SessionToken>>,
    cookies: CookieJar,
    Form(form): Form<AcceptInvitation>,
) -> (CookieJar, Redirect) {
    let page = page_of("/invitation", &form.token);
    let with = Acceptance {
        name: &form.name,
        password: form.password.map(Secret::new),
        session: session.as_ref().map(|Extension(session)| session),
    };
    let back = match invitations::accept(&state.store, &form.token, &with, &client).await {
        Ok((token, _)) => {
            return (
                cookies.add(session::begin(&state.config.url, &token)),
                Redirect::to("/jobs"),
            );
        }
        Err(SignInError::Wrong) => back_to(&page, "wrong", None),
        Err(SignInError::Throttled { retry_after }) => {
            back_to(&page, "throttled", Some(retry_after))
        }
        Err(SignInError::Store(hiring::Error::Invalid { field, .. })) => {
            back_to(&page, field, None)
        }
        // The page itself says that the link is dead.
        Err(SignInError::Store(hiring::Error::NotFound)) => Redirect::to(&page),
        Err(SignInError::Store(error)) => {
            tracing::error!(%error, "invitation not accepted");
            back_to(&page, fault(&error), None)
        }
    };
    (cookies, back)
}
