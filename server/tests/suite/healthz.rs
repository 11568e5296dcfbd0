//! `GET /healthz`

use crate::support::TestApp;

#[tokio::test]
async fn it_answers_and_carries_the_headers_of_every_answer() {
    let app = TestApp::start().await;
    let answer = app.stranger().get("/healthz").await;
    assert_eq!(
        (answer.status.as_u16(), answer.body.as_str()),
        (200, "ok\n")
    );
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(
        answer.header("content-security-policy"),
        "default-src 'none'; frame-ancestors 'none'"
    );
}
