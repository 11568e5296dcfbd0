//! From an application in the ATS to its note there, over the webhook, the worker and the engine, with every answer of the ATS 100 ms late.

use std::time::{Duration, Instant};

use app::wire::board::{Card, CardState, Cards};
use reqwest::Method;
use serde_json::{Value, json};

use crate::figures::{Figure, milliseconds, percentile};
use crate::support::{Persona, Simulated};

const APPLICATIONS: usize = 60;

/// How late the ATS answers, in milliseconds.
const LATE: u64 = 100;

const RESUME: &str = "Ines Duarte\nines@mail.example\n\nExperience\nBackend Engineer, Example Systems\nJan 2019 - Present\n\
    Built payment services in Rust and PostgreSQL on Kubernetes.\n\nEducation\nBSc Computer Science, 2018\n\nLanguages\nEnglish: C2\n";

pub async fn measure() -> Vec<Figure> {
    let world = Simulated::start().await;
    let mut owner = world.app.owner().await;
    let posting = world.connect_one_job(&mut owner).await;
    // The import is over when nobody waits for a score, and the engine has read its taxonomy.
    let first = world.apply(&posting, "First Applicant", RESUME).await;
    world
        .eventually("the import is over", async || {
            let done = !world.notes(&first).await.is_empty() && nobody_waits(&mut owner).await;
            done.then_some(())
        })
        .await;
    world
        .act(Method::PATCH, "/switches", json!({ "latency_ms": LATE }))
        .await;
    let (mut to_card, mut to_note) = (Vec::new(), Vec::new());
    for number in 0..APPLICATIONS {
        let name = format!("Applicant {number}");
        let started = Instant::now();
        let opportunity = world.apply(&posting, &name, RESUME).await;
        let (mut card, mut note) = (None, None);
        while note.is_none() {
            if card.is_none() && scored(&mut owner, &name).await {
                card = Some(started.elapsed());
            }
            if has_note(&world, &opportunity).await {
                note = Some(started.elapsed());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        to_card.push(card.or(note).unwrap_or_default());
        to_note.extend(note);
    }
    let figure = |what: &str, took: &mut Vec<Duration>, budget| {
        let (half, most) = (percentile(took, 50), percentile(took, 99));
        Figure::new(
            format!("webhook → {what}, the ATS {LATE} ms late, p50 and p99"),
            format!("{}, {}", milliseconds(half), milliseconds(most)),
            budget,
        )
    };
    vec![
        figure("scored card", &mut to_card, ""),
        figure("note", &mut to_note, "1 s, 3 s"),
    ]
}

/// The simulator's own interface is never late.
async fn has_note(world: &Simulated, opportunity: &str) -> bool {
    let (_, notes) = world
        .act(
            Method::GET,
            &format!("/opportunities/{opportunity}/notes"),
            json!({}),
        )
        .await;
    notes["data"]
        .as_array()
        .is_some_and(|notes| !notes.is_empty())
}

async fn cards(owner: &mut Persona) -> Vec<Card> {
    let jobs: Value = serde_json::from_str(&owner.call("jobs/list", "").await.body).unwrap();
    let job = jobs["rows"][0]["id"].as_str().unwrap().to_owned();
    let answer = owner.call("board/cards", &format!("job={job}")).await;
    serde_json::from_str::<Cards>(&answer.body).unwrap().0
}

async fn nobody_waits(owner: &mut Persona) -> bool {
    cards(owner)
        .await
        .iter()
        .all(|card| card.state != CardState::Scoring)
}

async fn scored(owner: &mut Persona, name: &str) -> bool {
    cards(owner)
        .await
        .iter()
        .any(|card| card.name == name && card.state == CardState::Scored)
}
