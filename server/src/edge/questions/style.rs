//! `GET /questions.css`: how the form looks.

use std::sync::LazyLock;

use axum::response::IntoResponse;

use crate::edge::compiled_in;

/// Where it is served.
pub const PATH: &str = "/questions.css";

const STYLE: &str = concat!(
    include_str!("../../../../style/tokens.css"),
    include_str!("../../../../style/questions.css")
);

/// Where this version is.
pub static ADDRESS: LazyLock<String> = LazyLock::new(|| compiled_in::address(PATH, STYLE));

/// The style sheet.
pub async fn style() -> impl IntoResponse {
    compiled_in::answer("text/css; charset=utf-8", STYLE)
}
