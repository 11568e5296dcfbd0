//! `kill -9` at any instant: nothing is lost, nothing is said twice, and in the end the board stands as Lever does.

mod checks;
mod traffic;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use testing::{figure, many};

use self::checks::{every_score_is_told_once, nobody_is_asked_twice, opportunities};
pub use self::checks::{same_as_lever, settled};
pub use self::traffic::Random;
use self::traffic::{busiest, busy_lever, people_at_work};
use crate::questions;
use crate::support::{Killable, Lever, SmtpServer};

const KILLS: (u32, u32) = (200, 1000);
/// How many are imported, one after the other: each begins at another quarter of the kills.
const JOBS: u32 = 4;

/// Whoever applies stands in it, and is asked follow-up questions by mail.
const ASKS: (&str, &str) = ("applicant-new", "New applicant");
/// The longest rest of the mail server before it says that it has a mail.
const REST: Duration = Duration::from_millis(40);

const RESUME: &str = "Experience\nEngineer, Example Systems\nJan 2019 - Present\nBuilt services in Rust, SQL and Python.\n\nEducation\nBSc, 2018\n";

#[tokio::test(flavor = "multi_thread")]
async fn kills_during_import_and_live_traffic_lose_nothing_and_double_nothing() {
    let mut random = Random::seeded();
    let lever = Arc::new(busy_lever().await);
    let mail_server = SmtpServer::slow(REST).await;
    let mut clara = Killable::prepare(vec![
        ("CLARA_SIMULATOR", lever.line()),
        ("CLARA_SMTP_URL", mail_server.url()),
        ("CLARA_MAIL_FROM", "CLARA <clara@acme.example>".to_owned()),
    ])
    .await;
    clara.start();
    let mut owner = clara.owner().await;
    let integration = lever.connect(&mut owner).await;
    let store = clara.store().await;
    questions::ask_in(&store, &clara.member, integration.parse().unwrap(), ASKS).await;
    let postings = busiest(&lever).await;

    let stop = Arc::new(AtomicBool::new(false));
    let traffic = tokio::spawn(people_at_work(
        Arc::clone(&lever),
        postings.clone(),
        Random(random.next()),
        Arc::clone(&stop),
    ));
    let kills = many(KILLS.0, KILLS.1);
    let quarter = kills / JOBS;
    for number in 0..kills {
        if number.is_multiple_of(quarter) {
            let begun = usize::try_from(number / quarter).unwrap();
            let mut owner = clara.owner().await;
            lever
                .select(&mut owner, &integration, &postings[..=begun])
                .await;
        }
        // A start takes less than the shortest of these pauses.
        tokio::time::sleep(Duration::from_millis(50 + random.below(500))).await;
        clara.kill();
        clara.start();
    }
    stop.store(true, Ordering::Relaxed);
    traffic.await.unwrap();

    settled(&lever, &store, &clara.member).await;
    for posting in &postings {
        same_as_lever(&lever, &store, &clara.member, posting).await;
    }
    every_score_is_told_once(&lever, &store, &clara.member).await;
    let mails = nobody_is_asked_twice(&mail_server);
    store.close().await;
    let everybody = opportunities(&lever).await;
    let imported = everybody
        .iter()
        .filter(|one| postings.iter().any(|posting| one["posting"] == *posting));
    figure(
        &format!(
            "kill -9 at {kills} random instants during imports of {JOBS} jobs and live events"
        ),
        format!(
            "{} applications: 0 lost, 0 notes doubled, 0 of {mails} mails doubled, the boards as Lever's in the end",
            imported.count()
        ),
        "0 lost, 0 doubled, final state equal",
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_lost_in_the_middle_of_its_renewal_ends_in_reconnect_and_nothing_is_lost() {
    let lever = Lever::start().await;
    let mut clara = Killable::prepare(vec![("CLARA_SIMULATOR", lever.line())]).await;
    clara.start();
    let mut owner = clara.owner().await;
    let posting = lever.connect_one_job(&mut owner).await;
    let store = clara.store().await;
    settled(&lever, &store, &clara.member).await;

    // Lever renews the key and takes the old one back; its answer never arrives, since CLARA dies waiting.
    let fault = json!({ "kind": "hang_after_commit", "method": "POST", "path": "/oauth/token" });
    lever.act(Method::POST, "/faults", fault).await;
    lever.act(Method::DELETE, "/calls", Value::Null).await;
    lever
        .act(Method::POST, "/expire_access_tokens", json!({}))
        .await;
    let opportunity = lever.apply(&posting, "Kim Kept", RESUME).await;
    lever
        .eventually("the key is being renewed", async || {
            let (_, calls) = lever.act(Method::GET, "/calls", Value::Null).await;
            calls["data"]["POST /oauth/token"].as_u64()
        })
        .await;
    clara.kill();
    clara.start();
    let mut owner = clara.owner().await;
    let connection = lever
        .eventually("the connection has ended", async || {
            let all = owner.call("integrations/list", "").await.body;
            let all: Value = serde_json::from_str(&all).ok()?;
            (all[0]["state"] == "disconnected").then(|| all[0].clone())
        })
        .await;
    let why = connection["ended_because"].as_str().unwrap();
    assert!(why.contains("Reconnect"), "{why}");

    lever
        .reconnect(&mut owner, connection["id"].as_str().unwrap())
        .await;
    settled(&lever, &store, &clara.member).await;
    same_as_lever(&lever, &store, &clara.member, &posting).await;
    every_score_is_told_once(&lever, &store, &clara.member).await;
    assert_eq!(lever.notes(&opportunity).await.len(), 1);
    store.close().await;
}
