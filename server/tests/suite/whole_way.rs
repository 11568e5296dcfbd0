//! From an application in Lever to a scored card and a note, over every edge in between.

use std::collections::HashSet;

use app::wire::board::{Card, CardState, Cards};
use reqwest::Method;
use serde_json::{Value, json};

use crate::on_both_databases;
use crate::support::{On, Persona, Simulated};

const RESUME: &str = "Ines Duarte\nines@mail.example\n\nExperience\nBackend Engineer, Example Systems\nJan 2019 - Present\n\
    Built payment services in Rust and PostgreSQL on Kubernetes.\n\nEducation\nBSc Computer Science, 2018\n\nLanguages\nEnglish: C2\n";

/// The cards of the only board there is.
async fn board(person: &mut Persona) -> Option<Vec<Card>> {
    let jobs: Value = serde_json::from_str(&person.call("jobs/list", "").await.body).ok()?;
    let job = jobs["rows"][0]["id"].as_str()?;
    let cards: Cards =
        serde_json::from_str(&person.call("board/cards", &format!("job={job}")).await.body).ok()?;
    Some(cards.0)
}

async fn scored_card(person: &mut Persona, name: &str) -> Option<Card> {
    board(person)
        .await?
        .into_iter()
        .find(|card| card.name == name && card.state == CardState::Scored)
}

on_both_databases! {
    an_application_becomes_a_scored_card_and_one_note
    everything_in_the_job_is_imported_once_and_lever_sees_only_notes_and_webhooks
    nothing_is_written_twice_when_the_server_restarts
}

async fn an_application_becomes_a_scored_card_and_one_note(database: On) {
    let world = Simulated::on(database).await;
    let mut owner = world.app.owner().await;
    let posting = world.connect_one_job(&mut owner).await;
    let opportunity = world.apply(&posting, "Ines Duarte", RESUME).await;

    let card = world
        .eventually("the card is scored", async || {
            scored_card(&mut owner, "Ines Duarte").await
        })
        .await;
    assert!(
        card.score.is_some_and(|score| (1..=100).contains(&score)),
        "{card:?}"
    );
    let notes = world
        .eventually("the note is written", async || {
            Some(world.notes(&opportunity).await).filter(|notes| !notes.is_empty())
        })
        .await;
    assert_eq!(notes.len(), 1);
    assert!(
        card.score
            .is_some_and(|score| notes[0].contains(&score.to_string())),
        "the note says the score"
    );
}

async fn everything_in_the_job_is_imported_once_and_lever_sees_only_notes_and_webhooks(
    database: On,
) {
    let world = Simulated::on(database).await;
    let mut owner = world.app.owner().await;
    let posting = world.connect_one_job(&mut owner).await;
    let (_, all) = world.act(Method::GET, "/opportunities", json!({})).await;
    let expected = all["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|opportunity| opportunity["posting"] == posting.as_str())
        .count();
    assert!(expected > 0);
    let cards = world
        .eventually("all are on the board", async || {
            board(&mut owner)
                .await
                .filter(|cards| cards.len() >= expected)
        })
        .await;
    let applications: HashSet<&str> = cards.iter().map(|card| &*card.application).collect();
    assert_eq!(applications.len(), expected);

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

async fn nothing_is_written_twice_when_the_server_restarts(database: On) {
    let mut world = Simulated::on(database).await;
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
    assert!(
        scored_card(&mut owner, "Ines Duarte").await.is_some(),
        "what was scored is still there"
    );
    let second = world.apply(&posting, "Second Person", RESUME).await;
    world
        .eventually("the second note is written", async || {
            (!world.notes(&second).await.is_empty()).then_some(())
        })
        .await;
    assert_eq!(world.notes(&opportunity).await.len(), 1);
}
