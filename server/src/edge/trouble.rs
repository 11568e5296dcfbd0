//! The answer while the database or the disk does not do its part: 503, what happened, what was kept, what to do.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// How long whoever asked may wait before asking again, in seconds.
const RETRY_AFTER: &str = "5";

/// How long an edge may take that asks nobody but the store. The store gives up sooner by itself, unless the line to the database
/// goes dead in the middle of a question.
pub const STORE_ONLY: Duration = Duration::from_secs(10);

/// How long a page or a server function may take; some ask the ATS.
pub const ANYTHING: Duration = Duration::from_secs(60);

/// What happened, what was kept, and what to do beside trying again.
pub fn what(error: &hiring::Error) -> &'static str {
    match error {
        hiring::Error::Full => {
            "CLARA's disk is full. Nothing was changed. Ask whoever runs this installation to make room on it; then everything goes on by itself."
        }
        _ => "CLARA cannot reach its database. Nothing was changed.",
    }
}

/// Nothing was changed, and it can be tried again.
pub fn unavailable(error: &hiring::Error) -> Response {
    answer(format!("{} Try again in a moment.\n", what(error)))
}

/// Gives a request up after a time, so that nobody waits for ever.
pub async fn in_time(State(longest): State<Duration>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(longest, next.run(request)).await {
        Ok(response) => response,
        Err(_) => answer(
            "This took too long and was given up. Look whether it was done before you try again.\n",
        ),
    }
}

fn answer(text: impl Into<String>) -> Response {
    (
        StatusCode::SERVICE_UNAVAILABLE,
        [(header::RETRY_AFTER, RETRY_AFTER)],
        text.into(),
    )
        .into_response()
}
