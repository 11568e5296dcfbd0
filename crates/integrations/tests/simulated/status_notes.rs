//! Notes of persons' moves: one for what the card came to, exactly once, none for what came back.

use std::time::Duration;

use hiring::JobId;
use hiring::columns::ColumnKind;
use hiring::notes::{self, NoteKind};
use hiring::permission::ManageSettings;
use hiring::queue;

use super::status_mapping::{move_here, move_in_lever, of_kind, stage};
use super::support::Clara;

const REST: Duration = Duration::from_secs(11);

/// Somebody who applied and was scored, whose score note is written.
async fn scored(name: &str) -> (Clara, JobId, String) {
    let (clara, _, job, posting) = Clara::with_job().await;
    let opportunity = clara.applicant(&posting, name).await;
    clara.hear().await;
    assert_eq!(clara.notes(&opportunity).await.len(), 1);
    (clara, job, opportunity)
}

async fn status_notes(clara: &Clara, opportunity: &str) -> Vec<String> {
    let notes = clara.notes(opportunity).await.into_iter();
    notes
        .filter(|note| note.starts_with("CLARA status"))
        .collect()
}

#[tokio::test]
async fn moves_within_ten_seconds_are_one_note_of_what_came_of_them() {
    let (clara, job, opportunity) = scored("Nia Note").await;
    for kind in [
        ColumnKind::Qualified,
        ColumnKind::Rejected,
        ColumnKind::Custom,
    ] {
        move_here(&clara, job, "Nia Note", of_kind(&clara, kind).await).await;
        clara.clock.advance(Duration::from_secs(6));
        clara.work().await;
    }
    assert_eq!(
        status_notes(&clara, &opportunity).await,
        [""; 0],
        "it has not come to rest"
    );
    clara.clock.advance(REST);
    clara.work().await;
    let told = status_notes(&clara, &opportunity).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].starts_with("CLARA status: Interview, before: "),
        "{told:?}"
    );
    assert!(told[0].contains("Moved by: Olive Owner"), "{told:?}");

    // The next one is another event.
    move_here(
        &clara,
        job,
        "Nia Note",
        of_kind(&clara, ColumnKind::Hired).await,
    )
    .await;
    clara.work_through_pauses().await;
    let told = status_notes(&clara, &opportunity).await;
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told.iter()
            .any(|note| note.starts_with("CLARA status: Hired, before: Interview"))
    );
}

#[tokio::test]
async fn what_came_back_to_where_it_was_is_not_told() {
    let (clara, job, opportunity) = scored("Ben Back").await;
    let was = clara.card(job, "Ben Back").await.unwrap().column;
    move_here(
        &clara,
        job,
        "Ben Back",
        of_kind(&clara, ColumnKind::Rejected).await,
    )
    .await;
    clara.clock.advance(Duration::from_secs(4));
    move_here(&clara, job, "Ben Back", was).await;
    clara.work_through_pauses().await;
    assert_eq!(status_notes(&clara, &opportunity).await, [""; 0]);
}

#[tokio::test]
async fn what_lever_moved_meanwhile_is_not_told() {
    let (clara, job, opportunity) = scored("Mo Meanwhile").await;
    move_here(
        &clara,
        job,
        "Mo Meanwhile",
        of_kind(&clara, ColumnKind::Qualified).await,
    )
    .await;
    move_in_lever(
        &clara,
        &opportunity,
        &stage(&clara, "On-site interview").await,
    )
    .await;
    clara.work_through_pauses().await;
    assert_eq!(status_notes(&clara, &opportunity).await, [""; 0]);
}

#[tokio::test]
async fn a_note_whose_answer_never_came_is_written_once() {
    for kind in [
        "hang_after_commit",
        "cut_after_commit",
        "half_body",
        "garbage",
    ] {
        let (clara, job, opportunity) = scored("Uri Uncertain").await;
        clara.fault(kind, "POST", "/notes", 1).await;
        move_here(
            &clara,
            job,
            "Uri Uncertain",
            of_kind(&clara, ColumnKind::Qualified).await,
        )
        .await;
        clara.clock.advance(REST);
        clara.work_through_pauses().await;
        assert_eq!(status_notes(&clara, &opportunity).await.len(), 1, "{kind}");
        assert_eq!(clara.dead().await, [""; 0], "{kind}");
    }
}

#[tokio::test]
async fn a_process_killed_between_sending_and_knowing_leaves_one_note() {
    let (mut clara, job, opportunity) = scored("Kit Killed").await;
    clara.fault("hang_after_commit", "POST", "/notes", 1).await;
    move_here(
        &clara,
        job,
        "Kit Killed",
        of_kind(&clara, ColumnKind::Qualified).await,
    )
    .await;
    clara.clock.advance(REST);
    let killed = tokio::time::timeout(Duration::from_millis(1200), clara.work()).await;
    assert!(killed.is_err(), "it was waiting for the answer");
    clara.restarted().await;
    clara.clock.advance(queue::LEASE + Duration::from_secs(1));
    clara.work_through_pauses().await;
    assert_eq!(status_notes(&clara, &opportunity).await.len(), 1);
}

#[tokio::test]
async fn the_organizations_own_words_are_used_and_nobody_is_called_by_them() {
    let (clara, job, opportunity) = scored("Wes Words").await;
    let permit = clara.permit::<ManageSettings>();
    let words = "Now in {column} (cc @olive)\nWhy: {reason}";
    assert!(
        notes::save_template(&clara.store, &permit, NoteKind::Status, 0, words)
            .await
            .unwrap()
    );
    move_here(
        &clara,
        job,
        "Wes Words",
        of_kind(&clara, ColumnKind::Hired).await,
    )
    .await;
    clara.work_through_pauses().await;
    let all = clara.notes(&opportunity).await;
    let own = all.iter().find(|note| note.starts_with("Now in")).unwrap();
    assert!(
        own.starts_with("Now in Hired (cc (at)olive)\n[clara:"),
        "{own}"
    );
}
