//! What is survived in long runs: short here, at full length in `make soak`.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use ::integrations::health::{self, Level};
use futures::future::join_all;
use hiring::integrations::{self, IntegrationState};
use hiring::permission::ViewIntegrations;
use hiring::reconciliations::RunState;
use hiring::{IntegrationId, JobId, applications, queue};
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
        &format!("{notes} note POSTs time out after Lever stored them"),
        format!("0 doubled, 0 lost of {}", opportunities.len()),
        "0 doubled",
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
    // A refresh token that is sent twice ends the connection.
    let switches = clara.sim(Method::GET, "/switches", Value::Null).await;
    assert_eq!(switches["rotation"], "strict");
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
            "{expiries} expiries of the access token, strict rotation, {TASKS} tasks of 2 servers in one process each time ({database})"
        ),
        "1 refresh for each, connection active",
        "1 refresh, no disconnect",
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_every_webhook_kept_silent_about_is_found_and_health_is_red_within_two_minutes() {
    let people = many(12, 300);
    let began = Instant::now();
    let (clara, integration, job, posting) = Clara::with_job().await;
    let mut known = Vec::new();
    for number in 0..people {
        let name = format!("Kit Known {number}");
        known.push(clara.applicant(&posting, &name).await);
    }
    clara.hear().await;
    clara.silence().await;
    // Lever's clock went on meanwhile.
    clara.clock.advance(began.elapsed());
    let red_after = silent_until_red(&clara, integration, &posting).await;

    let stages = clara.lever("/stages").await;
    let reasons = clara.lever("/archive_reasons?type=non-hired").await;
    for (number, opportunity) in known.iter().enumerate() {
        let path = format!("/opportunities/{opportunity}");
        let (method, path, body) = match number % 4 {
            0 => {
                let stage = json!({ "stage": stages["data"][4]["id"] });
                (Method::PUT, format!("{path}/stage"), stage)
            }
            1 => {
                let reason = json!({ "reason": reasons["data"][0]["id"] });
                (Method::PUT, format!("{path}/archived"), reason)
            }
            2 => (Method::DELETE, path, Value::Null),
            _ => {
                clara
                    .applicant(&posting, &format!("Nel New {number}"))
                    .await;
                continue;
            }
        };
        clara.sim(method, &path, body).await;
    }
    let run = clara.reconcile(integration).await;
    assert_eq!(run.state, RunState::Finished);
    let quarter = u64::from(people / 4);
    assert_eq!(clara.found(run.id).await, [quarter, 2 * quarter, quarter]);
    same_as_lever(&clara, job, &posting).await;
    assert_eq!(clara.dead().await, [""; 0]);
    figure(
        &format!(
            "every webhook dropped, {people} changes: a quarter new, moved, archived, deleted each"
        ),
        format!(
            "health red after {} s; all found in one comparison, the board as Lever's",
            red_after.as_secs()
        ),
        "red within 2 min, one comparison",
    );
}

/// How long after a change of which nobody tells the health of the webhooks is red; the connection is looked at every minute.
async fn silent_until_red(clara: &Clara, integration: IntegrationId, posting: &str) -> Duration {
    const STEP: Duration = Duration::from_secs(10);
    assert_eq!(webhooks(clara, integration).await, Level::Green);
    clara.applicant(posting, "Sia Silent").await;
    let mut after = Duration::ZERO;
    while webhooks(clara, integration).await != Level::Red {
        clara.clock.advance(STEP);
        after += STEP;
        assert!(after <= Duration::from_secs(120), "it is not red");
        if after.as_secs().is_multiple_of(60) {
            clara.watch(integration).await;
        }
    }
    after
}

async fn webhooks(clara: &Clara, integration: IntegrationId) -> Level {
    let permit = clara.permit::<ViewIntegrations>();
    let health = health::read(&clara.integrations, &permit, integration).await;
    let health = health.unwrap();
    let check = health.checks.iter().find(|check| check.code == "webhooks");
    check.unwrap().level
}

/// Everybody whom Lever has on the posting stands on the board, once, in Lever's stage; and nobody else does.
async fn same_as_lever(clara: &Clara, job: JobId, posting: &str) {
    let stages = texts(clara, "/stages").await;
    let reasons = texts(clara, "/archive_reasons").await;
    let all = clara.sim(Method::GET, "/opportunities", Value::Null).await;
    let there: BTreeMap<String, Option<String>> = all["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["posting"] == posting)
        .map(|one| {
            let words = match one["archived"]["reason"].as_str() {
                Some(reason) => reasons.get(reason),
                None => one["stage"].as_str().and_then(|stage| stages.get(stage)),
            };
            (one["id"].as_str().unwrap().to_owned(), words.cloned())
        })
        .collect();
    let mut here = BTreeMap::new();
    for card in clara.cards(job).await {
        let place = applications::locate(&clara.store, &clara.system(), card.application).await;
        let before = here.insert(place.unwrap().remote_id.unwrap(), card.stage);
        assert!(before.is_none(), "each stands there once");
    }
    assert_eq!(here, there);
}

/// Names by id, of stages or archive reasons.
async fn texts(clara: &Clara, path: &str) -> BTreeMap<String, String> {
    let all = clara.lever(path).await;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let all = all["data"].as_array().unwrap().iter();
    all.map(|one| (text(&one["id"]), text(&one["text"])))
        .collect()
}
