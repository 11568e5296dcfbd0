//! `POST /auth/reset-password`: sets a new password by a link from a mail, and signs the account out everywhere.

use axum::Form;
use axum::extract::State;
use axum::response::Redirect;
use hiring::Secret;
use hiring::passwords::reset;
use serde::Deserialize;

use super::{back_to, fault, page_of};
use crate::state::AppState;

/// What the form sends.
#[derive(Deserialize)]
pub struct ResetPassword {
    token: String,
    password: String,
}

/// Goes on to the sign-in page; a password that cannot be taken goes back to the form, whose link still works.
pub async fn reset_password(
    State(state): State<AppState>,
    Form(form): Form<ResetPassword>,
) -> Redirect {
    let page = page_of("/reset-password", &form.token);
    match reset::redeem(&state.store, &form.token, &Secret::new(form.password)).await {
        Ok(()) => Redirect::to("/sign-in?notice=reset"),
        Err(hiring::Error::Invalid { .. }) => back_to(&page, "password", None),
        // The page itself says that the link is dead.
        Err(hiring::Error::NotFound) => Redirect::to(&page),
        Err(error) => {
            tracing::error!(%error, "password not reset");
            back_to(&page, fault(&error), None)
        }
    }
}
