//! `GET /healthz`: the process answers.

/// Says so; touches nothing else.
pub async fn healthz() -> &'static str {
    "ok\n"
}
