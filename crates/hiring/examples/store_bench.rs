//! Measures the store on a fresh SQLite file: board of 10,000 cards, durable webhook intake, queue.
//! `cargo run --release -p hiring --example store_bench`
#![expect(clippy::unwrap_used, reason = "a benchmark stops at the first error")]

use std::time::Instant;

use hiring::applications::{self, FetchedApplication, FetchedCandidate};
use hiring::columns::ColumnKind;
use hiring::integrations::{self, Provider, TokenSet};
use hiring::jobs::{self, FetchedJob};
use hiring::queue::Task;
use hiring::{
    Clock, Config, Millis, Secret, Store, board, columns, organizations, placements, queue,
    webhooks,
};
use serde_json::json;

const CARDS: usize = 10_000;
const RECEIPTS: usize = 5_000;
const CLAIMS: usize = 500;

#[tokio::main]
async fn main() {
    let dir = std::env::temp_dir().join(format!("clara-bench-{}", std::process::id()));
    let config = Config {
        database_url: format!("sqlite://{}", dir.join("clara.db").display()),
        data_dir: dir.clone(),
        key: None,
        clock: Clock::System,
    };
    let store = Store::open(&config).await.unwrap();
    let organization = organizations::create(&store, "Northwind Talent", "Europe/Dublin")
        .await
        .unwrap()
        .id;
    let owner = organizations::create_owner(
        &store,
        organization,
        "owner@northwind.example",
        "Owner",
        "benchmark password",
    )
    .await;
    let owner = owner.unwrap();
    let system = store.system(organization);

    let begun = integrations::begin(
        &store,
        &owner.permit().unwrap(),
        Provider::Simulator,
        &json!({}),
        None,
        "s",
    )
    .await
    .unwrap();
    let tokens = TokenSet {
        access: Secret::new("a"),
        refresh: None,
        expires_at: Millis::NEVER,
    };
    integrations::connected(
        &store,
        &owner.permit().unwrap(),
        begun.integration,
        &tokens,
        None,
    )
    .await
    .unwrap();
    let job = FetchedJob {
        remote: Some((begun.integration, "posting".into())),
        title: "Backend engineer".into(),
        ..FetchedJob::default()
    };
    let job = jobs::upsert_from_ats(&store, &owner.permit().unwrap(), &job)
        .await
        .unwrap();

    let started = Instant::now();
    let mut last = None;
    for number in 0..CARDS {
        let fetched = FetchedApplication {
            integration: Some(begun.integration),
            job,
            candidate: FetchedCandidate {
                remote_id: Some(format!("contact-{number}")),
                name: format!("Candidate {number}"),
                ..FetchedCandidate::default()
            },
            remote_id: Some(format!("opportunity-{number}")),
            remote_application_id: None,
            stage: None,
            archived: None,
            source: Some("Job site".into()),
            origin: None,
            url: None,
            applied_at: Millis(0),
        };
        last = Some(
            applications::upsert(&store, &system, &fetched)
                .await
                .unwrap()
                .application,
        );
    }
    println!("applications stored: {:.0}/s", per_second(CARDS, started));

    let permit = owner.permit().unwrap();
    let mut reads = Vec::new();
    for _ in 0..9 {
        let started = Instant::now();
        assert_eq!(
            board::read(&store, &permit, job).await.unwrap().cards.len(),
            CARDS
        );
        reads.push(started.elapsed());
    }
    reads.sort_unstable();
    println!(
        "board of {CARDS} cards: {:?} median",
        reads[reads.len() / 2]
    );

    let qualified = columns::list(&store, &permit).await.unwrap();
    let qualified = qualified
        .iter()
        .find(|column| column.kind == ColumnKind::Qualified)
        .unwrap()
        .id;
    let started = Instant::now();
    placements::move_to(
        &store,
        &owner.permit().unwrap(),
        last.unwrap(),
        qualified,
        1,
        None,
    )
    .await
    .unwrap();
    println!("one move: {:?}", started.elapsed());

    let (id, path) = webhooks::prepare(&store, &system, begun.integration, "applicationCreated")
        .await
        .unwrap();
    webhooks::created(&store, &system, id, "w", None)
        .await
        .unwrap();
    let endpoint = webhooks::find(&store, path.expose()).await.unwrap();
    let started = Instant::now();
    let receipts: Vec<_> = (0..RECEIPTS)
        .map(|number| {
            let (store, endpoint) = (store.clone(), endpoint.clone());
            tokio::spawn(async move {
                let task = Task::new("fetch", json!(number)).keyed(number.to_string());
                webhooks::store_receipt(
                    &store,
                    &endpoint,
                    &number.to_string(),
                    "applicationCreated",
                    Some(&task),
                )
                .await
                .unwrap();
            })
        })
        .collect();
    for receipt in receipts {
        receipt.await.unwrap();
    }
    println!(
        "webhook receipts, durable: {:.0}/s",
        per_second(RECEIPTS, started)
    );

    let started = Instant::now();
    for _ in 0..CLAIMS {
        let leased = queue::claim(&store, &["other", "fetch"])
            .await
            .unwrap()
            .unwrap();
        queue::done(&store, &leased).await.unwrap();
    }
    println!(
        "queue rows claimed and done, {RECEIPTS} waiting: {:.0}/s",
        per_second(CLAIMS, started)
    );
    store.close().await;
    std::fs::remove_dir_all(dir).unwrap();
}

#[expect(clippy::cast_precision_loss, reason = "small counts")]
fn per_second(many: usize, since: Instant) -> f64 {
    many as f64 / since.elapsed().as_secs_f64()
}
