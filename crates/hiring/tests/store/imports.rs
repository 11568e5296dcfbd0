//! Imports: counted once, with a rate and an end.

use std::time::Duration;

use hiring::imports::{self, ImportState};
use hiring::queue::Task;
use hiring::{Error, jobs};
use serde_json::json;

use crate::support::World;

#[test]
fn the_rate_is_per_second_and_the_eta_rounds_up() {
    let seconds = Duration::from_secs;
    assert!((imports::rate(95, seconds(10)) - 9.5).abs() < 1e-9);
    assert!(
        (imports::rate(7, Duration::ZERO) - 7.0).abs() < 1e-9,
        "under a second says nothing"
    );
    assert_eq!(imports::eta(100, 9.5), Some(seconds(11)));
    assert_eq!(imports::eta(0, 0.0), Some(Duration::ZERO));
    assert_eq!(imports::eta(5, 0.0), None);
}

#[tokio::test]
async fn each_application_counts_once_and_the_last_one_ends_it() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let system = tenant.system(&world.store);
    let started = imports::start(&world.store, &system, job).await.unwrap();
    assert_eq!(
        imports::start(&world.store, &system, job).await.unwrap().id,
        started.id,
        "one at a time"
    );
    let expected = ["a", "b", "c"].map(|id| (id.to_owned(), Task::new("fetch", json!(id))));
    imports::expect(&world.store, &system, started.id, &expected)
        .await
        .unwrap();
    imports::expect(&world.store, &system, started.id, &expected[1..])
        .await
        .unwrap();
    assert_eq!(
        world.drain(&["fetch"]).await.len(),
        3,
        "the work of each is queued once"
    );
    let progress = async |remote_id, came_in| {
        imports::progress(&world.store, &system, started.id, remote_id, came_in)
            .await
            .unwrap()
    };
    let now = async || {
        imports::read(&world.store, &tenant.views(), job)
            .await
            .unwrap()
            .unwrap()
    };
    progress("a", true).await;
    assert_eq!(
        (now().await.state, now().await.eta(world.store.now())),
        (ImportState::Running, None),
        "not counted yet"
    );
    imports::counted(&world.store, &system, started.id, 3)
        .await
        .unwrap();
    world.later(10);
    progress("a", true).await;
    progress("a", false).await;
    progress("stranger", true).await;
    progress("b", false).await;
    let import = now().await;
    assert_eq!((import.total, import.done, import.failed), (Some(3), 1, 1));
    assert!((import.rate(world.store.now()) - 0.2).abs() < 1e-9);
    assert_eq!(import.eta(world.store.now()), Some(Duration::from_secs(5)));
    assert_eq!(
        jobs::list(&world.store, &tenant.views()).await.unwrap()[0].importing,
        Some(import)
    );
    progress("c", true).await;
    let import = now().await;
    assert_eq!(
        (import.state, import.done, import.eta(world.store.now())),
        (ImportState::Finished, 2, None)
    );
    assert_eq!(
        jobs::list(&world.store, &tenant.views()).await.unwrap()[0].importing,
        None
    );
    assert_ne!(
        imports::start(&world.store, &system, job).await.unwrap().id,
        started.id
    );
}

#[tokio::test]
async fn an_empty_job_is_imported_at_once_and_a_failed_import_says_why() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let system = tenant.system(&world.store);
    let first = imports::start(&world.store, &system, job).await.unwrap();
    imports::counted(&world.store, &system, first.id, 0)
        .await
        .unwrap();
    assert_eq!(
        imports::read(&world.store, &tenant.views(), job)
            .await
            .unwrap()
            .unwrap()
            .state,
        ImportState::Finished
    );
    world.later(1);
    let second = imports::start(&world.store, &system, job).await.unwrap();
    imports::finish(&world.store, &system, second.id, Some("disconnected"))
        .await
        .unwrap();
    let import = imports::read(&world.store, &tenant.views(), job)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (import.state, import.error.as_deref()),
        (ImportState::Failed, Some("disconnected"))
    );
}

#[tokio::test]
async fn the_other_organization_imports_nothing_here() {
    let world = World::new().await;
    let job = world.job(&world.northwind).await;
    let import = imports::start(&world.store, &world.northwind.system(&world.store), job)
        .await
        .unwrap();
    let other = world.contoso.system(&world.store);
    assert!(matches!(
        imports::start(&world.store, &other, job).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(
        imports::finish(&world.store, &other, import.id, None).await,
        Err(Error::NotFound)
    ));
    assert_eq!(
        imports::read(&world.store, &world.contoso.views(), job)
            .await
            .unwrap(),
        None
    );
    assert!(
        imports::read(&world.store, &world.northwind.manager(), job)
            .await
            .is_err()
    );
    assert_eq!(
        imports::read(&world.store, &world.northwind.views(), job)
            .await
            .unwrap(),
        Some(import)
    );
}
