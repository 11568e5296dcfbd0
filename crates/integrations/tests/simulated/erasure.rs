//! Whom Lever deletes or anonymizes CLARA erases: afterwards neither the database nor the data folder holds a word of them.

use std::time::Duration;

use hiring::jobs::Candidates;
use hiring::permission::{
    Comment, ManageIntegrations, ManageSettings, ScreenCandidates, ShareCandidates,
};
use hiring::shares::{Draft, Terms, Votes};
use hiring::{audit, comments, overrules, shares};
use integrations::select;
use reqwest::Method;
use screening::model::Verdict;
use serde_json::{Value, json};

use super::support::Clara;

const NAME: &str = "Quentin Zyxwvut";
const MAIL: &str = "quentin.zyxwvut@mail.example";
const WORD: &str = "Xylophagometry";

/// Somebody with traces everywhere: document, score, quote, comment, overrule, note, events.
async fn somebody(clara: &Clara, job: hiring::JobId, posting: &str) -> String {
    let resume = format!(
        "{NAME}\n{MAIL}\n\nExperience\nSenior Engineer, Contoso, 2016-01 – Present\nBuilt services in Rust, Python, SQL and PostgreSQL. {WORD} expert.\n\nEducation\nBSc Computer Science, UCC, 2012"
    );
    let opportunity = clara
        .added(json!({ "name": NAME, "email": MAIL, "posting": posting, "cover_letter": format!("{WORD} is my passion."),
            "resume": { "name": "cv.txt", "text": resume } }))
        .await;
    clara.hear().await;
    let card = clara.card(job, NAME).await.unwrap();
    let words = format!("{WORD} sounds unusual, says {NAME}");
    comments::add(
        &clara.store,
        &clara.permit::<Comment>(),
        card.application,
        &words,
    )
    .await
    .unwrap();
    let set = hiring::requirement_sets::active(&clara.store, &clara.permit(), job).await;
    let requirement = set.unwrap().unwrap().set.requirements[0].id.clone();
    let reason = format!("I know {WORD}");
    let screens = clara.permit::<ScreenCandidates>();
    let (store, application) = (&clara.store, card.application);
    overrules::set(
        store,
        &screens,
        application,
        &requirement,
        Verdict::Met,
        &reason,
    )
    .await
    .unwrap();
    let terms = Terms {
        score: true,
        evidence: true,
        votes: Votes::AfterOwn,
    };
    let words = format!("{NAME} knows {WORD}: what do you say?");
    let to = ["vera@elsewhere.example".to_owned()];
    let draft = Draft::new(job, [card.application], &to, &words, terms, None).unwrap();
    shares::send(store, &clara.permit::<ShareCandidates>(), &draft)
        .await
        .unwrap();
    clara.work().await;
    assert!(!clara.notes(&opportunity).await.is_empty());
    for text in [NAME, MAIL, WORD] {
        assert!(clara.disk_has(text), "{text} was kept");
    }
    opportunity
}

async fn deleted(clara: &Clara, opportunity: &str) {
    let path = format!("/opportunities/{opportunity}");
    clara.sim(Method::DELETE, &path, Value::Null).await;
}

async fn nothing_is_left(clara: &Clara, job: hiring::JobId, application: &str, reason: &str) {
    clara.work().await;
    assert!(clara.card(job, NAME).await.is_none());
    for text in [NAME, MAIL, WORD] {
        assert!(!clara.disk_has(text), "{text} is still on the disk");
    }
    let log = audit::of(&clara.store, &clara.permit::<ManageSettings>(), application).await;
    let log = log.unwrap();
    let erased = log.last().unwrap();
    assert_eq!(erased.action, "application.erase");
    assert_eq!(erased.detail["reason"], reason);
    assert_eq!(clara.dead().await, [""; 0]);
}

#[tokio::test]
async fn nobody_who_was_deleted_is_left_on_the_disk() {
    let (clara, _, job, posting) = Clara::with_job().await;
    let opportunity = somebody(&clara, job, &posting).await;
    let application = clara.card(job, NAME).await.unwrap().application.to_string();
    deleted(&clara, &opportunity).await;
    clara.hear().await;
    nothing_is_left(&clara, job, &application, "deleted").await;
}

#[tokio::test]
async fn a_deletion_that_no_webhook_told_is_found_and_erased() {
    let (clara, integration, job, posting) = Clara::with_job().await;
    let opportunity = somebody(&clara, job, &posting).await;
    let application = clara.card(job, NAME).await.unwrap().application.to_string();
    clara.silence().await;
    deleted(&clara, &opportunity).await;
    clara.reconcile(integration).await;
    nothing_is_left(&clara, job, &application, "deleted").await;
}

#[tokio::test]
async fn whom_lever_anonymized_the_next_comparison_erases() {
    let (clara, integration, job, posting) = Clara::with_job().await;
    let opportunity = somebody(&clara, job, &posting).await;
    let application = clara.card(job, NAME).await.unwrap().application.to_string();
    let before = clara.cards(job).await.len();
    let path = format!("/opportunities/{opportunity}/anonymize");
    let there = clara.sim(Method::POST, &path, Value::Null).await;
    assert_eq!(there["data"]["isAnonymized"], true);
    clara.reconcile(integration).await;
    nothing_is_left(&clara, job, &application, "anonymized").await;
    assert_eq!(clara.cards(job).await.len(), before - 1);
    // Lever lists the candidacy still: it does not come back.
    clara.reconcile(integration).await;
    assert_eq!(clara.cards(job).await.len(), before - 1);
}

#[tokio::test]
async fn with_silent_webhooks_a_deletion_is_found_by_the_next_look_at_the_connection() {
    let (clara, integration, job, posting) = Clara::with_job().await;
    let opportunity = somebody(&clara, job, &posting).await;
    let application = clara.card(job, NAME).await.unwrap().application.to_string();
    clara.silence().await;
    deleted(&clara, &opportunity).await;
    clara.watch(integration).await;
    nothing_is_left(&clara, job, &application, "deleted").await;
}

#[tokio::test]
async fn whom_lever_anonymized_the_next_look_at_the_connection_erases() {
    let (clara, integration, job, posting) = Clara::with_job().await;
    let opportunity = somebody(&clara, job, &posting).await;
    let application = clara.card(job, NAME).await.unwrap().application.to_string();
    // No webhook that CLARA has tells of this, so it is found within a minute by looking.
    let path = format!("/opportunities/{opportunity}/anonymize");
    clara.sim(Method::POST, &path, Value::Null).await;
    clara.watch(integration).await;
    nothing_is_left(&clara, job, &application, "anonymized").await;
    // The list of changes names the candidacy for two minutes more: it does not come back.
    clara.watch(integration).await;
    nothing_is_left(&clara, job, &application, "anonymized").await;
}

#[tokio::test]
async fn whom_lever_anonymized_is_erased_on_a_job_that_is_no_longer_processed_too() {
    let (clara, integration, job, posting) = Clara::with_job().await;
    let opportunity = somebody(&clara, job, &posting).await;
    let application = clara.card(job, NAME).await.unwrap().application.to_string();
    let permit = clara.permit::<ManageIntegrations>();
    select::apply(
        &clara.integrations,
        &permit,
        integration,
        &[],
        Candidates::Keep,
        None,
    )
    .await
    .unwrap();
    clara.work().await;
    assert!(
        clara.disk_has(NAME),
        "who removes a job may keep its people"
    );
    let path = format!("/opportunities/{opportunity}/anonymize");
    clara.sim(Method::POST, &path, Value::Null).await;
    clara.watch(integration).await;
    nothing_is_left(&clara, job, &application, "anonymized").await;
}

#[tokio::test]
async fn a_deletion_of_long_ago_is_found_after_more_than_a_month_without_a_look() {
    let (clara, integration, job, posting) = Clara::with_job().await;
    let opportunity = somebody(&clara, job, &posting).await;
    let application = clara.card(job, NAME).await.unwrap().application.to_string();
    clara.silence().await;
    deleted(&clara, &opportunity).await;
    clara.clock.advance(Duration::from_secs(40 * 86_400));
    clara.reconcile(integration).await;
    nothing_is_left(&clara, job, &application, "deleted").await;
}
