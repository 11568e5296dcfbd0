//! Intake: what is not Lever's is refused, what is said twice is kept once.

use hiring::permission::ManageSettings;
use hiring::{audit, webhooks};
use integrations::webhook::{Received, receive};
use lever::webhook::Rejected;
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::support::Clara;

/// A genuine delivery: its secret path and its body, as the simulator sent it.
async fn genuine(clara: &Clara, posting: &str) -> (String, Value) {
    clara.applicant(posting, "Gina Genuine").await;
    clara.hear().await;
    let deliveries = clara.sim(Method::GET, "/deliveries", Value::Null).await;
    let delivery = deliveries["data"]
        .as_array()
        .unwrap()
        .last()
        .unwrap()
        .clone();
    let url = delivery["url"].as_str().unwrap();
    let body = match &delivery["body"] {
        Value::String(text) => serde_json::from_str(text).unwrap(),
        body => body.clone(),
    };
    (url.rsplit('/').next().unwrap().to_owned(), body)
}

async fn send(clara: &Clara, path: &str, body: &Value) -> Received {
    receive(&clara.integrations, path, body.to_string().as_bytes())
        .await
        .unwrap()
}

/// A body as Lever sends it: signed with the webhook's own key, now, under a token of its own.
async fn signed(clara: &Clara, path: &str, event: &str, data: &Value) -> Value {
    let endpoint = webhooks::find(&clara.store, path).await.unwrap();
    let key = endpoint.signature_token.unwrap();
    let (now, token) = (clara.store.now().0, format!("{event} {data}"));
    let signature = signature(key.expose(), &token, now);
    json!({ "id": "fresh", "event": event, "triggeredAt": now, "token": token, "signature": signature, "data": data })
}

/// HMAC-SHA-256 over token and time; the key is shorter than a block.
fn signature(key: &str, token: &str, triggered_at: i64) -> String {
    let block = |pad: u8| {
        let mut block = [pad; 64];
        for (byte, own) in block.iter_mut().zip(key.bytes()) {
            *byte ^= own;
        }
        block
    };
    let inner = Sha256::new()
        .chain_update(block(0x36))
        .chain_update(token)
        .chain_update(triggered_at.to_string())
        .finalize();
    let outer = Sha256::new()
        .chain_update(block(0x5c))
        .chain_update(inner)
        .finalize();
    format!("{outer:x}")
}

#[tokio::test]
async fn what_is_not_levers_is_refused_and_what_comes_again_is_known() {
    let (clara, _, _, posting) = Clara::with_job().await;
    let (path, body) = genuine(&clara, &posting).await;
    assert_eq!(send(&clara, &path, &body).await, Received::Duplicate);
    assert_eq!(send(&clara, "no-such-path", &body).await, Received::Unknown);
    let with = |field: &str, value: Value| {
        let mut changed = body.clone();
        changed[field] = value;
        changed
    };
    for (field, value, expected) in [
        ("token", json!("another"), Rejected::WrongSignature),
        ("triggeredAt", json!(1), Rejected::WrongSignature),
        ("signature", json!("00"), Rejected::WrongSignature),
        ("signature", Value::Null, Rejected::Unsigned),
        ("id", json!("x".repeat(70_000)), Rejected::TooLarge),
    ] {
        let received = send(&clara, &path, &with(field, value)).await;
        assert_eq!(received, Received::Rejected(expected), "{field}");
    }
    let garbage = receive(&clara.integrations, &path, b"<html>")
        .await
        .unwrap();
    assert_eq!(garbage, Received::Rejected(Rejected::Malformed));
    clara
        .clock
        .advance(std::time::Duration::from_secs(16 * 24 * 3600));
    assert_eq!(
        send(&clara, &path, &body).await,
        Received::Rejected(Rejected::Stale)
    );
}

#[tokio::test]
async fn an_unsigned_test_is_answered_and_does_nothing() {
    let (clara, _, _, posting) = Clara::with_job().await;
    let (path, _) = genuine(&clara, &posting).await;
    let ping = json!({ "event": "candidateHired", "data": {} });
    assert_eq!(send(&clara, &path, &ping).await, Received::Ping);
    assert!(!clara.step().await, "no work came of it");
}

#[tokio::test]
async fn a_deletion_that_is_told_of_somebody_who_lives_in_lever_erases_nothing() {
    let (clara, _, job, posting) = Clara::with_job().await;
    let (path, body) = genuine(&clara, &posting).await;
    let opportunity = body["data"]["opportunityId"].as_str().unwrap();
    let card = clara.card(job, "Gina Genuine").await.unwrap();
    let (notes, files) = (clara.notes(opportunity).await, clara.files().len());
    let told = signed(&clara, &path, "candidateDeleted", &body["data"]).await;
    assert_eq!(send(&clara, &path, &told).await, Received::Stored);
    assert!(clara.step().await, "Lever is asked");
    clara.work().await;
    assert_eq!(clara.card(job, "Gina Genuine").await.unwrap(), card);
    assert_eq!(clara.notes(opportunity).await, notes);
    assert_eq!(clara.files().len(), files);
    let permit = clara.permit::<ManageSettings>();
    let log = audit::of(&clara.store, &permit, &card.application.to_string()).await;
    let mut done = log.unwrap().into_iter().map(|entry| entry.action);
    assert!(done.all(|action| action != "application.erase"));
}

#[tokio::test]
async fn an_event_that_nobody_knows_is_answered_and_changes_nothing() {
    let (clara, _, job, posting) = Clara::with_job().await;
    let (path, body) = genuine(&clara, &posting).await;
    let opportunity = body["data"]["opportunityId"].as_str().unwrap();
    let card = clara.card(job, "Gina Genuine").await.unwrap();
    let notes = clara.notes(opportunity).await;
    let told = signed(&clara, &path, "candidateRepainted", &body["data"]).await;
    assert_eq!(send(&clara, &path, &told).await, Received::Stored);
    assert!(clara.step().await, "a hint to read the candidacy again");
    clara.work().await;
    assert_eq!(clara.card(job, "Gina Genuine").await.unwrap(), card);
    assert_eq!(clara.notes(opportunity).await, notes);
    let told = signed(
        &clara,
        &path,
        "postingRepainted",
        &json!({ "postingId": 1 }),
    )
    .await;
    assert_eq!(send(&clara, &path, &told).await, Received::Ping);
    assert!(!clara.step().await, "it names nobody");
    assert_eq!(send(&clara, &path, &told).await, Received::Duplicate);
    assert_eq!(clara.dead().await, [""; 0]);
}

#[tokio::test]
async fn every_delivery_sent_twice_is_worked_on_once() {
    let (clara, _, job, posting) = Clara::with_job().await;
    clara
        .sim(Method::PATCH, "/switches", json!({ "deliver_twice": true }))
        .await;
    let opportunity = clara.applicant(&posting, "Dora Double").await;
    clara.hear().await;
    clara.work_through_pauses().await;
    assert!(clara.card(job, "Dora Double").await.is_some());
    assert_eq!(clara.notes(&opportunity).await.len(), 1);
}
