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

impl Running {
    /// Starts it with these options on a free port; and what it printed.
    fn start(shell: &Shell, options: &[String]) -> (Self, Value) {
        let child = Command::new(env!("CARGO_BIN_EXE_clara"))
            .args(["simulator", "--listen", "127.0.0.1:0"])
            .args(options)
            .current_dir(shell.folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut running = Self(child);
        let mut line = String::new();
        let mut out = BufReader::new(running.0.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        (running, serde_json::from_str(&line).unwrap())
    }
}

/// Words of an option list, owned.
fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

#[tokio::test]
async fn every_switch_and_fault_of_its_interface_is_told_by_its_help_and_taken_as_an_option() {
    let shell = Shell::new(&[]);
    let help = shell.clara(&["simulator", "--help"]).out();
    let http = Client::new();
    let read = async |facts: &Value, path: &str| -> Value {
        let origin = facts["base_url"].as_str().unwrap();
        let url = origin.replace("/v1", &format!("/sim/api{path}"));
        http.get(url).send().await.unwrap().json().await.unwrap()
    };
    let (_first, facts) = Running::start(&shell, &words("--opportunities 1"));
    let mut options =
        words("--opportunities 1 --event-groups off --redirect-uri http://localhost/x");
    let switches = read(&facts, "/switches").await;
    for (name, value) in switches.as_object().unwrap() {
        assert!(help.contains(&format!("\n  {name}=")), "{name}");
        let value = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        options.extend(["--switch".to_owned(), format!("{name}={value}")]);
    }
    let faults = read(&facts, "/faults").await;
    let kinds = faults["kinds"].as_array().unwrap();
    for kind in kinds {
        let kind = kind.as_str().unwrap();
        assert!(help.contains(&format!("\n  {kind}\n")), "{kind}");
        options.extend(["--fault".to_owned(), format!("{kind}*2@/nowhere")]);
    }
    // It starts with all of them, so each was understood.
    let (_second, facts) = Running::start(&shell, &options);
    assert_eq!(read(&facts, "/switches").await, switches);
    let pending = read(&facts, "/faults").await;
    assert_eq!(pending["data"].as_array().unwrap().len(), kinds.len());
}

#[tokio::test]
async fn it_prints_one_line_by_which_a_client_finds_its_way_and_stops_when_it_is_asked_to() {
    let shell = Shell::new(&[]);
    let (mut running, facts) = Running::start(
        &shell,
        &words("--opportunities 12 --seed 7 --rotation lenient --limiter off"),
    );
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
