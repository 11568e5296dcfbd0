//! `POST /auth/sign-in`

use insta::assert_snapshot;
use reqwest::Method;

use crate::support::{PASSWORD, TestApp};

#[tokio::test]
async fn the_cookie_is_closed_to_scripts_and_other_sites() {
    let app = TestApp::start().await;
    let mut person = app.stranger();
    let answer = person.sign_in("owner@acme.example", PASSWORD).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/jobs"));
    let cookie = answer.header("set-cookie");
    for part in ["clara_dev=", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{part} is missing");
    }
    assert_eq!(person.get("/jobs").await.status, 200);
}

#[tokio::test]
async fn wrong_password_and_unknown_address_look_the_same() {
    let app = TestApp::start().await;
    let wrong = app
        .stranger()
        .sign_in("owner@acme.example", "not it, sorry")
        .await;
    let unknown = app
        .stranger()
        .sign_in("nobody@acme.example", "not it, sorry")
        .await;
    assert_eq!(
        (wrong.status, wrong.location()),
        (unknown.status, unknown.location())
    );
    assert_snapshot!(wrong.location(), @"/sign-in?error=wrong&next=%2Fjobs");
    assert!(wrong.header("set-cookie").is_empty());
}

#[tokio::test]
async fn many_wrong_tries_must_wait_even_with_the_right_password() {
    let app = TestApp::start().await;
    let mut person = app.stranger();
    for _ in 0..6 {
        person.sign_in("owner@acme.example", "not it, sorry").await;
    }
    let answer = person.sign_in("owner@acme.example", PASSWORD).await;
    assert!(
        answer
            .location()
            .starts_with("/sign-in?error=throttled&wait="),
        "{}",
        answer.location()
    );
}

#[tokio::test]
async fn a_session_that_came_with_the_request_is_not_taken_over() {
    let app = TestApp::start().await;
    let mut person = app.stranger();
    person.present("clara_dev=planted-by-somebody-else");
    person.sign_in("owner@acme.example", PASSWORD).await;
    assert_ne!(person.cookie(), Some("clara_dev=planted-by-somebody-else"));
}

#[tokio::test]
async fn signing_in_again_ends_the_session_before() {
    let app = TestApp::start().await;
    let mut owner = app.owner().await;
    let before = owner.cookie().unwrap().to_owned();
    owner.sign_in("recruiter@acme.example", PASSWORD).await;
    assert_eq!(owner.get("/jobs").await.status, 200);
    let mut copied = app.stranger();
    copied.present(&before);
    assert!(copied.get("/jobs").await.location().starts_with("/sign-in"));
}

#[tokio::test]
async fn a_form_on_another_site_cannot_sign_anybody_in() {
    let app = TestApp::start().await;
    let mut person = app.stranger();
    let form = [("email", "owner@acme.example"), ("password", PASSWORD)];
    let request = person
        .request(Method::POST, "/auth/sign-in")
        .header("sec-fetch-site", "cross-site")
        .form(&form);
    let answer = person.send(request).await;
    assert_eq!(answer.status, 403);
    assert_snapshot!(answer.body.trim(), @"This request did not come from CLARA's own pages, so nothing was changed. Open CLARA and try again.");
}

#[tokio::test]
async fn only_paths_of_our_own_are_gone_to() {
    let app = TestApp::start().await;
    for (next, goes_to) in [
        ("/jobs/7?application=3", "/jobs/7?application=3"),
        ("//evil.example", "/jobs"),
    ] {
        let form = [
            ("email", "owner@acme.example"),
            ("password", PASSWORD),
            ("next", next),
        ];
        assert_eq!(
            app.stranger()
                .post_form("/auth/sign-in", &form)
                .await
                .location(),
            goes_to
        );
    }
}
