//! Webhooks: made, verified, signed, retried, rerun, silenced.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use hmac::{Hmac, Mac};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::Sha256;
use simulator::Config;
use support::{ALL_SCOPES, Account, Receiver, answer, config, text};

async fn webhook(account: &Account, event: &str, url: &str) -> Value {
    let (status, body) = account
        .send(
            Method::POST,
            "/webhooks",
            json!({ "event": event, "url": url }),
        )
        .await;
    assert_eq!(status, 201, "{body}");
    body["data"].clone()
}

#[tokio::test]
async fn a_move_is_delivered_signed_with_a_fresh_token() {
    let account = Account::start().await;
    let receiver = Receiver::start(&[]).await;
    let key = text(
        &webhook(&account, "candidateStageChange", &receiver.url).await["configuration"]["signatureToken"],
    );
    assert_eq!(key.len(), 48);
    let opportunity = account.applicant("Ada Byrne").await;
    let stage = account.stage("Recruiter screen").await;
    account
        .sim(
            Method::PUT,
            &format!("/opportunities/{opportunity}/stage"),
            json!({ "stage": stage }),
        )
        .await;
    account
        .sim(
            Method::PUT,
            &format!("/opportunities/{opportunity}/stage"),
            json!({ "stage": "offer" }),
        )
        .await;
    let bodies = receiver.wait_for(2).await;
    let first = bodies
        .iter()
        .find(|body| body["data"]["toStageId"] == stage)
        .unwrap();
    assert_eq!(
        (
            &first["data"]["opportunityId"],
            &first["data"]["fromStageId"]
        ),
        (&json!(opportunity), &json!("applicant-new"))
    );
    assert_ne!(bodies[0]["token"], bodies[1]["token"]);
    let token = text(&first["token"]);
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
    mac.update(format!("{token}{}", first["triggeredAt"]).as_bytes());
    assert_eq!(
        text(&first["signature"]),
        hex::encode(mac.finalize().into_bytes())
    );
}

#[tokio::test]
async fn applying_archiving_hiring_and_deleting_each_tell() {
    let account = Account::start().await;
    let receiver = Receiver::start(&[]).await;
    for event in [
        "applicationCreated",
        "candidateArchiveChange",
        "candidateHired",
        "candidateDeleted",
    ] {
        webhook(&account, event, &receiver.url).await;
    }
    let opportunity = account.applicant("Ada Byrne").await;
    let hired = account.reason("Hired").await;
    account
        .send(
            Method::PUT,
            &format!("/opportunities/{opportunity}/archived"),
            json!({ "reason": hired }),
        )
        .await;
    account
        .sim(
            Method::DELETE,
            &format!("/opportunities/{opportunity}"),
            json!({}),
        )
        .await;
    let bodies = receiver.wait_for(4).await;
    let of =
        |event: &str| bodies.iter().find(|body| body["event"] == event).unwrap()["data"].clone();
    assert!(of("applicationCreated")["applicationId"].is_string());
    assert_eq!(of("candidateArchiveChange")["toArchived"]["reason"], hired);
    assert!(of("candidateArchiveChange")["fromArchived"].is_null());
    assert_eq!(of("candidateHired")["opportunityId"], opportunity);
    assert!(of("candidateDeleted")["deletedBy"].is_string());
}

#[tokio::test]
async fn the_signature_token_is_shown_once_and_equal_webhooks_are_two() {
    let account = Account::start().await;
    for _ in 0..2 {
        webhook(&account, "candidateDeleted", "https://clara.example/hook").await;
    }
    let list = account.get("/webhooks").await;
    assert_eq!(list["data"].as_array().unwrap().len(), 2);
    assert!(
        list.get("hasNext").is_none()
            && list["data"][0]["configuration"]
                .get("signatureToken")
                .is_none()
    );
    let tokens = account.authorized(ALL_SCOPES).await;
    assert_eq!(
        account.as_app(&tokens, "/webhooks").await.1["data"],
        json!([]),
        "an app sees its own only"
    );
    let id = text(&list["data"][0]["id"]);
    let change = json!({ "data": [{ "id": id, "url": "https://clara.example/other" }] });
    assert_eq!(
        account.send(Method::PUT, "/webhooks", change).await.1["data"][0]["url"],
        "https://clara.example/other"
    );
    assert_eq!(
        account
            .send(Method::DELETE, &format!("/webhooks/{id}"), json!({}))
            .await
            .0,
        204
    );
    assert_eq!(
        account
            .send(Method::DELETE, &format!("/webhooks/{id}"), json!({}))
            .await
            .0,
        404
    );
    assert_eq!(
        account
            .send(
                Method::POST,
                "/webhooks",
                json!({ "event": "noteCreated", "url": "https://clara.example" })
            )
            .await
            .0,
        400
    );
}

#[tokio::test]
async fn a_url_that_fails_the_check_leaves_no_webhook() {
    let account = Account::start().await;
    let receiver = Receiver::start(&[500]).await;
    let body = json!({ "event": "applicationCreated", "url": receiver.url, "configuration": { "verifyConnection": true } });
    assert_eq!(
        account
            .send(Method::POST, "/webhooks", body.clone())
            .await
            .0,
        400
    );
    assert_eq!(account.get("/webhooks").await["data"], json!([]));
    let (status, created) = account.send(Method::POST, "/webhooks", body).await;
    assert_eq!(status, 201);
    assert_eq!(
        created["data"]["configuration"]["conditions"]["origins"]
            .as_array()
            .unwrap()
            .len(),
        6
    );
    assert!(
        receiver
            .bodies()
            .iter()
            .all(|body| body["data"] == json!({}))
    );
}

#[tokio::test]
async fn a_failed_delivery_is_tried_again_with_the_same_token_five_times_at_most() {
    let account = Account::start().await;
    let receiver = Receiver::start(&[500, 302]).await;
    webhook(&account, "applicationCreated", &receiver.url).await;
    account.applicant("Ada Byrne").await;
    let bodies = receiver.wait_for(3).await;
    assert!(
        bodies
            .iter()
            .all(|body| body["token"] == bodies[0]["token"])
    );
    let deaf = Receiver::start(&[500; 100]).await;
    webhook(&account, "applicationCreated", &deaf.url).await;
    account.applicant("Bo Nwosu").await;
    deaf.wait_for(6).await;
    for _ in 0..500 {
        let history = account.sim(Method::GET, "/deliveries", json!({})).await;
        let done = history["data"]
            .as_array()
            .unwrap()
            .iter()
            .find(|delivery| delivery["url"] == deaf.url && delivery["pending"] == false)
            .cloned();
        if let Some(delivery) = done {
            assert_eq!(delivery["attempts"].as_array().unwrap().len(), 6);
            let rerun = format!("/deliveries/{}/rerun", text(&delivery["id"]));
            account.sim(Method::POST, &rerun, json!({})).await;
            assert_eq!(
                deaf.wait_for(7).await[6]["token"],
                deaf.bodies()[0]["token"]
            );
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the delivery is never given up");
}

#[tokio::test]
async fn nothing_is_sent_while_the_event_group_is_off_or_the_origin_is_not_asked_for() {
    let account = Account::with(Config {
        event_groups: false,
        ..config()
    })
    .await;
    let receiver = Receiver::start(&[]).await;
    let conditions = json!({ "event": "applicationCreated", "url": receiver.url, "configuration": { "conditions": { "origins": ["referred"] } } });
    assert_eq!(
        account.send(Method::POST, "/webhooks", conditions).await.0,
        201
    );
    let add = async |name: &str, origin: &str| {
        let posting = account.posting().await;
        account
            .sim(
                Method::POST,
                "/opportunities",
                json!({ "name": name, "posting": posting, "origin": origin }),
            )
            .await
    };
    add("While off", "referred").await;
    account
        .sim(Method::PUT, "/event_groups", json!({ "all": true }))
        .await;
    add("Another origin", "applied").await;
    let expected = add("Wanted", "referred").await;
    let bodies = receiver.wait_for(1).await;
    assert_eq!(bodies[0]["data"]["opportunityId"], expected["data"]["id"]);
    let history = account.sim(Method::GET, "/deliveries", json!({})).await;
    assert_eq!(history["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_webhooks_of_a_revoked_app_fall_silent() {
    let account = Account::start().await;
    let receiver = Receiver::start(&[]).await;
    let tokens = account.authorized(ALL_SCOPES).await;
    let create = account
        .http
        .post(account.url("/webhooks"))
        .bearer_auth(text(&tokens["access_token"]));
    let body = json!({ "event": "applicationCreated", "url": receiver.url });
    assert_eq!(
        answer(create.json(&body).send().await.unwrap()).await.0,
        201
    );
    account.applicant("Before").await;
    receiver.wait_for(1).await;
    account.sim(Method::POST, "/revoke", json!({})).await;
    account.applicant("After").await;
    let history = account.sim(Method::GET, "/deliveries", json!({})).await;
    assert_eq!(history["data"].as_array().unwrap().len(), 1);
}
