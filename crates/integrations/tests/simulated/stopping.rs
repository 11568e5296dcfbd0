//! A server that is asked to stop in the middle of its work.

use std::time::Duration;

use hiring::queue;
use integrations::tasks::LIVE;
use integrations::workers::{self, Concurrency, Shutdown};
use tokio_util::sync::CancellationToken;

use super::support::{Clara, eventually};

fn shutdown(patience: Duration) -> Shutdown {
    Shutdown {
        asked: CancellationToken::new(),
        patience,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_finished_is_given_back_and_ready_at_once() {
    let (mut clara, _, _, posting) = Clara::with_job().await;
    clara.fault("hang", "GET", "/opportunities/", 1_000).await;
    let shutdown = shutdown(Duration::ZERO);
    let workers = workers::start(
        clara.integrations.clone(),
        Concurrency { live: 2, bulk: 1 },
        shutdown.clone(),
    );
    clara.applicant(&posting, "Ines Duarte").await;
    eventually(async || {
        let depth = queue::depth(&clara.store, &clara.system()).await.unwrap();
        depth.running > 0
    })
    .await;
    assert!(workers.pulse.is_alive());
    shutdown.asked.cancel();
    workers.ended.await.unwrap();
    let depth = queue::depth(&clara.store, &clara.system()).await.unwrap();
    assert_eq!(depth.running, 0, "no lease is left");
    // The clock stands still: no lease has to run out, no pause has to pass.
    clara.restarted().await;
    let mut found = Vec::new();
    while let Some(row) = queue::claim(&clara.store, LIVE).await.unwrap() {
        assert_eq!(row.attempt, 1, "the broken try does not count");
        found.push(row.kind);
    }
    assert!(
        found.iter().any(|kind| kind == "fetch_application"),
        "{found:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_be_finished_is_finished() {
    let (clara, _, job, posting) = Clara::with_job().await;
    let shutdown = shutdown(Duration::from_secs(60));
    let workers = workers::start(
        clara.integrations.clone(),
        Concurrency { live: 2, bulk: 1 },
        shutdown.clone(),
    );
    clara.applicant(&posting, "Ines Duarte").await;
    eventually(async || clara.card(job, "Ines Duarte").await.is_some()).await;
    shutdown.asked.cancel();
    workers.ended.await.unwrap();
    let depth = queue::depth(&clara.store, &clara.system()).await.unwrap();
    assert_eq!(depth.running, 0);
    assert!(clara.dead().await.is_empty());
}
