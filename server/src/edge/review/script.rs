//! `GET /review.js`: keeps words and decisions while the network is away, and lets a swipe decide. Compiled in; a new version has a new address.

use std::sync::LazyLock;

use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;

/// Where it is served.
pub const PATH: &str = "/review.js";

const SCRIPT: &str = include_str!("script.js");

/// With the hash of its content, by which a browser may keep it for ever.
pub static ADDRESS: LazyLock<String> = LazyLock::new(|| {
    let hash = hiring::sha256_hex(SCRIPT);
    format!("{PATH}?v={}", &hash[..12])
});

/// The script.
pub async fn script() -> impl IntoResponse {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/javascript; charset=utf-8"),
        ),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        ),
    ];
    (headers, SCRIPT)
}
