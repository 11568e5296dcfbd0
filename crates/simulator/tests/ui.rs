//! The pages, as a browser without scripts uses them.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use reqwest::Method;
use serde_json::json;
use support::{ALL_SCOPES, Account, multipart, text};

async fn page(account: &Account, path: &str) -> String {
    let response = account
        .http
        .get(format!("{}{path}", account.origin()))
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 200, "{path}");
    response.text().await.unwrap()
}

async fn press(account: &Account, path: &str, form: &[(&str, &str)]) -> String {
    let response = account
        .http
        .post(format!("{}{path}", account.origin()))
        .form(form)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 303, "{path}");
    response.headers()["location"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_recruiter_adds_moves_and_archives_somebody() {
    let account = Account::start().await;
    assert!(
        page(&account, "/")
            .await
            .contains("Backend Engineer (Rust)")
    );
    let posting = account.posting().await;
    assert!(
        page(&account, &format!("/jobs/{posting}"))
            .await
            .contains("Apply for this job")
    );
    let texts = [
        ("name", "Ada Byrne"),
        ("email", "ada@mail.example"),
        ("posting", posting.as_str()),
        ("cover_letter", "Dear team"),
    ];
    let (content_type, body) = multipart(&texts, ("resume", "ada.txt", b"Rust"));
    let request = account
        .http
        .post(format!("{}/add", account.origin()))
        .header("content-type", content_type)
        .body(body);
    let added = request.send().await.unwrap();
    assert_eq!(added.status(), 303);
    let candidate = added.headers()["location"].to_str().unwrap().to_owned();
    let shown = page(&account, &candidate).await;
    for part in ["Ada Byrne", "ada.txt", "Dear team", "No notes yet."] {
        assert!(shown.contains(part), "{part}");
    }
    press(
        &account,
        &format!("{candidate}/stage"),
        &[("stage", "offer")],
    )
    .await;
    press(
        &account,
        &format!("{candidate}/archive"),
        &[("reason", &account.reason("Withdrew").await)],
    )
    .await;
    let id = candidate.trim_start_matches("/candidates/");
    let read = account.get(&format!("/opportunities/{id}")).await;
    assert_eq!(read["data"]["stage"], "offer");
    assert!(read["data"]["archived"].is_object());
    assert!(text(&read["data"]["urls"]["show"]).ends_with(&candidate));
    assert!(
        page(&account, &format!("/candidates?posting={posting}"))
            .await
            .contains("Ada Byrne")
    );
}

#[tokio::test]
async fn a_hostile_name_and_note_stay_text() {
    let account = Account::start().await;
    let hostile = "<script>alert(1)</script>\"'&";
    let posting = account.posting().await;
    let added = account
        .sim(
            Method::POST,
            "/opportunities",
            json!({ "name": hostile, "posting": posting, "cover_letter": hostile }),
        )
        .await;
    let id = text(&added["data"]["id"]);
    account
        .send(
            Method::POST,
            &format!("/opportunities/{id}/notes"),
            json!({ "value": hostile }),
        )
        .await;
    for path in ["/candidates".to_owned(), format!("/candidates/{id}")] {
        let shown = page(&account, &path).await;
        assert!(
            !shown.contains("<script>") && shown.contains("&lt;script&gt;"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn access_is_revoked_from_the_settings() {
    let account = Account::start().await;
    assert!(
        page(&account, "/settings/apps")
            .await
            .contains("No app has access")
    );
    let tokens = account.authorized(ALL_SCOPES).await;
    assert!(
        page(&account, "/settings/apps")
            .await
            .contains("Revoke access")
    );
    press(&account, "/settings/apps/revoke", &[]).await;
    assert_eq!(account.refresh(&tokens["refresh_token"]).await.0, 403);
}

#[tokio::test]
async fn event_groups_are_switched_and_a_webhook_tested() {
    let account = Account::start().await;
    let receiver = support::Receiver::start(&[]).await;
    let (_, webhook) = account
        .send(
            Method::POST,
            "/webhooks",
            json!({ "event": "candidateHired", "url": receiver.url }),
        )
        .await;
    press(
        &account,
        &format!("/settings/webhooks/{}/test", text(&webhook["data"]["id"])),
        &[],
    )
    .await;
    assert_eq!(receiver.wait_for(1).await[0]["data"], json!({}));
    // Programs can do it, too.
    let test = format!("/webhooks/{}/test", text(&webhook["data"]["id"]));
    account.sim(Method::POST, &test, json!({})).await;
    let told = receiver.wait_for(2).await;
    assert_eq!(told[1]["data"], json!({}));
    assert_ne!(told[0]["token"], told[1]["token"]);
    press(
        &account,
        "/settings/webhooks/groups",
        &[("on", "candidateHired"), ("on", "nonsense")],
    )
    .await;
    let shown = page(&account, "/settings/webhooks").await;
    assert_eq!(shown.matches(" checked").count(), 1);
    assert!(shown.contains("Rerun"));
}

#[tokio::test]
async fn a_browser_that_hides_where_it_was_may_press_the_buttons() {
    // The pages' `Referrer-Policy: no-referrer` makes browsers send this with every form.
    let account = Account::start().await;
    let pressed = account
        .http
        .post(format!("{}/settings/apps/revoke", account.origin()))
        .header("origin", "null")
        .header("sec-fetch-site", "same-origin");
    assert_eq!(pressed.send().await.unwrap().status(), 303);
}

#[tokio::test]
async fn another_site_cannot_press_the_buttons() {
    let account = Account::start().await;
    let tokens = account.authorized(ALL_SCOPES).await;
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "http://evil.example"),
        ("origin", "null"),
        ("host", "evil.example"),
    ] {
        for path in ["/settings/apps/revoke", "/sim/api/revoke", "/authorize"] {
            let request = account
                .http
                .post(format!("{}{path}", account.origin()))
                .header(name, value);
            assert_eq!(
                request.send().await.unwrap().status(),
                403,
                "{name}: {value} {path}"
            );
        }
    }
    assert_eq!(account.as_app(&tokens, "/stages").await.0, 200);
}
