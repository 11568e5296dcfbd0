//! Write-back: off until an Owner switches it on, then one stage for each move, and no loop.

use std::time::Duration;

use hiring::columns::ColumnKind;
use hiring::permission::{ManageWriteBack, ViewIntegrations};
use hiring::{IntegrationId, JobId, audit, integrations as connections, queue, write_back};
use integrations::{WRITE_BACK_SCOPE, connect};
use reqwest::Method;
use serde_json::{Value, json};

use super::status_mapping::{column, heard, move_here, move_in_lever, of_kind, stage};
use super::support::{Clara, SESSION, eventually};

const REST: Duration = Duration::from_secs(11);

/// Asks for the wider permission, as an Owner does.
async fn grant(clara: &Clara, integration: IntegrationId) {
    let owner = clara.permit::<ManageWriteBack>();
    let url = connect::begin_write_back(&clara.integrations, &owner, integration, SESSION)
        .await
        .unwrap();
    assert!(url.as_str().contains("opportunities%3Awrite%3Aadmin"));
    let callback = clara.decide(&url, "accept", "super%20admin").await;
    let connected = connect::complete(&clara.integrations, &callback, SESSION)
        .await
        .unwrap();
    assert_eq!(
        (connected.integration, connected.for_write_back),
        (integration, true)
    );
    clara.work().await;
}

/// Switched on: *Qualified* is the stage *On-site interview*.
async fn switched_on(clara: &Clara, integration: IntegrationId, job: JobId) -> String {
    grant(clara, integration).await;
    let stage = stage(clara, "On-site interview").await;
    let owner = clara.permit::<ManageWriteBack>();
    let qualified = of_kind(clara, ColumnKind::Qualified).await;
    write_back::switch(
        &clara.store,
        &owner,
        job,
        true,
        &[(qualified, stage.clone())],
    )
    .await
    .unwrap();
    stage
}

async fn stage_in_lever(clara: &Clara, opportunity: &str) -> String {
    let found = clara.lever(&format!("/opportunities/{opportunity}")).await;
    found["data"]["stage"].as_str().unwrap().to_owned()
}

async fn calls(clara: &Clara) -> u64 {
    let calls = clara.sim(Method::GET, "/calls", Value::Null).await;
    calls["data"]["PUT /opportunities/{id}/stage"]
        .as_u64()
        .unwrap_or(0)
}

#[tokio::test]
async fn a_move_moves_the_stage_once_and_its_news_moves_nothing_back() {
    let (clara, integration, job, posting) = Clara::with_job().await;
    let target = switched_on(&clara, integration, job).await;
    let opportunity = clara.applicant(&posting, "Wyn Written").await;
    clara.hear().await;
    move_here(
        &clara,
        job,
        "Wyn Written",
        of_kind(&clara, ColumnKind::Qualified).await,
    )
    .await;
    clara.work().await;
    assert_ne!(
        stage_in_lever(&clara, &opportunity).await,
        target,
        "the card has not come to rest"
    );
    clara.clock.advance(REST);
    clara.work().await;
    assert_eq!(stage_in_lever(&clara, &opportunity).await, target);
    // The webhook of that very change: the stage is mapped to another column, and nothing moves.
    heard(&clara).await;
    clara.work_through_pauses().await;
    assert_eq!(column(&clara, job, "Wyn Written").await, "Qualified");
    assert_eq!(calls(&clara).await, 1);

    // What a person does in Lever afterwards counts again, also back to the same stage.
    move_in_lever(&clara, &opportunity, "applicant-new").await;
    move_in_lever(&clara, &opportunity, &target).await;
    assert_eq!(column(&clara, job, "Wyn Written").await, "Interview");
    clara.work_through_pauses().await;
    assert_eq!(
        calls(&clara).await,
        1,
        "what came from Lever is not written to it"
    );
}

#[tokio::test]
async fn an_uncertain_answer_and_a_kill_write_the_stage_once() {
    for kind in ["hang_after_commit", "cut_after_commit"] {
        let (mut clara, integration, job, posting) = Clara::with_job().await;
        let target = switched_on(&clara, integration, job).await;
        let opportunity = clara.applicant(&posting, "Una Uncertain").await;
        clara.hear().await;
        clara.fault(kind, "PUT", "/stage", 1).await;
        move_here(
            &clara,
            job,
            "Una Uncertain",
            of_kind(&clara, ColumnKind::Qualified).await,
        )
        .await;
        clara.clock.advance(REST);
        let _ = tokio::time::timeout(Duration::from_millis(1200), clara.work()).await;
        clara.restarted().await;
        clara.clock.advance(queue::LEASE + Duration::from_secs(1));
        clara.work_through_pauses().await;
        assert_eq!(stage_in_lever(&clara, &opportunity).await, target, "{kind}");
        assert_eq!(calls(&clara).await, 1, "{kind}");
        assert_eq!(
            column(&clara, job, "Una Uncertain").await,
            "Qualified",
            "{kind}"
        );
    }
}

#[tokio::test]
async fn a_stage_that_is_carried_out_after_everybody_gave_up_is_not_sent_again() {
    let (clara, integration, job, posting) = Clara::with_job().await;
    let target = switched_on(&clara, integration, job).await;
    let opportunity = clara.applicant(&posting, "Lena Late").await;
    clara.hear().await;
    clara
        .sim(Method::PATCH, "/switches", json!({ "hang_ms": 3000 }))
        .await;
    clara.fault("late", "PUT", "/stage", 1).await;
    let qualified = of_kind(&clara, ColumnKind::Qualified).await;
    move_here(&clara, job, "Lena Late", qualified).await;
    clara.clock.advance(REST);
    clara.work().await;
    assert_ne!(stage_in_lever(&clara, &opportunity).await, target);
    // The next try comes before the stage does.
    clara.clock.advance(Duration::from_secs(4));
    clara.work().await;
    eventually(async || stage_in_lever(&clara, &opportunity).await == target).await;
    heard(&clara).await;
    clara.work_through_pauses().await;
    assert_eq!(calls(&clara).await, 1);
    assert_eq!(column(&clara, job, "Lena Late").await, "Qualified");
    assert_eq!(clara.dead().await, [""; 0]);
}

#[tokio::test]
async fn a_stage_that_was_not_taken_is_sent_again_and_changes_once() {
    for kind in ["429", "503"] {
        let (clara, integration, job, posting) = Clara::with_job().await;
        let target = switched_on(&clara, integration, job).await;
        let opportunity = clara.applicant(&posting, "Ivo Insist").await;
        clara.hear().await;
        clara.fault(kind, "PUT", "/stage", 4).await;
        let qualified = of_kind(&clara, ColumnKind::Qualified).await;
        move_here(&clara, job, "Ivo Insist", qualified).await;
        clara.clock.advance(REST);
        clara.work_through_pauses().await;
        assert!(calls(&clara).await > 4, "{kind}: those refused count too");
        let all = clara.sim(Method::GET, "/opportunities", Value::Null).await;
        let mut all = all["data"].as_array().unwrap().iter();
        let there = all.find(|one| one["id"] == opportunity.as_str()).unwrap();
        let changes = there["stage_changes"].as_array().unwrap();
        let into = changes
            .iter()
            .filter(|change| change["toStageId"] == target.as_str());
        assert_eq!(into.count(), 1, "{kind}: {changes:?}");
    }
}

#[tokio::test]
async fn without_the_permission_it_switches_itself_off_and_says_so() {
    let (clara, integration, job, posting) = Clara::with_job().await;
    switched_on(&clara, integration, job).await;
    let opportunity = clara.applicant(&posting, "Pia Permission").await;
    clara.hear().await;
    let before = stage_in_lever(&clara, &opportunity).await;
    clara.fault("403", "PUT", "/stage", 1).await;
    move_here(
        &clara,
        job,
        "Pia Permission",
        of_kind(&clara, ColumnKind::Qualified).await,
    )
    .await;
    clara.clock.advance(REST);
    clara.work_through_pauses().await;
    assert_eq!(stage_in_lever(&clara, &opportunity).await, before);
    let listed = write_back::list(
        &clara.store,
        &clara.permit::<ViewIntegrations>(),
        integration,
    )
    .await
    .unwrap();
    assert!(!listed[0].on);
    assert_eq!(
        listed[0].ended.as_deref(),
        Some(write_back::PERMISSION_LOST)
    );
    let log = audit::of(&clara.store, &clara.permit(), &job.to_string())
        .await
        .unwrap();
    let actions: Vec<&str> = log.iter().map(|event| &*event.action).collect();
    assert!(
        actions.contains(&"write_back.switch") && actions.contains(&"write_back.end"),
        "{actions:?}"
    );
}

#[tokio::test]
async fn a_consent_that_grants_less_ends_it() {
    let (clara, integration, job, _) = Clara::with_job().await;
    switched_on(&clara, integration, job).await;
    let grants = async || {
        connections::grants(
            &clara.store,
            &clara.system(),
            integration,
            WRITE_BACK_SCOPE.0,
        )
        .await
        .unwrap()
    };
    assert!(grants().await);
    clara
        .sim(
            Method::PATCH,
            "/switches",
            json!({ "withheld_scopes": WRITE_BACK_SCOPE.0 }),
        )
        .await;
    let permit = clara.permit();
    let provider = connections::Provider::Simulator;
    let url = connect::begin(
        &clara.integrations,
        &permit,
        provider,
        Some(integration),
        SESSION,
    )
    .await
    .unwrap();
    assert!(
        url.as_str().contains("opportunities%3Awrite"),
        "a reconnection asks for what is in use"
    );
    let callback = clara.decide(&url, "accept", "super%20admin").await;
    connect::complete(&clara.integrations, &callback, SESSION)
        .await
        .unwrap();
    assert!(!grants().await);
    assert!(
        !write_back::is_used(&clara.store, &clara.system(), integration)
            .await
            .unwrap()
    );
}
