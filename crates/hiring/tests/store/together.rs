//! The same thing done by several at once: on PostgreSQL their transactions interleave.

use std::collections::HashSet;
use std::future::Future;
use std::hash::Hash;

use futures::future::join_all;
use hiring::applications::FetchedApplication;
use hiring::integrations::{self, RefreshLease};
use hiring::notes::Plan;
use hiring::queue::{self, Task};
use hiring::{applications, audit, imports, notes, requirement_sets, screenings};
use serde_json::json;

use crate::support::{World, fetched, requirements, screening};

/// Does it in eight tasks at once.
async fn by_eight<F>(work: impl Fn() -> F) -> Vec<F::Output>
where
    F: Future<Output: Send + 'static> + Send + 'static,
{
    let tasks = join_all((0..8).map(|_| tokio::spawn(work()))).await;
    tasks.into_iter().map(Result::unwrap).collect()
}

fn distinct<T: Eq + Hash>(all: impl IntoIterator<Item = T>) -> usize {
    all.into_iter().collect::<HashSet<_>>().len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_requirements_activated_at_once_are_one_version() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let versions = by_eight(|| {
        let (store, permit) = (world.store.clone(), tenant.screens());
        async move {
            let set = requirements(&["Rust", "SQL", "Kubernetes"]);
            requirement_sets::activate(&store, &permit, job, &set)
                .await
                .unwrap()
        }
    })
    .await;
    assert_eq!(versions, [2; 8]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_application_that_comes_in_by_several_ways_at_once_is_one_card() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    for name in ["Sam Okafor", "Ines Duarte", "Li Wei"] {
        let fetched = fetched(&world.store, tenant, job, name).await;
        let upserted = by_eight(|| {
            let (store, permit) = (world.store.clone(), tenant.system(&world.store));
            let fetched = fetched.clone();
            async move {
                applications::upsert(&store, &permit, &fetched)
                    .await
                    .unwrap()
            }
        })
        .await;
        assert_eq!(
            upserted.iter().filter(|upserted| upserted.created).count(),
            1
        );
        assert_eq!(
            distinct(upserted.iter().map(|upserted| upserted.application)),
            1
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_person_who_comes_in_on_several_jobs_at_once_is_one_candidate() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let mut jobs = Vec::new();
    for _ in 0..8 {
        let job = world.job(tenant).await;
        jobs.push(fetched(&world.store, tenant, job, "Sam Okafor").await);
    }
    let integration = jobs[0].integration;
    let upserted = join_all(jobs.into_iter().map(|fetched| {
        let (store, permit) = (world.store.clone(), tenant.system(&world.store));
        tokio::spawn(async move {
            let fetched = FetchedApplication {
                integration,
                ..fetched
            };
            applications::upsert(&store, &permit, &fetched)
                .await
                .unwrap()
        })
    }))
    .await;
    let upserted = upserted.into_iter().map(Result::unwrap);
    let (candidates, applications): (Vec<_>, Vec<_>) = upserted
        .map(|upserted| (upserted.candidate, upserted.application))
        .unzip();
    assert_eq!(
        (
            distinct(candidates.into_iter()),
            distinct(applications.into_iter())
        ),
        (1, 8)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_result_recorded_at_once_is_one_screening_and_one_move() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let application = world.application(tenant, job, "Sam Okafor").await;
    let recorded = by_eight(|| {
        let (store, permit) = (world.store.clone(), tenant.system(&world.store));
        async move {
            screenings::record(&store, &permit, &screening(application, 71))
                .await
                .unwrap()
        }
    })
    .await;
    assert_eq!(
        distinct(recorded.iter().map(|recorded| recorded.screening)),
        1
    );
    assert_eq!(
        recorded.iter().filter(|recorded| recorded.placed).count(),
        1
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_note_planned_at_once_is_one_note() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let application = world.scored(tenant, job, "Sam Okafor", 71).await;
    let markers = by_eight(|| {
        let (store, permit) = (world.store.clone(), tenant.system(&world.store));
        async move {
            match notes::plan(&store, &permit, application).await.unwrap() {
                Plan::Post(note, _) => note.marker,
                other => panic!("{other:?}"),
            }
        }
    })
    .await;
    assert_eq!(distinct(markers), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_import_started_at_once_is_one_and_ends_once() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let system = tenant.system(&world.store);
    let started = by_eight(|| {
        let store = world.store.clone();
        async move { imports::start(&store, &system, job).await.unwrap().id }
    })
    .await;
    assert_eq!(distinct(started.clone()), 1);
    let import = started[0];
    let ids: Vec<String> = (0..20).map(|number| format!("o{number}")).collect();
    let expected: Vec<(String, Task)> = ids
        .iter()
        .map(|id| (id.clone(), Task::new("fetch", json!(id))))
        .collect();
    imports::expect(&world.store, &system, import, &expected)
        .await
        .unwrap();
    imports::counted(&world.store, &system, import, 20)
        .await
        .unwrap();
    by_eight(|| {
        let (store, ids) = (world.store.clone(), ids.clone());
        async move {
            for id in &ids {
                imports::progress(&store, &system, import, id, true)
                    .await
                    .unwrap();
            }
        }
    })
    .await;
    let import = imports::read(&world.store, &tenant.views(), job)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (import.done, import.state),
        (20, imports::ImportState::Finished)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_connection_ends_once() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let integration = world.integration(tenant).await;
    let ended = by_eight(|| {
        let (store, permit) = (world.store.clone(), tenant.admin());
        async move {
            integrations::disconnect(&store, &permit, integration, "revoked")
                .await
                .unwrap()
        }
    })
    .await;
    assert_eq!(ended.iter().filter(|ended| **ended).count(), 1);
    let log = audit::of(
        &world.store,
        &tenant.owner.permit().unwrap(),
        &integration.to_string(),
    )
    .await
    .unwrap();
    let ends = log
        .iter()
        .filter(|entry| entry.action == "integration.disconnect");
    assert_eq!(ends.count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_at_a_time_may_refresh_and_a_dead_one_is_not_waited_for_for_ever() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let integration = world.integration(tenant).await;
    let system = tenant.system(&world.store);
    let take = || {
        let store = world.store.clone();
        async move {
            RefreshLease::take(&store, &system, integration)
                .await
                .unwrap()
        }
    };
    let mut taken: Vec<RefreshLease> = by_eight(take).await.into_iter().flatten().collect();
    let lease = taken.pop().unwrap();
    assert!(taken.is_empty());
    lease.give_back(&world.store).await.unwrap();
    let died_with = take().await.unwrap();
    assert!(take().await.is_none());
    world.later(75);
    let next = take().await.unwrap();
    died_with.give_back(&world.store).await.unwrap();
    assert!(
        take().await.is_none(),
        "what is another's by now stays theirs"
    );
    next.give_back(&world.store).await.unwrap();
    assert!(take().await.is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn work_put_claimed_and_given_back_at_once_is_neither_lost_nor_doubled() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let system = tenant.system(&world.store);
    by_eight(|| {
        let store = world.store.clone();
        async move {
            for _ in 0..20 {
                // In another order each time.
                let mut tasks: Vec<Task> = (0..6)
                    .map(|key| Task::new("work", json!(key)).keyed(key.to_string()))
                    .collect();
                tasks.rotate_left(usize::from(rand_byte() % 6));
                queue::enqueue(&store, &system, &tasks).await.unwrap();
                if let Some(leased) = queue::claim(&store, &["work"]).await.unwrap() {
                    queue::postpone(&store, &leased, std::time::Duration::ZERO, "again")
                        .await
                        .unwrap();
                }
            }
        }
    })
    .await;
    assert_eq!(world.drain(&["work"]).await.len(), 6);
}

/// Anything: from the random part of an id.
fn rand_byte() -> u8 {
    hiring::JobId::fresh().to_string().as_bytes()[35]
}
