//! `GET /review.js`: keeps words and decisions while the network is away, and lets a swipe decide.

use std::sync::LazyLock;

use axum::response::IntoResponse;

use crate::edge::compiled_in;

/// Where it is served.
pub const PATH: &str = "/review.js";

const SCRIPT: &str = include_str!("script.js");

/// Where this version is.
pub static ADDRESS: LazyLock<String> = LazyLock::new(|| compiled_in::address(PATH, SCRIPT));

/// The script.
pub async fn script() -> impl IntoResponse {
    compiled_in::answer("text/javascript; charset=utf-8", SCRIPT)
}
