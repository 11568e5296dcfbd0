//! `GET /q/{token}`: the form as it stands. Changes nothing, whoever looks.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use hiring::follow_ups;
use serde::Deserialize;

use super::draw::{self, Said};
use super::{page, refused};
use crate::state::AppState;

/// What the redirect after saving adds.
#[derive(Deserialize)]
pub struct Asked {
    saved: Option<String>,
}

/// The form; or that it was sent, or declined.
pub async fn show(
    State(state): State<AppState>,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    match follow_ups::open(&state.store, &token).await {
        Ok(form) => {
            let said = if asked.saved.is_some() {
                Said::Saved
            } else {
                Said::Nothing
            };
            page(StatusCode::OK, draw::form(&form, &said))
        }
        Err(error) => refused(&error),
    }
}
