//! Many organizations import at once, each at the rate that its connection has; nobody waits for the others.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use testing::{figure, in_soak, many};

use crate::support::{Lever, Persona, TestApp};

/// An organization's owner, and its connection.
struct Tenant {
    owner: Persona,
    integration: String,
}

#[tokio::test(flavor = "multi_thread")]
async fn every_connection_uses_its_own_rate() {
    let organizations = many(3, 50);
    let seconds = many(10, 120);
    // How fast fifty connections may be together is a matter of the machine; that each of them gets its own share is what is looked at. So
    // Lever, whose rate is not guaranteed, allows each of fifty less than usual.
    let rate = many(10, 2);
    let lever = Lever::with(simulator::Config {
        opportunities: 0,
        switches: vec![format!("requests_per_second={rate}").parse().unwrap()],
        ..simulator::Config::default()
    })
    .await;
    limit(&lever, false).await;
    let posting = lever.lever(Method::GET, "/postings?state=published").await["data"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    // Each costs more than two requests; there must be some left when the last of all was counted. They have no documents: the rate is
    // what is looked at, not the reading of resumes.
    let backlog = rate * (seconds + many(15, 120)) / 2;
    for number in 0..backlog {
        let person = json!({ "name": format!("Person {number}"), "email": format!("p{number}@mail.example"), "posting": posting });
        let (status, _) = lever.act(Method::POST, "/opportunities", person).await;
        assert!(status.is_success());
    }
    let app = TestApp::with(vec![("CLARA_SIMULATOR", lever.line())]).await;
    let mut tenants = connected(&lever, &app, organizations).await;
    limit(&lever, true).await;
    lever.act(Method::DELETE, "/calls", json!({})).await;
    for tenant in &mut tenants {
        let chosen = std::slice::from_ref(&posting);
        lever
            .select(&mut tenant.owner, &tenant.integration, chosen)
            .await;
    }
    for tenant in &mut tenants {
        lever
            .eventually("the backlog is known", async || left(tenant).await)
            .await;
    }

    let began = Instant::now();
    let before = counts(&lever).await;
    tokio::time::sleep(Duration::from_secs(seconds.into())).await;
    let after = counts(&lever).await;
    // What the limiter lets through at most: a burst, then so many a second.
    let allowed = f64::from(rate) * (2.0 + began.elapsed().as_secs_f64());
    for tenant in &mut tenants {
        let left = left(tenant).await;
        assert!(left > Some(0), "there was work to the end: {left:?}");
    }
    let mut shares: Vec<f64> = after
        .iter()
        .map(|(credential, (admitted, _))| {
            let earlier = before.get(credential).map_or(0, |(admitted, _)| *admitted);
            (admitted - earlier) as f64 / allowed
        })
        .collect();
    shares.sort_by(f64::total_cmp);
    let refused: u64 = after.values().map(|(_, refused)| refused).sum();
    let admitted: u64 = after.values().map(|(admitted, _)| admitted).sum();
    let refusals = refused as f64 / (admitted + refused) as f64;
    figure(
        &format!(
            "{organizations} connections import at once for {seconds} s, each allowed {rate} requests a second, without documents"
        ),
        format!(
            "the least used {:.0} % of its rate, the median {:.0} %; {:.2} % answered 429; all {} went on to the end",
            100.0 * shares[0],
            100.0 * shares[shares.len() / 2],
            100.0 * refusals,
            shares.len()
        ),
        "≥ 90 % each, < 1 % of 429, nobody starved",
    );
    assert_eq!(shares.len(), organizations as usize, "nobody is starved");
    assert!(refusals < 0.01, "{refusals}");
    // Otherwise the machine has more to do than this.
    let least = if in_soak() { 0.9 } else { 0.3 };
    assert!(shares[0] >= least, "{shares:?}");
}

/// Whether the simulator refuses what is too fast; people are who click here, without a pace of their own.
async fn limit(lever: &Lever, is_on: bool) {
    let switches = json!({ "limiter": is_on });
    let (status, answer) = lever.act(Method::PATCH, "/switches", switches).await;
    assert!(status.is_success(), "{answer}");
}

/// So many organizations, each with a connection of its own to the one account.
async fn connected(lever: &Lever, app: &TestApp, organizations: u32) -> Vec<Tenant> {
    let mut tenants = Vec::new();
    for number in 0..organizations {
        let mail = format!("owner{number}@many.example");
        app.organization(&format!("Many {number}"), &mail).await;
        let mut owner = app.stranger();
        owner.signs_in(&mail).await;
        let integration = lever.consent(&mut owner, "").await;
        tenants.push(Tenant { owner, integration });
    }
    for Tenant { owner, integration } in &mut tenants {
        lever.webhooks_are_made(owner, integration).await;
    }
    tenants
}

/// How many applications of the organization's one job are still to be imported; none while they are being counted.
async fn left(tenant: &mut Tenant) -> Option<u64> {
    let jobs = tenant.owner.call("jobs/list", "").await.body;
    let jobs: Value = serde_json::from_str(&jobs).ok()?;
    let import = &jobs["rows"][0]["import"];
    Some(import["total"].as_u64()? - import["done"].as_u64()?)
}

/// Admitted and refused requests of each credential but the account's own key.
async fn counts(lever: &Lever) -> BTreeMap<String, (u64, u64)> {
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
