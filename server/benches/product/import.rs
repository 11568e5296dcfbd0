//! How fast the candidates of all jobs come in, files read and scored: at the rate that Lever allows, and as fast as this machine goes.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};

use crate::figures::{Figure, per_second};
use crate::support::{Lever, TestApp};

/// What Lever's limiter lets through: a burst, then so many a second.
const BURST: f64 = 20.0;
const RATE: f64 = 10.0;

/// An import of everything.
struct Import {
    scored: usize,
    requests: usize,
    took: Duration,
}

pub async fn measure() -> Vec<Figure> {
    let limited = import(120, true).await;
    let allowed = BURST + RATE * limited.took.as_secs_f64();
    let free = import(1000, false).await;
    vec![
        Figure::new(
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
        ),
        Figure::new(
            format!(
                "import of {} applications without a limiter, files read and scored, notes being written",
                free.scored
            ),
            per_second(free.scored, free.took),
            "≥ 200/s",
        ),
    ]
}

async fn import(opportunities: usize, limiter: bool) -> Import {
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
    Import {
        scored: count(scored),
        requests: count(requests),
        took,
    }
}
