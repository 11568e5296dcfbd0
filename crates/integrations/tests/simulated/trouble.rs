//! What Lever may answer, and what people may put into it: each ends in a clear state, and nothing is lost.

use hiring::board::CardState;
use hiring::imports::{self, ImportState};
use hiring::permission::{ManageIntegrations, ViewJobs};
use hiring::queue;
use integrations::select;
use integrations::tasks::{FetchApplication, Task};
use reqwest::Method;
use serde_json::{Value, json};

use super::support::Clara;

#[tokio::test]
async fn an_application_comes_in_after_every_passing_fault() {
    for kind in [
        "429",
        "500",
        "503",
        "garbage",
        "half_body",
        "cut_after_commit",
    ] {
        let (clara, _, job, posting) = Clara::with_job().await;
        // More than one call has patience for.
        clara.fault(kind, "GET", "/opportunities/", 5).await;
        let opportunity = clara.applicant(&posting, "Paul Patient").await;
        clara.hear().await;
        clara.work_through_pauses().await;
        let card = clara.card(job, "Paul Patient").await;
        assert_eq!(card.unwrap().state, CardState::Scored, "{kind}");
        assert_eq!(clara.notes(&opportunity).await.len(), 1, "{kind}");
        assert_eq!(clara.dead().await, [""; 0], "{kind}");
    }
}

#[tokio::test]
async fn however_lever_hands_out_documents_they_are_read() {
    for switch in [
        // The storage refuses whoever brings the credential along.
        "download_redirect",
        "missing_resumes_are_404",
        "files_as_documented",
    ] {
        let (clara, _, job, posting) = Clara::with_job().await;
        let on = json!({ switch: true });
        clara.sim(Method::PATCH, "/switches", on).await;
        let opportunity = clara.applicant(&posting, "Rhea Read").await;
        let nothing = json!({ "name": "Nora Nothing", "posting": posting });
        clara.added(nothing).await;
        clara.hear().await;
        clara.work_through_pauses().await;
        let card = clara.card(job, "Rhea Read").await.unwrap();
        assert_eq!(card.state, CardState::Scored, "{switch}");
        assert_eq!(clara.notes(&opportunity).await.len(), 1, "{switch}");
        let card = clara.card(job, "Nora Nothing").await.unwrap();
        assert_eq!(card.state, CardState::Unreadable, "{switch}");
        assert_eq!(clara.dead().await, [""; 0], "{switch}");
    }
}

#[tokio::test]
async fn calls_that_are_moved_or_slow_come_to_their_end() {
    for kind in ["301", "slow"] {
        let (clara, _, job, posting) = Clara::with_job().await;
        let short = json!({ "hang_ms": 100 });
        clara.sim(Method::PATCH, "/switches", short).await;
        clara.fault(kind, "GET", "/opportunities/", 2).await;
        clara.applicant(&posting, "Mona Moved").await;
        clara.hear().await;
        let card = clara.card(job, "Mona Moved").await.unwrap();
        assert_eq!(card.state, CardState::Scored, "{kind}");
        assert_eq!(clara.dead().await, [""; 0], "{kind}");
    }
}

#[tokio::test]
async fn a_token_that_died_is_replaced_without_anybody_noticing() {
    let (clara, _, job, posting) = Clara::with_job().await;
    clara
        .sim(Method::POST, "/expire_access_tokens", json!({}))
        .await;
    clara.applicant(&posting, "Tess Token").await;
    clara.hear().await;
    assert!(clara.card(job, "Tess Token").await.is_some());
}

#[tokio::test]
async fn a_deleted_candidate_leaves_the_board() {
    let (clara, _, job, posting) = Clara::with_job().await;
    let opportunity = clara.applicant(&posting, "Gwen Gone").await;
    clara.hear().await;
    assert!(clara.card(job, "Gwen Gone").await.is_some());
    clara
        .sim(
            Method::DELETE,
            &format!("/opportunities/{opportunity}"),
            Value::Null,
        )
        .await;
    clara.hear().await;
    assert!(clara.card(job, "Gwen Gone").await.is_none());
    assert_eq!(clara.dead().await, [""; 0]);
}

#[tokio::test]
async fn a_candidate_without_name_mail_or_resume_is_a_card_that_says_why_it_has_no_score() {
    let (clara, _, job, posting) = Clara::with_job().await;
    let before = clara.cards(job).await.len();
    let opportunity = clara
        .added(json!({ "name": "", "posting": posting, "kind": "user" }))
        .await;
    clara.hear().await;
    let cards = clara.cards(job).await;
    assert_eq!(cards.len(), before + 1);
    let card = clara.card(job, "").await.unwrap();
    assert_eq!(card.state, CardState::Unreadable);
    assert!(card.state_reason.unwrap().contains("no resume"));
    assert_eq!(
        clara.notes(&opportunity).await,
        [""; 0],
        "no score, no note"
    );
}

#[tokio::test]
async fn a_lead_without_a_posting_is_nobodys_card() {
    let (clara, integration, job, _) = Clara::with_job().await;
    let before = clara.cards(job).await.len();
    let lead = clara
        .added(json!({ "name": "Lea Lead", "email": "lea@mail.example" }))
        .await;
    let task = FetchApplication::of(integration, &lead).task();
    queue::enqueue(&clara.store, &clara.system(), &[task])
        .await
        .unwrap();
    clara.work().await;
    assert_eq!(clara.cards(job).await.len(), before);
    assert_eq!(clara.dead().await, [""; 0]);
}

#[tokio::test]
async fn a_confidential_application_is_given_up_where_people_see_it() {
    let (clara, integration, _, _) = Clara::with_job().await;
    let hidden = clara.lever("/postings?confidentiality=confidential").await;
    let hidden = clara
        .applicant(
            hidden["data"][0]["id"].as_str().unwrap(),
            "Cora Confidential",
        )
        .await;
    let task = FetchApplication::of(integration, &hidden).task();
    queue::enqueue(&clara.store, &clara.system(), &[task])
        .await
        .unwrap();
    clara.work().await;
    assert_eq!(clara.dead().await, ["fetch_application ats_forbidden"]);
}

#[tokio::test]
async fn a_posting_without_text_gives_cards_without_a_score() {
    let (clara, integration) = Clara::connected().await;
    let permit = clara.permit::<ManageIntegrations>();
    let selection = select::postings(&clara.integrations, &permit, integration)
        .await
        .unwrap();
    let empty = selection
        .postings
        .into_iter()
        .find(|posting| posting.hint.is_some());
    let empty = empty.expect("the simulator seeds a posting without text");
    let job = clara.select(integration, &empty.id).await;
    clara.work().await;
    let opportunity = clara.applicant(&empty.id, "Emma Empty").await;
    clara.hear().await;
    let card = clara.card(job, "Emma Empty").await.unwrap();
    assert_eq!((card.state, card.score), (CardState::Unreadable, None));
    assert!(card.state_reason.unwrap().contains("no description"));
    assert_eq!(clara.notes(&opportunity).await, [""; 0]);
}

#[tokio::test]
async fn files_that_cannot_be_read_are_shown_with_the_reason() {
    let (clara, _, job, posting) = Clara::with_job().await;
    for (name, file, words) in [
        (
            "Ida Image",
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAAAA==",
            "an image",
        ),
        ("Ed Empty", "", "could not process"),
        ("Max Program", "TVqQAAMAAAAEAAAA", "a program"),
    ] {
        let resume = json!({ "name": "cv.pdf", "base64": file });
        clara
            .added(json!({ "name": name, "posting": posting, "resume": resume }))
            .await;
        clara.hear().await;
        let card = clara.card(job, name).await.unwrap();
        assert_eq!(card.state, CardState::Unreadable, "{name}");
        let reason = card.state_reason.unwrap();
        assert!(reason.contains(words), "{name}: {reason}");
    }
    assert_eq!(clara.dead().await, [""; 0]);
}

#[tokio::test]
async fn a_file_over_the_limit_is_not_read() {
    let (clara, integration, job, posting) = Clara::with_job().await;
    let applicant = json!({ "name": "Bea Big", "posting": posting });
    let opportunity = clara.added(applicant).await;
    // Four letters of base64 are three bytes: 17 MB of text.
    let resume = json!({ "name": "cv.txt", "base64": "aWlp".repeat((17 << 20) / 3) });
    clara
        .sim(
            Method::POST,
            &format!("/opportunities/{opportunity}/resumes"),
            resume,
        )
        .await;
    let task = FetchApplication::of(integration, &opportunity).task();
    queue::enqueue(&clara.store, &clara.system(), &[task])
        .await
        .unwrap();
    clara.work_through_pauses().await;
    let card = clara.card(job, "Bea Big").await.unwrap();
    assert!(card.state_reason.unwrap().contains("larger than 16 MB"));
}

#[tokio::test]
async fn an_import_with_one_application_that_always_fails_ends_nonetheless() {
    let (clara, integration) = Clara::connected().await;
    let posting = clara.busiest_posting(integration).await;
    let there = clara
        .lever(&format!("/opportunities?posting_id={posting}"))
        .await;
    let broken = there["data"][0]["id"].as_str().unwrap().to_owned();
    clara
        .fault("500", "GET", &format!("/opportunities/{broken}"), 10_000)
        .await;
    let job = clara.select(integration, &posting).await;
    clara.work_through_pauses().await;
    let read = imports::read(&clara.store, &clara.permit::<ViewJobs>(), job).await;
    let import = read.unwrap().unwrap();
    assert_eq!((import.state, import.failed), (ImportState::Finished, 1));
    assert_eq!(clara.dead().await, ["import_application ats_unavailable"]);
}

#[tokio::test]
async fn a_posting_that_is_gone_ends_its_import_with_the_reason() {
    let (clara, integration) = Clara::connected().await;
    let posting = clara.busiest_posting(integration).await;
    let job = clara.select(integration, &posting).await;
    clara
        .fault("garbage", "GET", &format!("/postings/{posting}"), 10_000)
        .await;
    for _ in 0..3 {
        clara.work_through_pauses().await;
    }
    let read = imports::read(&clara.store, &clara.permit::<ViewJobs>(), job).await;
    let import = read.unwrap().unwrap();
    assert_eq!(
        (import.state, import.error.as_deref()),
        (ImportState::Failed, Some("ats_unavailable"))
    );
}
