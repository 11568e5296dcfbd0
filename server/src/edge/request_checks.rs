//! Refuses requests that another site makes a browser send: the check of every route that reads the session cookie.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::config::PublicUrl;

/// Lets reading requests pass, and unsafe ones only where the browser says that they come from CLARA's own pages:
/// `Sec-Fetch-Site: same-origin`, or our `Origin` from browsers that do not send the former.
pub async fn same_origin_only(
    State(url): State<PublicUrl>,
    request: Request,
    next: Next,
) -> Response {
    if is_safe(request.method()) || comes_from(&url, request.headers()) {
        return next.run(request).await;
    }
    (
        StatusCode::FORBIDDEN,
        "This request did not come from CLARA's own pages, so nothing was changed. Open CLARA and try again.\n",
    )
        .into_response()
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

fn comes_from(url: &PublicUrl, headers: &HeaderMap) -> bool {
    match headers.get("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => headers
            .get(header::ORIGIN)
            .is_some_and(|origin| origin == url.origin().as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    fn accepted(pairs: &[(&'static str, &'static str)]) -> bool {
        let url = "https://clara.example.org".parse().expect("valid");
        let headers = pairs
            .iter()
            .map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect();
        comes_from(&url, &headers)
    }

    #[test]
    fn only_our_own_pages_may_change_anything() {
        assert!(accepted(&[("sec-fetch-site", "same-origin")]));
        assert!(accepted(&[("origin", "https://clara.example.org")]));
        assert!(!accepted(&[]));
        assert!(!accepted(&[("sec-fetch-site", "same-site")]));
        assert!(!accepted(&[
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://clara.example.org")
        ]));
        assert!(!accepted(&[(
            "origin",
            "https://clara.example.org.evil.example"
        )]));
        assert!(!accepted(&[("origin", "null")]));
    }
}
