//! `POST /auth/invitation`, and the page of the link

use insta::assert_snapshot;
use reqwest::Method;

use crate::support::{PASSWORD, Persona, TestApp};

const NEW: &str = "nora@acme.example";

/// Invites somebody to Acme; the path of the link in the mail.
async fn invited(app: &TestApp, email: &str) -> String {
    let answer = app
        .owner()
        .await
        .call("members/invite", &format!("email={email}&role=recruiter"))
        .await;
    assert!(!answer.status.is_client_error(), "{}", answer.body);
    let folder = app.acme().await.organization.to_string();
    app.mailed_link(&folder, email).await
}

async fn accept(person: &mut Persona, link: &str, fields: &[(&str, &str)]) -> String {
    let token = link.rsplit('/').next().unwrap();
    let form: Vec<_> = [("token", token)]
        .into_iter()
        .chain(fields.iter().copied())
        .collect();
    let answer = person.post_form("/auth/invitation", &form).await;
    assert_eq!(answer.status, 303);
    answer.location().to_owned()
}

#[tokio::test]
async fn a_new_person_opens_the_link_says_a_name_and_a_password_and_is_in() {
    let app = TestApp::start().await;
    let link = invited(&app, NEW).await;
    let mut nora = app.stranger();
    for _ in 0..2 {
        let page = nora.get(&link).await;
        assert_eq!(page.status, 200, "looking uses nothing up");
        assert!(page.body.contains("Acme") && page.body.contains("Your name"));
    }
    let fields = [("name", "Nora Quist"), ("password", "a long password")];
    assert_eq!(accept(&mut nora, &link, &fields).await, "/jobs");
    let jobs = nora.get("/jobs").await;
    assert!(jobs.body.contains("Nora Quist") && jobs.body.contains("Recruiter"));
    let page = app.stranger().get(&link).await;
    assert_eq!(page.status, 404);
    assert!(page.body.contains("does not work any more"));
    assert_eq!(
        accept(&mut app.stranger(), &link, &fields).await,
        link,
        "the page says that the link is dead"
    );
}

#[tokio::test]
async fn an_account_that_there_is_joins_by_password_or_session() {
    let app = TestApp::start().await;
    let link = invited(&app, "owner@other.example").await;
    let page = app.stranger().get(&link).await;
    assert!(page.body.contains("has a CLARA account already") && !page.body.contains("Your name"));
    let wrong = accept(&mut app.stranger(), &link, &[("password", "not it, sorry")]).await;
    assert_snapshot!(wrong.strip_prefix(&*link).unwrap(), @"?error=wrong");
    let mut somebody_else = app.owner().await;
    assert!(
        accept(&mut somebody_else, &link, &[])
            .await
            .ends_with("?error=wrong"),
        "a session of somebody else proves nothing"
    );
    let mut owner = app.other_organization().await;
    assert!(owner.get(&link).await.body.contains("You are signed in as"));
    assert_eq!(accept(&mut owner, &link, &[]).await, "/jobs");
    let jobs = owner.get("/jobs").await;
    assert!(
        jobs.body.contains("Acme") && jobs.body.contains("Other"),
        "a switcher is there"
    );

    let link = invited(&app, "second@other.example").await;
    app.organization("Second", "second@other.example").await;
    let late = [("name", "Second"), ("password", PASSWORD)];
    assert_eq!(
        accept(&mut app.stranger(), &link, &late).await,
        "/jobs",
        "an account made meanwhile is proved by its password"
    );
}

#[tokio::test]
async fn bad_values_go_back_to_the_form_and_the_link_still_works() {
    let app = TestApp::start().await;
    let link = invited(&app, NEW).await;
    for (fields, error) in [
        (
            [("name", " "), ("password", "a long password")],
            "?error=name",
        ),
        ([("name", "Nora"), ("password", "short")], "?error=password"),
    ] {
        let back = accept(&mut app.stranger(), &link, &fields).await;
        assert_eq!(back.strip_prefix(&*link), Some(error));
        assert!(
            app.stranger()
                .get(&back)
                .await
                .body
                .contains("role=\"alert\"")
        );
    }
}

#[tokio::test]
async fn another_site_cannot_accept_for_anybody() {
    let app = TestApp::start().await;
    let link = invited(&app, "owner@other.example").await;
    let mut owner = app.other_organization().await;
    let token = link.rsplit('/').next().unwrap();
    let request = owner
        .request(Method::POST, "/auth/invitation")
        .header("sec-fetch-site", "cross-site")
        .form(&[("token", token)]);
    assert_eq!(owner.send(request).await.status, 403);
}

#[tokio::test]
async fn a_token_from_elsewhere_leads_nowhere_else() {
    let app = TestApp::start().await;
    for token in ["//evil.example", "../../evil", "x\r\ny", "%2e%2e"] {
        let form = [
            ("token", token),
            ("name", "x"),
            ("password", "a long password"),
        ];
        let answer = app.stranger().post_form("/auth/invitation", &form).await;
        let place = answer.location();
        assert!(place.starts_with("/invitation/"), "{place}");
        assert_eq!(place.matches('/').count(), 2, "{place}");
    }
}
