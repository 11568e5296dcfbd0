//! `POST /auth/sign-out`

use reqwest::Method;

use crate::support::TestApp;

#[tokio::test]
async fn the_token_is_dead_even_if_it_was_copied() {
    let app = TestApp::start().await;
    let mut owner = app.owner().await;
    let copied = owner.cookie().unwrap().to_owned();
    let answer = owner.post_form("/auth/sign-out", &[("", "")]).await;
    assert_eq!(
        (answer.status.as_u16(), answer.location()),
        (303, "/sign-in")
    );
    let mut thief = app.stranger();
    thief.present(&copied);
    assert!(thief.get("/jobs").await.location().starts_with("/sign-in"));
}

#[tokio::test]
async fn another_site_cannot_sign_anybody_out() {
    let app = TestApp::start().await;
    let mut owner = app.owner().await;
    for origin in ["https://evil.example", "null"] {
        let request = owner
            .request(Method::POST, "/auth/sign-out")
            .header("origin", origin);
        assert_eq!(owner.send(request).await.status, 403);
    }
    assert_eq!(owner.get("/jobs").await.status, 200);
}

#[tokio::test]
async fn a_get_changes_nothing() {
    let app = TestApp::start().await;
    let mut owner = app.owner().await;
    assert_ne!(owner.get("/auth/sign-out").await.status, 200);
    assert_eq!(owner.get("/jobs").await.status, 200);
}
