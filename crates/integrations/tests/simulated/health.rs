//! The health of webhooks: what is wrong with one is seen and mended at a press; a canary proves the way.

use hiring::permission::{ManageIntegrations, ViewIntegrations};
use hiring::webhooks::Problem;
use hiring::{IntegrationId, integrations as connections, webhooks};
use integrations::diagnostics;
use integrations::health::{self, Canary, Level};
use integrations::webhook::{Received, receive};
use reqwest::Method;
use serde_json::{Value, json};

use super::support::Clara;

/// A call of Lever as CLARA makes it.
async fn as_clara(
    clara: &Clara,
    integration: IntegrationId,
    method: Method,
    path: &str,
    body: Value,
) -> Value {
    let tokens = connections::tokens(&clara.store, &clara.system(), integration).await;
    let base = &clara.simulator.facts().base_url;
    let request = clara.http.request(method, format!("{base}{path}"));
    let request = request.bearer_auth(tokens.unwrap().access.expose());
    let answer = request.json(&body).send().await.unwrap();
    assert!(answer.status().is_success(), "{}", answer.status());
    serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or_default()
}

async fn problems(clara: &Clara, integration: IntegrationId) -> Vec<Option<Problem>> {
    let known = webhooks::list(&clara.store, &clara.system(), integration).await;
    known.unwrap().iter().map(|known| known.problem).collect()
}

async fn webhooks_level(clara: &Clara, integration: IntegrationId) -> Level {
    let permit = clara.permit::<ViewIntegrations>();
    let health = health::read(&clara.integrations, &permit, integration).await;
    let health = health.unwrap();
    let check = health.checks.iter().find(|check| check.code == "webhooks");
    check.unwrap().level
}

#[tokio::test]
async fn webhooks_that_are_gone_or_lead_elsewhere_are_seen_and_made_anew_at_a_press() {
    let (clara, integration) = Clara::connected().await;
    let listed = as_clara(&clara, integration, Method::GET, "/webhooks", Value::Null).await;
    let id = |number: usize| listed["data"][number]["id"].as_str().unwrap();
    let gone = format!("/webhooks/{}", id(0));
    as_clara(&clara, integration, Method::DELETE, &gone, Value::Null).await;
    let elsewhere = json!({ "data": [{ "id": id(1), "url": "https://elsewhere.example/hook" }] });
    as_clara(&clara, integration, Method::PUT, "/webhooks", elsewhere).await;
    assert_eq!(webhooks_level(&clara, integration).await, Level::Green);
    clara.reconcile(integration).await;
    let found: Vec<_> = problems(&clara, integration)
        .await
        .into_iter()
        .flatten()
        .collect();
    assert_eq!(found.len(), 2);
    assert!(found.contains(&Problem::Missing) && found.contains(&Problem::Elsewhere));
    assert_eq!(webhooks_level(&clara, integration).await, Level::Red);

    let permit = clara.permit::<ManageIntegrations>();
    health::repair(&clara.integrations, &permit, integration)
        .await
        .unwrap();
    clara.work().await;
    assert_eq!(problems(&clara, integration).await, [None; 5]);
    assert_eq!(webhooks_level(&clara, integration).await, Level::Green);
    let listed = as_clara(&clara, integration, Method::GET, "/webhooks", Value::Null).await;
    let listed = listed["data"].as_array().unwrap().clone();
    assert_eq!(listed.len(), 5, "none twice, none left over");
    assert!(
        listed
            .iter()
            .all(|webhook| !webhook["url"].as_str().unwrap().contains("elsewhere"))
    );
}

#[tokio::test]
async fn a_canary_flies_through_every_webhook_and_back() {
    let (clara, integration) = Clara::connected().await;
    let permit = clara.permit::<ManageIntegrations>();
    let canary = health::canary(&clara.integrations, &permit, integration).await;
    let all = Canary {
        asked: 5,
        arrived: 5,
    };
    assert_eq!(canary.unwrap(), all);
    assert!(!clara.step().await, "no work comes of it");
}

#[tokio::test]
async fn a_body_that_was_changed_on_its_way_does_no_harm() {
    let (clara, _, job, posting) = Clara::with_job().await;
    let opportunity = clara.applicant(&posting, "Tia True").await;
    clara.hear().await;
    let deliveries = clara.sim(Method::GET, "/deliveries", Value::Null).await;
    let genuine = deliveries["data"]
        .as_array()
        .unwrap()
        .last()
        .unwrap()
        .clone();
    let path = genuine["url"]
        .as_str()
        .unwrap()
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned();
    let send = async |body: Value| {
        receive(&clara.integrations, &path, body.to_string().as_bytes())
            .await
            .unwrap()
    };
    // The signature covers neither event nor data: whoever saw a delivery may change them, but not send it again.
    let mut forged: Value = serde_json::from_str(genuine["body"].as_str().unwrap()).unwrap();
    forged["event"] = json!("candidateDeleted");
    assert_eq!(send(forged).await, Received::Duplicate);
    clara.work().await;
    assert!(
        clara.card(job, "Tia True").await.is_some(),
        "the ATS was asked"
    );
    assert_eq!(clara.notes(&opportunity).await.len(), 1);
}

#[tokio::test]
async fn the_bundle_names_nobody() {
    let (clara, _, _, posting) = Clara::with_job().await;
    let resume = json!({ "name": "cv.txt", "text": "Umberto Nobody\nXylophagometry in Rust and SQL, 2015 – Present" });
    clara
        .added(json!({ "name": "Umberto Nobody", "email": "umberto@mail.example", "posting": posting, "resume": resume }))
        .await;
    clara.hear().await;
    let permit = clara.permit::<ManageIntegrations>();
    let bundle = diagnostics::bundle(&clara.integrations, &permit, json!({})).await;
    let text = bundle.unwrap().to_string();
    for kept in [
        "Umberto",
        "umberto",
        "mail.example",
        "Xylophagometry",
        "northwind.example",
        "Olive",
        "Northwind",
    ] {
        assert!(!text.contains(kept), "{kept}: {text}");
    }
    for told in [
        "fetch_application",
        "\"done\"",
        "applicationCreated",
        "schema_of_database",
    ] {
        assert!(text.contains(told), "{told}: {text}");
    }
}
