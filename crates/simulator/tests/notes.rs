//! Notes: created, threaded, replaced, deleted.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use reqwest::Method;
use serde_json::json;
use support::{Account, answer, text};

#[tokio::test]
async fn a_note_is_created_read_replaced_and_deleted() {
    let account = Account::start().await;
    let opportunity = account.applicant("Ada Byrne").await;
    let notes = format!("/opportunities/{opportunity}/notes");
    let (status, created) = account
        .send(Method::POST, &notes, json!({ "value": "Score 78" }))
        .await;
    assert_eq!(status, 201);
    let id = text(&created["data"]["noteId"]);
    assert_eq!(created["data"]["id"], id);
    assert_eq!(created["data"]["fields"][0]["stage"], "applicant-new");
    account
        .send(
            Method::POST,
            &format!("{notes}?note_id={id}"),
            json!({ "value": "And a comment" }),
        )
        .await;
    let list = account.get(&notes).await;
    assert_eq!(list["data"][0]["fields"].as_array().unwrap().len(), 2);
    assert!(list["data"][0].get("noteId").is_none() && list["data"][0]["user"].is_null());
    let one = format!("{notes}/{id}");
    let (status, body) = account
        .send(
            Method::PUT,
            &one,
            json!({ "values": [{ "value": "Score 81" }] }),
        )
        .await;
    assert_eq!((status, &body["data"]), (200, &json!({ "noteId": id })));
    assert_eq!(
        account.get(&one).await["data"]["fields"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let kept = account.get(&one).await["data"].clone();
    assert!(kept["deletedAt"].is_null(), "{kept}");
    assert_eq!(account.send(Method::DELETE, &one, json!({})).await.0, 204);
    // It goes on being read and listed, as Lever does it, and a change brings it not back.
    let mut read = account.get(&one).await["data"].clone();
    assert_eq!(account.get(&notes).await["data"], json!([read]));
    assert!(read["deletedAt"].take().as_i64().unwrap() >= kept["createdAt"].as_i64().unwrap());
    assert_eq!(read, kept);
    let late = json!({ "values": [{ "value": "Score 90" }] });
    account.send(Method::PUT, &one, late).await;
    assert!(account.get(&one).await["data"]["deletedAt"].is_i64());
    let other = format!("{notes}/another");
    assert_eq!(account.status(&other).await.0, 404);
}

#[tokio::test]
async fn a_repeated_post_makes_a_second_note_and_forms_are_taken() {
    let account = Account::start().await;
    let opportunity = account.applicant("Ada Byrne").await;
    let notes = format!("/opportunities/{opportunity}/notes");
    for _ in 0..2 {
        let request = account
            .request(Method::POST, &notes)
            .form(&[("value", "Twice")]);
        assert_eq!(answer(request.send().await.unwrap()).await.0, 201);
    }
    assert_eq!(
        account.get(&notes).await["data"].as_array().unwrap().len(),
        2
    );
    for wrong in [
        json!({}),
        json!({ "value": "x", "score": 5 }),
        json!({ "value": "x", "createdAt": 99_999_999_999_999_i64 }),
    ] {
        assert_eq!(account.send(Method::POST, &notes, wrong).await.0, 400);
    }
}

#[tokio::test]
async fn a_note_of_a_recruiter_cannot_be_changed_through_the_api() {
    let account = Account::start().await;
    let listed = account.sim(Method::GET, "/opportunities", json!({})).await;
    let with_note = listed["data"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["notes"] == 1)
        .unwrap()
        .clone();
    let notes = format!("/opportunities/{}/notes", text(&with_note["id"]));
    let id = text(&account.get(&notes).await["data"][0]["id"]);
    assert_eq!(
        account
            .send(Method::DELETE, &format!("{notes}/{id}"), json!({}))
            .await
            .0,
        403
    );
}
