//! What the seeded account holds, how fast it is there, and that it survives a restart.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Read,
};

use flate2::read::ZlibDecoder;
use reqwest::Method;
use serde_json::{Value, json};
use simulator::{Config, Simulator};
use support::{Account, config, text};

async fn all(account: &Account) -> Vec<Value> {
    let mut all = Vec::new();
    for archived in ["true", "false"] {
        let mut path =
            format!("/opportunities?archived={archived}&confidentiality=all&expand=applications");
        loop {
            let page = account.get(&path).await;
            all.extend(page["data"].as_array().unwrap().clone());
            let Some(next) = page["next"].as_str() else {
                break;
            };
            path = format!(
                "/opportunities?archived={archived}&confidentiality=all&expand=applications&offset={next}"
            );
        }
    }
    all
}

#[tokio::test]
async fn the_quirks_of_real_accounts_are_there() {
    let account = Account::with(Config {
        opportunities: 400,
        ..config()
    })
    .await;
    let all = all(&account).await;
    assert_eq!(all.len(), 400);
    let count = |has: &dyn Fn(&Value) -> bool| all.iter().filter(|one| has(one)).count();
    assert!(
        count(&|one| one["applications"] == json!([]) && one.get("opportunityLocation").is_none())
            > 3,
        "leads"
    );
    assert!(count(&|one| one["emails"] == json!([])) > 5, "no mail");
    assert!(
        count(&|one| one["updatedAt"].is_null()) > 5,
        "never updated"
    );
    assert!(
        count(&|one| one["applications"][0]["type"] == "user"
            && one["applications"][0]["name"].is_null())
            > 10,
        "added by hand"
    );
    assert!(
        count(&|one| one["stageChanges"][0].get("userId").is_none()) > 100,
        "changes by nobody"
    );
    assert!(
        count(&|one| one["confidentiality"] == "confidential") > 1,
        "confidential"
    );
    assert!(count(&|one| one["archived"].is_object()) > 40, "archived");
    assert!(
        count(&|one| one["applications"][0]["comments"]
            .as_str()
            .is_some_and(|text| text.starts_with("Dear")))
            > 40,
        "cover letters"
    );
    assert!(
        count(
            &|one| one["applications"][0]["customQuestions"][0]["fields"][0]["value"].is_string()
        ) > 40,
        "answers"
    );
    for filler in ["{n}", "{pct}", "{k}", "{title}", "{years}"] {
        assert_eq!(
            count(&|one| one.to_string().contains(filler)),
            0,
            "{filler} was not filled in"
        );
    }
}

#[tokio::test]
async fn an_account_as_the_demo_has_it_shows_every_kind_of_resume_for_a_dozen_jobs() {
    let account = Account::with(Config {
        opportunities: Config::default().opportunities,
        ..config()
    })
    .await;
    let all = all(&account).await;
    assert_eq!(all.len(), 400);
    let jobs: BTreeSet<&str> = all
        .iter()
        .filter_map(|one| one["applications"][0]["posting"].as_str())
        .collect();
    assert!(jobs.len() >= 12, "{} jobs", jobs.len());
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &all {
        let path = format!("/opportunities/{}/resumes", text(&one["id"]));
        for resume in account.get(&path).await["data"].as_array().unwrap() {
            if resume["file"].is_null() || resume["file"]["status"] == "error" {
                continue;
            }
            let download = format!("{path}/{}/download", text(&resume["id"]));
            let answer = account
                .request(Method::GET, &download)
                .send()
                .await
                .unwrap();
            assert_eq!(answer.status(), 200, "{resume}");
            let bytes = answer.bytes().await.unwrap();
            let kind = match text(&resume["file"]["ext"]).as_str() {
                "docx" => "DOCX",
                "txt" => "text",
                "pdf" => layout(&bytes),
                other => panic!("{other} was not expected"),
            };
            *kinds.entry(kind).or_default() += 1;
        }
    }
    for kind in [
        "one column",
        "two columns",
        "long",
        "scanned",
        "DOCX",
        "text",
    ] {
        assert!(
            kinds.get(kind).is_some_and(|count| *count >= 5),
            "too few of {kind}: {kinds:?}"
        );
    }
}

/// How a PDF is set. What is bold (name, headings, titles) begins at the left edge of its column.
fn layout(pdf: &[u8]) -> &'static str {
    let source = String::from_utf8_lossy(pdf);
    let painted = streams(pdf).join("\n");
    let texts: Vec<&str> = painted
        .lines()
        .filter(|line| line.starts_with("BT "))
        .collect();
    if texts.is_empty() {
        assert!(source.contains("/Subtype /Image"), "an empty page");
        return "scanned";
    }
    let edges: BTreeSet<&str> = texts
        .iter()
        .filter(|text| text.contains(" /F2 "))
        .filter_map(|text| text.split(' ').nth(10))
        .collect();
    let pages = source.matches("/Type /Page /Parent").count();
    match (edges.len(), pages) {
        (1, 1..=2) => "one column",
        (1, 3..) => "long",
        (2, 1..) => "two columns",
        (columns, pages) => panic!("{columns} columns on {pages} pages"),
    }
}

/// What the streams of a PDF say: the paint of its pages, the bits of its pictures.
fn streams(pdf: &[u8]) -> Vec<String> {
    let find = |from: usize, what: &[u8]| {
        let found = pdf[from..].windows(what.len()).position(|at| at == what)?;
        Some(from + found)
    };
    let begin = b">>\nstream\n";
    let (mut streams, mut from) = (Vec::new(), 0);
    while let Some(found) = find(from, begin) {
        let start = found + begin.len();
        from = find(start, b"\nendstream").unwrap();
        let mut stream = Vec::new();
        ZlibDecoder::new(&pdf[start..from])
            .read_to_end(&mut stream)
            .unwrap();
        streams.push(String::from_utf8_lossy(&stream).into_owned());
    }
    streams
}

#[tokio::test]
async fn every_ad_has_requirements_and_applicants() {
    let account = Account::with(Config {
        opportunities: 600,
        ..config()
    })
    .await;
    let postings = account.get("/postings?confidentiality=all").await;
    let applications = all(&account).await;
    let mut with_applicants = 0;
    for posting in postings["data"].as_array().unwrap() {
        let applicants = applications
            .iter()
            .filter(|one| one["applications"][0]["posting"] == posting["id"])
            .count();
        if posting["state"] == "draft" {
            assert_eq!(applicants, 0);
        } else {
            assert!(applicants > 0, "{} has no applicants", posting["text"]);
            assert!(posting["content"]["description"].as_str().unwrap().len() > 100);
            with_applicants += 1;
        }
    }
    assert!(with_applicants >= 14);
}

#[tokio::test]
async fn ten_thousand_opportunities_are_there_at_once() {
    let account = Account::with(Config {
        opportunities: 10_000,
        ..config()
    })
    .await;
    let page = account.get("/opportunities?limit=1").await;
    assert_eq!(page["hasNext"], true);
    let listed = account.sim(Method::GET, "/opportunities", json!({})).await;
    assert_eq!(listed["data"].as_array().unwrap().len(), 10_000);
}

#[tokio::test]
async fn notes_grants_and_webhooks_survive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let config = || Config {
        data_dir: Some(folder.path().to_owned()),
        ..config()
    };
    let account = Account::with(config()).await;
    let opportunity = account.applicant("Ada Byrne").await;
    account
        .send(
            Method::POST,
            &format!("/opportunities/{opportunity}/notes"),
            json!({ "value": "kept" }),
        )
        .await;
    let tokens = account.authorized(support::ALL_SCOPES).await;
    let Account { simulator, .. } = account;
    simulator.stop().await;

    let account = Account::with(config()).await;
    assert_eq!(account.refresh(&tokens["refresh_token"]).await.0, 200);
    let notes = account
        .get(&format!("/opportunities/{opportunity}/notes"))
        .await;
    assert_eq!(notes["data"][0]["fields"][0]["value"], "kept");
    let resume = account
        .get(&format!("/opportunities/{opportunity}/resumes"))
        .await;
    assert_eq!(resume["data"][0]["file"]["size"], 16);
}

#[tokio::test]
async fn a_state_that_cannot_be_read_is_named_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("simulator.json");
    std::fs::write(&file, "{half").unwrap();
    let error = Simulator::start(Config {
        data_dir: Some(folder.path().to_owned()),
        ..config()
    })
    .await
    .err()
    .unwrap();
    assert!(
        error.to_string().contains("simulator.json")
            && error.to_string().contains("remove the file"),
        "{error}"
    );
    assert_eq!(std::fs::read_to_string(file).unwrap(), "{half");
}

#[tokio::test]
async fn equal_seeds_give_equal_credentials() {
    let (one, other) = (Account::start().await, Account::start().await);
    assert_eq!(
        one.simulator.facts().client_secret,
        other.simulator.facts().client_secret
    );
    let third = Account::with(Config {
        seed: 2,
        ..config()
    })
    .await;
    assert_ne!(
        one.simulator.facts().client_secret,
        third.simulator.facts().client_secret
    );
    assert!(
        text(&serde_json::to_value(one.simulator.facts()).unwrap()["base_url"]).ends_with("/v1")
    );
}
