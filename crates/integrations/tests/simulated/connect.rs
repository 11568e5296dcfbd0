//! Consent, its refusals, the connection test, the end of a connection.

use hiring::integrations::{IntegrationState, TokenSet};
use hiring::permission::ManageIntegrations;
use hiring::{Millis, Secret};
use integrations::ConnectError;
use integrations::connect::{self, Data};
use integrations::connector::ConnectorError;
use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Clara, SESSION};

async fn states(clara: &Clara) -> Vec<IntegrationState> {
    let listed = hiring::integrations::list(&clara.store, &clara.system()).await;
    listed.unwrap().iter().map(|known| known.state).collect()
}

#[tokio::test]
async fn consent_connects_and_the_webhooks_stand() {
    let (clara, integration) = Clara::connected().await;
    assert_eq!(states(&clara).await, [IntegrationState::Active]);
    let webhooks = hiring::webhooks::list(&clara.store, &clara.system(), integration)
        .await
        .unwrap();
    assert_eq!(webhooks.len(), 5);
    assert!(webhooks.iter().all(|webhook| webhook.active));
    let there = clara.lever("/webhooks").await;
    assert!(there["data"].as_array().unwrap().len() <= 5);
    let permit = clara.permit::<ManageIntegrations>();
    let test = connect::test(&clara.integrations, &permit, integration)
        .await
        .unwrap();
    assert!(test.passed(), "{test:?}");
}

#[tokio::test]
async fn a_refusal_or_a_user_who_may_not_connects_nothing() {
    let clara = Clara::start().await;
    let callback = clara.consent("deny", "super%20admin").await;
    let outcome = connect::complete(&clara.integrations, &callback, SESSION).await;
    assert!(matches!(outcome, Err(ConnectError::Refused)), "{outcome:?}");
    let callback = clara.consent("accept", "team%20member").await;
    let outcome = connect::complete(&clara.integrations, &callback, SESSION).await;
    assert!(
        matches!(outcome, Err(ConnectError::NotSuperAdmin)),
        "{outcome:?}"
    );
    assert!(
        states(&clara)
            .await
            .iter()
            .all(|state| *state == IntegrationState::Pending)
    );
}

#[tokio::test]
async fn a_state_of_another_session_or_used_before_is_refused() {
    let clara = Clara::start().await;
    let callback = clara.consent("accept", "super%20admin").await;
    let forged = integrations::Callback {
        state: Some("forged".into()),
        ..callback.clone()
    };
    let missing = integrations::Callback {
        state: None,
        ..callback.clone()
    };
    for (callback, session) in [
        (&forged, SESSION),
        (&missing, SESSION),
        (&callback, "another"),
    ] {
        let outcome = connect::complete(&clara.integrations, callback, session).await;
        assert!(
            matches!(outcome, Err(ConnectError::WrongState)),
            "{outcome:?}"
        );
    }
    connect::complete(&clara.integrations, &callback, SESSION)
        .await
        .unwrap();
    let again = connect::complete(&clara.integrations, &callback, SESSION).await;
    assert!(matches!(again, Err(ConnectError::WrongState)), "{again:?}");
    assert_eq!(states(&clara).await, [IntegrationState::Active]);
}

#[tokio::test]
async fn a_wrong_secret_and_a_broken_token_endpoint_connect_nothing() {
    let clara = Clara::start().await;
    let callback = clara.consent("accept", "super%20admin").await;
    let misconfigured = clara.with_secret("wrong");
    let outcome = connect::complete(&misconfigured, &callback, SESSION).await;
    assert!(
        matches!(outcome, Err(ConnectError::Exchange)),
        "{outcome:?}"
    );
    for kind in ["500", "garbage"] {
        let callback = clara.consent("accept", "super%20admin").await;
        clara.fault(kind, "POST", "/oauth/token", 1).await;
        let outcome = connect::complete(&clara.integrations, &callback, SESSION).await;
        assert!(
            matches!(outcome, Err(ConnectError::Unavailable)),
            "{kind}: {outcome:?}"
        );
    }
    assert!(
        states(&clara)
            .await
            .iter()
            .all(|state| *state == IntegrationState::Pending)
    );
}

#[tokio::test]
async fn disconnecting_takes_the_webhooks_away_on_both_sides() {
    let (clara, integration) = Clara::connected().await;
    let permit = clara.permit::<ManageIntegrations>();
    assert_eq!(clara.webhooks_in_lever().await, 5);
    connect::disconnect(&clara.integrations, &permit, integration, Data::Keep)
        .await
        .unwrap();
    assert_eq!(states(&clara).await, [IntegrationState::Disconnected]);
    assert_eq!(clara.webhooks_in_lever().await, 0);
    let left = hiring::webhooks::list(&clara.store, &clara.system(), integration).await;
    assert_eq!(left.unwrap(), []);
    let again = connect::test(&clara.integrations, &permit, integration).await;
    assert!(again.unwrap_err().to_string().contains("revoked"));
}

#[tokio::test]
async fn another_organizations_connection_does_not_exist() {
    let (clara, integration) = Clara::connected().await;
    let other = hiring::organizations::create(&clara.store, "Fabrikam", "UTC")
        .await
        .unwrap();
    let stranger = hiring::organizations::create_owner(
        &clara.store,
        other.id,
        "stranger@fabrikam.example",
        "Sam Stranger",
        "another horse battery",
    )
    .await
    .unwrap();
    let permit = stranger.permit::<ManageIntegrations>().unwrap();
    let outcome = connect::test(&clara.integrations, &permit, integration).await;
    assert!(matches!(
        outcome,
        Err(integrations::Error::Store(hiring::Error::NotFound))
    ));
    let outcome = connect::disconnect(&clara.integrations, &permit, integration, Data::Keep).await;
    assert!(outcome.is_err());
    assert_eq!(states(&clara).await, [IntegrationState::Active]);
}

#[tokio::test]
async fn a_reconnection_by_another_account_of_the_ats_is_refused_and_changes_nothing() {
    let (clara, integration, job, _) = Clara::with_job().await;
    let permit = clara.permit::<ManageIntegrations>();
    let before = hiring::integrations::read(&clara.store, &permit, integration)
        .await
        .unwrap();
    assert!(before.remote_account.is_some());
    let tokens = TokenSet {
        access: Secret::new("of the account of before"),
        refresh: None,
        expires_at: Millis::NEVER,
    };
    let of_before = Some("another-account");
    hiring::integrations::connected(&clara.store, &permit, integration, &tokens, of_before, &[])
        .await
        .unwrap();
    let url = connect::begin(
        &clara.integrations,
        &permit,
        hiring::integrations::Provider::Simulator,
        Some(integration),
        SESSION,
    )
    .await
    .unwrap();
    let callback = clara.decide(&url, "accept", "super%20admin").await;
    let outcome = connect::complete(&clara.integrations, &callback, SESSION).await;
    assert!(
        matches!(outcome, Err(ConnectError::OtherAccount)),
        "{outcome:?}"
    );
    let after = hiring::integrations::read(&clara.store, &permit, integration)
        .await
        .unwrap();
    assert_eq!(after.remote_account.as_deref(), of_before);
    assert!(!clara.cards(job).await.is_empty());
}

#[tokio::test]
async fn a_reconnection_goes_on_where_it_was() {
    let (clara, integration, job, posting) = Clara::with_job().await;
    clara.sim(Method::POST, "/revoke", json!({})).await;
    clara.work_through_pauses().await;
    let permit = clara.permit::<ManageIntegrations>();
    assert!(
        connect::test(&clara.integrations, &permit, integration)
            .await
            .is_err()
            || states(&clara).await == [IntegrationState::Disconnected]
    );
    let opportunity = clara.applicant(&posting, "Mia Meanwhile").await;
    let url = connect::begin(
        &clara.integrations,
        &permit,
        hiring::integrations::Provider::Simulator,
        Some(integration),
        SESSION,
    )
    .await
    .unwrap();
    let callback = clara.decide(&url, "accept", "super%20admin").await;
    connect::complete(&clara.integrations, &callback, SESSION)
        .await
        .unwrap();
    clara.work_through_pauses().await;
    assert!(clara.card(job, "Mia Meanwhile").await.is_some());
    assert_eq!(clara.notes(&opportunity).await.len(), 1);
}

#[tokio::test]
async fn a_permission_that_was_not_granted_is_named() {
    let clara = Clara::start().await;
    let withheld = json!({ "withheld_scopes": "notes:write:admin,stages:read:admin" });
    clara.sim(Method::PATCH, "/switches", withheld).await;
    let callback = clara.consent("accept", "super%20admin").await;
    let outcome = connect::complete(&clara.integrations, &callback, SESSION).await;
    let Err(ConnectError::MissingScopes(missing)) = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(missing, ["notes:write:admin", "stages:read:admin"]);
    assert_eq!(states(&clara).await, [IntegrationState::Pending]);
}

#[tokio::test]
async fn a_plan_without_webhooks_is_said_and_the_rest_works() {
    let (clara, integration) = Clara::connected().await;
    let permit = clara.permit::<ManageIntegrations>();
    clara.fault("403", "GET", "/webhooks", 1).await;
    let test = connect::test(&clara.integrations, &permit, integration)
        .await
        .unwrap();
    let failed: Vec<_> = test
        .steps
        .iter()
        .filter_map(|step| step.error.as_ref())
        .collect();
    assert_eq!(failed.len(), 1, "{test:?}");
    assert!(failed[0].contains("plan has no webhooks"), "{failed:?}");
}

#[tokio::test]
async fn a_credential_of_another_environment_is_said_and_disconnects_nothing() {
    let (clara, integration) = Clara::connected().await;
    let permit = clara.permit::<ManageIntegrations>();
    clara.fault("other_environment", "GET", "/", 100).await;
    let test = connect::test(&clara.integrations, &permit, integration)
        .await
        .unwrap();
    for step in &test.steps {
        let error = step.error.as_deref().unwrap_or_default();
        assert!(error.contains("another environment"), "{step:?}");
    }
    clara.sim(Method::DELETE, "/faults", Value::Null).await;
    assert_eq!(states(&clara).await, [IntegrationState::Active]);
}

#[test]
fn a_sandbox_credential_in_production_is_called_so() {
    let refused = |message: &str| {
        ConnectorError::from(lever::Error::Forbidden {
            message: message.to_owned(),
        })
    };
    let other = refused("Unable to find a signing key that matches 'kid'");
    assert_eq!(other, ConnectorError::WrongEnvironment);
    assert!(other.to_string().contains("sandbox"));
    assert_eq!(refused("Not allowed"), ConnectorError::Forbidden);
}
