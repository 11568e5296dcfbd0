//! `POST /auth/forgot-password`, `POST /auth/reset-password`, and their pages

use insta::assert_snapshot;

use crate::support::{PASSWORD, TestApp};

const EMAIL: &str = "recruiter@acme.example";

async fn ask(app: &TestApp, email: &str) -> String {
    let form = [("email", email)];
    let answer = app
        .stranger()
        .post_form("/auth/forgot-password", &form)
        .await;
    answer.location().to_owned()
}

async fn reset(app: &TestApp, link: &str, password: &str) -> String {
    let token = link.rsplit('/').next().unwrap();
    let form = [("token", token), ("password", password)];
    let answer = app
        .stranger()
        .post_form("/auth/reset-password", &form)
        .await;
    answer.location().to_owned()
}

#[tokio::test]
async fn a_lost_password_is_replaced_by_a_link_that_works_once() {
    let app = TestApp::start().await;
    let mut before = app.recruiter().await;
    assert!(
        app.stranger()
            .get("/sign-in")
            .await
            .body
            .contains("/forgot-password")
    );
    assert_snapshot!(ask(&app, EMAIL).await, @"/forgot-password?sent=1");
    let link = app.mailed_link("accounts", EMAIL).await;
    for _ in 0..2 {
        assert_eq!(
            app.stranger().get(&link).await.status,
            200,
            "looking changes nothing"
        );
    }
    assert_eq!(before.get("/jobs").await.status, 200);
    let back = reset(&app, &link, "short").await;
    assert_eq!(back.strip_prefix(&*link), Some("?error=password"));
    assert_snapshot!(reset(&app, &link, "a quite new password").await, @"/sign-in?notice=reset");
    assert!(
        before.get("/jobs").await.location().starts_with("/sign-in"),
        "signed out everywhere"
    );
    let mut person = app.stranger();
    assert!(
        person
            .sign_in(EMAIL, PASSWORD)
            .await
            .location()
            .contains("error=wrong")
    );
    assert_eq!(
        person
            .sign_in(EMAIL, "a quite new password")
            .await
            .location(),
        "/jobs"
    );
    assert_eq!(reset(&app, &link, "yet another password").await, link);
    assert_eq!(app.stranger().get(&link).await.status, 404);
}

#[tokio::test]
async fn known_and_unknown_addresses_are_answered_alike_until_both_must_wait() {
    let app = TestApp::start().await;
    for _ in 0..5 {
        assert_eq!(
            ask(&app, EMAIL).await,
            ask(&app, "nobody@acme.example").await
        );
    }
    for email in [EMAIL, "nobody@acme.example"] {
        let place = ask(&app, email).await;
        assert!(
            place.starts_with("/forgot-password?error=throttled&wait="),
            "{place}"
        );
        assert!(!place.contains("acme"));
    }
}

#[tokio::test]
async fn no_admin_reads_the_link_of_somebody_else() {
    let app = TestApp::start().await;
    ask(&app, EMAIL).await;
    let link = app.mailed_link("accounts", EMAIL).await;
    let mut owner = app.owner().await;
    let page = owner.get("/settings/mail").await;
    assert!(page.body.contains("No mails yet"));
    assert!(!page.body.contains(&link));
}
