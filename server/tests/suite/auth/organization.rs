//! `POST /auth/organization`

use app::wire::session::ORGANIZATION_HEADER;
use hiring::accounts;
use hiring::permission::ManageMembers;
use reqwest::Method;

use crate::support::{Persona, TestApp};

/// A call as a page sends it that shows this organization.
async fn call_of(person: &mut Persona, organization: &str, endpoint: &str, form: &str) -> u16 {
    let request = person
        .request(Method::POST, &format!("/api/{endpoint}"))
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .header(ORGANIZATION_HEADER, organization)
        .body(form.to_owned());
    person.send(request).await.status.as_u16()
}

#[tokio::test]
async fn an_account_of_two_organizations_changes_between_them_under_a_new_token() {
    let app = TestApp::start().await;
    let second = app.organization("Second", "owner@acme.example").await;
    let mut owner = app.owner().await;
    let before = owner.cookie().unwrap().to_owned();
    let answer = owner
        .post_form(
            "/auth/organization",
            &[("organization", &second.organization.to_string())],
        )
        .await;
    assert_eq!(answer.location(), "/jobs");
    assert_ne!(owner.cookie(), Some(before.as_str()));
    assert!(owner.get("/jobs").await.body.contains("Second"));
    let mut old = app.stranger();
    old.present(&before);
    assert!(old.get("/jobs").await.location().starts_with("/sign-in"));
}

#[tokio::test]
async fn an_organization_one_does_not_belong_to_does_not_exist() {
    let app = TestApp::start().await;
    let foreign = app
        .organization("Foreign", "somebody@foreign.example")
        .await;
    let mut owner = app.owner().await;
    for organization in [foreign.organization.to_string(), "nonsense".to_owned()] {
        let answer = owner
            .post_form("/auth/organization", &[("organization", &organization)])
            .await;
        assert_eq!(answer.status, 404);
    }
    assert_eq!(
        owner.get("/jobs").await.status,
        200,
        "the session goes on where it was"
    );
}

#[tokio::test]
async fn a_page_that_was_left_in_another_tab_does_nothing_in_the_organization_that_came_after_it() {
    let app = TestApp::start().await;
    let first = app.acme().await.organization.to_string();
    let second = app.organization("Second", "owner@acme.example").await;
    let there = second.organization.to_string();
    let mut owner = app.owner().await;
    assert_eq!(call_of(&mut owner, &first, "jobs/list", "").await, 200);
    let events = format!("/api/events?after=0&organization={first}");
    let heard = owner.request(Method::GET, &events).send().await.unwrap();
    assert_eq!(heard.status(), 200);
    owner
        .post_form("/auth/organization", &[("organization", &there)])
        .await;

    // The cookie is the second organization's by now, the page is still the first's.
    for (endpoint, form) in [
        ("jobs/list", ""),
        ("members/invite", "email=nora@acme.example&role=recruiter"),
        ("account/rename", "name=Sam"),
    ] {
        let status = call_of(&mut owner, &first, endpoint, form).await;
        assert_eq!(status, 401, "{endpoint}");
    }
    let heard = owner.request(Method::GET, &events).send().await.unwrap();
    assert_eq!(heard.status(), 401);
    let people = owner.call("members/list", "").await.body;
    assert!(!people.contains("nora@acme.example"), "{people}");
    let members = accounts::members(app.store(), &second.permit::<ManageMembers>().unwrap())
        .await
        .unwrap();
    assert!(members.iter().all(|member| member.name != "Sam"));

    assert_eq!(call_of(&mut owner, &there, "jobs/list", "").await, 200);
    for nonsense in ["", "Acme", "01890a5d-ac96-774b-bcce-b302099a8057"] {
        let status = call_of(&mut owner, nonsense, "jobs/list", "").await;
        assert_eq!(status, 401, "{nonsense:?}");
    }
}
