//! `POST /hooks/lever/{secret}`

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Simulated, TestApp};

#[tokio::test]
async fn an_unknown_address_is_not_there() {
    let app = TestApp::start().await;
    let person = app.stranger();
    let request = person
        .request(Method::POST, "/hooks/lever/guessed")
        .body("{}");
    assert_eq!(app.stranger().send(request).await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn forged_unsigned_and_oversized_deliveries_are_refused_and_a_replay_is_answered_once() {
    let world = Simulated::start().await;
    let mut owner = world.app.owner().await;
    let posting = world.connect_one_job(&mut owner).await;
    world
        .eventually("webhooks are made", async || {
            let (_, calls) = world.act(Method::GET, "/calls", json!({})).await;
            calls["data"]
                .as_object()?
                .keys()
                .any(|route| route == "POST /webhooks")
                .then_some(())
        })
        .await;
    let opportunity = world
        .apply(&posting, "Replayed Person", "Replayed Person\nEngineer\n")
        .await;
    world
        .eventually("the note is written", async || {
            (!world.notes(&opportunity).await.is_empty()).then_some(())
        })
        .await;
    let (_, deliveries) = world.act(Method::GET, "/deliveries", json!({})).await;
    let address = deliveries["data"].as_array().unwrap().last().unwrap()["url"].clone();
    let path = url::Url::parse(address.as_str().unwrap())
        .unwrap()
        .path()
        .to_owned();
    let mut lever = world.app.stranger();

    let forged = json!({ "event": "applicationCreated", "triggeredAt": 1_751_700_500_000_i64, "token": "a".repeat(48), "signature": "0".repeat(64), "data": { "opportunityId": "x" } });
    let unsigned = json!({ "event": "applicationCreated", "triggeredAt": 1_751_700_500_000_i64, "data": { "opportunityId": "x" } });
    for body in [
        forged.to_string(),
        unsigned.to_string(),
        "not json".to_owned(),
    ] {
        let request = lever.request(Method::POST, &path).body(body.clone());
        assert_eq!(lever.send(request).await.status, 401, "{body}");
    }
    // Without data it is Lever's test button, which asks for nothing, whoever signed it.
    let mut empty = forged.clone();
    empty["data"] = json!({});
    let request = lever.request(Method::POST, &path).body(empty.to_string());
    assert_eq!(lever.send(request).await.status, 200);
    let request = lever
        .request(Method::POST, &path)
        .body("x".repeat(65 * 1024));
    assert_eq!(lever.send(request).await.status, 413);

    let last = deliveries["data"].as_array().unwrap().last().unwrap()["id"].clone();
    let id = match &last {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let (status, _) = world
        .act(Method::POST, &format!("/deliveries/{id}/rerun"), json!({}))
        .await;
    assert!(status.is_success());
    let (_, deliveries) = world.act(Method::GET, "/deliveries", json!({})).await;
    assert!(!deliveries["data"].as_array().unwrap().is_empty());
    assert_eq!(world.notes(&opportunity).await.len(), 1);
}
