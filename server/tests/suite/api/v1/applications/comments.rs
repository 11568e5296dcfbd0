//! `GET` and `POST /api/v1/applications/{application}/comments`

use hiring::api_tokens::Scope;
use serde_json::json;

use crate::support::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn a_comment_is_the_makers_and_comes_once() {
    let app = TestApp::start().await;
    let owner = app.member("owner@acme.example").await;
    let job = app.job(&owner, "Backend Engineer").await;
    let application = app.applicant(&owner, job, "Sam Okafor").await;
    let path = format!("/applications/{application}/comments");
    let writer = app.token(&[Scope::CommentsWrite]).await;
    let body = json!({ "body": "  <b>Strong</b> on SQL\n" });
    let written = writer.post_once(&path, "once", &body).await;
    assert_eq!(written.status, 201, "{}", written.body);
    assert_eq!(written.json()["body"], "<b>Strong</b> on SQL");
    assert_eq!(written.json()["author"], "owner@acme.example");
    let again = writer.post_once(&path, "once", &body).await;
    assert_eq!((again.status.as_u16(), &again.body), (201, &written.body));

    let reader = app.token(&[Scope::CommentsRead]).await;
    let listed = reader.get(&path).await.json();
    assert_eq!(listed["items"], json!([written.json()]));

    let mut browser = app.recruiter().await;
    let seen = browser
        .call("profile/comments", &format!("application={application}"))
        .await;
    assert!(seen.body.contains("Strong"), "{}", seen.body);

    let empty = writer.post(&path, &json!({ "body": " " })).await;
    assert_eq!(empty.status, 422);
    assert_eq!(empty.json()["field"], "body");
}
