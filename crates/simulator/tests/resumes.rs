//! Resumes: their list, their bytes in every layout, broken ones, redirects.

#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{
    collections::BTreeMap,
    io::Write,
    process::{Command, Stdio},
};

use reqwest::Method;
use serde_json::{Value, json};
use simulator::Config;
use support::{Account, config, text};

/// Text of a PDF by poppler's `pdftotext`; `None` where it is not installed.
fn pdf_text(bytes: &[u8]) -> Option<String> {
    let child = Command::new("pdftotext")
        .args(["-layout", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut child = child.ok()?;
    let mut stdin = child.stdin.take()?;
    let bytes = bytes.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&bytes));
    let output = child.wait_with_output().ok()?;
    let _ = writer.join();
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

struct Sample {
    name: String,
    resume: Value,
    status: u16,
    bytes: Vec<u8>,
}

async fn samples(account: &Account) -> Vec<Sample> {
    let mut samples = Vec::new();
    for page in ["archived=false&limit=100", "archived=true&limit=100"] {
        for opportunity in account.get(&format!("/opportunities?{page}")).await["data"]
            .as_array()
            .unwrap()
        {
            let path = format!("/opportunities/{}/resumes", text(&opportunity["id"]));
            for resume in account.get(&path).await["data"].as_array().unwrap() {
                // Made from a profile on the web: there is no file.
                if resume["file"].is_null() {
                    assert!(resume["parsedData"]["positions"].is_array());
                    continue;
                }
                let response = account
                    .request(
                        Method::GET,
                        &format!("{path}/{}/download", text(&resume["id"])),
                    )
                    .send()
                    .await
                    .unwrap();
                let status = response.status().as_u16();
                samples.push(Sample {
                    name: text(&opportunity["name"]),
                    resume: resume.clone(),
                    status,
                    bytes: response.bytes().await.unwrap().to_vec(),
                });
            }
        }
    }
    samples
}

#[tokio::test]
async fn every_layout_comes_and_says_who_it_is_about() {
    let account = Account::with(Config {
        opportunities: 300,
        ..config()
    })
    .await;
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    // Reading every PDF would take long and show nothing more.
    let mut to_read = 25;
    for sample in samples(&account).await {
        let ext = text(&sample.resume["file"]["ext"]);
        let kind = match (ext.as_str(), sample.status) {
            (_, 422) => "broken",
            ("docx", _) => {
                assert!(sample.bytes.starts_with(b"PK\x03\x04"));
                "docx"
            }
            ("txt", _) => {
                assert!(
                    String::from_utf8(sample.bytes.clone())
                        .unwrap()
                        .starts_with(&sample.name)
                );
                "txt"
            }
            _ => {
                assert!(
                    sample.bytes.starts_with(b"%PDF-1.4") && sample.bytes.ends_with(b"%%EOF\n")
                );
                to_read -= 1;
                match (to_read >= 0).then(|| pdf_text(&sample.bytes)).flatten() {
                    Some(found) if found.trim().is_empty() => "scan",
                    Some(found) => {
                        assert!(
                            found.contains(&sample.name),
                            "{} is missing in: {found}",
                            sample.name
                        );
                        assert!(
                            !found.contains('?'),
                            "a character is not in the encoding: {found}"
                        );
                        "pdf"
                    }
                    None => "pdf",
                }
            }
        };
        if kind != "broken" {
            assert_eq!(sample.resume["file"]["size"], sample.bytes.len());
        }
        *kinds.entry(kind).or_default() += 1;
    }
    for kind in ["broken", "docx", "txt", "pdf"] {
        assert!(
            kinds.get(kind).is_some_and(|count| *count > 0),
            "no {kind} among {kinds:?}"
        );
    }
}

#[tokio::test]
async fn the_same_seed_writes_the_same_resumes() {
    let (one, other) = (Account::start().await, Account::start().await);
    let path = "/opportunities?limit=20";
    let strip = |account: &Account, body: Value| body.to_string().replace(&account.origin(), "");
    assert_eq!(
        strip(&one, one.get(path).await),
        strip(&other, other.get(path).await)
    );
    let id = text(&one.get(path).await["data"][7]["id"]);
    let path = format!("/opportunities/{id}/resumes");
    assert_eq!(
        strip(&one, one.get(&path).await),
        strip(&other, other.get(&path).await)
    );
}

#[tokio::test]
async fn a_download_may_be_a_redirect_that_wants_no_bearer_token() {
    let account = Account::start().await;
    let opportunity = account.applicant("Ada Byrne").await;
    let resumes = format!("/opportunities/{opportunity}/resumes");
    let list = account.get(&resumes).await;
    let download = format!("{resumes}/{}/download", text(&list["data"][0]["id"]));
    account.switch(json!({ "download_redirect": true })).await;
    let response = account
        .request(Method::GET, &download)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 302);
    let location = response.headers()["location"].to_str().unwrap().to_owned();
    // Another origin: what follows it by itself leaves the credentials behind, and arrives.
    let ours = format!("{}/", account.origin());
    assert!(!location.starts_with(&ours), "{location}");
    let follows = reqwest::Client::builder().no_proxy().build().unwrap();
    let followed = follows
        .get(account.url(&download))
        .basic_auth(&account.simulator.facts().api_key, Some(""));
    let followed = followed.send().await.unwrap().text().await.unwrap();
    assert_eq!(followed, "Rust, PostgreSQL");
    assert_eq!(
        account
            .http
            .get(&location)
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap(),
        "Rust, PostgreSQL"
    );
    assert_eq!(
        account
            .http
            .get(&location)
            .bearer_auth("x")
            .send()
            .await
            .unwrap()
            .status(),
        400
    );
    assert_eq!(
        account
            .http
            .get(location.replace("signature=", "signature=0"))
            .send()
            .await
            .unwrap()
            .status(),
        403
    );
    // The link of the web application is no way around the API.
    let link = text(&list["data"][0]["file"]["downloadUrl"]);
    assert_eq!(account.http.get(link).send().await.unwrap().status(), 401);
}

#[tokio::test]
async fn a_late_resume_moves_nothing_and_no_resume_may_be_a_404() {
    let account = Account::start().await;
    let lead = account
        .sim(
            Method::POST,
            "/opportunities",
            json!({ "name": "No Resume" }),
        )
        .await;
    let id = text(&lead["data"]["id"]);
    assert_eq!(lead["data"]["applications"], json!([]));
    let resumes = format!("/opportunities/{id}/resumes");
    assert_eq!(
        account.get(&resumes).await,
        json!({ "data": [], "hasNext": false })
    );
    account
        .switch(json!({ "missing_resumes_are_404": true }))
        .await;
    assert_eq!(account.status(&resumes).await.0, 404);
    let before = account.get(&format!("/opportunities/{id}")).await;
    account
        .sim(
            Method::POST,
            &format!("/opportunities/{id}/resumes"),
            json!({ "name": "late.txt", "text": "SQL" }),
        )
        .await;
    assert_eq!(account.get(&format!("/opportunities/{id}")).await, before);
    assert_eq!(
        account.get(&resumes).await["data"][0]["file"]["name"],
        "late.txt"
    );
}
