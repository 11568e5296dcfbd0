//! Many organizations import at once, each at the rate that its connection has; nobody waits for the others.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use testing::{figure, many};

use crate::support::{Lever, Persona, TestApp};

/// What Lever's limiter lets through: a burst, then so many a second.
const BURST: f64 = 20.0;
const RATE: f64 = 10.0;

#[tokio::test(flavor = "multi_thread")]
async fn every_connection_uses_its_own_rate() {
    let organizations = many(3, 50);
    let seconds = many(10, 60);
    let lever = Lever::with(simulator::Config {
        opportunities: 0,
        ..simulator::Config::default()
    })
    .await;
    let posting = lever.lever(Method::GET, "/postings?state=published").await["data"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    // People without documents: the rate is what is looked at, not the reading of resumes.
    let backlog = 6 * (seconds * 10 + 20) / 10;
    for number in 0..backlog {
        let person = json!({ "name": format!("Person {number}"), "email": format!("p{number}@mail.example"), "posting": posting });
        assert!(
            lever
                .act(Method::POST, "/opportunities", person)
                .await
                .0
                .is_success()
        );
    }
    let app = TestApp::with(vec![("CLARA_SIMULATOR", lever.line())]).await;
    let mut owners = Vec::new();
    for number in 0..organizations {
        let mail = format!("owner{number}@many.example");
        app.organization(&format!("Many {number}"), &mail).await;
        let mut owner = app.stranger();
        owner.signs_in(&mail).await;
        let consent = lever.begin(&mut owner).await;
        let back = lever.decide(&consent, "accept").await;
        let place = owner.get(&back).await.location().to_owned();
        let integration = place
            .trim_start_matches("/settings/integrations/")
            .trim_end_matches("/jobs")
            .to_owned();
        owners.push((owner, integration));
    }
    tokio::time::sleep(Duration::from_secs(3)).await;
    lever.act(Method::DELETE, "/calls", json!({})).await;
    for (owner, integration) in &mut owners {
        select(owner, integration, &posting).await;
    }
    for (owner, _) in &mut owners {
        lever
            .eventually("the backlog is known", async || {
                let jobs = owner.call("jobs/list", "").await.body;
                let jobs: Value = serde_json::from_str(&jobs).ok()?;
                let row = &jobs["rows"][0];
                let known = row["import"]["total"].as_u64();
                known.or(row["candidates"].as_u64().filter(|many| *many > 0))
            })
            .await;
    }
    let began = Instant::now();
    let before = counts(&lever).await;
    tokio::time::sleep(Duration::from_secs(seconds.into())).await;
    let after = counts(&lever).await;
    let elapsed = began.elapsed().as_secs_f64();
    let mut shares: Vec<f64> = after
        .iter()
        .map(|(credential, (admitted, _))| {
            let earlier = before.get(credential).map_or(0, |(admitted, _)| *admitted);
            (admitted - earlier) as f64 / (BURST + RATE * elapsed)
        })
        .collect();
    shares.sort_by(f64::total_cmp);
    let refused: u64 = after.values().map(|(_, refused)| refused).sum();
    let admitted: u64 = after.values().map(|(admitted, _)| admitted).sum();
    let refusals = refused as f64 / (admitted + refused) as f64;
    figure(
        &format!(
            "{organizations} connections for {seconds} s: least and median share of the rate used, share of 429"
        ),
        format!(
            "{:.0} %, {:.0} %, {:.2} %",
            100.0 * shares[0],
            100.0 * shares[shares.len() / 2],
            100.0 * refusals
        ),
    );
    assert_eq!(shares.len(), organizations as usize, "nobody is starved");
    assert!(refusals < 0.01, "{refusals}");
    // The rest is a matter of the machine: `make soak` says how much was used.
    assert!(shares[0] > 0.3, "{shares:?}");
}

async fn select(owner: &mut Persona, integration: &str, posting: &str) {
    let chosen = json!({ "integration": integration, "postings": [posting], "purge": false });
    let answer = owner.call_json("integrations/select", &chosen).await;
    assert!(
        answer.status.is_success() || answer.status.is_redirection(),
        "{}",
        answer.body
    );
}

/// Admitted and refused requests of each credential but the account's own key.
async fn counts(lever: &Lever) -> std::collections::BTreeMap<String, (u64, u64)> {
    let (_, calls) = lever.act(Method::GET, "/calls", Value::Null).await;
    calls["credentials"]
        .as_object()
        .unwrap()
        .iter()
        .filter(|(credential, _)| *credential != "api key")
        .map(|(credential, count)| {
            let number = |field: &str| count[field].as_u64().unwrap();
            (credential.clone(), (number("admitted"), number("refused")))
        })
        .collect()
}
