//! `X-Request-Id`, on every route

use reqwest::Method;
use sqlx::{AnyConnection, Connection, Executor};

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

#[tokio::test]
async fn whoever_asked_for_a_page_gets_one_and_a_program_plain_words() {
    let app = TestApp::start().await;
    let mut owner = app.owner().await;
    app.store().close().await;
    for path in ["/jobs", "/settings/integrations", "/review/none"] {
        let request = owner.request(Method::GET, path);
        let page = owner.send(request.header("accept", "text/html")).await;
        assert_eq!(page.status, 503, "{path}");
        assert!(page.header("content-type").starts_with("text/html"));
        assert!(page.body.contains("<h1>"), "{}", page.body);
        assert!(page.body.contains("Try again"), "{}", page.body);
        assert!(!page.header("content-security-policy").is_empty());
        let id = page.header("x-request-id").to_owned();
        assert!(page.body.contains(&id), "{}", page.body);
        let words = owner.get(path).await;
        assert!(words.header("content-type").starts_with("text/plain"));
    }
}

/// Takes a table away, past the store: what reads it fails, everything else goes on.
async fn take_jobs_away(app: &TestApp) {
    sqlx::any::install_default_drivers();
    let database = app.folder().join("clara.db");
    let mut beside = AnyConnection::connect(&format!("sqlite://{}", database.display()))
        .await
        .unwrap();
    beside
        .execute("ALTER TABLE jobs RENAME TO jobs_away")
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_and_a_server_function_show_the_reference_of_what_failed() {
    let app = TestApp::start().await;
    let mut owner = app.owner().await;
    take_jobs_away(&app).await;
    let answer = owner.call("jobs/list", "").await;
    assert_eq!(answer.status, 503);
    let id = answer.header("x-request-id").to_owned();
    assert!(answer.body.contains(&id), "{}", answer.body);
    let page = owner.get("/jobs").await;
    let id = page.header("x-request-id").to_owned();
    assert!(page.body.contains(&format!("<code>{id}<")), "{}", page.body);
}
