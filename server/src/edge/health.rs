//! `GET /healthz`: the process answers. `GET /readyz`: it can serve, or which part cannot.

use axum::extract::State;
use axum::http::StatusCode;
use hiring::readiness;

use crate::state::AppState;

/// Says so; touches nothing else.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// One line a part. 503 where one of them is not ready: whoever sends requests here sends them elsewhere meanwhile.
pub async fn readyz(State(state): State<AppState>) -> (StatusCode, String) {
    let store = readiness::check(&state.store).await;
    let parts = [
        ("database", store.database),
        ("schema", store.schema),
        ("files", store.files),
        ("workers", state.workers.is_alive()),
        ("mails", state.mails.is_alive()),
        ("accepting", !state.stopping.is_cancelled()),
    ];
    let status = if parts.iter().all(|(_, ready)| *ready) {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let lines = parts
        .iter()
        .map(|(part, ready)| format!("{part}: {}\n", if *ready { "ok" } else { "not ready" }))
        .collect();
    (status, lines)
}
