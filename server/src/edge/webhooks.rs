//! `POST /hooks/lever/{secret}`: what Lever announces. Stored before the answer; worked on later.

use axum::body::{Body, to_bytes};
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use integrations::webhook::{self, Received};

use super::trouble;
use crate::state::AppState;

/// A delivery holds ids only; more is not Lever's.
const MAX_BYTES: usize = 64 * 1024;

/// 200 once it is kept (or was before), 404 for an unknown address, 401 for a wrong signature, 413 for more than [`MAX_BYTES`],
/// 503 if it could not be kept: Lever sends it again then.
pub async fn receive(
    State(state): State<AppState>,
    Path(secret): Path<String>,
    request: Request<Body>,
) -> Response {
    let Ok(body) = to_bytes(request.into_body(), MAX_BYTES).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let status = match webhook::receive(&state.integrations, &secret, &body).await {
        Ok(Received::Stored | Received::Duplicate | Received::Ping) => StatusCode::OK,
        Ok(Received::Unknown) => StatusCode::NOT_FOUND,
        Ok(Received::Rejected(_)) => StatusCode::UNAUTHORIZED,
        Err(error) => {
            tracing::error!(%error, "webhook not kept");
            return trouble::unavailable(&error);
        }
    };
    status.into_response()
}
