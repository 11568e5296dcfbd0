//! How fast the candidates of a job come in, files read and scored, when the ATS sets no limit.

use std::time::Instant;

use serde_json::{Value, json};

use crate::figures::{Figure, per_second};
use crate::support::{Lever, TestApp};

const OPPORTUNITIES: usize = 600;

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
    vec![Figure::new(
        format!("import of {scored} applications, files read and scored, no limiter"),
        per_second(
            usize::try_from(scored).unwrap_or_default(),
            started.elapsed(),
        ),
        "≥ 200/s",
    )]
}
