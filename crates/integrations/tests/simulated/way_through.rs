//! The way that everything else serves: select, import, screen, place; then a new application by itself.

use std::time::Duration;

use hiring::applications;
use hiring::board::CardState;
use hiring::documents::DocumentKind;
use hiring::erasure;
use hiring::imports::{self, ImportState};
use hiring::jobs::Candidates;
use hiring::permission::{ManageIntegrations, ViewJobs};
use integrations::select;
use reqwest::Method;
use serde_json::{Value, json};

use super::support::Clara;

const KEEP: Candidates = Candidates::Keep;

#[tokio::test]
async fn a_selected_job_comes_in_whole_scored_and_placed_with_a_note_each() {
    let (clara, _, job, posting) = Clara::with_job().await;
    let there = clara
        .lever(&format!("/opportunities?posting_id={posting}&limit=100"))
        .await;
    let there = there["data"].as_array().unwrap().clone();
    let cards = clara.cards(job).await;
    assert!(!there.is_empty());
    assert_eq!(cards.len(), there.len());
    assert!(
        cards.iter().all(|card| card.state != CardState::Scoring),
        "everything is settled"
    );
    assert!(clara.scored(job).await > 0);
    let import = imports::read(&clara.store, &clara.permit::<ViewJobs>(), job)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (import.state, import.done, import.failed),
        (ImportState::Finished, there.len() as u64, 0)
    );
    let mut notes = 0;
    for opportunity in &there {
        let written = clara.notes(opportunity["id"].as_str().unwrap()).await;
        assert!(written.len() <= 1, "{written:?}");
        notes += written.len();
    }
    assert_eq!(notes, clara.scored(job).await, "one note for each score");
    assert_eq!(clara.dead().await, [""; 0]);
}

#[tokio::test]
async fn an_import_scores_all_cards_before_it_writes_notes_and_a_new_applicants_note_does_not_wait_for_them()
 {
    let (clara, integration) = Clara::connected().await;
    let posting = clara.busiest_posting(integration).await;
    let job = clara.select(integration, &posting).await;
    let is_over = async || {
        let import = imports::read(&clara.store, &clara.permit::<ViewJobs>(), job).await;
        import
            .unwrap()
            .is_some_and(|import| import.state == ImportState::Finished)
    };
    let notes = async || {
        let calls = clara.sim(Method::GET, "/calls", Value::Null).await;
        let notes = calls["data"]["POST /opportunities/{id}/notes"].as_u64();
        notes.unwrap_or_default()
    };
    while !is_over().await {
        assert!(clara.step().await);
    }
    assert!(clara.scored(job).await > 2);
    assert_eq!(notes().await, 0, "cards come first");
    let waiting = clara.waiting().await;
    let opportunity = clara.applicant(&posting, "Nora Novak").await;
    clara.told(waiting).await;
    while clara.notes(&opportunity).await.is_empty() {
        assert!(clara.step().await);
    }
    assert_eq!(notes().await, 1, "then whom somebody waits for");
    clara.work().await;
    assert_eq!(notes().await, clara.scored(job).await as u64);
}

#[tokio::test]
async fn a_new_application_is_a_scored_card_and_a_note_in_lever_exactly_once() {
    let (clara, _, job, posting) = Clara::with_job().await;
    let opportunity = clara.applicant(&posting, "Nora Novak").await;
    clara.hear().await;
    let card = clara.card(job, "Nora Novak").await.unwrap();
    assert_eq!(card.state, CardState::Scored);
    let notes = clara.notes(&opportunity).await;
    assert_eq!(notes.len(), 1);
    let score = format!("CLARA score: {} of 100", card.score.unwrap());
    assert!(notes[0].starts_with(&score), "{}", notes[0]);
    assert!(notes[0].contains(&format!("/applications/{}", card.application)));
    assert!(!notes[0].contains('@'));

    // Whatever is said again changes nothing.
    clara.clock.advance(std::time::Duration::from_secs(5));
    let deliveries = clara.sim(Method::GET, "/deliveries", Value::Null).await;
    for delivery in deliveries["data"].as_array().unwrap() {
        let id = delivery["id"].as_str().unwrap();
        clara
            .sim(
                Method::POST,
                &format!("/deliveries/{id}/rerun"),
                Value::Null,
            )
            .await;
    }
    clara.work().await;
    assert_eq!(clara.notes(&opportunity).await, notes);
    assert_eq!(clara.card(job, "Nora Novak").await.unwrap(), card);
}

#[tokio::test]
async fn what_stands_in_the_letter_and_the_answers_alone_is_evidence_too() {
    let (clara, integration) = Clara::connected().await;
    let permit = clara.permit::<ManageIntegrations>();
    let selection = select::postings(&clara.integrations, &permit, integration).await;
    let mut postings = selection.unwrap().postings.into_iter();
    let posting = postings.find(|posting| posting.title.contains("Rust"));
    let posting = posting.unwrap().id;
    let job = clara.select(integration, &posting).await;
    clara.work().await;
    let resume = "Tess Typed\n\nExperience\nClerk, Contoso, 2016-01 – Present\nOpened letters and kept the archive in order.";
    let question = json!({ "text": "About you", "fields": [
        { "type": "textarea", "text": "What else should we know?", "value": "I ran Kafka in production for three years." },
    ] });
    clara
        .added(json!({ "name": "Tess Typed", "email": "tess.typed@mail.example", "posting": posting,
            "cover_letter": "In my last position I built booking services in Rust.", "custom_questions": [question],
            "resume": { "name": "cv.txt", "text": resume } }))
        .await;
    clara.hear().await;
    let card = clara.card(job, "Tess Typed").await.unwrap();
    assert_eq!(card.state, CardState::Scored);
    let views = clara.permit::<ViewJobs>();
    let profile = applications::profile(&clara.store, &views, card.application).await;
    let profile = profile.unwrap();
    assert_eq!(profile.documents.len(), 3);
    let result = profile.screening.unwrap().result;
    let matches = result["matches"].as_array().unwrap();
    for (kind, word) in [
        (DocumentKind::CoverLetter, "Rust"),
        (DocumentKind::Answers, "Kafka"),
    ] {
        let mut documents = profile.documents.iter();
        let document = documents.find(|document| document.kind == kind).unwrap();
        let id = document.id.to_string();
        let quoted = |found: &&Value| {
            let mut evidence = found["evidence"].as_array().unwrap().iter();
            evidence
                .any(|one| one["document"] == id && one["quote"].as_str().unwrap().contains(word))
        };
        let found = matches.iter().find(quoted);
        let found = found.unwrap_or_else(|| panic!("{word} in the {kind}: {matches:?}"));
        assert!(
            matches!(found["verdict"].as_str(), Some("met" | "partly")),
            "{found}"
        );
    }
}

#[tokio::test]
async fn a_job_that_is_no_longer_selected_rests_and_comes_back() {
    let (clara, integration, job, posting) = Clara::with_job().await;
    let permit = clara.permit::<ManageIntegrations>();
    let applied = select::apply(&clara.integrations, &permit, integration, &[], KEEP, None)
        .await
        .unwrap();
    assert_eq!(applied.removed, [job]);
    let before = clara.cards(job).await.len();
    clara.applicant(&posting, "Late Larsen").await;
    clara.hear().await;
    assert!(clara.card(job, "Late Larsen").await.is_none());
    let applied = select::apply(
        &clara.integrations,
        &permit,
        integration,
        &[posting],
        KEEP,
        None,
    )
    .await
    .unwrap();
    assert_eq!(applied.added, [job], "the same job, not another");
    clara.work().await;
    assert_eq!(clara.cards(job).await.len(), before + 1);
}

#[tokio::test]
async fn an_unknown_posting_cannot_be_selected() {
    let (clara, integration) = Clara::connected().await;
    let permit = clara.permit::<ManageIntegrations>();
    let chosen = ["no-such-posting".to_owned()];
    let outcome = select::apply(
        &clara.integrations,
        &permit,
        integration,
        &chosen,
        KEEP,
        None,
    )
    .await;
    assert!(matches!(
        outcome,
        Err(integrations::Error::Store(hiring::Error::NotFound))
    ));
}

#[tokio::test]
async fn the_selection_counts_candidates_and_estimates_honestly() {
    let (mut clara, integration) = Clara::connected().await;
    clara.at_levers_pace();
    let permit = clara.permit::<ManageIntegrations>();
    let selection = select::postings(&clara.integrations, &permit, integration)
        .await
        .unwrap();
    assert!(selection.counted && selection.postings.len() >= 10);
    assert!(
        selection
            .postings
            .iter()
            .map(|posting| posting.candidates)
            .sum::<u64>()
            > 0
    );
    assert_eq!((selection.time_per_candidate * 400).as_secs(), 160);
    assert!(!selection.measured);
}

#[tokio::test]
async fn what_people_were_told_is_kept_with_the_imports_of_a_selection() {
    let (clara, integration) = Clara::connected().await;
    let permit = clara.permit::<ManageIntegrations>();
    let offered = select::postings(&clara.integrations, &permit, integration)
        .await
        .unwrap()
        .postings;
    let two: Vec<_> = offered
        .iter()
        .filter(|posting| posting.state == "published" && posting.hint.is_none())
        .take(2)
        .collect();
    let chosen: Vec<String> = two.iter().map(|posting| posting.id.clone()).collect();
    let told = Duration::from_secs(90);
    select::apply(
        &clara.integrations,
        &permit,
        integration,
        &chosen,
        KEEP,
        Some(told),
    )
    .await
    .unwrap();
    clara.work_through_pauses().await;
    let past = imports::selected(&clara.store, &permit, integration)
        .await
        .unwrap();
    assert_eq!(past.len(), 1, "one selection: {past:?}");
    assert_eq!((past[0].jobs, past[0].estimated), (2, told));
    assert!(
        past[0].took.is_some() && past[0].applications > 0,
        "{past:?}"
    );
}

#[tokio::test]
async fn a_job_whose_candidates_are_forgotten_leaves_nothing_of_them() {
    let (clara, integration, job, posting) = Clara::with_job().await;
    let permit = clara.permit::<ManageIntegrations>();
    let application = clara.cards(job).await[0].application;
    select::apply(
        &clara.integrations,
        &permit,
        integration,
        &[],
        Candidates::Purge,
        None,
    )
    .await
    .unwrap();
    clara.work().await;
    assert!(
        !clara.cards(job).await.is_empty(),
        "not while a fetch may still be under way"
    );
    clara.clock.advance(Duration::from_secs(16));
    clara.work().await;
    assert_eq!(clara.cards(job).await, []);
    let gone = hiring::applications::locate(&clara.store, &clara.system(), application).await;
    assert!(matches!(gone, Err(hiring::Error::NotFound)), "{gone:?}");
    let files = clara.files();
    assert_eq!(files, [""; 0], "documents are deleted too");

    // Selected again, it is read anew.
    select::apply(
        &clara.integrations,
        &permit,
        integration,
        &[posting],
        KEEP,
        None,
    )
    .await
    .unwrap();
    clara.work().await;
    assert!(!clara.cards(job).await.is_empty());
    assert!(
        !erasure::purge_job(&clara.store, &clara.system(), job)
            .await
            .unwrap()
    );
    assert!(
        !clara.cards(job).await.is_empty(),
        "a processed job keeps what it has"
    );
}
