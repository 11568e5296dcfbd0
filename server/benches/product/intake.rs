//! Webhook deliveries a second: signed, over HTTP, each answered after the commit that keeps it.

use std::time::{Duration, Instant};

use hiring::{Secret, webhooks};
use hmac::{Hmac, Mac};
use serde_json::json;
use sha2::Sha256;

use crate::figures::{Figure, milliseconds, per_second, percentile};
use crate::support::{Kept, On, TestApp};
use crate::world::World;

const DELIVERIES: usize = 8_000;
const AT_ONCE: usize = 128;
const SIGNATURE_TOKEN: &str = "5d0b7f2ac94e13886ab1c7d2e0f3945b6a7c8d9e0f1a2b3c";

pub async fn measure() -> Vec<Figure> {
    vec![
        on(On::Sqlite, "SQLite", "≥ 800/s").await,
        on(On::Postgres, "PostgreSQL", "≥ 2,000/s").await,
    ]
}

async fn on(database: On, name: &str, budget: &'static str) -> Figure {
    let app = TestApp::keeping(Kept::on(database), Vec::new()).await;
    let world = World::new(app.store()).await;
    let (id, path) = webhooks::prepare(
        app.store(),
        &world.system,
        world.integration,
        "interviewCreated",
    )
    .await
    .unwrap();
    let token = Secret::new(SIGNATURE_TOKEN);
    webhooks::created(app.store(), &world.system, id, "remote", Some(&token))
        .await
        .unwrap();
    let url = app.url(&format!("/hooks/lever/{}", path.expose()));
    let http = reqwest::Client::new();
    let started = Instant::now();
    let clients: Vec<_> = (0..AT_ONCE)
        .map(|client| tokio::spawn(deliver(http.clone(), url.clone(), client)))
        .collect();
    let mut took: Vec<Duration> = Vec::new();
    for client in clients {
        took.extend(client.await.unwrap());
    }
    let all = started.elapsed();
    Figure::new(
        format!("webhook intake on {name}, {AT_ONCE} at once, and p99 of the answer"),
        format!(
            "{}, {}",
            per_second(took.len(), all),
            milliseconds(percentile(&mut took, 99))
        ),
        budget,
    )
}

/// One after the other, as many as are this client's share.
async fn deliver(http: reqwest::Client, url: String, client: usize) -> Vec<Duration> {
    let mut took = Vec::new();
    for number in 0..DELIVERIES / AT_ONCE {
        let triggered_at = jiff::Timestamp::now().as_millisecond();
        let token = format!("{client:024}{number:024}");
        let body = json!({
            "event": "interviewCreated", "triggeredAt": triggered_at, "token": token,
            "signature": signature(&token, triggered_at), "data": { "interviewId": "i", "opportunityId": "o" },
        });
        let started = Instant::now();
        let answer = http.post(&url).json(&body).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        took.push(started.elapsed());
    }
    took
}

/// As Lever signs: over token and time, keyed with the webhook's token as text.
fn signature(token: &str, triggered_at: i64) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(SIGNATURE_TOKEN.as_bytes()).unwrap();
    mac.update(format!("{token}{triggered_at}").as_bytes());
    hex::encode(mac.finalize().into_bytes())
}
