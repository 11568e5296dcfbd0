//! The form of follow-up questions, behind the personal link in a candidate's mail. Plain HTML: it needs no JavaScript, no cookie and no account.
//!
//! The link is the credential, so these routes read no session, and it stands in no log: routes are told by their template. Looking (as mail
//! scanners do) changes nothing. A link that is wrong, too old or taken back gets one and the same answer.

mod draw;
mod entered;
pub mod preview;
mod show;
mod style;
mod submit;

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use maud::Markup;

use super::trouble;
use crate::state::AppState;

pub use entered::LONGEST_BODY;

/// How long sending a form may take: files come over slow lines.
pub const PATIENCE: Duration = Duration::from_secs(300);

/// Our own style sheet and nothing else: no script, no inline style.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);

/// Its routes, none of which reads the session.
pub fn routes() -> Vec<(&'static str, MethodRouter<AppState>)> {
    vec![
        ("/q/{token}", get(show::show).post(submit::submit)),
        (style::PATH, get(style::style)),
    ]
}

/// A page with its status and the headers that keep it to its reader.
fn page(status: StatusCode, markup: Markup) -> Response {
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (
            HeaderName::from_static("x-robots-tag"),
            HeaderValue::from_static("noindex, nofollow"),
        ),
    ];
    (status, headers, Html(markup.into_string())).into_response()
}

/// What whoever has a dead link is told, and what happens while the store does not answer.
fn refused(error: &hiring::Error) -> Response {
    match error {
        hiring::Error::NotFound => page(StatusCode::NOT_FOUND, draw::dead_link()),
        error => {
            tracing::error!(%error, "follow-up questions not reached");
            let mut response = trouble::unavailable(error);
            let what = trouble::what(error);
            let drawn = page(StatusCode::SERVICE_UNAVAILABLE, draw::unavailable(what));
            let (parts, body) = drawn.into_parts();
            response.headers_mut().extend(parts.headers);
            *response.body_mut() = body;
            response
        }
    }
}
