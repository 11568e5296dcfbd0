//! How fast the candidates of all jobs come in, files read and scored: CLARA keeps to the ten requests a second that Lever allows, and uses them.

use std::time::Instant;

use serde_json::{Value, json};

use crate::figures::{Figure, per_second};
use crate::support::{Lever, TestApp};

const OPPORTUNITIES: usize = 60;

pub async fn measure() -> Vec<Figure> {
    let lever = Lever::with(simulator::Config {
        opportunities: OPPORTUNITIES,
        limiter: false,
        ..simulator::Config::default()
    })
    .await;
    let app = TestApp::with(vec![("CLARA_SIMULATOR", lever.line())]).await;
    let mut owner = app.owner().await;
    let integration = lever.connect(&mut owner).await;
    let postings: Value = lever
        .lever(reqwest::Method::GET, "/postings?state=published")
        .await;
    let all: Vec<&str> = postings["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|posting| posting["id"].as_str())
        .collect();
    lever
        .act(reqwest::Method::DELETE, "/calls", json!({}))
        .await;
    let started = Instant::now();
    owner
        .call_json(
            "integrations/select",
            &json!({ "integration": integration, "postings": all }),
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
    let (_, calls) = lever.act(reqwest::Method::GET, "/calls", json!({})).await;
    let requests: u64 = calls["data"]
        .as_object()
        .unwrap()
        .values()
        .filter_map(Value::as_u64)
        .sum();
    let count = |many: u64| usize::try_from(many).unwrap_or_default();
    vec![Figure::new(
        format!("import of {scored} applications, files read and scored; requests to Lever"),
        format!(
            "{}; {}",
            per_second(count(scored), took),
            per_second(count(requests), took)
        ),
        "≥ 95 % of 10/s",
    )]
}
