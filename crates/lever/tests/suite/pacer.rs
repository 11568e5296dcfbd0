//! The token bucket, in virtual time.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use lever::{Pacer, Priority};
use tokio::time::Instant;

#[tokio::test(start_paused = true)]
async fn a_burst_of_twenty_then_ten_a_second() {
    let pacer = Pacer::default();
    let start = Instant::now();
    for _ in 0..20 {
        pacer.acquire(Priority::Live).await;
    }
    assert_eq!(start.elapsed(), Duration::ZERO);
    for _ in 0..100 {
        pacer.acquire(Priority::Live).await;
    }
    let taken = start.elapsed();
    assert!(
        taken >= Duration::from_millis(9_990) && taken < Duration::from_millis(10_200),
        "{taken:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn an_import_alone_reaches_the_whole_rate() {
    let pacer = Pacer::default();
    for _ in 0..18 {
        pacer.acquire(Priority::Import).await;
    }
    let start = Instant::now();
    for _ in 0..200 {
        pacer.acquire(Priority::Import).await;
    }
    let taken = start.elapsed();
    assert!(taken <= Duration::from_millis(20_400), "{taken:?}");
}

#[tokio::test(start_paused = true)]
async fn live_work_does_not_wait_behind_an_import() {
    let pacer = Pacer::default();
    let order = Arc::new(Mutex::new(Vec::new()));
    let mut tasks = Vec::new();
    for _ in 0..60 {
        let (pacer, order) = (pacer.clone(), Arc::clone(&order));
        tasks.push(tokio::spawn(async move {
            pacer.acquire(Priority::Import).await;
            order.lock().unwrap().push('i');
        }));
    }
    tokio::time::sleep(Duration::from_millis(10)).await;
    let before = order.lock().unwrap().len();
    let start = Instant::now();
    pacer.acquire(Priority::Live).await;
    assert_eq!(start.elapsed(), Duration::ZERO, "a place was kept free");
    for _ in 0..10 {
        pacer.acquire(Priority::Live).await;
    }
    let slipped_in = order.lock().unwrap().len() - before;
    assert!(
        slipped_in <= 1,
        "{slipped_in} imports went before live work"
    );
    for task in tasks {
        task.await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn a_dropped_wait_blocks_nobody() {
    let pacer = Pacer::new(1.0, 1.0);
    pacer.acquire(Priority::Live).await;
    let waiting = tokio::spawn({
        let pacer = pacer.clone();
        async move { pacer.acquire(Priority::Live).await }
    });
    tokio::time::sleep(Duration::from_millis(10)).await;
    waiting.abort();
    tokio::time::timeout(Duration::from_secs(5), pacer.acquire(Priority::Import))
        .await
        .unwrap();
}
