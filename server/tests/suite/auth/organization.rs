//! `POST /auth/organization`

use crate::support::TestApp;

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
