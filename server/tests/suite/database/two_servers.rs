//! Two servers on one PostgreSQL share work and live events.

use std::collections::BTreeMap;
use std::time::Duration;

use futures::StreamExt;
use reqwest::Method;

use crate::support::{On, Persona, Simulated};

/// How long all of them may take; reached only when somebody is never heard of.
const PATIENCE: Duration = Duration::from_secs(180);

const NAMES: [&str; 6] = [
    "Ada Heard",
    "Ben Heard",
    "Cleo Heard",
    "Dan Heard",
    "Eve Heard",
    "Finn Heard",
];

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_at_one_server_is_heard_at_the_other_and_work_is_done_once() {
    let world = Simulated::on(On::Postgres).await;
    let second = world.app.second_server().await;
    let mut owner = world.app.owner().await;
    let mut listener = Persona::stranger(format!("http://{}", second.address()));
    listener.signs_in("recruiter@acme.example").await;
    let stream = listener
        .request(Method::GET, "/api/events?after=0")
        .send()
        .await
        .unwrap();
    let posting = world.connect_one_job(&mut owner).await;
    let mut opportunities = Vec::new();
    for name in NAMES {
        let resume = format!("{name}\nEngineer\n");
        opportunities.push(world.apply(&posting, name, &resume).await);
    }
    let mut heard = String::new();
    let mut chunks = stream.bytes_stream();
    let hear_all = async {
        while !NAMES.iter().all(|name| heard.contains(name)) {
            let chunk = chunks.next().await.unwrap().unwrap();
            heard.push_str(&String::from_utf8_lossy(&chunk));
        }
    };
    tokio::time::timeout(PATIENCE, hear_all)
        .await
        .expect("everybody is heard of");
    let notes = world
        .eventually("every note is written", async || {
            let mut notes = BTreeMap::new();
            for opportunity in &opportunities {
                notes.insert(opportunity, world.notes(opportunity).await.len());
            }
            notes.values().all(|many| *many > 0).then_some(notes)
        })
        .await;
    assert!(notes.values().all(|many| *many == 1), "{notes:?}");
    second.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_and_a_change_of_one_server_hold_at_the_other() {
    let world = Simulated::on(On::Postgres).await;
    let second = world.app.second_server().await;
    let owner = world.app.owner().await;
    let mut elsewhere = Persona::stranger(format!("http://{}", second.address()));
    elsewhere.present(owner.cookie().unwrap());
    assert_eq!(elsewhere.get("/jobs").await.status, 200);
    elsewhere.post_form("/auth/sign-out", &[("", "")]).await;
    let mut owner_again = world.app.stranger();
    owner_again.present(owner.cookie().unwrap());
    let answer = owner_again.call("jobs/list", "").await;
    assert_eq!(answer.status, 401, "{}", answer.body);
    second.stop().await;
}
