//! What is survived in long runs: short here, at full length in `make soak`.

use futures::future::join_all;
use hiring::integrations::{self, IntegrationState};
use hiring::{IntegrationId, queue};
use reqwest::Method;
use serde_json::{Value, json};
use testing::{figure, many};

use super::support::Clara;

#[tokio::test(flavor = "multi_thread")]
async fn notes_whose_answers_never_come_are_never_doubled() {
    let notes = many(12, 300);
    let (mut clara, _, job, posting) = Clara::with_job().await;
    clara.impatient();
    let written = clara.sim(Method::GET, "/notes", Value::Null).await["data"]
        .as_array()
        .unwrap()
        .len();
    clara
        .sim(Method::PATCH, "/switches", json!({ "hang_ms": 2000 }))
        .await;
    clara
        .fault("hang_after_commit", "POST", "/notes", notes)
        .await;
    let mut opportunities = Vec::new();
    for number in 0..notes {
        let person = json!({ "name": format!("Una Uncertain {number}"), "email": format!("una{number}@mail.example"), "posting": posting,
            "resume": { "name": "cv.txt", "text": "Engineer\nRust, SQL\n" } });
        opportunities.push(clara.added(person).await);
    }
    super::support::eventually(async || {
        let deliveries = clara.sim(Method::GET, "/deliveries", Value::Null).await;
        deliveries["data"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["pending"] == false)
    })
    .await;
    clara.work_through_pauses().await;
    assert_eq!(clara.dead().await, [""; 0]);
    let faults = clara.sim(Method::GET, "/faults", Value::Null).await;
    assert_eq!(faults["data"], json!([]), "each of them befell a note");
    for opportunity in &opportunities {
        assert_eq!(clara.notes(opportunity).await.len(), 1);
    }
    let all = clara.sim(Method::GET, "/notes", Value::Null).await["data"]
        .as_array()
        .unwrap()
        .len();
    assert_eq!(all, written + opportunities.len());
    assert!(clara.cards(job).await.len() >= opportunities.len());
    let depth = queue::depth(&clara.store, &clara.system()).await.unwrap();
    assert_eq!(depth.waiting, 0);
    figure(
        &format!("{notes} notes that timed out after they were stored: doubled"),
        0,
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn each_expiry_is_one_refresh_whoever_notices_it() {
    let (clara, integration) = Clara::connected().await;
    one_refresh_for_each_expiry(&clara, integration, "SQLite").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_expiry_is_one_refresh_on_postgresql_too() {
    let (clara, integration) = Clara::connected_on_postgres().await;
    one_refresh_for_each_expiry(&clara, integration, "PostgreSQL").await;
}

async fn one_refresh_for_each_expiry(clara: &Clara, integration: IntegrationId, database: &str) {
    const TASKS: u32 = 64;
    let expiries = many(4, 200);
    let beside = clara.beside().await;
    for expiry in 0..expiries {
        clara.sim(Method::DELETE, "/calls", Value::Null).await;
        clara
            .sim(Method::POST, "/expire_access_tokens", json!({}))
            .await;
        let tasks = (0..TASKS).map(|number| {
            let process = if number % 2 == 0 {
                &clara.integrations
            } else {
                &beside
            };
            let (process, permit, since) = (process.clone(), clara.system(), clara.store.now());
            tokio::spawn(async move {
                let connector = process.connector(&permit, integration).await.unwrap();
                connector.changed_since(since, 1, None).await
            })
        });
        for task in join_all(tasks).await {
            task.unwrap().unwrap();
        }
        let calls = clara.sim(Method::GET, "/calls", Value::Null).await;
        assert_eq!(calls["data"]["POST /oauth/token"], 1, "expiry {expiry}");
    }
    let known = integrations::read(&clara.store, &clara.system(), integration).await;
    assert_eq!(known.unwrap().state, IntegrationState::Active);
    figure(
        &format!(
            "{database}, {expiries} expiries, {TASKS} tasks of 2 servers: refreshes for each, disconnects"
        ),
        "1, 0",
    );
}
