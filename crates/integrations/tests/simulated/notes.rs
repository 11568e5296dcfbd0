//! Never a second note for one event, whatever the network does.

use std::time::Duration;

use hiring::notes::{self, NoteKind};
use hiring::permission::{ManageSettings, ScreenCandidates, ViewJobs};
use hiring::{ApplicationId, applications, overrules, queue};
use integrations::workers;
use reqwest::Method;
use screening::model::Verdict;
use serde_json::{Value, json};

use super::support::Clara;

/// Deletes the newest note of an opportunity in Lever, which goes on listing it with the time.
async fn delete_in_lever(clara: &Clara, opportunity: &str) {
    let list = format!("/opportunities/{opportunity}/notes");
    let note = clara.lever(&list).await["data"][0]["id"].clone();
    let facts = clara.simulator.facts();
    let one = format!("{}{list}/{}", facts.base_url, note.as_str().unwrap());
    let deleted = clara.http.delete(one).basic_auth(&facts.api_key, Some(""));
    assert_eq!(deleted.send().await.unwrap().status(), 204);
}

/// Lets a requirement without evidence be not met: neither counts, so the score stays and the note is written anew.
async fn silence_becomes_a_no(clara: &Clara, application: ApplicationId) {
    let views = clara.permit::<ViewJobs>();
    let profile = applications::profile(&clara.store, &views, application).await;
    let result = profile.unwrap().screening.unwrap().result;
    let mut matches = result["matches"].as_array().unwrap().iter();
    let silent = matches
        .find(|found| found["verdict"] == "no_evidence")
        .unwrap();
    overrules::set(
        &clara.store,
        &clara.permit::<ScreenCandidates>(),
        application,
        silent["requirement"].as_str().unwrap(),
        Verdict::NotMet,
        "Asked by phone.",
    )
    .await
    .unwrap();
}

#[tokio::test]
async fn an_answer_that_never_comes_after_the_note_was_written_leaves_one_note() {
    for kind in [
        "hang_after_commit",
        "cut_after_commit",
        "half_body",
        "garbage",
    ] {
        let (clara, _, _, posting) = Clara::with_job().await;
        clara.fault(kind, "POST", "/notes", 1).await;
        let opportunity = clara.applicant(&posting, "Una Uncertain").await;
        clara.hear().await;
        clara.work_through_pauses().await;
        assert_eq!(clara.notes(&opportunity).await.len(), 1, "{kind}");
        assert_eq!(clara.dead().await, [""; 0], "{kind}");
    }
}

#[tokio::test]
async fn a_note_that_arrived_and_was_deleted_before_anybody_knew_is_not_sent_again() {
    let (clara, _, _, posting) = Clara::with_job().await;
    clara.fault("cut_after_commit", "POST", "/notes", 1).await;
    let opportunity = clara.applicant(&posting, "Dora Deleted").await;
    clara.hear().await;
    // Nobody here was told its id.
    delete_in_lever(&clara, &opportunity).await;
    clara.work_through_pauses().await;
    assert_eq!(clara.notes(&opportunity).await.len(), 1);
    assert_eq!(clara.dead().await, [""; 0]);
}

#[tokio::test]
async fn a_note_that_certainly_was_not_written_is_written_later() {
    for kind in ["429", "500", "503", "hang"] {
        let (clara, _, _, posting) = Clara::with_job().await;
        clara.fault(kind, "POST", "/notes", 4).await;
        let opportunity = clara.applicant(&posting, "Ivo Insist").await;
        clara.hear().await;
        clara.work_through_pauses().await;
        assert_eq!(clara.notes(&opportunity).await.len(), 1, "{kind}");
    }
}

#[tokio::test]
async fn a_crash_between_sending_and_knowing_leaves_one_note() {
    let (mut clara, _, _, posting) = Clara::with_job().await;
    clara.fault("hang_after_commit", "POST", "/notes", 1).await;
    let opportunity = clara.applicant(&posting, "Carl Crash").await;
    super::support::eventually(async || {
        queue::depth(&clara.store, &clara.system())
            .await
            .unwrap()
            .waiting
            > 0
    })
    .await;
    // The fetch; then the note's row is claimed, sent, and the process dies while it waits for the answer.
    let killed = tokio::time::timeout(Duration::from_millis(1200), clara.work()).await;
    assert!(killed.is_err(), "it was waiting for the answer");
    clara.restarted().await;
    clara.clock.advance(queue::LEASE + Duration::from_secs(1));
    clara.work_through_pauses().await;
    assert_eq!(clara.notes(&opportunity).await.len(), 1);
}

#[tokio::test]
async fn a_note_that_is_carried_out_after_everybody_gave_up_is_not_sent_again() {
    let (clara, _, _, posting) = Clara::with_job().await;
    clara
        .sim(Method::PATCH, "/switches", json!({ "hang_ms": 3000 }))
        .await;
    clara.fault("late", "POST", "/notes", 1).await;
    let opportunity = clara.applicant(&posting, "Lena Late").await;
    clara.hear().await;
    assert_eq!(clara.notes(&opportunity).await, [""; 0]);
    // The next try comes before the note does.
    clara.clock.advance(Duration::from_secs(4));
    clara.work().await;
    super::support::eventually(async || !clara.notes(&opportunity).await.is_empty()).await;
    clara.work_through_pauses().await;
    assert_eq!(clara.notes(&opportunity).await.len(), 1);
    assert_eq!(clara.dead().await, [""; 0]);
}

#[tokio::test]
async fn who_lost_the_row_writes_no_note() {
    let (clara, _, _, posting) = Clara::with_job().await;
    let opportunity = clara.applicant(&posting, "Stan Stalled").await;
    super::support::eventually(async || {
        let depth = queue::depth(&clara.store, &clara.system()).await;
        depth.unwrap().waiting > 0
    })
    .await;
    // The fetch, which leaves the note's row.
    assert!(clara.step().await);
    let stalled = queue::claim(&clara.store, &[queue::WRITE_NOTE])
        .await
        .unwrap()
        .unwrap();
    clara.clock.advance(queue::LEASE + Duration::from_secs(1));
    let now = queue::claim(&clara.store, &[queue::WRITE_NOTE])
        .await
        .unwrap()
        .unwrap();
    workers::work_on(&clara.integrations, stalled).await;
    assert_eq!(
        clara.notes(&opportunity).await,
        [""; 0],
        "somebody else has the row"
    );
    workers::work_on(&clara.integrations, now).await;
    assert_eq!(clara.notes(&opportunity).await.len(), 1);
}

#[tokio::test]
async fn the_same_score_again_writes_nothing_and_another_one_writes_a_new_note() {
    let (clara, _, job, posting) = Clara::with_job().await;
    let opportunity = clara.applicant(&posting, "Rita Rescore").await;
    clara.hear().await;
    let card = clara.card(job, "Rita Rescore").await.unwrap();
    let system = clara.system();
    let again = queue::Task::screen(card.application);
    queue::enqueue(&clara.store, &system, &[again])
        .await
        .unwrap();
    clara.work().await;
    assert_eq!(clara.notes(&opportunity).await.len(), 1);

    let permit = clara.permit::<ScreenCandidates>();
    let set = hiring::requirement_sets::active(&clara.store, &clara.permit(), job).await;
    for requirement in set.unwrap().unwrap().set.requirements {
        let id = requirement.id;
        overrules::set(
            &clara.store,
            &permit,
            card.application,
            &id,
            Verdict::NotMet,
            "Checked by phone.",
        )
        .await
        .unwrap();
    }
    clara.work().await;
    let rescored = clara.card(job, "Rita Rescore").await.unwrap();
    assert_ne!(rescored.score, card.score);
    let notes = clara.notes(&opportunity).await;
    assert_eq!(notes.len(), 2, "{notes:?}");
    assert!(
        notes
            .iter()
            .any(|note| note
                .starts_with(&format!("CLARA score: {} of 100", rescored.score.unwrap())))
    );
}

#[tokio::test]
async fn other_words_for_the_same_score_and_column_are_put_into_the_note_that_is_there() {
    let (clara, _, job, posting) = Clara::with_job().await;
    let opportunity = clara.applicant(&posting, "Edda Edit").await;
    clara.hear().await;
    let card = clara.card(job, "Edda Edit").await.unwrap();
    assert_eq!(clara.notes(&opportunity).await.len(), 1);
    let settings = clara.permit::<ManageSettings>();
    let words = "{score} points in {column}";
    let saved = notes::save_template(&clara.store, &settings, NoteKind::Score, 0, words).await;
    assert!(saved.unwrap());
    clara.sim(Method::DELETE, "/calls", Value::Null).await;
    silence_becomes_a_no(&clara, card.application).await;
    clara.work().await;
    let now = clara.card(job, "Edda Edit").await.unwrap();
    assert_eq!((now.score, now.column), (card.score, card.column));
    let written = clara.notes(&opportunity).await;
    assert_eq!(written.len(), 1, "{written:?}");
    let words = format!("{} points in ", card.score.unwrap());
    assert!(written[0].starts_with(&words), "{written:?}");

    // Nothing new to say is not said again.
    let again = queue::Task::screen(card.application);
    queue::enqueue(&clara.store, &clara.system(), &[again])
        .await
        .unwrap();
    clara.work().await;
    let calls = clara.sim(Method::GET, "/calls", Value::Null).await;
    let edits = &calls["data"]["PUT /opportunities/{id}/notes/{note}"];
    assert_eq!(edits.as_u64(), Some(1), "{calls}");
    let posts = &calls["data"]["POST /opportunities/{id}/notes"];
    assert!(posts.is_null(), "{calls}");
}

#[tokio::test]
async fn a_note_that_somebody_deleted_in_lever_stays_deleted() {
    let (clara, _, job, posting) = Clara::with_job().await;
    let opportunity = clara.applicant(&posting, "Della Deleted").await;
    clara.hear().await;
    let card = clara.card(job, "Della Deleted").await.unwrap();
    delete_in_lever(&clara, &opportunity).await;
    let settings = clara.permit::<ManageSettings>();
    let words = "{score} points in {column}";
    let saved = notes::save_template(&clara.store, &settings, NoteKind::Score, 0, words).await;
    assert!(saved.unwrap());
    silence_becomes_a_no(&clara, card.application).await;
    clara.work_through_pauses().await;
    let list = format!("/opportunities/{opportunity}/notes");
    let listed = clara.lever(&list).await;
    let listed = listed["data"].as_array().unwrap();
    assert_eq!(listed.len(), 1, "{listed:?}");
    assert!(listed[0]["deletedAt"].is_i64(), "{listed:?}");
    assert_eq!(clara.dead().await, [""; 0]);
}

#[tokio::test]
async fn three_hundred_answers_that_are_lost_after_the_note_was_written_leave_three_hundred_notes()
{
    const MANY: usize = 300;
    let (clara, integration, _, posting) = Clara::with_job().await;
    clara.silence().await;
    let mut opportunities = Vec::new();
    for number in 0..MANY {
        let resume = "Experience\nSenior Engineer, Contoso, 2016-01 – Present\nBuilt services in Rust, Python, SQL and PostgreSQL.";
        opportunities.push(
            clara
                .added(json!({ "name": format!("Person {number}"), "posting": posting, "resume": { "name": "cv.txt", "text": resume } }))
                .await,
        );
    }
    clara
        .fault(
            "cut_after_commit",
            "POST",
            "/notes",
            u32::try_from(MANY).unwrap(),
        )
        .await;
    let run = clara.reconcile(integration).await;
    assert_eq!(clara.found(run.id).await[0], MANY as u64);
    clara.work_through_pauses().await;
    for opportunity in opportunities {
        assert_eq!(clara.notes(&opportunity).await.len(), 1, "{opportunity}");
    }
    assert_eq!(clara.dead().await, [""; 0]);
}
