//! `/unsubscribe/{token}`: ends mails of news, without a session (RFC 8058). Looking shows a button; mail readers post by themselves.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use hiring::{Secret, notifications};

use super::review::{Stylesheet, page};
use super::trouble;
use crate::state::AppState;

/// Changes nothing, and tells nobody whether the link is one.
pub async fn look(Extension(style): Extension<Stylesheet>) -> Response {
    page(
        StatusCode::OK,
        app::review::unsubscribe(style.frame(), false),
    )
}

/// No more mails of news. The answer is the same for a link that is none.
pub async fn unsubscribe(
    State(state): State<AppState>,
    Extension(style): Extension<Stylesheet>,
    Path(link): Path<String>,
) -> Response {
    match notifications::unsubscribe(&state.store, &Secret::new(link)).await {
        Ok(()) | Err(hiring::Error::NotFound) => page(
            StatusCode::OK,
            app::review::unsubscribe(style.frame(), true),
        ),
        Err(error) => {
            tracing::error!(%error, "mails not ended");
            trouble::unavailable(&error)
        }
    }
}
