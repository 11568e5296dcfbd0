//! Work: leased, retried, fair, dead visibly.

mod crews;
mod given_up;

use std::time::Duration;

use hiring::Store;
use hiring::queue::{self, LEASE, Leased, MAX_ATTEMPTS, Task};
use serde_json::json;

use crate::support::{Tenant, World};

fn task(what: &str) -> Task {
    Task::new("work", json!(what))
}

async fn put(world: &World, tenant: &Tenant, task: Task) {
    queue::enqueue(&world.store, &tenant.system(&world.store), &[task])
        .await
        .unwrap();
}

async fn claim(store: &Store) -> Option<Leased> {
    queue::claim(store, &["work"]).await.unwrap()
}

async fn claim_payloads(world: &World) -> Vec<String> {
    let mut payloads = Vec::new();
    while let Some(leased) = claim(&world.store).await {
        payloads.push(leased.payload.as_str().unwrap().to_owned());
    }
    payloads
}

#[tokio::test]
async fn a_worker_that_dies_loses_its_lease_and_the_work_is_done_by_another() {
    let world = World::new().await;
    put(&world, &world.northwind, task("a")).await;
    let dead = claim(&world.store).await.unwrap();
    assert_eq!((dead.attempt, dead.organization), (1, world.northwind.id));
    world.clock.advance(LEASE - Duration::from_millis(1));
    assert!(claim(&world.store).await.is_none(), "the lease holds");
    world.clock.advance(Duration::from_millis(1));
    let living = claim(&world.store).await.unwrap();
    assert_eq!((living.attempt, &living.payload), (2, &json!("a")));
    assert!(
        !queue::done(&world.store, &dead).await.unwrap(),
        "who lost the lease settles nothing"
    );
    assert!(!queue::extend(&world.store, &dead).await.unwrap());
    queue::retry(&world.store, &dead, "late").await.unwrap();
    queue::fail(&world.store, &dead, "late").await.unwrap();
    assert!(queue::done(&world.store, &living).await.unwrap());
    world.later(3600);
    assert!(claim(&world.store).await.is_none());
}

#[tokio::test]
async fn work_survives_the_process() {
    let world = World::new().await;
    put(&world, &world.northwind, task("a")).await;
    claim(&world.store).await.unwrap();
    world.store.close().await;
    let again = Store::open(&world.config).await.unwrap();
    assert!(claim(&again).await.is_none());
    world.clock.advance(LEASE);
    assert_eq!(claim(&again).await.unwrap().payload, json!("a"));
}

#[tokio::test]
async fn long_work_extends_its_lease() {
    let world = World::new().await;
    put(&world, &world.northwind, task("a")).await;
    let leased = claim(&world.store).await.unwrap();
    for _ in 0..5 {
        world.clock.advance(LEASE / 2);
        assert!(queue::extend(&world.store, &leased).await.unwrap());
        assert!(claim(&world.store).await.is_none());
    }
    assert!(queue::done(&world.store, &leased).await.unwrap());
}

#[tokio::test]
async fn rows_with_one_key_never_run_at_once_whatever_their_kinds() {
    let world = World::new().await;
    let kinds = ["work", "other"];
    put(&world, &world.northwind, task("a").keyed("k")).await;
    put(
        &world,
        &world.northwind,
        Task::new("other", json!("b")).keyed("k"),
    )
    .await;
    put(
        &world,
        &world.contoso,
        Task::new("other", json!("theirs")).keyed("k"),
    )
    .await;
    let next = async || queue::claim(&world.store, &kinds).await.unwrap();
    let first = [next().await.unwrap(), next().await.unwrap()];
    assert!(next().await.is_none());
    let ours = first
        .iter()
        .find(|leased| leased.organization == world.northwind.id);
    assert!(queue::done(&world.store, ours.unwrap()).await.unwrap());
    assert!(next().await.is_some());
}

#[tokio::test]
async fn five_thousand_rows_of_one_organization_delay_nobody() {
    let world = World::new().await;
    let import: Vec<Task> = (0..5000)
        .map(|number| {
            task(&format!("import {number}"))
                .keyed(number.to_string())
                .bulk()
        })
        .collect();
    queue::enqueue(&world.store, &world.northwind.system(&world.store), &import)
        .await
        .unwrap();
    // Workers are at it, and have been for a while.
    for _ in 0..6 {
        claim(&world.store).await.unwrap();
    }
    put(&world, &world.contoso, task("their live")).await;
    let next = claim(&world.store).await.unwrap();
    assert_eq!(
        next.payload,
        json!("their live"),
        "the other organization is next"
    );
    put(&world, &world.northwind, task("our live")).await;
    let next = claim(&world.store).await.unwrap();
    assert_eq!(next.payload, json!("our live"), "live goes before bulk");
    for number in 0..4 {
        put(
            &world,
            &world.contoso,
            task(&format!("theirs {number}")).bulk(),
        )
        .await;
    }
    let whose: Vec<bool> = {
        let mut whose = Vec::new();
        for _ in 0..8 {
            whose.push(claim(&world.store).await.unwrap().organization == world.contoso.id);
        }
        whose
    };
    assert_eq!(
        whose.iter().filter(|theirs| **theirs).count(),
        4,
        "turn by turn: {whose:?}"
    );
}

#[tokio::test]
async fn waiting_for_a_rate_limit_is_no_failure() {
    let world = World::new().await;
    put(&world, &world.northwind, task("a")).await;
    for _ in 0..MAX_ATTEMPTS * 2 {
        let leased = claim(&world.store).await.unwrap();
        assert_eq!(leased.attempt, 1);
        queue::postpone(
            &world.store,
            &leased,
            Duration::from_secs(7),
            "rate_limited",
        )
        .await
        .unwrap();
        world.later(6);
        assert!(claim(&world.store).await.is_none());
        world.later(1);
    }
}

#[tokio::test]
async fn waiting_rows_with_one_key_are_one_with_the_newer_payload() {
    let world = World::new().await;
    put(&world, &world.northwind, task("old").keyed("k").bulk()).await;
    put(&world, &world.northwind, task("other").bulk()).await;
    put(&world, &world.northwind, task("new").keyed("k")).await;
    put(&world, &world.contoso, task("theirs").keyed("k")).await;
    let mut payloads = claim_payloads(&world).await;
    payloads.sort();
    assert_eq!(payloads, ["new", "other", "theirs"]);
}

#[tokio::test]
async fn a_running_row_gets_a_follow_up_that_waits_for_its_end() {
    let world = World::new().await;
    put(&world, &world.northwind, task("first").keyed("k")).await;
    let first = claim(&world.store).await.unwrap();
    put(&world, &world.northwind, task("second").keyed("k")).await;
    put(&world, &world.northwind, task("third").keyed("k")).await;
    assert!(
        claim(&world.store).await.is_none(),
        "two of one key never run at once"
    );
    queue::done(&world.store, &first).await.unwrap();
    assert_eq!(claim_payloads(&world).await, ["third"]);
}

#[tokio::test]
async fn a_failed_row_hands_its_pause_to_its_follow_up() {
    let world = World::new().await;
    put(&world, &world.northwind, task("first").keyed("k")).await;
    let first = claim(&world.store).await.unwrap();
    put(&world, &world.northwind, task("second").keyed("k")).await;
    queue::retry(&world.store, &first, "ats_500").await.unwrap();
    assert!(
        claim(&world.store).await.is_none(),
        "the pause holds for both"
    );
    put(&world, &world.northwind, task("third").keyed("k")).await;
    assert!(
        claim(&world.store).await.is_none(),
        "and for what comes in meanwhile"
    );
    world.later(2);
    let next = claim(&world.store).await.unwrap();
    assert_eq!((next.payload.as_str(), next.attempt), (Some("third"), 2));
    queue::done(&world.store, &next).await.unwrap();
    assert!(claim(&world.store).await.is_none());
}

#[tokio::test]
async fn organizations_take_turns_and_live_work_goes_before_bulk() {
    let world = World::new().await;
    for number in 0..3 {
        put(&world, &world.northwind, task(&format!("n{number}")).bulk()).await;
    }
    put(&world, &world.northwind, task("n live")).await;
    put(&world, &world.contoso, task("c0").bulk()).await;
    put(&world, &world.contoso, task("c1").bulk()).await;
    let order = claim_payloads(&world).await;
    let of = |letter: char| {
        order
            .iter()
            .filter(|payload| payload.starts_with(letter))
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(of('n'), ["n live", "n0", "n1", "n2"]);
    assert_eq!(of('c'), ["c0", "c1"]);
    let whose: String = order
        .iter()
        .take(4)
        .map(|payload| payload.chars().next().unwrap())
        .collect();
    assert!(whose == "ncnc" || whose == "cncn", "{whose}");
}

#[tokio::test]
async fn work_waits_for_its_time_and_for_a_worker_that_knows_its_kind() {
    let world = World::new().await;
    put(
        &world,
        &world.northwind,
        task("later").at(world.store.now().after(Duration::from_secs(60))),
    )
    .await;
    put(&world, &world.northwind, Task::new("other", json!("x"))).await;
    assert!(claim(&world.store).await.is_none());
    assert_eq!(
        queue::claim(&world.store, &["work", "other"])
            .await
            .unwrap()
            .unwrap()
            .kind,
        "other"
    );
    world.later(60);
    assert_eq!(claim(&world.store).await.unwrap().payload, json!("later"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_workers_do_each_row_once() {
    let world = World::new().await;
    for number in 0..60 {
        put(
            &world,
            if number % 2 == 0 {
                &world.northwind
            } else {
                &world.contoso
            },
            task(&number.to_string()),
        )
        .await;
    }
    let workers: Vec<_> = (0..8)
        .map(|_| {
            let store = world.store.clone();
            tokio::spawn(async move {
                let mut mine = Vec::new();
                while let Some(leased) = claim(&store).await {
                    mine.push(leased.payload.as_str().unwrap().parse::<i64>().unwrap());
                    assert!(queue::done(&store, &leased).await.unwrap());
                }
                mine
            })
        })
        .collect();
    let mut done = Vec::new();
    for worker in workers {
        done.extend(worker.await.unwrap());
    }
    done.sort_unstable();
    assert_eq!(done, (0..60).collect::<Vec<_>>());
}

/// Whoever is late finds an organization's rows gone and looks into the next one, where another one is late.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn workers_that_are_late_do_not_wait_for_each_other() {
    let world = World::new().await;
    for round in 0..25 {
        for number in 0..6 {
            for tenant in [&world.northwind, &world.contoso] {
                put(&world, tenant, task(&format!("{round}.{number}"))).await;
            }
        }
        let workers = (0..8).map(|_| {
            let store = world.store.clone();
            tokio::spawn(async move {
                let mut claimed = 0;
                while queue::claim(&store, &["work"]).await.unwrap().is_some() {
                    claimed += 1;
                }
                claimed
            })
        });
        let mut claimed = 0;
        for worker in workers.collect::<Vec<_>>() {
            claimed += worker.await.unwrap();
        }
        assert_eq!(claimed, 12, "round {round}");
    }
}

#[tokio::test]
async fn a_transaction_may_hold_more_values_than_a_statement() {
    let world = World::new().await;
    let permit = world.northwind.system(&world.store);
    // SQLite numbers 32,766 values in one call; a row has nine.
    let tasks: Vec<Task> = (0..4000).map(|number| task(&number.to_string())).collect();
    queue::enqueue(&world.store, &permit, &tasks).await.unwrap();
    let depth = queue::depth(&world.store, &permit).await.unwrap();
    assert_eq!(depth.waiting, 4000);
}

#[tokio::test]
async fn a_worker_that_sleeps_is_woken_after_the_commit() {
    let world = World::new().await;
    let mut wakeups = world.store.queue_calls();
    let mut tx = world.store.begin().await.unwrap();
    queue::enqueue_in(&mut tx, world.northwind.id, &task("a"))
        .await
        .unwrap();
    assert!(!wakeups.has_changed().unwrap());
    tx.commit().await.unwrap();
    wakeups.changed().await.unwrap();
    assert!(claim(&world.store).await.is_some());
}
