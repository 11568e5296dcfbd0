//! Jobs, their filters, and applying for one.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use reqwest::Method;
use serde_json::{Value, json};
use support::{Account, answer, multipart, text};

fn titles(body: &Value) -> Vec<String> {
    body["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|posting| text(&posting["text"]))
        .collect()
}

#[tokio::test]
async fn lists_are_newest_first_and_filter_by_state_and_channel() {
    let account = Account::start().await;
    let all = account.get("/postings").await;
    let times: Vec<_> = all["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|posting| -posting["createdAt"].as_i64().unwrap())
        .collect();
    assert!(times.is_sorted() && times.len() >= 16);
    let published = titles(&account.get("/postings?state=published").await);
    assert!(
        !published.contains(&"HR Generalist".to_owned()),
        "it is on the internal site only"
    );
    let internal = titles(
        &account
            .get("/postings?state=published&distributionChannel=internal")
            .await,
    );
    assert!(internal.contains(&"HR Generalist".to_owned()));
    let unlisted = account.get("/postings?state=internal").await;
    let unlisted = unlisted["data"].as_array().unwrap();
    assert!(!unlisted.is_empty());
    for posting in unlisted {
        assert!(posting["distributionChannels"].is_null() && posting["urls"].is_object());
    }
    let drafts = account.get("/postings?state=draft").await;
    assert!(
        drafts["data"]
            .as_array()
            .unwrap()
            .iter()
            .all(|posting| posting["urls"].is_null() && posting["distributionChannels"].is_null())
    );
}

#[tokio::test]
async fn updates_may_be_combined_with_confidentiality_only() {
    let account = Account::start().await;
    assert_eq!(
        account
            .status("/postings?updated_at_start=0&confidentiality=all")
            .await
            .0,
        200
    );
    assert_eq!(
        account
            .status("/postings?updated_at_start=0&state=published")
            .await
            .0,
        400
    );
}

#[tokio::test]
async fn a_deleted_posting_is_listed_only_among_the_deleted() {
    let account = Account::start().await;
    let day = 24 * 3_600_000;
    let window = format!(
        "deleted_at_start={}&deleted_at_end={}",
        support::SEEDED_UNTIL - 20 * day,
        support::SEEDED_UNTIL
    );
    let deleted = account.get(&format!("/postings/deleted?{window}")).await;
    assert_eq!(titles(&deleted), ["Intern"]);
    assert_eq!(
        account
            .status(&format!("/postings/{}", text(&deleted["data"][0]["id"])))
            .await
            .0,
        404
    );
}

#[tokio::test]
async fn somebody_applies_with_an_upload_and_answers() {
    let account = Account::start().await;
    let all = account.get("/postings?state=published&limit=100").await;
    let posting = text(
        &all["data"]
            .as_array()
            .unwrap()
            .iter()
            .find(|posting| posting["text"] == "Backend Engineer (Rust)")
            .unwrap()["id"],
    );
    let (content_type, body) = multipart(&[], ("file", "cv.txt", b"Rust and SQL"));
    let request = account
        .request(Method::POST, "/uploads")
        .header("content-type", content_type)
        .body(body);
    let (status, upload) = answer(request.send().await.unwrap()).await;
    assert_eq!(status, 201);
    let form = account.get(&format!("/postings/{posting}/apply")).await;
    let questions = form["data"]["customQuestions"].as_array().unwrap();
    let answers: Vec<Value> = questions
        .iter()
        .map(|question| json!({ "id": question["id"], "fields": [{ "value": "More than 3" }] }))
        .collect();
    let personal = json!([{ "name": "fullName", "value": "Ada Byrne" }, { "name": "email", "value": "ada@mail.example" },
        { "name": "resume", "value": upload["data"]["uri"] }, { "name": "additionalInformation", "value": "Dear team" }]);
    let path = format!("/postings/{posting}/apply");
    let (status, body) = account
        .send(
            Method::POST,
            &path,
            json!({ "personalInformation": personal, "customQuestions": answers }),
        )
        .await;
    assert_eq!(status, 201, "{body}");
    let found = account
        .get("/opportunities?email=ada%40mail.example&expand=applications")
        .await;
    let application = &found["data"][0]["applications"][0];
    assert_eq!(application["id"], body["data"]["applicationId"]);
    assert_eq!(
        (&application["comments"], &application["type"]),
        (&json!("Dear team"), &json!("posting"))
    );
    assert_eq!(
        application["customQuestions"][0]["fields"][0]["value"],
        "More than 3"
    );
    let resumes = account
        .get(&format!(
            "/opportunities/{}/resumes",
            text(&found["data"][0]["id"])
        ))
        .await;
    assert_eq!(resumes["data"][0]["file"]["size"], 12);
    let unanswered = json!({ "personalInformation": [{ "name": "fullName", "value": "B" }, { "name": "email", "value": "b@mail.example" }] });
    assert_eq!(
        account.send(Method::POST, &path, unanswered).await.0,
        400,
        "a required question is open"
    );
}
