//! *Revoke access* in Lever: noticed in time, all work stops, the admins hear of it once, and a reconnection doubles nothing.

use std::time::Duration;

use ::integrations::connect::{self, Data};
use ::integrations::tasks::{FetchApplication, Task};
use hiring::integrations::{self, IntegrationState, Provider};
use hiring::mails::{self, Mail, SEND_MAIL};
use hiring::permission::{ManageIntegrations, ManageMembers};
use hiring::{IntegrationId, Role, accounts, applications, erasure, queue};
use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Clara, SESSION};

async fn state(clara: &Clara, integration: IntegrationId) -> IntegrationState {
    let known = integrations::read(&clara.store, &clara.system(), integration).await;
    known.unwrap().state
}

/// To whom mails about it are owed, as they would be sent now.
async fn told(clara: &Clara) -> Vec<String> {
    let mut told = Vec::new();
    while let Some(leased) = queue::claim(&clara.store, &[SEND_MAIL]).await.unwrap() {
        match mails::owed(&clara.store, &leased).await.unwrap() {
            Mail::Revoked { to, provider, .. } => {
                assert_eq!(provider, Provider::Simulator);
                told.push(to);
            }
            _ => panic!("another mail"),
        }
        mails::sent(&clara.store, &leased).await.unwrap();
    }
    told.sort();
    told
}

async fn reconnect(clara: &Clara, integration: IntegrationId) {
    let permit = clara.permit::<ManageIntegrations>();
    let (system, again) = (Provider::Simulator, Some(integration));
    let url = connect::begin(&clara.integrations, &permit, system, again, SESSION)
        .await
        .unwrap();
    let callback = clara.decide(&url, "accept", "super%20admin").await;
    connect::complete(&clara.integrations, &callback, SESSION)
        .await
        .unwrap();
    clara.work_through_pauses().await;
}

#[tokio::test]
async fn it_is_noticed_in_time_nothing_is_asked_any_more_and_admins_hear_once() {
    // Whatever of Lever's behaviour nobody knows for certain.
    for (dies_at_once, rotation, status) in [
        (true, "strict", 403),
        (false, "strict", 400),
        (true, "lenient", 400),
        (false, "lenient", 403),
    ] {
        let (clara, integration, job, posting) = Clara::with_job().await;
        let admins = clara.permit::<ManageMembers>();
        let add = async |email: &str, role| {
            let password = "correct horse battery";
            accounts::add_member(&clara.store, &admins, email, "N", password, role)
                .await
                .unwrap();
        };
        add("admin@northwind.example", Role::PartnerAdmin).await;
        add("recruiter@northwind.example", Role::Recruiter).await;
        let switch = json!({ "access_token_dies_at_revoke": dies_at_once, "rotation": rotation, "invalid_grant_status": status });
        clara.sim(Method::PATCH, "/switches", switch).await;
        clara.watch(integration).await;
        clara.sim(Method::POST, "/revoke", json!({})).await;
        // Sixty seconds where the token dies at once, fifteen minutes where it only runs out.
        let within = if dies_at_once { 60 } else { 15 * 60 };
        clara.clock.advance(Duration::from_secs(within));
        clara.watch(integration).await;
        assert_eq!(
            state(&clara, integration).await,
            IntegrationState::Disconnected
        );
        assert_eq!(
            told(&clara).await,
            ["admin@northwind.example", "owner@northwind.example"]
        );

        // Whatever waits and whatever comes: at most five calls more.
        clara.sim(Method::DELETE, "/calls", Value::Null).await;
        for opportunity in clara.opportunities(&posting).await {
            let task = FetchApplication::of(integration, &opportunity).task();
            queue::enqueue(&clara.store, &clara.system(), &[task])
                .await
                .unwrap();
        }
        clara.begin(integration, false).await;
        let own = clara.calls().await;
        clara.watch(integration).await;
        clara.work_through_pauses().await;
        assert!(clara.calls().await - own <= 5);
        assert_eq!(told(&clara).await, [""; 0], "once");

        // The same candidacies are the same applications.
        let before = clara.cards(job).await;
        let ids = |cards: &[hiring::board::Card]| {
            let mut ids: Vec<_> = cards.iter().map(|card| card.application).collect();
            ids.sort();
            ids
        };
        let noted = clara.sim(Method::GET, "/notes", Value::Null).await;
        reconnect(&clara, integration).await;
        assert_eq!(state(&clara, integration).await, IntegrationState::Active);
        assert_eq!(ids(&clara.cards(job).await), ids(&before));
        let again = clara.sim(Method::GET, "/notes", Value::Null).await;
        let many = |notes: &Value| notes["data"].as_array().unwrap().len();
        assert_eq!(many(&again), many(&noted));
        assert_eq!(clara.webhooks_in_lever().await, 5, "none twice");
        assert_eq!(clara.dead().await, [""; 0]);
    }
}

#[tokio::test]
async fn a_mail_that_waited_until_the_reconnection_is_not_sent() {
    let (clara, integration) = Clara::connected().await;
    clara.sim(Method::POST, "/revoke", json!({})).await;
    clara.watch(integration).await;
    reconnect(&clara, integration).await;
    let leased = queue::claim(&clara.store, &[SEND_MAIL]).await.unwrap();
    let owed = mails::owed(&clara.store, &leased.unwrap()).await;
    assert!(matches!(owed, Err(hiring::Error::NotFound)));
}

#[tokio::test]
async fn the_data_stay_or_go_as_an_admin_chooses() {
    let (clara, integration, job, posting) = Clara::with_job().await;
    let permit = clara.permit::<ManageIntegrations>();
    let refused = connect::purge(&clara.integrations, &permit, integration).await;
    assert!(refused.is_err(), "not while it is connected");
    clara.sim(Method::POST, "/revoke", json!({})).await;
    clara.watch(integration).await;
    assert!(!clara.cards(job).await.is_empty(), "they stay");
    connect::purge(&clara.integrations, &permit, integration)
        .await
        .unwrap();
    clara.work_through_pauses().await;
    let system = clara.system();
    let held = erasure::held(&clara.store, &system, integration).await;
    assert_eq!(held.unwrap(), 0);
    // Whoever connects again and selects the job reads them anew.
    reconnect(&clara, integration).await;
    clara.select(integration, &posting).await;
    clara.work_through_pauses().await;
    assert!(!clara.cards(job).await.is_empty());
}

#[tokio::test]
async fn a_disconnection_takes_webhooks_and_on_request_candidates_away() {
    let (clara, integration, job, posting) = Clara::with_job().await;
    let there = clara.opportunities(&posting).await;
    let permit = clara.permit::<ManageIntegrations>();
    connect::disconnect(&clara.integrations, &permit, integration, Data::Purge)
        .await
        .unwrap();
    clara.work_through_pauses().await;
    assert_eq!(clara.cards(job).await, []);
    let system = clara.system();
    for id in there {
        let here = applications::by_remote_id(&clara.store, &system, integration, &id).await;
        assert_eq!(here.unwrap(), []);
    }
    let mut documents = std::fs::read_dir(clara.folder().join("documents")).unwrap();
    let files = documents.next().map_or(0, |folder| {
        std::fs::read_dir(folder.unwrap().path()).unwrap().count()
    });
    assert_eq!(files, 0, "files go too");
}
