//! What an ATS delivers does not wait behind the workers: SQLite has one connection that writes, and a line before it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use hiring::queue::{self, Task};
use hiring::webhooks::{self, Receipt};
use serde_json::json;
use tokio::task::{JoinSet, yield_now};

use crate::support::World;

const LINE: usize = 40;

#[tokio::test]
async fn a_delivery_goes_ahead_of_the_line_and_the_line_goes_on() {
    let world = World::new().await;
    let system = world.northwind.system(&world.store);
    let integration = world.integration(&world.northwind).await;
    let (_, path) = webhooks::prepare(&world.store, &system, integration, "candidateHired")
        .await
        .unwrap();
    let endpoint = webhooks::find(&world.store, path.expose()).await.unwrap();
    let at_work = world.store.begin().await.unwrap();
    let written = Arc::new(AtomicUsize::new(0));
    let mut line = JoinSet::new();
    for number in 0..LINE {
        let (store, written) = (world.store.clone(), Arc::clone(&written));
        line.spawn(async move {
            let task = Task::new("work", json!(number));
            queue::enqueue(&store, &system, &[task]).await.unwrap();
            written.fetch_add(1, Ordering::Relaxed);
        });
    }
    let (store, seen) = (world.store.clone(), Arc::clone(&written));
    let delivery = tokio::spawn(async move {
        let kept =
            webhooks::store_receipt(&store, &endpoint, "t1", "candidateHired", None, None).await;
        (kept.unwrap(), seen.load(Ordering::Relaxed))
    });
    // There is one thread: now everybody asks for the turn, in the order of coming.
    for _ in 0..LINE {
        yield_now().await;
    }
    drop(at_work);
    let (receipt, before) = delivery.await.unwrap();
    assert_eq!(receipt, Receipt::Stored);
    assert!(before < LINE / 2, "{before} of {LINE} were kept before it");
    while let Some(done) = line.join_next().await {
        done.unwrap();
    }
    let depth = queue::depth(&world.store, &system).await.unwrap();
    assert_eq!(depth.waiting, LINE as u64);
}
