//! `X-Request-Id`, on every route

use reqwest::Method;

use crate::support::TestApp;

#[tokio::test]
async fn an_answer_carries_the_id_of_its_request() {
    let app = TestApp::start().await;
    let mut stranger = app.stranger();
    for path in ["/sign-in", "/nowhere", "/healthz", "/pkg/nothing.js"] {
        let request = stranger
            .request(Method::GET, path)
            .header("x-request-id", "proxy-7");
        let answer = stranger.send(request).await;
        assert_eq!(answer.header("x-request-id"), "proxy-7", "{path}");
        let first = stranger.get(path).await;
        let second = stranger.get(path).await;
        assert_eq!(first.header("x-request-id").len(), 36, "{path}");
        assert_ne!(
            first.header("x-request-id"),
            second.header("x-request-id"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_person_can_quote_the_id_of_what_failed() {
    let app = TestApp::start().await;
    let mut owner = app.owner().await;
    app.store().close().await;
    let answer = owner.get("/jobs").await;
    assert_eq!(answer.status, 503);
    let id = answer.header("x-request-id").to_owned();
    assert!(answer.body.contains(&id), "{}", answer.body);
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
}
