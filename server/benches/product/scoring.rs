//! How fast the engine reads job descriptions and resumes and scores them, over the simulator's seeded files.

use std::time::Instant;

use documents::sandbox::{Readers, Sandbox};
use screening::model::{Document, DocumentKind, RequirementSet};
use screening::requirements::read_job;
use screening::{Date, NoModel, Options, screen};
use serde_json::Value;
use simulator::Simulator;

use crate::figures::{Figure, milliseconds, per_second, percentile};

/// How many seeded resumes are read.
const RESUMES: usize = 120;

pub async fn measure() -> Vec<Figure> {
    let simulator = Simulator::start(simulator::Config {
        opportunities: 200,
        limiter: false,
        ..simulator::Config::default()
    })
    .await
    .unwrap();
    let started = Instant::now();
    screening::taxonomy::Taxonomy::shipped();
    let taxonomy = started.elapsed();
    let sets = requirement_sets();
    let (reading, jobs) = sets;
    let files = resumes(&simulator).await;
    simulator.stop().await;

    // Files, in child processes, one after the other.
    let readers = Readers::new(Sandbox::new(env!("CARGO_BIN_EXE_clara")));
    let mut took = Vec::new();
    let mut texts = Vec::new();
    for file in &files {
        let started = Instant::now();
        let read = readers.extract("acme", file);
        took.push(started.elapsed());
        texts.extend(read.ok().map(|read| read.text()));
    }
    // Scores: every resume against every description, on one core.
    let options = Options::on("2026-01-05".parse::<Date>().unwrap());
    let started = Instant::now();
    let mut scored = 0;
    for set in jobs.iter().take(10) {
        for text in &texts {
            let resume = Document {
                id: "resume".into(),
                kind: DocumentKind::Resume,
                text: text.clone(),
                hidden: Vec::new(),
            };
            scored += usize::from(screen(set, &[resume], &options, &NoModel).score.is_some());
        }
    }
    vec![
        Figure::new("taxonomy built", milliseconds(taxonomy), ""),
        Figure::new("job descriptions read, one core", reading, ""),
        Figure::new(
            format!(
                "{} resumes (PDF, DOCX, TXT) read in child processes, median and p99",
                files.len()
            ),
            format!(
                "{}, {}",
                milliseconds(percentile(&mut took, 50)),
                milliseconds(percentile(&mut took, 99))
            ),
            "",
        ),
        Figure::new(
            "read resumes profiled, matched and scored, one core",
            per_second(scored, started.elapsed()),
            "",
        ),
    ]
}

/// The shipped descriptions, read; and how fast.
fn requirement_sets() -> (String, Vec<RequirementSet>) {
    let lines = include_str!("../../../data/onet_jds.jsonl");
    let texts: Vec<String> = lines
        .lines()
        .take(200)
        .filter_map(|line| {
            let fields: Value = serde_json::from_str(line).ok()?;
            Some(fields["text"].as_str()?.to_owned())
        })
        .collect();
    let started = Instant::now();
    let sets: Vec<RequirementSet> = texts.iter().map(|text| read_job("Job", text)).collect();
    (per_second(sets.len(), started.elapsed()), sets)
}

/// Resume files as candidates of the simulator uploaded them.
async fn resumes(simulator: &Simulator) -> Vec<Vec<u8>> {
    let http = reqwest::Client::new();
    let facts = simulator.facts();
    let get = async |path: String| {
        http.get(format!("{}{path}", facts.base_url))
            .basic_auth(&facts.api_key, Some(""))
            .send()
            .await
            .unwrap()
    };
    let list: Value = get("/opportunities?limit=100".into())
        .await
        .json()
        .await
        .unwrap();
    let mut files = Vec::new();
    for opportunity in list["data"].as_array().unwrap() {
        let id = opportunity["id"].as_str().unwrap();
        let resumes: Value = get(format!("/opportunities/{id}/resumes"))
            .await
            .json()
            .await
            .unwrap();
        for resume in resumes["data"].as_array().into_iter().flatten() {
            let resume = resume["id"].as_str().unwrap();
            let file = get(format!("/opportunities/{id}/resumes/{resume}/download")).await;
            if file.status().is_success() && files.len() < RESUMES {
                files.push(file.bytes().await.unwrap().to_vec());
            }
        }
    }
    files
}
