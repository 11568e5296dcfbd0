//! Comparisons: whatever webhooks miss is found, shown before it is done where a person asks, and survives a kill.

use std::time::Duration;

use hiring::board::CardState;
use hiring::jobs::{Candidates, FetchedJob};
use hiring::permission::{ManageIntegrations, ScreenCandidates, ViewIntegrations, ViewJobs};
use hiring::reconciliations::{self, RunState};
use hiring::status_mapping::{self, StatusKind};
use hiring::{ApplicationId, IntegrationId, JobId, applications, erasure, jobs};
use integrations::health::{self, Level};
use integrations::tasks::{Task, WatchConnection};
use integrations::{posting, resync, select};
use reqwest::Method;
use serde_json::{Value, json};

use super::support::Clara;

async fn level(clara: &Clara, integration: IntegrationId) -> Level {
    let permit = clara.permit::<ViewIntegrations>();
    let health = health::read(&clara.integrations, &permit, integration).await;
    health.unwrap().level()
}

#[tokio::test]
async fn with_all_webhooks_dropped_everything_is_found_in_one_comparison_and_health_is_red() {
    let (clara, integration, job, posting) = Clara::with_job().await;
    let before = clara.cards(job).await.len();
    let there = clara.opportunities(&posting).await;
    clara.silence().await;
    let fresh = clara.applicant(&posting, "Nia New").await;
    let stages = clara.lever("/stages").await;
    let stage = stages["data"][4]["id"].as_str().unwrap().to_owned();
    let moved = format!("/opportunities/{}/stage", there[0]);
    clara
        .sim(Method::PUT, &moved, json!({ "stage": stage }))
        .await;
    let reasons = clara.lever("/archive_reasons?type=non-hired").await;
    let archived = format!("/opportunities/{}/archived", there[1]);
    let reason = json!({ "reason": reasons["data"][0]["id"] });
    clara.sim(Method::PUT, &archived, reason).await;
    let deleted = format!("/opportunities/{}", there[2]);
    clara.sim(Method::DELETE, &deleted, Value::Null).await;
    let system = clara.system();
    let gone = applications::by_remote_id(&clara.store, &system, integration, &there[2]).await;
    assert_eq!(gone.unwrap().len(), 1);
    assert_eq!(level(&clara, integration).await, Level::Green);

    let run = clara.reconcile(integration).await;
    assert_eq!(run.state, RunState::Finished);
    assert_eq!(clara.found(run.id).await, [1, 2, 1]);
    assert_eq!(clara.cards(job).await.len(), before);
    let card = clara.card(job, "Nia New").await.unwrap();
    assert_eq!(card.state, CardState::Scored);
    assert_eq!(clara.notes(&fresh).await.len(), 1);
    let stages: Vec<_> = clara.cards(job).await.into_iter().collect();
    let name = clara.lever(&format!("/stages/{stage}")).await["data"]["text"].clone();
    let name = name.as_str().unwrap();
    assert!(
        stages
            .iter()
            .any(|card| card.stage.as_deref() == Some(name))
    );
    let erased = applications::by_remote_id(&clara.store, &system, integration, &there[2]).await;
    assert_eq!(erased.unwrap(), [], "who was deleted is erased");
    // Nothing is different any more.
    let again = clara.reconcile(integration).await;
    assert_eq!(clara.found(again.id).await, [0, 0, 0]);

    clara.clock.advance(Duration::from_secs(31));
    assert_eq!(level(&clara, integration).await, Level::Red);
    let permit = clara.permit::<ViewIntegrations>();
    let health = health::read(&clara.integrations, &permit, integration).await;
    let health = health.unwrap();
    assert_eq!(health.gaps_lately, 4);
    let webhooks = health.checks.iter().find(|check| check.code == "webhooks");
    assert!(webhooks.unwrap().words.contains("Silent"));
}

#[tokio::test]
async fn silence_is_red_within_two_minutes_and_over_with_the_next_delivery() {
    let (clara, integration, _, posting) = Clara::with_job().await;
    clara.silence().await;
    clara.applicant(&posting, "Sia Silent").await;
    // The look comes every minute; a delivery that is only late is waited for.
    clara.clock.advance(Duration::from_secs(60));
    let look = WatchConnection::of(integration).task();
    hiring::queue::enqueue(&clara.store, &clara.system(), &[look])
        .await
        .unwrap();
    clara.work().await;
    clara.clock.advance(Duration::from_secs(31));
    assert_eq!(level(&clara, integration).await, Level::Red);
    clara
        .sim(Method::PUT, "/event_groups", json!({ "all": true }))
        .await;
    clara.clock.advance(Duration::from_secs(1));
    clara.applicant(&posting, "Hal Heard").await;
    clara.hear().await;
    assert_eq!(level(&clara, integration).await, Level::Amber);
}

#[tokio::test]
async fn what_a_webhook_told_is_no_gap_even_if_the_look_was_faster() {
    let (clara, integration, _, posting) = Clara::with_job().await;
    clara.applicant(&posting, "Fay Faster").await;
    let look = WatchConnection::of(integration).task();
    hiring::queue::enqueue(&clara.store, &clara.system(), &[look])
        .await
        .unwrap();
    clara.hear().await;
    clara.reconcile(integration).await;
    super::support::eventually(async || {
        let permit = clara.permit::<ViewIntegrations>();
        let webhooks = hiring::webhooks::list(&clara.store, &permit, integration).await;
        let webhooks = webhooks.unwrap();
        webhooks
            .iter()
            .any(|webhook| webhook.last_delivery_at.is_some())
    })
    .await;
    clara.clock.advance(Duration::from_secs(31));
    assert_eq!(level(&clara, integration).await, Level::Green);
}

#[tokio::test]
async fn a_resume_that_comes_late_is_found_without_any_hint() {
    let (clara, integration, job, posting) = Clara::with_job().await;
    let late = clara
        .added(json!({ "name": "Lou Late", "email": "lou@mail.example", "posting": posting }))
        .await;
    clara.hear().await;
    let card = clara.card(job, "Lou Late").await.unwrap();
    assert_eq!(card.state, CardState::Unreadable);
    let resume = json!({ "name": "cv.txt", "text": "Lou Late\n\nExperience\nEngineer, Contoso, 2015-01 – Present\nRust, SQL, Python." });
    let path = format!("/opportunities/{late}/resumes");
    clara.sim(Method::POST, &path, resume).await;
    let run = clara.reconcile(integration).await;
    assert_eq!(clara.found(run.id).await, [0, 0, 0], "not due yet");
    clara.clock.advance(Duration::from_secs(301));
    clara.reconcile(integration).await;
    let card = clara.card(job, "Lou Late").await.unwrap();
    assert_eq!(card.state, CardState::Scored);
}

#[tokio::test]
async fn a_file_that_could_not_be_had_at_first_is_asked_for_again() {
    let (clara, _, job, posting) = Clara::with_job().await;
    let broken = json!({ "name": "cv.pdf", "base64": "" });
    clara
        .added(json!({ "name": "Bo Broken", "posting": posting, "resume": broken }))
        .await;
    clara.hear().await;
    assert!(clara.card(job, "Bo Broken").await.is_some());
    clara.sim(Method::DELETE, "/calls", Value::Null).await;
    resync::application(
        &clara.integrations,
        &clara.permit::<ScreenCandidates>(),
        clara.card(job, "Bo Broken").await.unwrap().application,
    )
    .await
    .unwrap();
    clara.work().await;
    let calls = clara.sim(Method::GET, "/calls", Value::Null).await;
    let route = "GET /opportunities/{id}/resumes/{resume}/download";
    let routes = calls["data"].as_object().unwrap();
    assert!(
        routes.keys().any(|known| known.ends_with(&route[4..])),
        "{routes:?}"
    );
}

#[tokio::test]
async fn a_record_that_never_says_when_it_changed_is_found_when_it_is_missing() {
    let (clara, integration) = Clara::connected().await;
    let all = clara
        .lever("/opportunities?limit=100&expand=applications")
        .await;
    let timeless = all["data"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["updatedAt"].is_null() && !one["applications"][0]["posting"].is_null());
    let timeless = timeless.expect("the simulator seeds records without updatedAt");
    let id = timeless["id"].as_str().unwrap();
    let posting = timeless["applications"][0]["posting"].as_str().unwrap();
    let job = clara.select(integration, posting).await;
    clara.work().await;
    let system = clara.system();
    let here = applications::by_remote_id(&clara.store, &system, integration, id).await;
    let here = here.unwrap();
    let run = clara.reconcile(integration).await;
    assert_eq!(clara.found(run.id).await, [0, 0, 0], "nothing differs");
    erasure::application(
        &clara.store,
        &system,
        here[0].application,
        erasure::Reason::Purged,
    )
    .await
    .unwrap();
    let before = clara.cards(job).await.len();
    let run = clara.reconcile(integration).await;
    assert_eq!(clara.found(run.id).await, [1, 0, 0]);
    assert_eq!(clara.cards(job).await.len(), before + 1);
}

#[tokio::test]
async fn a_dry_run_shows_the_difference_and_changes_nothing_until_it_is_applied() {
    let (clara, _, job, posting) = Clara::with_job().await;
    clara.silence().await;
    let there = clara.opportunities(&posting).await;
    for name in ["Ann One", "Ben Two", "Cleo Three"] {
        let applicant = json!({ "name": name, "posting": posting });
        clara.added(applicant).await;
    }
    let deleted = format!("/opportunities/{}", there[0]);
    clara.sim(Method::DELETE, &deleted, Value::Null).await;
    let before = clara.cards(job).await.len();
    let screens = clara.permit::<ScreenCandidates>();
    let run = resync::job(&clara.integrations, &screens, job)
        .await
        .unwrap();
    clara.work().await;
    assert_eq!(clara.run(run.id).await.state, RunState::Compared);
    assert_eq!(clara.found(run.id).await, [3, 0, 1]);
    assert_eq!(clara.cards(job).await.len(), before, "nothing was done");
    resync::apply(&clara.integrations, &screens, run.id)
        .await
        .unwrap();
    clara.work().await;
    assert_eq!(clara.run(run.id).await.state, RunState::Finished);
    assert_eq!(clara.cards(job).await.len(), before + 2);
    let again = resync::apply(&clara.integrations, &screens, run.id).await;
    assert!(again.is_err(), "a double click finds nothing to apply");
}

#[tokio::test]
async fn a_whole_connection_is_shown_before_it_is_fetched_job_by_job() {
    let (clara, integration, job, posting) = Clara::with_job().await;
    let open = clara.lever("/postings?state=published").await;
    let mut open = open["data"].as_array().unwrap().iter();
    let other = open.find(|other| other["id"] != *posting).unwrap();
    let other = other["id"].as_str().unwrap().to_owned();
    let manages = clara.permit::<ManageIntegrations>();
    let both = [posting.clone(), other.clone()];
    let (keep, all) = (Candidates::Keep, &clara.integrations);
    let added = select::apply(all, &manages, integration, &both, keep, None).await;
    let second = added.unwrap().added[0];
    clara.work().await;
    clara.silence().await;
    for (name, posting) in [("Ann One", &posting), ("Ben Two", &other)] {
        let applicant = json!({ "name": name, "posting": posting });
        clara.added(applicant).await;
    }
    let run = resync::connection(all, &manages, integration)
        .await
        .unwrap();
    clara.work().await;
    assert_eq!(clara.run(run.id).await.state, RunState::Compared);
    assert_eq!(clara.found(run.id).await, [2, 0, 0]);
    assert!(clara.card(job, "Ann One").await.is_none(), "only shown");
    assert!(clara.card(second, "Ben Two").await.is_none(), "only shown");
    let screens = clara.permit::<ScreenCandidates>();
    resync::apply(all, &screens, run.id).await.unwrap();
    clara.work().await;
    assert_eq!(clara.run(run.id).await.state, RunState::Finished);
    assert!(clara.card(job, "Ann One").await.is_some());
    assert!(clara.card(second, "Ben Two").await.is_some());
}

#[tokio::test]
async fn one_that_was_paused_and_killed_goes_on_where_it_was() {
    let (mut clara, integration, job, posting) = Clara::with_job().await;
    clara.silence().await;
    for number in 0..12 {
        let applicant = json!({ "name": format!("Person {number}"), "posting": posting });
        clara.added(applicant).await;
    }
    let before = clara.cards(job).await.len();
    let run = clara.begin(integration, false).await;
    // The comparison, and some of what it found.
    for _ in 0..6 {
        assert!(clara.step().await);
    }
    let screens = clara.permit::<ScreenCandidates>();
    reconciliations::pause(&clara.store, &screens, run.id)
        .await
        .unwrap();
    clara.work().await;
    let half = clara.cards(job).await.len() - before;
    assert!((1..12).contains(&half), "{half}");
    clara.restarted().await;
    clara.work().await;
    assert_eq!(clara.cards(job).await.len() - before, half, "it rests");
    clara.sim(Method::DELETE, "/calls", Value::Null).await;
    resync::resume(&clara.integrations, &screens, run.id)
        .await
        .unwrap();
    clara.work().await;
    assert_eq!(clara.run(run.id).await.state, RunState::Finished);
    assert_eq!(clara.cards(job).await.len() - before, 12);
    let calls = clara.sim(Method::GET, "/calls", Value::Null).await;
    let lists = calls["data"]["GET /opportunities"].as_u64().unwrap_or(0);
    assert_eq!(lists, 0, "what was compared is not compared again: {calls}");
}

#[tokio::test]
async fn a_comparison_that_is_killed_in_the_middle_ends_nonetheless() {
    let (mut clara, integration, job, posting) = Clara::with_job().await;
    clara.silence().await;
    clara
        .added(json!({ "name": "Kim Killed", "posting": posting }))
        .await;
    clara.fault("hang", "GET", "/opportunities", 1).await;
    let run = clara.begin(integration, false).await;
    let killed = tokio::time::timeout(Duration::from_millis(700), clara.work()).await;
    assert!(killed.is_err(), "it was waiting for the answer");
    clara.restarted().await;
    clara
        .clock
        .advance(hiring::queue::LEASE + Duration::from_secs(1));
    clara.work_through_pauses().await;
    assert_eq!(clara.run(run.id).await.state, RunState::Finished);
    assert!(clara.card(job, "Kim Killed").await.is_some());
}

#[tokio::test]
async fn a_changed_posting_is_said_and_never_changes_a_score_by_itself() {
    let (clara, integration, job, posting) = Clara::with_job().await;
    let views = clara.permit::<ViewJobs>();
    let manages = clara.permit::<ManageIntegrations>();
    let screens = clara.permit::<ScreenCandidates>();
    let known = jobs::read(&clara.store, &views, job).await.unwrap();
    // As if the posting had been another one when its requirements were read.
    let other = FetchedJob {
        remote: Some((integration, posting.clone())),
        title: "Another title".into(),
        description: "Another description. Cobol is required.".into(),
        state: known.state.clone(),
        ..FetchedJob::default()
    };
    jobs::upsert_from_ats(&clara.store, &manages, &other)
        .await
        .unwrap();
    posting::keep(&clara.integrations, &screens, job)
        .await
        .unwrap();
    let scores: Vec<_> = clara
        .cards(job)
        .await
        .iter()
        .map(|card| card.score)
        .collect();
    clara.reconcile(integration).await;
    let changed = jobs::read(&clara.store, &views, job).await.unwrap();
    assert_eq!(changed.title, known.title);
    assert!(changed.posting_changed_at.is_some());
    assert_eq!(changed.requirement_set_version, Some(1));
    let now: Vec<_> = clara
        .cards(job)
        .await
        .iter()
        .map(|card| card.score)
        .collect();
    assert_eq!(scores, now);
    // A person has it read: the same description gives the same requirements, which are the version they are.
    let version = posting::read_anew(&clara.integrations, &screens, job)
        .await
        .unwrap();
    assert_eq!(version, 1);
    clara.work().await;
    let now: Vec<_> = clara
        .cards(job)
        .await
        .iter()
        .map(|card| card.score)
        .collect();
    assert_eq!(scores, now);
    let decided = posting::keep(&clara.integrations, &screens, job).await;
    assert!(decided.is_err(), "there is nothing to decide any more");
}

/// Changes a posting as a person does in Lever.
pub async fn change_posting(clara: &Clara, posting: &str, change: Value) {
    let users = clara.lever("/users?accessRole=super%20admin").await;
    let user = users["data"][0]["id"].as_str().unwrap();
    let facts = clara.simulator.facts();
    let url = format!("{}/postings/{posting}?perform_as={user}", facts.base_url);
    let request = clara.http.post(url).basic_auth(&facts.api_key, Some(""));
    let answer = request.json(&change).send().await.unwrap();
    assert!(answer.status().is_success(), "{}", answer.status());
}

/// Who stands on the board with which score.
async fn scores(clara: &Clara, job: JobId) -> Vec<(ApplicationId, Option<u8>)> {
    let cards = clara.cards(job).await.into_iter();
    cards.map(|card| (card.application, card.score)).collect()
}

#[tokio::test]
async fn a_posting_that_is_closed_says_so_and_keeps_its_cards() {
    let (clara, integration, job, posting) = Clara::with_job().await;
    let views = clara.permit::<ViewJobs>();
    let known = jobs::read(&clara.store, &views, job).await.unwrap();
    assert_eq!(known.state, "published");
    let before = scores(&clara, job).await;
    change_posting(&clara, &posting, json!({ "state": "closed" })).await;
    let run = clara.reconcile(integration).await;
    assert_eq!(run.state, RunState::Finished);
    assert_eq!(clara.found(run.id).await, [0, 0, 0]);
    let closed = jobs::read(&clara.store, &views, job).await.unwrap();
    assert_eq!(closed.state, "closed");
    assert!(closed.active, "it is processed on");
    assert_eq!(
        (closed.posting_changed_at, closed.requirement_set_version),
        (None, known.requirement_set_version),
        "there is nothing to decide"
    );
    assert_eq!(scores(&clara, job).await, before);
}

#[tokio::test]
async fn a_posting_is_not_confidential_because_a_permission_is_missing() {
    let (clara, integration, job, posting) = Clara::with_job().await;
    let views = clara.permit::<ViewJobs>();
    let known = jobs::read(&clara.store, &views, job).await.unwrap();
    // Neither it nor the list of all postings is shown.
    clara.fault("403", "GET", "/postings", 3).await;
    let run = clara.reconcile(integration).await;
    assert_eq!(run.state, RunState::Finished);
    let read = jobs::read(&clara.store, &views, job).await.unwrap();
    assert_eq!(
        (&read.state, &read.hiring_manager),
        (&known.state, &known.hiring_manager),
        "nothing is known of it"
    );
    // What is shown with the next comparison is read: all three faults were met.
    change_posting(&clara, &posting, json!({ "state": "closed" })).await;
    clara.reconcile(integration).await;
    let read = jobs::read(&clara.store, &views, job).await.unwrap();
    assert_eq!(read.state, "closed");
}

#[tokio::test]
async fn a_posting_that_lever_does_not_show_any_more_says_so_and_keeps_its_cards() {
    let (clara, integration, job, posting) = Clara::with_job().await;
    let views = clara.permit::<ViewJobs>();
    let known = jobs::read(&clara.store, &views, job).await.unwrap();
    let before = scores(&clara, job).await;
    let path = format!("/postings/{posting}");
    // As a confidential one answers whom nobody gave access, with its hiring manager and without.
    clara.fault("403", "GET", &path, 2).await;
    clara.reconcile(integration).await;
    let hidden = jobs::read(&clara.store, &views, job).await.unwrap();
    assert_eq!(hidden.state, "confidential");
    assert_eq!(
        (&hidden.title, &hidden.description),
        (&known.title, &known.description)
    );
    assert_eq!(scores(&clara, job).await, before);
    clara.reconcile(integration).await;
    let shown = jobs::read(&clara.store, &views, job).await.unwrap();
    assert_eq!(shown.state, known.state, "in sight again");

    clara.sim(Method::DELETE, &path, Value::Null).await;
    let run = clara.reconcile(integration).await;
    assert_eq!(run.state, RunState::Finished);
    let gone = jobs::read(&clara.store, &views, job).await.unwrap();
    assert_eq!((&*gone.state, gone.active), ("deleted", true));
    assert_eq!(gone.posting_changed_at, None);
    assert_eq!(scores(&clara, job).await, before);
    assert_eq!(clara.dead().await, [""; 0]);
}

#[tokio::test]
async fn stages_and_archive_reasons_are_handed_on() {
    let (clara, integration, _, _) = Clara::with_job().await;
    clara.reconcile(integration).await;
    let known = status_mapping::read(&clara.store, &clara.system(), integration).await;
    let known = known.unwrap().statuses;
    let of = |kind| known.iter().filter(|known| known.key.kind == kind).count();
    let there = clara.lever("/stages").await;
    assert_eq!(
        of(StatusKind::Stage),
        there["data"].as_array().unwrap().len()
    );
    assert!(of(StatusKind::ArchiveReason) > 1);
    assert!(known.iter().any(|known| known.hired));
}
