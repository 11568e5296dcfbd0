//! Gaps: what no webhook told, unless it did a moment later.

use std::time::Duration;

use hiring::gaps::{self, GapKind};
use hiring::webhooks;
use hiring::{Millis, Secret};

use crate::support::World;

#[tokio::test]
async fn a_gap_counts_once_no_delivery_came_in_time() {
    let world = World::new().await;
    let (us, store) = (&world.northwind, &world.store);
    let integration = world.integration(us).await;
    let system = us.system(store);
    world.later(600);
    let suspect = async |id: &str, at: Millis| {
        gaps::suspect(store, &system, integration, id, GapKind::Created, at)
            .await
            .unwrap();
    };
    suspect("told", store.now()).await;
    suspect("untold", store.now()).await;
    // Before the connection was made nobody could tell.
    suspect("old", store.now().before(Duration::from_secs(3600))).await;
    let (id, path) = webhooks::prepare(store, &system, integration, "applicationCreated")
        .await
        .unwrap();
    let key = Secret::new("key");
    webhooks::created(store, &system, id, "remote", Some(&key))
        .await
        .unwrap();
    let endpoint = webhooks::find(store, path.expose()).await.unwrap();
    webhooks::store_receipt(
        store,
        &endpoint,
        "t",
        "applicationCreated",
        Some("told"),
        None,
    )
    .await
    .unwrap();
    let count = async |permit| {
        gaps::count(store, &permit, integration, Millis(0))
            .await
            .unwrap()
    };
    assert_eq!(count(us.health()).await.many, 0, "a suspicion so far");
    world.later(31);
    assert_eq!(count(us.health()).await.many, 1);
    assert_eq!(count(world.contoso.health()).await.many, 0);
    let newest = gaps::newest(store, &us.health(), integration, 10)
        .await
        .unwrap();
    assert_eq!(newest[0].remote_id, "untold");
    let theirs = gaps::newest(store, &world.contoso.health(), integration, 10).await;
    assert_eq!(theirs.unwrap(), []);
    world.later(31 * 86_400);
    gaps::prune(store, &system).await.unwrap();
    assert_eq!(count(us.health()).await.many, 0);
}
