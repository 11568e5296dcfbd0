//! The light look at a connection: revocation, and changes that no webhook told of.

use std::time::Duration;

use hiring::integrations::{self, IntegrationState};
use reqwest::Method;
use serde_json::{Value, json};

use super::support::Clara;

async fn state(clara: &Clara, integration: hiring::IntegrationId) -> IntegrationState {
    let known = integrations::read(&clara.store, &clara.system(), integration).await;
    known.unwrap().state
}

#[tokio::test]
async fn a_revocation_is_noticed_at_the_next_look_and_nothing_is_sent_any_more() {
    for status in [403, 400] {
        let (clara, integration) = Clara::connected().await;
        clara
            .sim(
                Method::PATCH,
                "/switches",
                json!({ "invalid_grant_status": status }),
            )
            .await;
        clara.watch(integration).await;
        assert_eq!(state(&clara, integration).await, IntegrationState::Active);
        clara.sim(Method::POST, "/revoke", json!({})).await;
        clara.watch(integration).await;
        assert_eq!(
            state(&clara, integration).await,
            IntegrationState::Disconnected
        );
        clara.sim(Method::DELETE, "/calls", Value::Null).await;
        clara.watch(integration).await;
        let calls = clara.sim(Method::GET, "/calls", Value::Null).await;
        assert_eq!(calls["data"], json!({}));
    }
}

#[tokio::test]
async fn a_token_that_outlives_the_revocation_is_caught_by_the_refresh() {
    let (clara, integration) = Clara::connected().await;
    clara
        .sim(
            Method::PATCH,
            "/switches",
            json!({ "access_token_dies_at_revoke": false }),
        )
        .await;
    clara.sim(Method::POST, "/revoke", json!({})).await;
    clara.watch(integration).await;
    assert_eq!(
        state(&clara, integration).await,
        IntegrationState::Active,
        "the token still works"
    );
    clara.clock.advance(Duration::from_secs(15 * 60));
    clara.watch(integration).await;
    assert_eq!(
        state(&clara, integration).await,
        IntegrationState::Disconnected
    );
}

#[tokio::test]
async fn an_outage_is_no_revocation() {
    let (clara, integration) = Clara::connected().await;
    clara.fault("503", "GET", "/opportunities", 3).await;
    clara.watch(integration).await;
    assert_eq!(state(&clara, integration).await, IntegrationState::Active);
}

#[tokio::test]
async fn a_change_that_lever_dates_before_the_last_look_is_found() {
    let (clara, integration, job, posting) = Clara::with_job().await;
    clara.silence().await;
    // Lever's clock is behind: what happens after the look happened, by its time, before it.
    clara.clock.advance(Duration::from_secs(100));
    clara.watch(integration).await;
    clara.applicant(&posting, "Ola Overlap").await;
    clara.watch(integration).await;
    assert!(clara.card(job, "Ola Overlap").await.is_some());
}

#[tokio::test]
async fn what_no_webhook_told_of_is_found() {
    let (clara, integration, job, posting) = Clara::with_job().await;
    clara
        .sim(Method::PUT, "/event_groups", json!({ "all": false }))
        .await;
    let opportunity = clara.applicant(&posting, "Sia Silent").await;
    clara.work().await;
    assert!(
        clara.card(job, "Sia Silent").await.is_none(),
        "no webhook came"
    );
    clara.watch(integration).await;
    assert!(clara.card(job, "Sia Silent").await.is_some());
    assert_eq!(clara.notes(&opportunity).await.len(), 1);
    // And is not fetched again at every look.
    clara.sim(Method::DELETE, "/calls", Value::Null).await;
    clara.watch(integration).await;
    let calls = clara.sim(Method::GET, "/calls", Value::Null).await;
    let again = calls["data"]
        .as_object()
        .unwrap()
        .keys()
        .any(|route| route.contains("resumes"));
    assert!(!again, "{calls}");
}
