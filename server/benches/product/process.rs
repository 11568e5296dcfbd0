//! The program by itself: how long it takes to answer, and what it holds when nobody asks anything.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use tokio::process::{Child, Command};

use crate::figures::{Figure, milliseconds, percentile};

const STARTS: usize = 7;

/// `clara serve` on a port of its own.
pub struct Served {
    child: Child,
    pub url: String,
}

impl Served {
    /// Starts and waits until it answers; how long that took.
    pub async fn start(data: &Path) -> (Self, Duration) {
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .and_then(|free| free.local_addr())
            .unwrap()
            .port();
        let url = format!("http://127.0.0.1:{port}");
        let started = Instant::now();
        let child = Command::new(env!("CARGO_BIN_EXE_clara"))
            .arg("serve")
            .env("CLARA_LISTEN", format!("127.0.0.1:{port}"))
            .env("CLARA_DATA_DIR", data)
            .env(
                "CLARA_SITE",
                concat!(env!("CARGO_MANIFEST_DIR"), "/../target/site"),
            )
            .env("RUST_LOG", "warn")
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let http = reqwest::Client::new();
        while http.get(format!("{url}/healthz")).send().await.is_err() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        (Self { child, url }, started.elapsed())
    }

    /// Memory that it fills, in kB.
    pub fn resident(&self) -> u64 {
        let status = std::fs::read_to_string(format!(
            "/proc/{}/status",
            self.child.id().unwrap_or_default()
        ))
        .unwrap();
        let line = status
            .lines()
            .find(|line| line.starts_with("VmRSS:"))
            .unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// Ends it.
    pub async fn stop(mut self) {
        self.child.kill().await.unwrap();
    }
}

pub async fn measure() -> Vec<Figure> {
    let data = tempfile::tempdir().unwrap();
    let (first, _) = Served::start(data.path()).await;
    first.stop().await;
    let mut took = Vec::new();
    let mut resident = 0;
    for _ in 0..STARTS {
        let (served, start) = Served::start(data.path()).await;
        took.push(start);
        tokio::time::sleep(Duration::from_secs(1)).await;
        resident = served.resident();
        served.stop().await;
    }
    vec![
        Figure::new(
            "start until it answers, median",
            milliseconds(percentile(&mut took, 50)),
            "≤ 300 ms",
        ),
        Figure::new(
            "idle, resident",
            format!("{} MB", resident / 1024),
            "≤ 60 MB",
        ),
    ]
}
