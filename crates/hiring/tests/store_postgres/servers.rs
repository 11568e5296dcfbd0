//! Several servers on one PostgreSQL.

use std::time::Duration;

use futures::future::join_all;
use hiring::presence::{self, Place, Shown};
use hiring::queue::{self, Task};
use hiring::webhooks::{self, Receipt};
use hiring::{Error, Secret, Store, comments, events, organizations};
use serde_json::json;

use crate::support::World;

/// How long a wake-up may take before a test fails.
const PATIENCE: Duration = Duration::from_secs(30);

async fn second(world: &World) -> Store {
    Store::open(&world.config).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn servers_that_start_at_once_on_an_empty_database_migrate_it_once() {
    let world = World::new().await;
    let database = testing::Database::empty();
    let config = hiring::Config {
        database_url: database.url(),
        ..world.config.clone()
    };
    let stores = join_all((0..4).map(|_| {
        let config = config.clone();
        tokio::spawn(async move { Store::open(&config).await.unwrap() })
    }))
    .await;
    for store in stores {
        assert!(
            organizations::list(&store.unwrap())
                .await
                .unwrap()
                .is_empty()
        );
    }
}

#[tokio::test]
async fn an_event_of_one_server_wakes_the_listeners_of_the_other_and_of_no_other_organization() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let other = second(&world).await;
    let (mut ours, theirs) = (other.wakeups(tenant.id), other.wakeups(world.contoso.id));
    world.job(tenant).await;
    let newest = events::newest(&world.store, &tenant.views()).await.unwrap();
    let heard = tokio::time::timeout(PATIENCE, ours.wait_for(|id| *id == newest)).await;
    heard.expect("the other server is woken").unwrap();
    assert!(!theirs.has_changed().unwrap());
}

#[tokio::test]
async fn work_of_one_server_wakes_the_workers_of_the_other_once_it_is_committed() {
    let world = World::new().await;
    let other = second(&world).await;
    let mut wakeups = other.queue_calls();
    let mut tx = world.store.begin().await.unwrap();
    let task = Task::new("work", json!("a"));
    queue::enqueue_in(&mut tx, world.northwind.id, &task)
        .await
        .unwrap();
    assert!(!wakeups.has_changed().unwrap());
    tx.commit().await.unwrap();
    let woken = tokio::time::timeout(PATIENCE, wakeups.changed()).await;
    woken.expect("the other server is woken").unwrap();
    assert!(queue::claim(&other, &["work"]).await.unwrap().is_some());
    assert!(
        queue::claim(&world.store, &["work"])
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn who_looks_is_seen_by_those_of_the_other_server_and_no_row_is_written() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let other = second(&world).await;
    let job = world.job(tenant).await;
    let shown = Shown {
        job: Some(job),
        application: None,
    };
    let mut arrivals = other.arrivals(tenant.id);
    presence::show(&world.store, &tenant.screens(), 1, shown)
        .await
        .unwrap();
    let came = tokio::time::timeout(PATIENCE, arrivals.recv()).await;
    assert_eq!(
        came.expect("the other server hears it").unwrap(),
        Place::Job(job)
    );
    let owner = tenant.owner.permit().unwrap();
    let others = presence::show(&other, &owner, 1, shown).await.unwrap();
    assert_eq!(others.job, ["recruiter"]);
    presence::show(&world.store, &tenant.screens(), 1, Shown::default())
        .await
        .unwrap();
    loop {
        let others = presence::show(&other, &owner, 1, shown).await.unwrap();
        if others.job.is_empty() {
            break;
        }
        let left = tokio::time::timeout(PATIENCE, arrivals.recv()).await;
        left.expect("the other server hears it").unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn deliveries_that_reach_two_servers_at_once_are_each_kept_once() {
    let world = World::new().await;
    let other = second(&world).await;
    let permit = world.northwind.system(&world.store);
    let integration = world.integration(&world.northwind).await;
    let mut endpoints = Vec::new();
    for event in [
        "applicationCreated",
        "candidateStageChange",
        "candidateHired",
    ] {
        let (id, path) = webhooks::prepare(&world.store, &permit, integration, event)
            .await
            .unwrap();
        let token = Secret::new("signature");
        webhooks::created(&world.store, &permit, id, event, Some(&token))
            .await
            .unwrap();
        endpoints.push(webhooks::find(&world.store, path.expose()).await.unwrap());
    }
    let deliveries = (0..900).map(|number: usize| {
        // Each twice, once to each server, in another order there, about one of seven applications.
        let here = number.is_multiple_of(2);
        let token = if here { number / 2 } else { 449 - number / 2 };
        let endpoint = endpoints[token % 3].clone();
        let store = if here {
            world.store.clone()
        } else {
            other.clone()
        };
        tokio::spawn(async move {
            let key = (token % 7).to_string();
            let task = Task::new("fetch", json!(key)).keyed(key);
            webhooks::store_receipt(
                &store,
                &endpoint,
                &token.to_string(),
                &endpoint.event,
                None,
                Some(&task),
            )
            .await
            .unwrap()
        })
    });
    let receipts = join_all(deliveries.collect::<Vec<_>>()).await;
    let stored = receipts
        .into_iter()
        .filter(|receipt| *receipt.as_ref().unwrap() == Receipt::Stored);
    assert_eq!(stored.count(), 450);
    assert_eq!(world.drain(&["fetch"]).await.len(), 7);
}

#[tokio::test]
async fn text_that_postgresql_cannot_keep_is_refused_so_that_a_person_can_mend_it() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let application = world.application(tenant, job, "Sam Okafor").await;
    let refused = comments::add(&world.store, &tenant.comments(), application, "a\0b").await;
    assert!(matches!(refused, Err(Error::Invalid { .. })), "{refused:?}");
}
