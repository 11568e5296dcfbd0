//! The switches, on the command line, the page and the API; live traffic.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use simulator::Config;
use support::{Account, Receiver, config, text};

async fn press(account: &Account, path: &str, form: &[(&str, &str)]) -> u16 {
    let address = format!("{}{path}", account.origin());
    let pressed = account.http.post(address).form(form).send().await.unwrap();
    pressed.status().as_u16()
}

#[tokio::test]
async fn what_the_command_line_sets_holds_from_the_start() {
    let account = Account::with(Config {
        switches: vec![
            "latency_ms=1".parse().unwrap(),
            "retry_after=off".parse().unwrap(),
        ],
        faults: vec!["503*2@GET /stages".parse().unwrap()],
        ..config()
    })
    .await;
    let switches = account.sim(Method::GET, "/switches", Value::Null).await;
    assert_eq!(
        (&switches["latency_ms"], &switches["retry_after"]),
        (&json!(1), &json!(false))
    );
    for expected in [503, 503, 200] {
        assert_eq!(account.status("/stages").await.0, expected);
    }
}

#[tokio::test]
async fn the_page_refuses_what_fits_no_switch_and_orders_trouble() {
    let account = Account::start().await;
    let shown = account
        .http
        .get(format!("{}/sim", account.origin()))
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(!shown.contains(&account.simulator.facts().client_secret));
    let form = [
        ("rotation", "lenient"),
        ("latency_ms", "3"),
        ("hang_ms", "10"),
        ("invalid_grant_status", "400"),
        ("deliver_twice", "true"),
    ];
    assert_eq!(press(&account, "/sim/switches", &form).await, 303);
    let switches = account.sim(Method::GET, "/switches", Value::Null).await;
    assert_eq!(switches["rotation"], "lenient");
    assert_eq!(switches["deliver_twice"], true);
    assert_eq!(switches["limiter"], false, "not checked");
    assert_eq!(
        press(&account, "/sim/switches", &[("latency_ms", "much")]).await,
        400
    );
    assert_eq!(
        press(
            &account,
            "/sim/faults",
            &[
                ("kind", "500"),
                ("times", "1"),
                ("method", ""),
                ("path", "/tags")
            ]
        )
        .await,
        303
    );
    assert_eq!(account.status("/stages").await.0, 200);
    assert_eq!(account.status("/tags").await.0, 500);
    press(&account, "/sim/faults", &[("kind", "429"), ("times", "9")]).await;
    press(&account, "/sim/faults/clear", &[]).await;
    assert_eq!(account.status("/tags").await.0, 200);
}

#[tokio::test]
async fn a_move_leads_to_the_same_place_and_a_download_may_be_422() {
    let account = Account::start().await;
    let id = account.applicant("Ada Byrne").await;
    account
        .sim(Method::POST, "/faults", json!({ "kind": "301" }))
        .await;
    let moved = account
        .request(Method::GET, "/stages?limit=1")
        .send()
        .await
        .unwrap();
    assert_eq!(moved.status(), 301);
    assert_eq!(moved.headers()["location"], account.url("/stages?limit=1"));
    let resume = account.get(&format!("/opportunities/{id}/resumes")).await;
    account
        .sim(
            Method::POST,
            "/faults",
            json!({ "kind": "422", "path": "/download" }),
        )
        .await;
    let path = format!(
        "/opportunities/{id}/resumes/{}/download",
        text(&resume["data"][0]["id"])
    );
    for expected in [422, 200] {
        assert_eq!(account.status(&path).await.0, expected);
    }
    account.switch(json!({ "hang_ms": 1 })).await;
    account
        .sim(Method::POST, "/faults", json!({ "kind": "slow" }))
        .await;
    assert_eq!(account.status("/stages").await.0, 200);
}

#[tokio::test]
async fn a_verification_that_is_to_fail_leaves_no_webhook_whatever_the_url_answers() {
    let account = Account::start().await;
    let receiver = Receiver::start(&[]).await;
    account.switch(json!({ "verification_fails": true })).await;
    let body = json!({ "event": "candidateHired", "url": receiver.url, "configuration": { "verifyConnection": true } });
    assert_eq!(account.send(Method::POST, "/webhooks", body).await.0, 400);
    assert_eq!(account.get("/webhooks").await["data"], json!([]));
}

#[tokio::test]
async fn files_may_look_as_the_documentation_prints_them() {
    let account = Account::start().await;
    let all = account.sim(Method::GET, "/opportunities", json!({})).await;
    account.switch(json!({ "files_as_documented": true })).await;
    for one in all["data"].as_array().unwrap() {
        let files = account
            .get(&format!("/opportunities/{}/files", text(&one["id"])))
            .await;
        if let Some(file) = files.as_array().unwrap().first() {
            assert!(file["size"].is_string(), "{file}");
            assert!(file["uploadedAt"].is_string(), "{file}");
            return;
        }
    }
    panic!("nobody has a file");
}

#[tokio::test]
async fn traffic_flows_at_its_rate_and_stops() {
    let account = Account::start().await;
    let receiver = Receiver::start(&[]).await;
    account
        .send(
            Method::POST,
            "/webhooks",
            json!({ "event": "applicationCreated", "url": receiver.url }),
        )
        .await;
    assert_eq!(
        press(
            &account,
            "/sim/traffic",
            &[("rate", "100"), ("run", "true")]
        )
        .await,
        303
    );
    let told = receiver.wait_for(3).await;
    let opportunity = text(&told[0]["data"]["opportunityId"]);
    let resumes = account
        .get(&format!("/opportunities/{opportunity}/resumes"))
        .await;
    let resume = &resumes["data"][0];
    assert!(resume["file"]["size"].as_u64().unwrap() > 200, "{resumes}");
    press(&account, "/sim/traffic", &[("run", "false")]).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let many = receiver.bodies().len();
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(receiver.bodies().len(), many);
    let (status, _) = account.status("/stages").await;
    assert_eq!(status, 200);
}
