//! `POST /auth/forgot-password`: sends a link to choose a new password. Whether the address has an account is not said.

use axum::Form;
use axum::extract::State;
use axum::response::Redirect;
use hiring::passwords::reset;
use hiring::sessions::SignInError;
use serde::Deserialize;

use super::{back_to, fault};
use crate::edge::client::Client;
use crate::state::AppState;

/// What the form sends.
#[derive(Deserialize)]
pub struct ForgotPassword {
    email: String,
}

/// Answers alike for every address.
pub async fn forgot_password(
    State(state): State<AppState>,
    Client(client): Client,
    Form(form): Form<ForgotPassword>,
) -> Redirect {
    match reset::request(&state.store, &form.email, client.address).await {
        Ok(()) | Err(SignInError::Wrong) => Redirect::to("/forgot-password?sent=1"),
        Err(SignInError::Throttled { retry_after }) => {
            back_to("/forgot-password", "throttled", Some(retry_after))
        }
        Err(SignInError::Store(error)) => {
            tracing::error!(%error, "password reset not begun");
            back_to("/forgot-password", fault(&error), None)
        }
    }
}
