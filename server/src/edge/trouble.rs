//! The answer while the database or the disk does not do its part: 503, what happened, what was kept, what to do.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// How long whoever asked may wait before asking again, in seconds.
const RETRY_AFTER: &str = "5";

/// How long an edge may take that asks nobody but the store. The store gives up sooner by itself, unless the line to the database
/// goes dead in the middle of a question.
pub const STORE_ONLY: Duration = Duration::from_secs(10);

/// How long the rendering of a page may stand still before it is begun anew. The store gives up in less.
pub const STANDS_STILL: Duration = Duration::from_secs(7);

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

/// Renders a page once more where it stands still. In Leptos 0.8 a page on the server may, seldom, miss that what it waits for has come: its threads
/// look for it while it comes (issues 4851 and 4673 of Leptos, of which 0.8.23 mends the most). A page is whole before its first byte leaves, and looking
/// changes nothing, so that it can be begun anew.
pub async fn once_more(State(longest): State<Duration>, request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let first = next.clone().run(Request::from_parts(parts.clone(), body));
    match tokio::time::timeout(longest, first).await {
        Ok(response) => response,
        Err(_) => {
            metrics::counter!("clara_pages_begun_anew_total").increment(1);
            tracing::warn!("a page stood still and is rendered once more");
            next.run(Request::from_parts(parts, Body::empty())).await
        }
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::middleware::from_fn_with_state;
    use axum::routing::any;
    use axum::{Router, http};
    use tower::ServiceExt;

    use super::*;

    /// Stands still when it is called first; answers how often it was called, and the status.
    async fn called(method: Method) -> (usize, Option<StatusCode>) {
        let calls = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&calls);
        let page = any(move || async move {
            if counted.fetch_add(1, Ordering::SeqCst) == 0 {
                std::future::pending::<()>().await;
            }
        });
        let short = Duration::from_millis(20);
        let pages = Router::new()
            .route("/", page)
            .layer(from_fn_with_state(short, once_more));
        let request = http::Request::builder().method(method);
        let request = request.body(Body::empty()).expect("a request");
        let answer = tokio::time::timeout(short * 10, pages.oneshot(request)).await;
        let status = answer.ok().and_then(Result::ok);
        (
            calls.load(Ordering::SeqCst),
            status.map(|answer| answer.status()),
        )
    }

    #[tokio::test]
    async fn a_page_that_stands_still_is_rendered_once_more_and_nothing_else_is() {
        assert_eq!(called(Method::GET).await, (2, Some(StatusCode::OK)));
        assert_eq!(called(Method::POST).await, (1, None));
    }
}
