//! `GET /questions.css`: how the form looks. Compiled in, so that it never depends on the browser's half; a new version has a new address.

use std::sync::LazyLock;

use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;

/// Where it is served.
pub const PATH: &str = "/questions.css";

const STYLE: &str = concat!(
    include_str!("../../../../style/tokens.css"),
    include_str!("../../../../style/questions.css")
);

/// With the hash of its content, by which a browser may keep it for ever.
pub static ADDRESS: LazyLock<String> = LazyLock::new(|| {
    let hash = hiring::sha256_hex(STYLE);
    format!("{PATH}?v={}", &hash[..12])
});

/// The style sheet.
pub async fn style() -> impl IntoResponse {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/css; charset=utf-8"),
        ),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        ),
    ];
    (headers, STYLE)
}
