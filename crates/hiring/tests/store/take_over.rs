//! A server that died: with SQLite the next one takes over at once. On PostgreSQL leases run out by themselves.

use hiring::queue::{self, Leased, Task};
use hiring::{OpenError, Store};
use serde_json::json;

use crate::support::World;

async fn claim(store: &Store) -> Option<Leased> {
    queue::claim(store, &["work"]).await.unwrap()
}

#[tokio::test]
async fn a_server_that_starts_takes_over_what_its_dead_predecessor_had_leased() {
    let world = World::new().await;
    let (store, permit) = (&world.store, world.northwind.system(&world.store));
    let task = Task::new("work", json!("a"));
    queue::enqueue(store, &permit, &[task]).await.unwrap();
    let tenure = queue::take_over(store).await.unwrap();
    claim(store).await.unwrap();
    let second = queue::take_over(store).await;
    assert!(
        matches!(second, Err(OpenError::InUse { .. })),
        "one server at a time"
    );
    assert!(claim(store).await.is_none());
    drop(tenure);
    let tenure = queue::take_over(store).await.unwrap();
    let again = claim(store).await.unwrap();
    assert_eq!(again.attempt, 2, "the try that died counts");
    drop(tenure);
    let _tenure = queue::take_over(store).await.unwrap();
    assert!(
        claim(store).await.is_none(),
        "what died twice rests, so that others get done"
    );
    world.later(2);
    assert_eq!(claim(store).await.unwrap().attempt, 3);
}
