//! What went wrong as a page: whoever asked for a page gets one, with the words that a program gets as plain text.

use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::review::{Stylesheet, page};

/// Longer than any of our words about a fault, in bytes.
const LONGEST: usize = 4096;

/// What the layers that count a body say is for programs.
const TOO_LARGE: &str = "What you sent is longer than CLARA takes. Nothing was changed. Make it shorter, and send it again.";

/// Draws the page around what [`trouble`](super::trouble), [`trace`](super::trace) and the checks of what is sent answer.
pub async fn draw(State(style): State<Stylesheet>, request: Request, next: Next) -> Response {
    let is_sent = !matches!(*request.method(), Method::GET | Method::HEAD);
    let wants_page = prefers_page(request.headers()) && !is_call(&request);
    let response = next.run(request).await;
    if !wants_page || !is_fault(&response, is_sent) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(words) = to_bytes(body, LONGEST).await else {
        return parts.status.into_response();
    };
    let words = String::from_utf8_lossy(&words);
    let frame = style.frame();
    let html = match (is_sent, parts.status) {
        (false, _) => app::review::trouble(frame, &words),
        (true, StatusCode::PAYLOAD_TOO_LARGE) => app::review::not_done(frame, TOO_LARGE, true),
        // Where it came from is no page of ours.
        (true, StatusCode::FORBIDDEN) => app::review::not_done(frame, &words, false),
        (true, _) => app::review::not_done(frame, &words, true),
    };
    parts.headers.remove(header::CONTENT_TYPE);
    parts.headers.remove(header::CONTENT_LENGTH);
    let mut drawn = page(parts.status, html);
    drawn.headers_mut().extend(parts.headers);
    drawn
}

/// A server function or an operation of the API: whoever calls it reads the answer itself.
fn is_call(request: &Request) -> bool {
    request.uri().path().starts_with("/api/")
}

/// A fault of ours; where something was sent, also that it was not taken.
fn is_fault(response: &Response, is_sent: bool) -> bool {
    let status = response.status();
    let not_taken = [StatusCode::FORBIDDEN, StatusCode::PAYLOAD_TOO_LARGE].contains(&status);
    let is_text = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("text/plain"));
    is_text && (status.is_server_error() || is_sent && not_taken)
}

/// Whether nothing is rather wanted than a page. Browsers say so where a person looks at the answer; programs ask for JSON, or take anything.
fn prefers_page(headers: &HeaderMap) -> bool {
    let wish = |kind: &str| {
        headers
            .get_all(header::ACCEPT)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .filter_map(|part| weight(part, kind))
            .fold(0.0, f32::max)
    };
    let page = wish("text/html");
    page > 0.0 && page >= wish("application/json") && page >= wish("text/plain")
}

/// How much a part of `Accept` wants a kind of content, from 0 to 1; none if it is about another kind.
fn weight(part: &str, kind: &str) -> Option<f32> {
    let mut parts = part.split(';').map(str::trim);
    parts.next().filter(|of| of.eq_ignore_ascii_case(kind))?;
    let weight = parts.find_map(|parameter| parameter.strip_prefix("q="));
    Some(weight.map_or(1.0, |weight| weight.parse().unwrap_or(0.0)))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http;
    use axum::http::HeaderValue;
    use axum::middleware::{from_fn, from_fn_with_state};
    use axum::routing::any;
    use axum::{Router, response::Html};
    use tower::ServiceExt;

    use super::*;
    use crate::edge::trace;

    fn prefers(accept: &'static str) -> bool {
        let headers = [(header::ACCEPT, HeaderValue::from_static(accept))];
        prefers_page(&headers.into_iter().collect())
    }

    #[test]
    fn a_page_is_for_whom_nothing_is_better() {
        assert!(prefers("text/html"));
        assert!(prefers(
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
        ));
        assert!(prefers("application/json;q=0.5, text/html"));
        assert!(!prefers("application/json, text/html;q=0.5"));
        assert!(!prefers("text/html;q=0"));
        assert!(!prefers("text/html;q=much"));
        assert!(!prefers("*/*"));
        assert!(!prefers("application/json"));
        assert!(!prefers_page(&HeaderMap::new()));
    }

    /// What whoever sends a form is answered by a handler.
    async fn sent<H: Future<Output = Html<&'static str>> + Send + 'static>(
        handler: impl FnOnce() -> H + Clone + Send + Sync + 'static,
    ) -> (http::response::Parts, String) {
        let router = Router::new()
            .route("/", any(handler))
            .layer(from_fn(trace::follow))
            .layer(from_fn_with_state(Stylesheet("/x.css".into()), draw));
        let request = http::Request::post("/").header(header::ACCEPT, "text/html");
        let request = request.body(Body::empty()).expect("a request");
        let (parts, body) = router
            .oneshot(request)
            .await
            .expect("an answer")
            .into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a body");
        (parts, String::from_utf8_lossy(&body).into_owned())
    }

    async fn breaks() -> Html<&'static str> {
        panic!("it breaks")
    }

    async fn goes_well() -> Html<&'static str> {
        Html("done")
    }

    #[tokio::test]
    async fn what_broke_is_told_on_a_page_with_its_reference() {
        let (parts, body) = sent(breaks).await;
        assert_eq!(parts.status, StatusCode::INTERNAL_SERVER_ERROR);
        let reference = &parts.headers["x-request-id"];
        assert!(body.contains("Back"), "{body}");
        assert!(body.contains(reference.to_str().expect("an id")), "{body}");
    }

    #[tokio::test]
    async fn what_went_well_stays_as_it_is() {
        let (parts, body) = sent(goes_well).await;
        assert_eq!((parts.status, &*body), (StatusCode::OK, "done"));
    }
}
