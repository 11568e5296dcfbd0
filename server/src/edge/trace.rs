//! Every request by its id: taken or given, in every line that is logged on the way, in the answer. Addresses are told by their route's template,
//! for paths and queries hold ids of people, words of searches and secrets of webhooks.

use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures::FutureExt;
use tracing::Instrument;

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// No longer than that, and of letters, digits and `-_.` alone: it stands in logs and on pages.
const LONGEST_ID: usize = 64;

/// What a person quotes and a log is searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    /// The one that a proxy gave, so that its log and ours tell one story; else a fresh one.
    fn of(headers: &HeaderMap) -> Self {
        let given = headers.get(HEADER).and_then(|id| id.to_str().ok());
        match given {
            Some(id) if (1..=LONGEST_ID).contains(&id.len()) && id.bytes().all(is_plain) => {
                Self(id.to_owned())
            }
            _ => Self(uuid::Uuid::now_v7().to_string()),
        }
    }

    /// As it is quoted.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}

/// Follows a request from its arrival to its answer; one that panics is answered too.
pub async fn follow(mut request: Request, next: Next) -> Response {
    let id = RequestId::of(request.headers());
    let route = route(&request);
    let method = method(request.method());
    // An error's span, so that no filter takes the id off a line.
    let span = tracing::error_span!("request", id = id.as_str(), method, route = &*route);
    request.extensions_mut().insert(id.clone());
    async move {
        let began = Instant::now();
        let answer = AssertUnwindSafe(next.run(request)).catch_unwind().await;
        let mut response = answer.unwrap_or_else(|_| failed(&id));
        told(method, &route, response.status(), began.elapsed());
        if let Ok(id) = HeaderValue::from_str(id.as_str()) {
            response.headers_mut().insert(HEADER, id);
        }
        response
    }
    .instrument(span)
    .await
}

/// The template that the router matched: `/jobs/{job}`, never `/jobs/0189…`.
fn route(request: &Request) -> String {
    match request.extensions().get::<MatchedPath>() {
        Some(path) if path.as_str().starts_with("/pkg") => "/pkg".to_owned(),
        Some(path) => path.as_str().to_owned(),
        None => "none".to_owned(),
    }
}

/// A method of ours; anybody may send any other word.
fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// One measurement and one line a request; probes and files of the browser come too often for that.
fn told(method: &'static str, route: &str, status: StatusCode, took: Duration) {
    let elapsed_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    let status = status.as_u16();
    let labels = [
        ("method", method.to_owned()),
        ("route", route.to_owned()),
        ("status", status.to_string()),
    ];
    metrics::histogram!("clara_http_request_duration_seconds", &labels).record(took);
    if matches!(route, "/healthz" | "/readyz" | "/pkg") {
        tracing::debug!(status, elapsed_ms, "answered");
    } else {
        tracing::info!(status, elapsed_ms, "answered");
    }
}

/// What stands in place of an answer that a fault of ours prevented.
pub fn unavailable(id: &RequestId, what: &str) -> Response {
    let text = format!(
        "{what} Try again in a moment. If it stays so, tell whoever runs CLARA this reference: {}\n",
        id.as_str()
    );
    (StatusCode::SERVICE_UNAVAILABLE, text).into_response()
}

fn failed(id: &RequestId) -> Response {
    let mut response = unavailable(id, "CLARA could not do this.");
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_id_is_taken_over() {
        let id = |given: &'static str| {
            let headers = [(HEADER, HeaderValue::from_static(given))];
            RequestId::of(&headers.into_iter().collect())
        };
        assert_eq!(id("proxy-7.a_B").as_str(), "proxy-7.a_B");
        for strange in ["", "a b", "a\"}", "<b>", &"x".repeat(LONGEST_ID + 1)] {
            let headers = [(HEADER, HeaderValue::from_str(strange).expect("a header"))];
            let id = RequestId::of(&headers.into_iter().collect());
            assert_ne!(id.as_str(), strange);
            assert_eq!(id.as_str().len(), 36);
        }
    }
}
