//! From an application in Lever to a scored card and a note, over every edge in between.

use std::collections::HashSet;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Persona, Simulated};

const RESUME: &str = "Ines Duarte\nines@mail.example\n\nExperience\nBackend Engineer, Example Systems\nJan 2019 - Present\n\
    Built payment services in Rust and PostgreSQL on Kubernetes.\n\nEducation\nBSc Computer Science, 2018\n\nLanguages\nEnglish: C2\n";

/// The only board there is.
async fn board(person: &mut Persona) -> Option<(String, Vec<Value>)> {
    let jobs: Value = serde_json::from_str(&person.call("jobs/list", "").await.body).ok()?;
    let job = find_text(&jobs, "id")?;
    let cards: Value =
        serde_json::from_str(&person.call("board/cards", &format!("job={job}")).await.body).ok()?;
    Some((job, cards.as_array()?.clone()))
}

fn find_text(value: &Value, key: &str) -> Option<String> {
    match value {
        Value::Object(map) => match map.get(key) {
            Some(Value::String(text)) => Some(text.clone()),
            _ => map.values().find_map(|inner| find_text(inner, key)),
        },
        Value::Array(list) => list.iter().find_map(|inner| find_text(inner, key)),
        _ => None,
    }
}

async fn card_of(person: &mut Persona, name: &str) -> Option<Value> {
    let (_, cards) = board(person).await?;
    cards
        .into_iter()
        .find(|card| card.to_string().contains(name))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_becomes_a_scored_card_and_one_note() {
    let world = Simulated::start().await;
    let mut owner = world.app.owner().await;
    let posting = world.connect_one_job(&mut owner).await;
    let opportunity = world.apply(&posting, "Ines Duarte", RESUME).await;

    let card = world.eventually("the card is scored", async || {
        card_of(&mut owner, "Ines Duarte").await.filter(|card| {
            card.to_string().contains("to_review") || card.to_string().contains("scored")
        })
    });
    card.await;
    let notes = world.eventually("the note is written", async || {
        Some(world.notes(&opportunity).await).filter(|notes| !notes.is_empty())
    });
    assert_eq!(notes.await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_in_the_job_is_imported_once_and_lever_sees_only_notes_and_webhooks() {
    let world = Simulated::start().await;
    let mut owner = world.app.owner().await;
    let posting = world.connect_one_job(&mut owner).await;
    let (_, all) = world.act(Method::GET, "/opportunities", json!({})).await;
    let expected = all["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|opportunity| {
            opportunity["posting"] == posting.as_str() && opportunity["archived"].is_null()
        })
        .count();
    assert!(expected > 0);
    let cards = world.eventually("all are on the board", async || {
        board(&mut owner)
            .await
            .map(|(_, cards)| cards)
            .filter(|cards| cards.len() >= expected)
    });
    let names: HashSet<String> = cards.await.iter().map(Value::to_string).collect();
    assert_eq!(names.len(), expected);

    let (_, calls) = world.act(Method::GET, "/calls", json!({})).await;
    for (route, _) in calls["data"].as_object().unwrap() {
        let (method, path) = route.split_once(' ').unwrap();
        let allowed = method == "GET"
            || path.contains("/notes")
            || path.contains("/webhooks")
            || path.contains("/oauth")
            || path.contains("/authorize");
        assert!(allowed || path.contains("/sim/"), "CLARA called {route}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_written_twice_when_the_server_restarts() {
    let mut world = Simulated::start().await;
    let mut owner = world.app.owner().await;
    let posting = world.connect_one_job(&mut owner).await;
    let opportunity = world.apply(&posting, "Ines Duarte", RESUME).await;
    world
        .eventually("the note is written", async || {
            (!world.notes(&opportunity).await.is_empty()).then_some(())
        })
        .await;
    world.app.restart().await;
    let mut owner = world.app.owner().await;
    world
        .eventually("the card is still there", async || {
            card_of(&mut owner, "Ines Duarte").await
        })
        .await;
    let second = world.apply(&posting, "Second Person", RESUME).await;
    // The restarted server has a new port, so Lever's webhook cannot reach it: polling has to find the application.
    world
        .eventually("the second note is written", async || {
            (!world.notes(&second).await.is_empty()).then_some(())
        })
        .await;
    assert_eq!(world.notes(&opportunity).await.len(), 1);
}
