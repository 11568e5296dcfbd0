//! How fast the candidates of all jobs come in, files read and scored: at the rate that Lever allows, and as fast as this machine goes.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};

use crate::figures::{Figure, per_second};
use crate::support::{Lever, TestApp};

/// What Lever's limiter lets through: a burst, then so many a second.
const BURST: f64 = 20.0;
const RATE: f64 = 10.0;

/// The simulator's name of writing a note.
const NOTES: &str = "POST /opportunities/{id}/notes";

/// For how long no note is written once all are.
const QUIET: Duration = Duration::from_secs(2);

/// How many imports without a limiter: an odd number.
const RUNS: usize = 5;

/// An import of everything.
struct Import {
    scored: usize,
    requests: usize,
    took: Duration,
    /// From its end to the last note.
    notes_took: Duration,
}

/// At the rate that Lever allows.
pub async fn limited() -> Vec<Figure> {
    let (limited, _world) = import(120, true).await;
    let allowed = BURST + RATE * limited.took.as_secs_f64();
    vec![Figure::new(
        format!(
            "import of {} applications at Lever's rate; requests, share of those allowed",
            limited.scored
        ),
        format!(
            "{:.1} min; {}, {:.0} %",
            limited.took.as_secs_f64() / 60.0,
            per_second(limited.requests, limited.took),
            100.0 * f64::from(u32::try_from(limited.requests).unwrap_or(u32::MAX)) / allowed
        ),
        "≥ 95 % of 10/s",
    )]
}

/// As fast as this machine goes: the middle one of several, since other tenants of a machine slow it down for seconds.
pub async fn unlimited() -> Vec<Figure> {
    // Kept to the end: files that the one before deleted would slow down the next.
    let mut worlds = Vec::new();
    let mut all = Vec::new();
    for _ in 0..RUNS {
        let (import, world) = import(1000, false).await;
        worlds.push(world);
        all.push(import);
    }
    all.sort_by_key(|import| import.took);
    let rate = |import: &Import| per_second(import.scored, import.took);
    let (first, last) = (all.first().unwrap(), all.last().unwrap());
    let middle = &all[RUNS / 2];
    vec![Figure::new(
        format!(
            "import of {} applications without a limiter, files read and scored; of {RUNS} the middle one, the slowest and the fastest; the middle one with its notes",
            middle.scored
        ),
        format!(
            "{}; {}, {}; {}",
            rate(middle),
            rate(last),
            rate(first),
            per_second(middle.scored, middle.took + middle.notes_took)
        ),
        "≥ 200/s",
    )]
}

async fn import(opportunities: usize, limiter: bool) -> (Import, (Lever, TestApp)) {
    let lever = Lever::with(simulator::Config {
        opportunities,
        limiter,
        ..simulator::Config::default()
    })
    .await;
    let app = TestApp::with(vec![("CLARA_SIMULATOR", lever.line())]).await;
    let mut owner = app.owner().await;
    let integration = lever.connect(&mut owner).await;
    let postings = lever.lever(Method::GET, "/postings?state=published").await;
    let all: Vec<&str> = postings["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|posting| posting["id"].as_str())
        .collect();
    if !limiter {
        have_resumes_ready(&lever, &all).await;
    }
    // With full buckets.
    lever.act(Method::DELETE, "/calls", json!({})).await;
    let started = Instant::now();
    owner
        .call_json(
            "integrations/select",
            &json!({ "integration": integration, "postings": all, "purge": false }),
        )
        .await;
    let scored = lever
        .eventually("all imports are over", async || {
            let jobs: Value =
                serde_json::from_str(&owner.call("jobs/list", "").await.body).unwrap();
            let rows = jobs["rows"].as_array()?.clone();
            let over = rows.iter().all(|row| row["import"].is_null());
            let many: u64 = rows
                .iter()
                .filter_map(|row| row["candidates"].as_u64())
                .sum();
            (over && many > 0).then_some(many)
        })
        .await;
    let took = started.elapsed();
    let (_, calls) = lever.act(Method::GET, "/calls", json!({})).await;
    let requests: u64 = calls["data"]
        .as_object()
        .unwrap()
        .values()
        .filter_map(Value::as_u64)
        .sum();
    let count = |many: u64| usize::try_from(many).unwrap_or_default();
    let import = Import {
        scored: count(scored),
        requests: count(requests),
        took,
        notes_took: all_notes(&lever).await,
    };
    (import, (lever, app))
}

/// Lever has its files; who stands in for it writes them when they are first asked for, which would be measured as well.
async fn have_resumes_ready(lever: &Lever, postings: &[&str]) {
    for posting in postings {
        let mut after = String::new();
        loop {
            let page = format!("/opportunities?posting_id={posting}&limit=100{after}");
            let page = lever.lever(Method::GET, &page).await;
            let all = page["data"].as_array().unwrap().iter();
            for id in all.filter_map(|opportunity| opportunity["id"].as_str()) {
                let resumes = format!("/opportunities/{id}/resumes");
                lever.lever(Method::GET, &resumes).await;
            }
            match page["next"].as_str() {
                Some(next) => after = format!("&offset={next}"),
                None => break,
            }
        }
    }
}

/// Waits until no more notes are written: the next import begins on a machine that has nothing else to do. Until the last one it took so long.
async fn all_notes(lever: &Lever) -> Duration {
    let began = Instant::now();
    let (mut written, mut last) = (0, began);
    while last.elapsed() < QUIET {
        tokio::time::sleep(QUIET / 20).await;
        let (_, calls) = lever.act(Method::GET, "/calls", json!({})).await;
        let now = calls["data"][NOTES].as_u64().unwrap_or_default();
        if now != written {
            (written, last) = (now, Instant::now());
        }
    }
    last.duration_since(began)
}
