//! The status mapping: what happens in Lever moves the card, once, as a person's move, and nothing goes back.

use std::time::Duration;

use hiring::columns::{self, ColumnKind};
use hiring::permission::{ManageIntegrations, ScreenCandidates, ViewJobs};
use hiring::placements::{self, Via};
use hiring::status_mapping::{self, Choice, Origin, Saved, StatusKind};
use hiring::{ApplicationId, ColumnId, queue};
use integrations::connect::Data;
use integrations::tasks::{FetchApplication, Task};
use integrations::{health, statuses};
use reqwest::Method;
use serde_json::{Value, json};

use super::support::{Clara, eventually};

/// The id of a stage by its name.
pub async fn stage(clara: &Clara, name: &str) -> String {
    let stages = clara.lever("/stages").await;
    let stages = stages["data"].as_array().unwrap();
    let stage = stages.iter().find(|stage| stage["text"] == name);
    stage.unwrap()["id"].as_str().unwrap().to_owned()
}

/// Waits until Lever's calls arrived, then does the work.
pub async fn heard(clara: &Clara) {
    eventually(async || {
        let deliveries = clara.sim(Method::GET, "/deliveries", Value::Null).await;
        let mut all = deliveries["data"].as_array().unwrap().iter();
        all.all(|delivery| delivery["pending"] == false)
    })
    .await;
    clara.work().await;
}

pub async fn move_in_lever(clara: &Clara, opportunity: &str, stage: &str) {
    let path = format!("/opportunities/{opportunity}/stage");
    let stage = json!({ "stage": stage });
    clara.sim(Method::PUT, &path, stage).await;
    heard(clara).await;
}

async fn archive(clara: &Clara, opportunity: &str, reason: Value) {
    let path = format!("/opportunities/{opportunity}/archived");
    let reason = json!({ "reason": reason });
    clara.sim(Method::PUT, &path, reason).await;
    heard(clara).await;
}

async fn reason(clara: &Clara, kind: &str) -> Value {
    let reasons = clara.lever(&format!("/archive_reasons?type={kind}")).await;
    reasons["data"][0]["id"].clone()
}

/// The name of the column in which somebody stands.
pub async fn column(clara: &Clara, job: hiring::JobId, name: &str) -> String {
    let card = clara.card(job, name).await.unwrap();
    let columns = columns::list(&clara.store, &clara.permit::<ViewJobs>()).await;
    let column = columns
        .unwrap()
        .into_iter()
        .find(|column| column.id == card.column);
    column.unwrap().name
}

pub async fn of_kind(clara: &Clara, kind: ColumnKind) -> ColumnId {
    let columns = columns::list(&clara.store, &clara.permit::<ViewJobs>()).await;
    let column = columns
        .unwrap()
        .into_iter()
        .find(|column| column.kind == kind);
    column.unwrap().id
}

/// A person moves a card here.
pub async fn move_here(clara: &Clara, job: hiring::JobId, name: &str, to: ColumnId) {
    let card = clara.card(job, name).await.unwrap();
    placements::move_to(
        &clara.store,
        &clara.permit::<ScreenCandidates>(),
        card.application,
        to,
        card.version,
        None,
    )
    .await
    .unwrap();
}

async fn last_move(clara: &Clara, application: ApplicationId) -> placements::Move {
    let permit = clara.permit::<ViewJobs>();
    let timeline = hiring::applications::timeline(&clara.store, &permit, application).await;
    let moves = timeline
        .unwrap()
        .into_iter()
        .filter_map(|entry| match entry.what {
            hiring::applications::Happening::Moved(step) => Some(step),
            _ => None,
        });
    moves.max_by_key(|step| step.version).unwrap()
}

#[tokio::test]
async fn a_stage_in_lever_moves_the_card_and_the_engine_never_moves_it_back() {
    let (clara, _, job, posting) = Clara::with_job().await;
    let opportunity = clara.applicant(&posting, "Sia Stage").await;
    clara.hear().await;
    let before = column(&clara, job, "Sia Stage").await;
    assert!(
        ["Pre-Qualified", "Not Qualified"].contains(&&*before),
        "a new applicant stays with the engine: {before}"
    );

    move_in_lever(
        &clara,
        &opportunity,
        &stage(&clara, "On-site interview").await,
    )
    .await;
    assert_eq!(column(&clara, job, "Sia Stage").await, "Interview");
    let card = clara.card(job, "Sia Stage").await.unwrap();
    assert!(card.by_person);
    let step = last_move(&clara, card.application).await;
    assert_eq!((step.via, step.by), (Via::Ats, None));

    let again = queue::Task::screen(card.application);
    queue::enqueue(&clara.store, &clara.system(), &[again])
        .await
        .unwrap();
    clara.work().await;
    assert_eq!(
        clara.card(job, "Sia Stage").await.unwrap().version,
        card.version
    );
}

#[tokio::test]
async fn archived_as_hired_is_hired_anything_else_is_rejected_and_back_is_where_the_stage_says() {
    let (clara, _, job, posting) = Clara::with_job().await;
    let opportunity = clara.applicant(&posting, "Ari Archived").await;
    clara.hear().await;
    move_in_lever(
        &clara,
        &opportunity,
        &stage(&clara, "On-site interview").await,
    )
    .await;
    archive(&clara, &opportunity, reason(&clara, "non-hired").await).await;
    assert_eq!(column(&clara, job, "Ari Archived").await, "Rejected");
    archive(&clara, &opportunity, Value::Null).await;
    assert_eq!(column(&clara, job, "Ari Archived").await, "Interview");
    archive(&clara, &opportunity, reason(&clara, "hired").await).await;
    assert_eq!(column(&clara, job, "Ari Archived").await, "Hired");
}

#[tokio::test]
async fn a_move_here_stands_until_something_else_happens_in_lever() {
    let (clara, integration, job, posting) = Clara::with_job().await;
    let opportunity = clara.applicant(&posting, "Uma Undo").await;
    clara.hear().await;
    move_in_lever(
        &clara,
        &opportunity,
        &stage(&clara, "On-site interview").await,
    )
    .await;
    // Taken back here.
    move_here(
        &clara,
        job,
        "Uma Undo",
        of_kind(&clara, ColumnKind::Qualified).await,
    )
    .await;
    // Lever says the same again, and something that changes no status.
    let resume = json!({ "name": "cv2.txt", "text": "Rust" });
    clara
        .sim(
            Method::POST,
            &format!("/opportunities/{opportunity}/resumes"),
            resume,
        )
        .await;
    let again = FetchApplication::of(integration, &opportunity).task();
    queue::enqueue(&clara.store, &clara.system(), &[again])
        .await
        .unwrap();
    clara.work().await;
    assert_eq!(column(&clara, job, "Uma Undo").await, "Qualified");
    move_in_lever(&clara, &opportunity, &stage(&clara, "Offer").await).await;
    assert_eq!(column(&clara, job, "Uma Undo").await, "Interview");
}

#[tokio::test]
async fn no_change_in_lever_is_told_there_as_a_note() {
    let (clara, _, job, posting) = Clara::with_job().await;
    let opportunity = clara.applicant(&posting, "Eve Echo").await;
    clara.hear().await;
    let notes = clara.notes(&opportunity).await;
    move_in_lever(
        &clara,
        &opportunity,
        &stage(&clara, "On-site interview").await,
    )
    .await;
    archive(&clara, &opportunity, reason(&clara, "non-hired").await).await;
    clara.work_through_pauses().await;
    assert_eq!(column(&clara, job, "Eve Echo").await, "Rejected");
    assert_eq!(
        clara.notes(&opportunity).await,
        notes,
        "no echo, not even in the words of the score note"
    );
}

#[tokio::test]
async fn what_is_imported_in_a_mapped_stage_stands_in_its_column_and_stays_with_the_engine_in_no_change()
 {
    let (clara, integration) = Clara::connected().await;
    let posting = clara.busiest_posting(integration).await;
    let late = clara.applicant(&posting, "Lara Late").await;
    clara.applicant(&posting, "Nils New").await;
    let offer = stage(&clara, "Offer").await;
    clara
        .sim(
            Method::PUT,
            &format!("/opportunities/{late}/stage"),
            json!({ "stage": offer }),
        )
        .await;
    let job = clara.select(integration, &posting).await;
    clara.work().await;
    assert_eq!(column(&clara, job, "Lara Late").await, "Interview");
    let card = clara.card(job, "Nils New").await.unwrap();
    assert!(!card.by_person, "the engine's placement");
}

#[tokio::test]
async fn a_stage_that_nobody_mapped_moves_no_card_and_raises_an_alarm_until_it_is_mapped() {
    let (clara, integration, job, posting) = Clara::with_job().await;
    let opportunity = clara.applicant(&posting, "Dre Drift").await;
    clara.hear().await;
    let permit = clara.permit::<ManageIntegrations>();
    assert!(
        status_mapping::unmapped(&clara.store, &permit)
            .await
            .unwrap()
            .is_empty()
    );

    let made = clara
        .sim(Method::POST, "/stages", json!({ "text": "Trial day" }))
        .await;
    let trial = made["data"]["id"].as_str().unwrap().to_owned();
    move_in_lever(&clara, &opportunity, &trial).await;
    let card = clara.card(job, "Dre Drift").await.unwrap();
    assert!(!card.by_person, "nobody knows what it means");
    assert_eq!(
        status_mapping::unmapped(&clara.store, &permit)
            .await
            .unwrap()[&integration],
        1
    );

    // Looked at, the whole list is read; it is still one.
    statuses::refresh(&clara.integrations, &permit, integration)
        .await
        .unwrap();
    let mapping = status_mapping::read(&clara.store, &permit, integration)
        .await
        .unwrap();
    let new: Vec<_> = mapping
        .statuses
        .iter()
        .filter(|status| status.origin == Origin::Unmapped)
        .collect();
    assert_eq!(
        (new.len(), &*new[0].name, new[0].candidates),
        (1, "Trial day", 1)
    );

    let choices = [Choice {
        key: new[0].key.clone(),
        column: Some(of_kind(&clara, ColumnKind::Custom).await),
    }];
    let preview = status_mapping::preview(&clara.store, &permit, integration, &choices)
        .await
        .unwrap();
    assert_eq!((preview.moves, preview.stay), (1, 0));
    let saved = status_mapping::save(
        &clara.store,
        &permit,
        integration,
        mapping.version,
        &choices,
        true,
    )
    .await;
    assert!(matches!(saved.unwrap(), Saved::Done(_)));
    clara.work().await;
    assert_eq!(column(&clara, job, "Dre Drift").await, "Interview");
    assert!(
        status_mapping::unmapped(&clara.store, &permit)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn a_new_stage_is_noticed_by_the_next_comparison_without_any_candidate_in_it() {
    let (clara, integration, ..) = Clara::with_job().await;
    clara
        .sim(Method::POST, "/stages", json!({ "text": "Trial day" }))
        .await;
    clara.reconcile(integration).await;
    let permit = clara.permit::<ManageIntegrations>();
    let unmapped = status_mapping::unmapped(&clara.store, &permit).await;
    assert_eq!(unmapped.unwrap()[&integration], 1);
}

#[tokio::test]
async fn in_a_whole_run_nothing_but_notes_and_webhooks_is_ever_written_to_lever() {
    let clara = Clara::start().await;
    clara.sim(Method::DELETE, "/calls", Value::Null).await;
    let integration = clara.connect().await;
    clara.work().await;
    let posting = clara.busiest_posting(integration).await;
    let job = clara.select(integration, &posting).await;
    clara.work().await;
    let opportunity = clara.applicant(&posting, "Owen Oneway").await;
    clara.hear().await;
    move_in_lever(
        &clara,
        &opportunity,
        &stage(&clara, "On-site interview").await,
    )
    .await;
    for kind in [
        ColumnKind::Qualified,
        ColumnKind::Rejected,
        ColumnKind::Hired,
    ] {
        move_here(&clara, job, "Owen Oneway", of_kind(&clara, kind).await).await;
        clara.clock.advance(Duration::from_secs(11));
        clara.work().await;
    }
    archive(&clara, &opportunity, reason(&clara, "non-hired").await).await;
    clara.work_through_pauses().await;
    let permit = clara.permit::<ManageIntegrations>();
    // Everything that looks, asks or repairs.
    integrations::connect::test(&clara.integrations, &permit, integration)
        .await
        .unwrap();
    statuses::refresh(&clara.integrations, &permit, integration)
        .await
        .unwrap();
    health::canary(&clara.integrations, &permit, integration)
        .await
        .unwrap();
    health::repair(&clara.integrations, &permit, integration)
        .await
        .unwrap();
    clara.watch(integration).await;
    clara.reconcile(integration).await;
    integrations::connect::disconnect(&clara.integrations, &permit, integration, Data::Keep)
        .await
        .unwrap();

    let calls = clara.sim(Method::GET, "/calls", Value::Null).await;
    let written: Vec<&String> = calls["data"]
        .as_object()
        .unwrap()
        .keys()
        .filter(|call| {
            !call.starts_with("GET ") && !call.contains("/sim/") && !call.contains("oauth")
        })
        .collect();
    assert_eq!(
        written,
        [
            "DELETE /webhooks/{id}",
            "POST /opportunities/{id}/notes",
            "POST /webhooks",
            "PUT /webhooks"
        ],
        "no stage, no archive, no tag, no contact"
    );
}

#[tokio::test]
async fn a_kind_of_status_tells_a_stage_from_an_archive_reason() {
    let (clara, integration) = Clara::connected().await;
    let permit = clara.permit::<ManageIntegrations>();
    statuses::refresh(&clara.integrations, &permit, integration)
        .await
        .unwrap();
    let mapping = status_mapping::read(&clara.store, &permit, integration)
        .await
        .unwrap();
    let those = |kind| -> Vec<_> {
        let all = mapping.statuses.iter();
        all.filter(|status| status.key.kind == kind)
            .cloned()
            .collect()
    };
    let stages = those(StatusKind::Stage);
    assert_eq!(stages[0].key.id, "lead-new", "pipeline order");
    let applicant = stages
        .iter()
        .position(|stage| stage.key.id == "applicant-new")
        .unwrap();
    let interview = of_kind(&clara, ColumnKind::Custom).await;
    for (at, stage) in stages.iter().enumerate() {
        assert_eq!(
            stage.column,
            (at > applicant).then_some(interview),
            "{}",
            stage.name
        );
        assert_eq!(stage.origin, Origin::Guessed);
    }
    let (hired, rejected) = (
        of_kind(&clara, ColumnKind::Hired).await,
        of_kind(&clara, ColumnKind::Rejected).await,
    );
    for reason in those(StatusKind::ArchiveReason) {
        let expected = if reason.hired { hired } else { rejected };
        assert_eq!(reason.column, Some(expected), "{}", reason.name);
    }
}
