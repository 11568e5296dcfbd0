//! Files that are compiled in, so that they never depend on the browser's half: a new version has a new address.

use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;

use super::assets::FOR_EVER;

/// The path with the hash of its content, by which a browser may keep it for ever.
pub fn address(path: &str, content: &str) -> String {
    let hash = hiring::sha256_hex(content);
    format!("{path}?v={}", &hash[..12])
}

/// The content, to be kept for ever.
pub fn answer(content_type: &'static str, content: &'static str) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (header::CACHE_CONTROL, FOR_EVER),
    ];
    (headers, content)
}
