//! The wizard's webhooks: tests that really arrive, and the way by hand.

use std::collections::HashSet;

use hiring::permission::{ManageIntegrations, ManageSettings};
use hiring::webhooks::Webhook;
use hiring::{IntegrationId, Secret, audit, webhooks};
use integrations::health::{self, Level};
use integrations::webhook::{Received, receive};
use integrations::webhook_steps;
use lever::webhook::Rejected;
use reqwest::Method;
use serde_json::{Value, json};

use super::status_mapping::{column, heard, move_in_lever, stage};
use super::support::Clara;

/// An event that a person makes a webhook for.
const EVENT: &str = "candidateStageChange";

impl Clara {
    /// Makes a webhook in Lever's own settings, where it is not CLARA's: its id and its signature token.
    async fn made_in_lever(&self, url: &str) -> (String, Secret) {
        let facts = self.simulator.facts();
        let request = self.http.post(format!("{}/webhooks", facts.base_url));
        let request = request.basic_auth(&facts.api_key, Some(""));
        let request = request.json(&json!({ "event": EVENT, "url": url }));
        let made: Value = request.send().await.unwrap().json().await.unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let token = text(&made["data"]["configuration"]["signatureToken"]);
        (text(&made["data"]["id"]), Secret::new(token))
    }

    /// Presses the test button beside it.
    async fn tested_in_lever(&self, webhook: &str) {
        let origin = self.simulator.facts().base_url.trim_end_matches("/v1");
        let button = format!("{origin}/settings/webhooks/{webhook}/test");
        let answer = self.http.post(button).send().await.unwrap();
        assert!(answer.status().is_redirection(), "{}", answer.status());
        heard(self).await;
    }

    /// How CLARA's half of it stands.
    async fn by_hand(&self, integration: IntegrationId) -> Webhook {
        let permit = self.permit::<ManageIntegrations>();
        let standing = webhook_steps::standing(&self.integrations, &permit, integration).await;
        let mut wanted = standing.unwrap().wanted.into_iter();
        let wanted = wanted.find(|wanted| wanted.event == EVENT);
        wanted.unwrap().webhook.unwrap()
    }
}

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

    clara.sim(Method::DELETE, "/faults", Value::Null).await;
    let made = webhook_steps::by_hand(&clara.integrations, &permit, integration, EVENT)
        .await
        .unwrap();
    let (there, key) = clara.made_in_lever(&made.url).await;
    let short = webhooks::give_key(&clara.store, &permit, made.webhook, &Secret::new("k1")).await;
    assert!(matches!(short, Err(hiring::Error::Invalid { .. })));
    // Tested before its token came, and by somebody who knows the address alone: neither proves anything.
    clara.tested_in_lever(&there).await;
    let path = made.url.rsplit('/').next().unwrap().to_owned();
    let unsigned = json!({ "event": EVENT, "data": {} }).to_string();
    let ping = receive(&clara.integrations, &path, unsigned.as_bytes());
    assert_eq!(ping.await.unwrap(), Received::Ping);
    let webhook = clara.by_hand(integration).await;
    assert!(!webhook.active && !webhook.verified && webhook.reached_at.is_none());

    webhooks::give_key(&clara.store, &permit, made.webhook, &key)
        .await
        .unwrap();
    let ping = receive(&clara.integrations, &path, unsigned.as_bytes());
    assert_eq!(ping.await.unwrap(), Received::Ping);
    let webhook = clara.by_hand(integration).await;
    assert!(webhook.active && webhook.by_hand && webhook.reached_at.is_none());
    clara.tested_in_lever(&there).await;
    let webhook = clara.by_hand(integration).await;
    assert!(webhook.verified && webhook.reached_at.is_some());
    assert_eq!(webhook.last_delivery_at, None, "only a test came");
    let canary = health::canary(&clara.integrations, &permit, integration).await;
    assert!(
        matches!(
            canary,
            Err(integrations::Error::Store(hiring::Error::Invalid { .. }))
        ),
        "CLARA made none: {canary:?}"
    );

    // What really happens arrives there too.
    let posting = clara.busiest_posting(integration).await;
    let job = clara.select(integration, &posting).await;
    clara.work().await;
    let opportunity = clara.applicant(&posting, "Hana Hand").await;
    let to = stage(&clara, "Offer").await;
    move_in_lever(&clara, &opportunity, &to).await;
    assert_eq!(column(&clara, job, "Hana Hand").await, "Interview");
    let webhook = clara.by_hand(integration).await;
    assert!(webhook.last_delivery_at.is_some());
    let unknown =
        webhook_steps::by_hand(&clara.integrations, &permit, integration, "contactCreated").await;
    assert!(unknown.is_err());
}

#[tokio::test]
async fn where_the_ats_cannot_reach_clara_it_refuses_until_it_can() {
    let clara = Clara::start().await;
    let fails = |fails: bool| json!({ "verification_fails": fails });
    clara.sim(Method::PATCH, "/switches", fails(true)).await;
    let integration = clara.connect().await;
    clara.work_through_pauses().await;
    let permit = clara.permit::<ManageIntegrations>();
    let standing =
        async || webhook_steps::standing(&clara.integrations, &permit, integration).await;
    assert!(standing().await.unwrap().refused);
    assert_eq!(clara.webhooks_in_lever().await, 0);
    assert_eq!(clara.dead().await, [""; 0]);

    clara.sim(Method::PATCH, "/switches", fails(false)).await;
    webhook_steps::create(&clara.integrations, &permit, integration)
        .await
        .unwrap();
    clara.work().await;
    let stands = standing().await.unwrap();
    assert!(!stands.refused);
    let mut wanted = stands.wanted.into_iter();
    assert!(wanted.all(|wanted| wanted.webhook.is_some_and(|webhook| webhook.active)));
    assert_eq!(clara.webhooks_in_lever().await, 5);
}

#[tokio::test]
async fn a_signature_token_that_does_not_fit_is_said_until_the_right_one_comes() {
    let clara = Clara::start().await;
    clara.fault("403", "POST", "/webhooks", 100).await;
    let integration = clara.connect().await;
    clara.work_through_pauses().await;
    clara.sim(Method::DELETE, "/faults", Value::Null).await;
    let permit = clara.permit::<ManageIntegrations>();
    let made = webhook_steps::by_hand(&clara.integrations, &permit, integration, EVENT)
        .await
        .unwrap();
    let (there, key) = clara.made_in_lever(&made.url).await;
    let give = async |key: &Secret| {
        webhooks::give_key(&clara.store, &permit, made.webhook, key)
            .await
            .unwrap();
    };
    give(&Secret::new(
        "of another group, which was copied by mistake",
    ))
    .await;
    clara.tested_in_lever(&there).await;
    let webhook = clara.by_hand(integration).await;
    assert!(webhook.key_refused_at.is_some() && webhook.reached_at.is_none());
    // A comparison looks at what CLARA made, and takes nothing back of this.
    clara.reconcile(integration).await;
    let read = health::read(&clara.integrations, &clara.permit(), integration).await;
    let read = read.unwrap();
    let ours = |known: &&health::WebhookHealth| known.webhook.id == made.webhook;
    let known = read.webhooks.iter().find(ours).unwrap();
    assert_eq!(
        (known.level, known.words),
        (Level::Red, "Signature token does not fit")
    );
    give(&key).await;
    assert_eq!(clara.by_hand(integration).await.key_refused_at, None);
    clara.tested_in_lever(&there).await;
    let webhook = clara.by_hand(integration).await;
    assert!(webhook.verified && webhook.key_refused_at.is_none());

    // A test of somebody who knows no key is refused as well.
    let path = made.url.rsplit('/').next().unwrap().to_owned();
    let forged = json!({ "event": EVENT, "triggeredAt": clara.store.now().0, "token": "t", "signature": "00", "data": {} });
    let refused = receive(&clara.integrations, &path, forged.to_string().as_bytes()).await;
    assert_eq!(
        refused.unwrap(),
        Received::Rejected(Rejected::WrongSignature)
    );
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
