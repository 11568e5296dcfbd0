//! The wizard's webhooks: tests that really arrive, and the way by hand.

use std::collections::HashSet;

use hiring::permission::{ManageIntegrations, ManageSettings};
use hiring::{Secret, audit, webhooks};
use integrations::webhook::{Received, receive};
use integrations::webhook_steps;
use serde_json::json;

use super::support::Clara;

#[tokio::test]
async fn a_test_delivery_arrives_at_every_webhook_and_is_noted() {
    let (clara, integration) = Clara::connected().await;
    let permit = clara.permit::<ManageIntegrations>();
    let before = clara.store.now();
    clara.clock.advance(std::time::Duration::from_secs(30));
    webhook_steps::test(&clara.integrations, &permit, integration)
        .await
        .unwrap();
    let standing = webhook_steps::standing(&clara.integrations, &permit, integration)
        .await
        .unwrap();
    assert_eq!(standing.wanted.len(), 5);
    for wanted in standing.wanted {
        let webhook = wanted.webhook.unwrap();
        assert!(
            webhook.active && webhook.reached_at.unwrap() > before,
            "{}",
            wanted.event
        );
    }
    assert!(!standing.refused);
    webhook_steps::create(&clara.integrations, &permit, integration)
        .await
        .unwrap();
    let auditor = clara.permit::<ManageSettings>();
    let log = audit::of(&clara.store, &auditor, &integration.to_string()).await;
    let asked: Vec<String> = log.unwrap().into_iter().map(|entry| entry.action).collect();
    for action in ["webhook.test", "webhook.create"] {
        assert!(asked.iter().any(|asked| asked == action), "{asked:?}");
    }
}

#[tokio::test]
async fn a_refusal_is_known_and_the_way_by_hand_leads_to_the_same() {
    let clara = Clara::start().await;
    clara.fault("403", "POST", "/webhooks", 100).await;
    let integration = clara.connect().await;
    clara.work_through_pauses().await;
    let permit = clara.permit::<ManageIntegrations>();
    let standing = webhook_steps::standing(&clara.integrations, &permit, integration)
        .await
        .unwrap();
    assert!(standing.refused);

    let made = webhook_steps::by_hand(
        &clara.integrations,
        &permit,
        integration,
        "candidateStageChange",
    )
    .await
    .unwrap();
    let path = made.url.rsplit('/').next().unwrap().to_owned();
    let ping = json!({ "event": "candidateStageChange", "data": {} }).to_string();
    assert_eq!(
        receive(&clara.integrations, &path, ping.as_bytes())
            .await
            .unwrap(),
        Received::Ping
    );
    let short = webhooks::give_key(&clara.store, &permit, made.webhook, &Secret::new("k1")).await;
    assert!(matches!(short, Err(hiring::Error::Invalid { .. })));
    let key = Secret::new("5d0b7f2ac94e13886ab1c7d2e0f3945b6a7c8d9e0f1a2b3c");
    webhooks::give_key(&clara.store, &permit, made.webhook, &key)
        .await
        .unwrap();
    let standing = webhook_steps::standing(&clara.integrations, &permit, integration)
        .await
        .unwrap();
    let by_hand = standing
        .wanted
        .into_iter()
        .find(|wanted| wanted.event == "candidateStageChange");
    let webhook = by_hand.unwrap().webhook.unwrap();
    assert!(webhook.active && webhook.by_hand && webhook.reached_at.is_some());
    let unknown =
        webhook_steps::by_hand(&clara.integrations, &permit, integration, "contactCreated").await;
    assert!(unknown.is_err());
}

#[tokio::test]
async fn two_connections_to_one_account_leave_each_other_their_webhooks() {
    let (clara, first) = Clara::connected().await;
    let second = clara.connect().await;
    clara.work().await;
    let permit = clara.permit::<ManageIntegrations>();
    webhook_steps::create(&clara.integrations, &permit, first)
        .await
        .unwrap();
    clara.work().await;
    let mut there = HashSet::new();
    for integration in [first, second] {
        clara.watch(integration).await;
        let standing = webhook_steps::standing(&clara.integrations, &permit, integration)
            .await
            .unwrap();
        for wanted in standing.wanted {
            let webhook = wanted.webhook.unwrap();
            assert!(
                webhook.active && webhook.problem.is_none(),
                "{}: {:?}",
                wanted.event,
                webhook.problem
            );
            there.insert(webhook.remote_id);
        }
    }
    assert_eq!(there.len(), 10, "five each");
}
