//! The program by itself: how long it takes to listen, and what it holds when nobody asks anything.

use std::time::{Duration, Instant};

use crate::figures::{Figure, milliseconds, percentile};
use crate::support::Process;

const STARTS: usize = 7;

pub async fn measure() -> Vec<Figure> {
    let folder = tempfile::tempdir().unwrap();
    // The first one makes the database.
    drop(Process::serve(folder.path(), &[]).await);
    let (mut took, mut resident) = (Vec::new(), 0);
    for _ in 0..STARTS {
        let started = Instant::now();
        let served = Process::serve(folder.path(), &[]).await;
        took.push(started.elapsed());
        tokio::time::sleep(Duration::from_secs(1)).await;
        resident = megabytes(&served);
    }
    vec![
        Figure::new(
            "start until it listens, median (looked at every 20 ms)",
            milliseconds(percentile(&mut took, 50)),
            "≤ 300 ms",
        ),
        Figure::new("idle, resident", format!("{resident} MB"), "≤ 60 MB"),
    ]
}

/// Memory that a process fills.
pub fn megabytes(process: &Process) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", process.id())).unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .unwrap();
    let kilobytes: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kilobytes / 1024
}
