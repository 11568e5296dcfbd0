//! The headers that tell a browser what a page of CLARA may do.

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;
use leptos::nonce::use_nonce;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use crate::config::PublicUrl;

/// For what is no page: nothing may run, nobody may frame it.
const NOTHING: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// Two years: a browser that came by https once never comes otherwise. Names below ours may belong to somebody else, so they are left out.
const HTTPS_ONLY: HeaderValue = HeaderValue::from_static("max-age=63072000");

/// Headers of every answer, whatever it is.
const ALWAYS: [(HeaderName, HeaderValue); 4] = [
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
];

/// Gives the page being rendered its content security policy, bound to the nonce of this one answer.
/// `authorities` are the origins at which an ATS asks for consent: a form that begins there is redirected to them.
pub fn provide_page_policy(authorities: &[String]) {
    if let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>())
        && let Ok(policy) = HeaderValue::from_str(&page_policy(&nonce, authorities))
    {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}

/// Scripts: our own files and inline ones with the nonce; WebAssembly may be compiled, strings may not be evaluated.
fn page_policy(nonce: &str, authorities: &[String]) -> String {
    let forms = authorities.join(" ");
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; \
         form-action 'self' {forms}; frame-ancestors 'none'"
    )
}

/// Adds [`ALWAYS`], [`HTTPS_ONLY`] where CLARA's address is https, and the strictest policy where the answer brings none of its own.
pub async fn secure(State(url): State<PublicUrl>, mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.extend(ALWAYS);
    if url.is_secure() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HTTPS_ONLY);
    }
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(NOTHING);
    response
}

/// Pages and answers about people stay out of every cache.
pub async fn keep_private(mut response: Response) -> Response {
    response
        .headers_mut()
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
