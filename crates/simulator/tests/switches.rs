//! Everything that can be set on this Lever can be set in all three ways: at the start, on its pages and by programs.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use reqwest::Method;
use serde_json::{Map, Value, json};
use simulator::{Config, Fault, Switch};
use support::{Account, config};

/// Every switch with a value that it does not have yet.
fn turned(now: &Map<String, Value>) -> Map<String, Value> {
    let other = |(name, value): (&String, &Value)| {
        let other = match (name.as_str(), value) {
            ("rotation", _) => json!("lenient"),
            ("invalid_grant_status", _) => json!(400),
            ("traffic", _) => json!(0.5),
            (_, Value::Bool(on)) => json!(!on),
            (_, Value::Number(number)) => json!(number.as_u64().unwrap() + 1),
            (_, Value::String(_)) => json!("notes:write:admin"),
            (name, value) => panic!("nobody knows another value for {name}={value}"),
        };
        (name.clone(), other)
    };
    now.iter().map(other).collect()
}

fn written(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

async fn switches(account: &Account) -> Map<String, Value> {
    let read = account.sim(Method::GET, "/switches", json!({})).await;
    read.as_object().unwrap().clone()
}

async fn press(account: &Account, path: &str, form: &[(String, String)]) {
    let url = format!("{}{path}", account.origin());
    let pressed = account.http.post(url).form(form).send().await.unwrap();
    assert_eq!(pressed.status(), 303, "{path}");
}

async fn page(account: &Account, path: &str) -> String {
    let url = format!("{}{path}", account.origin());
    account
        .http
        .get(url)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap()
}

#[tokio::test]
async fn every_switch_is_turned_at_the_start_on_the_page_and_by_programs() {
    let untouched = Account::start().await;
    let first = switches(&untouched).await;
    let wanted = turned(&first);
    assert!(wanted.iter().all(|(name, value)| first[name] != *value));

    // By programs.
    untouched.switch(json!(wanted)).await;
    assert_eq!(switches(&untouched).await, wanted);

    // At the start.
    let lines: Vec<String> = wanted
        .iter()
        .map(|(name, value)| format!("{name}={}", written(value)))
        .collect();
    let started = Account::with(Config {
        switches: lines.iter().map(|line| line.parse().unwrap()).collect(),
        ..config()
    })
    .await;
    assert_eq!(switches(&started).await, wanted);
    let help = Switch::help();
    for name in wanted.keys() {
        assert!(help.contains(&format!("\n  {name}=")) || help.starts_with(&format!("  {name}=")));
    }

    // On the page, whose form a browser sends without the boxes that are not checked.
    let pressed = Account::start().await;
    let shown = page(&pressed, "/sim").await;
    let form: Vec<(String, String)> = wanted
        .iter()
        .filter(|(name, value)| *name != "traffic" && **value != json!(false))
        .map(|(name, value)| (name.clone(), written(value)))
        .collect();
    for name in wanted.keys().filter(|name| *name != "traffic") {
        assert!(shown.contains(&format!(" name=\"{name}\"")), "{name}");
        assert!(shown.contains(&format!("<label for=\"{name}\">")), "{name}");
    }
    press(&pressed, "/sim/switches", &form).await;
    assert!(shown.contains(" name=\"rate\""));
    let traffic = [("rate", "0.5"), ("run", "true")];
    let traffic = traffic.map(|(name, value)| (name.to_owned(), value.to_owned()));
    press(&pressed, "/sim/traffic", &traffic).await;
    assert_eq!(switches(&pressed).await, wanted);
}

#[tokio::test]
async fn every_fault_is_ordered_at_the_start_on_the_page_and_by_programs() {
    let account = Account::start().await;
    let known = account.sim(Method::GET, "/faults", json!({})).await;
    let kinds: Vec<&str> = known["kinds"]
        .as_array()
        .unwrap()
        .iter()
        .map(|kind| kind.as_str().unwrap())
        .collect();
    let shown = page(&account, "/sim").await;
    let help = Fault::help();
    let mut at_start = Vec::new();
    for kind in &kinds {
        assert!(
            shown.contains(&format!("<option value=\"{kind}\">")),
            "{kind}"
        );
        assert!(help.contains(&format!("  {kind}\n")), "{kind}");
        at_start.push(format!("{kind}*2@POST /notes").parse().unwrap());
        let order = json!({ "kind": kind, "times": 2, "method": "POST", "path": "/notes" });
        account.sim(Method::POST, "/faults", order).await;
    }
    let ordered = account.sim(Method::GET, "/faults", json!({})).await;
    account.sim(Method::DELETE, "/faults", json!({})).await;
    for kind in &kinds {
        let form = [
            ("kind", *kind),
            ("times", "2"),
            ("method", "POST"),
            ("path", "/notes"),
        ];
        let form = form.map(|(name, value)| (name.to_owned(), value.to_owned()));
        press(&account, "/sim/faults", &form).await;
    }
    let pressed = account.sim(Method::GET, "/faults", json!({})).await;
    let started = Account::with(Config {
        faults: at_start,
        ..config()
    })
    .await;
    let started = started.sim(Method::GET, "/faults", json!({})).await;
    assert_eq!(ordered["data"].as_array().unwrap().len(), kinds.len());
    assert_eq!((&pressed, &started), (&ordered, &ordered));
}

#[tokio::test]
async fn event_groups_are_off_at_the_start_and_switched_on_the_page_and_by_programs() {
    let off = Config {
        event_groups: false,
        ..config()
    };
    let account = Account::with(off).await;
    let checked = async || {
        page(&account, "/settings/webhooks")
            .await
            .matches(" checked")
            .count()
    };
    assert_eq!(checked().await, 0);
    let all = account
        .sim(Method::PUT, "/event_groups", json!({ "all": true }))
        .await;
    assert_eq!(checked().await, all["on"].as_array().unwrap().len());
    let one = [("on".to_owned(), "candidateHired".to_owned())];
    press(&account, "/settings/webhooks/groups", &one).await;
    assert_eq!(checked().await, 1);
}

#[tokio::test]
async fn people_are_invented_at_the_start_on_the_page_and_by_programs() {
    let account = Account::with(Config {
        opportunities: 40,
        ..config()
    })
    .await;
    let hook = json!({ "event": "applicationCreated", "url": "http://127.0.0.1:9/hook" });
    assert_eq!(account.send(Method::POST, "/webhooks", hook).await.0, 201);
    let there = async || {
        let listed = account.sim(Method::GET, "/opportunities", json!({})).await;
        listed["data"].as_array().unwrap().len()
    };
    assert_eq!(there().await, 40);
    let many = json!({ "many": 10_000 });
    account
        .sim(Method::POST, "/opportunities/invent", many)
        .await;
    let form = [("many".to_owned(), "10".to_owned())];
    press(&account, "/sim/people", &form).await;
    assert_eq!(there().await, 10_050);
    assert!(page(&account, "/sim").await.contains("10050 candidacies"));
    let told = account.sim(Method::GET, "/deliveries", json!({})).await;
    assert_eq!(told["data"], json!([]), "they are history");
    let none = account
        .http
        .post(format!("{}/sim/api/opportunities/invent", account.origin()))
        .json(&json!({ "many": 0 }));
    assert_eq!(none.send().await.unwrap().status(), 400);
}
