//! Hostile documents come in by an import: they are read beside the server, which stays small, answers all the while, and does its other work.

#[path = "../../../../crates/documents/tests/documents/support/bombs.rs"]
mod bombs;
#[path = "../../../../crates/documents/tests/documents/support/docx.rs"]
#[expect(dead_code, reason = "the tests of `documents` build more with it")]
mod docx;
#[path = "../../../../crates/documents/tests/documents/support/pdf.rs"]
#[expect(dead_code, reason = "the tests of `documents` build more with it")]
mod pdf;

use std::path::Path;
use std::time::{Duration, Instant};

use hiring::board::{self, Card, CardState};
use hiring::permission::ViewJobs;
use hiring::{Member, Store, jobs};
use serde_json::{Value, json};
use testing::{figure, many};

use crate::support::{Kept, On, Persona, RESUME, Serving, acme};
use pdf::{Pdf, line};

/// What the server may have held in memory at once, in kilobytes.
const MOST_MEMORY: u64 = 512 << 10;
/// How long all files may take: some are given up only when their time is over.
const PATIENCE: Duration = Duration::from_secs(1800);
/// How long an answer may take before the server counts as hung.
const ANSWER: Duration = Duration::from_secs(30);
const ENDINGS: [&str; 4] = ["pdf", "docx", "html", "txt"];

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_imports_hostile_documents_stays_small_and_answers() {
    let folder = tempfile::tempdir().unwrap();
    let files = fill(&folder.path().join("backend-engineer"));
    let kept = Kept::on(On::Sqlite);
    let store = kept.store().await;
    let member = acme(&store).await;
    let import = folder.path().to_str().unwrap();
    let mut server = Serving::start(&kept, &[("CLARA_IMPORT_DIR", import)]).await;
    import_everything(&mut server.owner().await).await;

    let began = Instant::now();
    let mut stranger = Persona::stranger(server.url());
    let mut answered = 0;
    let cards = loop {
        let answer = tokio::time::timeout(ANSWER, stranger.get("/healthz")).await;
        let answer = answer.expect("the server answers");
        assert_eq!(answer.status, 200, "{}", answer.body);
        answered += 1;
        let cards = cards(&store, &member).await;
        let is_read = |card: &Card| card.state != CardState::Scoring;
        if cards.len() == files && cards.iter().all(is_read) {
            break cards;
        }
        assert!(began.elapsed() < PATIENCE, "{cards:?}\n{}", server.log());
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    assert!(server.process().runs(), "{}", server.log());
    for card in &cards {
        if card.state == CardState::Unreadable {
            assert!(card.state_reason.is_some(), "{card:?}");
        }
    }
    let is_sam = |card: &&Card| card.name.to_lowercase().contains("okafor");
    let sam = cards.iter().find(is_sam).unwrap();
    assert_eq!(sam.state, CardState::Scored, "{cards:?}");

    let most = most_memory(server.process().id());
    assert!(most < MOST_MEMORY, "the server held {most} kB");
    figure(
        &format!("{files} documents are imported, most of them hostile"),
        format!(
            "the server held {} MB at most and gave {answered} answers meanwhile",
            most >> 10
        ),
        "≤ 512 MB, every answer within 30 s",
    );
    store.close().await;
}

/// A job's folder with hostile files under names that say nothing, and one resume; how many.
fn fill(job: &Path) -> usize {
    std::fs::create_dir(job).unwrap();
    let description = "Requirements\n- At least 3 years of Rust\n- PostgreSQL\n";
    std::fs::write(job.join("description.md"), description).unwrap();
    std::fs::write(job.join("sam-okafor.txt"), RESUME).unwrap();
    // All of them in a soak.
    let every = usize::try_from(many(6, 1)).unwrap();
    let (mut number, mut files) = (0, 1);
    for group in bombs::GROUPS {
        for (_, file) in group() {
            number += 1;
            if number % every == 0 {
                let ending = ENDINGS[files % ENDINGS.len()];
                std::fs::write(job.join(format!("person-{number}.{ending}")), file).unwrap();
                files += 1;
            }
        }
    }
    files
}

/// Connects the folder and selects its only job.
async fn import_everything(owner: &mut Persona) {
    let answer = owner
        .call("integrations/connect", "provider=folder&again=")
        .await;
    let place = answer.location().to_owned();
    let (_, rest) = place.split_once("/settings/integrations/").unwrap();
    let integration = rest.strip_suffix("/jobs").unwrap();
    let postings = owner
        .call(
            "integrations/postings",
            &format!("integration={integration}"),
        )
        .await;
    let postings: Value = serde_json::from_str(&postings.body).unwrap();
    let posting = &postings["rows"][0]["id"];
    let chosen = json!({ "integration": integration, "postings": [posting], "purge": false });
    let selected = owner.call_json("integrations/select", &chosen).await;
    assert!(
        selected.status.is_success() || selected.status.is_redirection(),
        "{} {}",
        selected.status,
        selected.body
    );
}

/// Everybody on the only board there is.
async fn cards(store: &Store, member: &Member) -> Vec<Card> {
    let permit = member.permit::<ViewJobs>().unwrap();
    match jobs::list(store, &permit).await.unwrap().first() {
        Some(summary) => {
            board::read(store, &permit, summary.job.id)
                .await
                .unwrap()
                .cards
        }
        None => Vec::new(),
    }
}

/// The most that a process has held in memory at once, in kilobytes, as Linux counts it.
fn most_memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1));
    kilobytes.unwrap().parse().unwrap()
}
