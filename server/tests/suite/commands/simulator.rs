//! `clara simulator`

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use reqwest::Client;
use serde_json::Value;

use super::Shell;

/// Ended with the test, however that ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn it_prints_one_line_by_which_a_client_finds_its_way_and_stops_when_it_is_asked_to() {
    let shell = Shell::new(&[]);
    let child = Command::new(env!("CARGO_BIN_EXE_clara"))
        .args([
            "simulator",
            "--listen",
            "127.0.0.1:0",
            "--opportunities",
            "12",
        ])
        .args(["--seed", "7", "--rotation", "lenient", "--limiter", "off"])
        .current_dir(shell.folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut running = Running(child);
    let mut line = String::new();
    let mut out = BufReader::new(running.0.stdout.take().unwrap());
    out.read_line(&mut line).unwrap();
    let facts: Value = serde_json::from_str(&line).unwrap();
    for name in [
        "base_url",
        "authorize_url",
        "token_url",
        "client_id",
        "client_secret",
        "api_key",
    ] {
        assert!(!facts[name].as_str().unwrap().is_empty(), "{name}");
    }
    // Without the limiter a burst of requests is let through, and the people are those that were asked for.
    let url = format!(
        "{}/opportunities?limit=100",
        facts["base_url"].as_str().unwrap()
    );
    let http = Client::new();
    for _ in 0..40 {
        let request = http.get(&url);
        let request = request.basic_auth(facts["api_key"].as_str().unwrap(), Some(""));
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 200);
        let people: Value = answer.json().await.unwrap();
        assert_eq!(people["data"].as_array().unwrap().len(), 12);
    }
    let pid = running.0.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .unwrap()
            .success()
    );
    for _ in 0..600 {
        if let Some(ended) = running.0.try_wait().unwrap() {
            return assert!(ended.success(), "{ended}");
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it goes on");
}
