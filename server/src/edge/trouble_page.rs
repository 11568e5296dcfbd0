//! A fault of ours as a page: whoever asked for a page gets one, with the words that a program gets as plain text.

use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};

use super::review::Stylesheet;

/// Longer than any of our words about a fault, in bytes.
const LONGEST: usize = 4096;

/// Draws the page around what [`trouble`](super::trouble) and [`trace`](super::trace) answer.
pub async fn draw(State(style): State<Stylesheet>, request: Request, next: Next) -> Response {
    let asks_for_page =
        request.method() == Method::GET && says(request.headers(), &header::ACCEPT, "text/html");
    let response = next.run(request).await;
    let is_fault = response.status().is_server_error()
        && says(response.headers(), &header::CONTENT_TYPE, "text/plain");
    if !asks_for_page || !is_fault {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(words) = to_bytes(body, LONGEST).await else {
        return parts.status.into_response();
    };
    parts.headers.remove(header::CONTENT_TYPE);
    parts.headers.remove(header::CONTENT_LENGTH);
    let page = app::review::trouble(style.frame(), &String::from_utf8_lossy(&words));
    // Its own kind of content wins over the one that was taken away.
    (parts.status, parts.headers, Html(page)).into_response()
}

fn says(headers: &HeaderMap, name: &header::HeaderName, what: &str) -> bool {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains(what))
}
