//! The rate limiter, the faults, the counters.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use simulator::Config;
use support::{Account, config};

#[tokio::test]
async fn beyond_the_burst_is_429_with_and_without_retry_after() {
    let account = Account::with(Config {
        limiter: true,
        ..config()
    })
    .await;
    for (on, header) in [(true, Some("1")), (false, None)] {
        account.switch(json!({ "retry_after": on })).await;
        let requests = (0..60).map(|_| account.request(Method::GET, "/stages").send());
        let answers = futures::future::join_all(requests).await;
        let limited = answers
            .into_iter()
            .map(Result::unwrap)
            .find(|response| response.status() == 429);
        let limited = limited.expect("sixty at once are more than the bucket holds");
        assert_eq!(
            limited
                .headers()
                .get("retry-after")
                .map(|value| value.to_str().unwrap()),
            header
        );
    }
}

#[tokio::test]
async fn a_fault_befalls_what_it_names_and_no_more() {
    let account = Account::start().await;
    let opportunity = account.applicant("Ada Byrne").await;
    let notes = format!("/opportunities/{opportunity}/notes");
    account
        .sim(
            Method::POST,
            "/faults",
            json!({ "kind": "503", "times": 2, "method": "POST", "path": "/notes" }),
        )
        .await;
    assert_eq!(account.status(&notes).await.0, 200);
    for expected in [503, 503, 201] {
        assert_eq!(
            account
                .send(Method::POST, &notes, json!({ "value": "x" }))
                .await
                .0,
            expected
        );
    }
    account
        .sim(Method::POST, "/faults", json!({ "kind": "garbage" }))
        .await;
    let answer = account
        .request(Method::GET, "/stages")
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.json::<serde_json::Value>().await.is_err());
}

#[tokio::test]
async fn a_write_whose_answer_is_lost_is_carried_out_all_the_same() {
    let account = Account::start().await;
    let opportunity = account.applicant("Ada Byrne").await;
    let notes = format!("/opportunities/{opportunity}/notes");
    account.switch(json!({ "hang_ms": 60_000 })).await;
    for (count, kind) in ["cut_after_commit", "half_body", "hang_after_commit"]
        .into_iter()
        .enumerate()
    {
        account
            .sim(Method::POST, "/faults", json!({ "kind": kind }))
            .await;
        let request = account
            .request(Method::POST, &notes)
            .json(&json!({ "value": kind }))
            .timeout(Duration::from_secs(2));
        let lost = match request.send().await {
            Err(_) => true,
            Ok(response) => response.bytes().await.is_err(),
        };
        assert!(lost, "{kind}");
        assert_eq!(
            account.get(&notes).await["data"].as_array().unwrap().len(),
            count + 1,
            "{kind}"
        );
    }
}

#[tokio::test]
async fn calls_are_counted_by_route_and_reset() {
    let account = Account::start().await;
    let opportunity = account.applicant("Ada Byrne").await;
    account.sim(Method::DELETE, "/calls", json!({})).await;
    account
        .send(
            Method::POST,
            &format!("/opportunities/{opportunity}/notes"),
            json!({ "value": "x" }),
        )
        .await;
    account.status("/nowhere").await;
    let calls = account.sim(Method::GET, "/calls", json!({})).await;
    assert_eq!(
        calls["data"],
        json!({ "POST /opportunities/{id}/notes": 1, "GET (no such path)": 1 })
    );
}
