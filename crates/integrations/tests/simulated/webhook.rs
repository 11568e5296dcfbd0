//! Intake: what is not Lever's is refused, what is said twice is kept once.

use integrations::webhook::{Received, receive};
use lever::webhook::Rejected;
use reqwest::Method;
use serde_json::{Value, json};

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
