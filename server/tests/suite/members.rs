//! Settings → Members, as its people use it.

use futures::StreamExt;
use reqwest::Method;
use serde_json::Value;

use crate::support::{Persona, TestApp};

/// The id of somebody's account, as the list shows it.
async fn account(owner: &mut Persona, email: &str) -> String {
    let answer = owner.call("members/list", "").await;
    let people: Value = serde_json::from_str(&answer.body).unwrap();
    let members = people["members"].as_array().unwrap();
    let member = members.iter().find(|member| member["email"] == email);
    member.unwrap()["account"].as_str().unwrap().to_owned()
}

/// Reads a live connection to its end.
async fn to_the_end(stream: reqwest::Response) -> String {
    let mut heard = String::new();
    let mut chunks = stream.bytes_stream();
    let reading = async {
        while let Some(Ok(chunk)) = chunks.next().await {
            heard.push_str(&String::from_utf8_lossy(&chunk));
        }
    };
    // Far below the 15 s after which a connection looks by itself.
    tokio::time::timeout(std::time::Duration::from_secs(8), reading)
        .await
        .expect("the connection ends at once");
    heard
}

async fn listens(person: &Persona) -> reqwest::Response {
    let request = person.request(Method::GET, "/api/events");
    request.send().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deactivated_member_is_out_at_once_with_their_live_connections() {
    let app = TestApp::start().await;
    let mut owner = app.owner().await;
    for (mut person, email) in [
        (app.recruiter().await, "recruiter@acme.example"),
        (app.hiring_manager().await, "manager@acme.example"),
    ] {
        let stream = listens(&person).await;
        let id = account(&mut owner, email).await;
        let answer = owner
            .call("members/deactivate", &format!("account={id}"))
            .await;
        assert!(!answer.status.is_client_error(), "{}", answer.body);
        let heard = to_the_end(stream).await;
        assert!(
            heard.ends_with("event: session\ndata: ended\n\n"),
            "{heard}"
        );
        assert!(person.get("/jobs").await.location().starts_with("/sign-in"));
        assert_eq!(person.call("jobs/list", "").await.status, 401);
    }
    assert_eq!(owner.get("/jobs").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_of_another_role_is_told_to_load_the_page_anew() {
    let app = TestApp::start().await;
    let mut owner = app.owner().await;
    let mut recruiter = app.recruiter().await;
    let stream = listens(&recruiter).await;
    let id = account(&mut owner, "recruiter@acme.example").await;
    owner
        .call("members/role", &format!("account={id}&role=hiring_manager"))
        .await;
    let heard = to_the_end(stream).await;
    assert!(
        heard.ends_with("event: session\ndata: changed\n\n"),
        "{heard}"
    );
    assert_eq!(recruiter.call("integrations/list", "").await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_is_ended_elsewhere_hears_it_and_others_go_on() {
    let app = TestApp::start().await;
    let (mut here, there) = (app.recruiter().await, app.recruiter().await);
    let stream = listens(&there).await;
    let sessions: Value =
        serde_json::from_str(&here.call("account/sessions", "").await.body).unwrap();
    let sessions = sessions.as_array().unwrap();
    assert_eq!(sessions.len(), 2);
    assert_eq!(
        sessions
            .iter()
            .filter(|session| session["current"] == true)
            .count(),
        1
    );
    let answer = here.call("account/end-other-sessions", "").await;
    assert!(!answer.status.is_client_error());
    assert!(to_the_end(stream).await.contains("data: ended"));
    assert_eq!(here.get("/account").await.status, 200);
}

#[tokio::test]
async fn an_admin_neither_makes_nor_unmakes_an_owner() {
    let app = TestApp::start().await;
    let mut admin = app.partner_admin().await;
    let owner = account(&mut admin, "owner@acme.example").await;
    let recruiter = account(&mut admin, "recruiter@acme.example").await;
    for (endpoint, arguments) in [
        ("members/role", format!("account={owner}&role=recruiter")),
        ("members/role", format!("account={recruiter}&role=owner")),
        ("members/deactivate", format!("account={owner}")),
        ("members/hand-over", format!("account={recruiter}")),
    ] {
        assert_eq!(
            admin.call(endpoint, &arguments).await.status,
            403,
            "{endpoint} {arguments}"
        );
    }
}

#[tokio::test]
async fn the_only_owner_stays_and_hears_why() {
    let app = TestApp::start().await;
    let mut owner = app.owner().await;
    let id = account(&mut owner, "owner@acme.example").await;
    let answer = owner
        .call("members/role", &format!("account={id}&role=recruiter"))
        .await;
    assert_eq!(answer.status, 422);
    assert!(answer.body.contains("only Owner"), "{}", answer.body);
}

#[tokio::test]
async fn the_link_to_copy_is_the_one_in_the_mail_and_the_mail_page_shows_it() {
    let app = TestApp::start().await;
    let mut owner = app.owner().await;
    owner
        .call("members/invite", "email=nora@acme.example&role=recruiter")
        .await;
    let folder = app.acme().await.organization.to_string();
    let link = app.mailed_link(&folder, "nora@acme.example").await;
    let people: Value = serde_json::from_str(&owner.call("members/list", "").await.body).unwrap();
    let id = people["invitations"][0]["id"].as_str().unwrap();
    let answer = owner
        .call("members/link", &format!("invitation={id}"))
        .await;
    assert_eq!(answer.body, format!("\"{}\"", app.url(&link)));
    assert!(owner.get("/settings/mail").await.body.contains(&link));
    let foreign = app.other_organization().await.get("/settings/mail").await;
    assert!(
        !foreign.body.contains(&link),
        "another organization's mails are its own"
    );
    assert_eq!(
        app.recruiter().await.get("/settings/mail").await.status,
        403
    );
}

#[tokio::test]
async fn a_password_is_changed_with_the_present_one() {
    let app = TestApp::start().await;
    let mut person = app.recruiter().await;
    let wrong = person
        .call(
            "account/password",
            "present=nonsense&new=a+quite+new+password",
        )
        .await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("not your present password"));
    let right = format!(
        "present={}&new=a+quite+new+password",
        "correct+horse+battery"
    );
    let changed = person.call("account/password", &right).await;
    assert!(!changed.status.is_client_error(), "{}", changed.body);
    assert_eq!(
        person.get("/account").await.status,
        200,
        "this session goes on"
    );
    let mut anew = app.stranger();
    let answer = anew
        .sign_in("recruiter@acme.example", "a quite new password")
        .await;
    assert_eq!(answer.location(), "/jobs");
}
