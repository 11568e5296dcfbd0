//! Work that fails: tried again with longer pauses, given up in the end, and then tried again or discarded by somebody.

use std::time::Duration;

use hiring::Error;
use hiring::queue::{self, Dead, LEASE, MAX_ATTEMPTS};

use super::{claim, claim_payloads, put, task};
use crate::support::World;

#[tokio::test]
async fn failing_work_pauses_longer_each_time_and_is_dead_in_the_end_until_revived() {
    let world = World::new().await;
    let tenant = &world.northwind;
    put(&world, tenant, task("a")).await;
    let mut leased = claim(&world.store).await.unwrap();
    let mut before = 0;
    for attempt in 1..MAX_ATTEMPTS {
        assert_eq!(leased.attempt, attempt);
        queue::retry(&world.store, &leased, "ats_500")
            .await
            .unwrap();
        let mut pause = 0;
        leased = loop {
            if let Some(leased) = claim(&world.store).await {
                break leased;
            }
            world.later(1);
            pause += 1;
        };
        // The longest pauses are all alike, but for what chance takes off.
        let is_longer = pause >= before || attempt > 9;
        assert!(is_longer && (1..=600).contains(&pause), "{pause} s");
        before = pause;
    }
    queue::retry(&world.store, &leased, "ats_500")
        .await
        .unwrap();
    world.later(600);
    assert!(claim(&world.store).await.is_none());
    let dead = queue::dead(&world.store, &tenant.admin(), 10)
        .await
        .unwrap();
    assert_eq!(
        (dead.len(), &*dead[0].error_code, dead[0].attempts),
        (1, "ats_500", MAX_ATTEMPTS)
    );
    assert_eq!(
        queue::depth(&world.store, &tenant.health())
            .await
            .unwrap()
            .dead,
        1
    );
    assert!(
        queue::dead(&world.store, &world.contoso.admin(), 10)
            .await
            .unwrap()
            .is_empty()
    );
    for which in [Dead::Row(&dead[0].id), Dead::Kind("work")] {
        let foreign = world.contoso.admin();
        let refused = queue::revive(&world.store, &foreign, which).await;
        assert!(matches!(refused, Err(Error::NotFound)));
        let refused = queue::discard(&world.store, &foreign, which).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    }
    queue::revive(&world.store, &tenant.admin(), Dead::Row(&dead[0].id))
        .await
        .unwrap();
    assert_eq!(claim(&world.store).await.unwrap().attempt, 1);
}

#[tokio::test]
async fn what_failed_together_does_not_come_back_together() {
    const ROWS: usize = 32;
    let world = World::new().await;
    for number in 0..ROWS {
        put(&world, &world.northwind, task(&number.to_string())).await;
    }
    let mut failed = Vec::new();
    while let Some(leased) = claim(&world.store).await {
        failed.push(leased);
    }
    assert_eq!(failed.len(), ROWS);
    for leased in &failed {
        queue::retry(&world.store, leased, "ats_500").await.unwrap();
    }
    // The first pause takes one to two seconds.
    world.clock.advance(Duration::from_millis(1500));
    let mut back = 0;
    while claim(&world.store).await.is_some() {
        back += 1;
    }
    assert!((1..ROWS).contains(&back), "{back} of {ROWS} are back");
}

#[tokio::test]
async fn work_that_kills_its_worker_every_time_is_dead_in_the_end() {
    let world = World::new().await;
    put(&world, &world.northwind, task("poison")).await;
    for _ in 0..MAX_ATTEMPTS {
        assert!(!claim(&world.store).await.unwrap().is_spent());
        world.clock.advance(LEASE);
    }
    let spent = claim(&world.store).await.unwrap();
    assert!(spent.is_spent(), "not to be tried again");
    queue::fail(&world.store, &spent, "lease_ran_out")
        .await
        .unwrap();
    assert_eq!(
        dead(&world).await,
        [("poison".into(), "lease_ran_out".into())]
    );
}

/// What was given up: payload and reason.
async fn dead(world: &World) -> Vec<(String, String)> {
    let rows = queue::dead(&world.store, &world.northwind.admin(), 10)
        .await
        .unwrap();
    rows.into_iter()
        .map(|row| (row.payload.as_str().unwrap().to_owned(), row.error_code))
        .collect()
}

async fn give_up(world: &World, payload: &str, key: &str) {
    put(world, &world.northwind, task(payload).keyed(key)).await;
    let leased = claim(&world.store).await.unwrap();
    queue::fail(&world.store, &leased, "broken").await.unwrap();
}

#[tokio::test]
async fn what_succeeds_or_fails_again_replaces_what_was_given_up_under_its_key() {
    let world = World::new().await;
    give_up(&world, "old", "k").await;
    give_up(&world, "other", "l").await;
    give_up(&world, "new", "k").await;
    let mut there = dead(&world).await;
    there.sort();
    assert_eq!(
        there
            .iter()
            .map(|(payload, _)| &**payload)
            .collect::<Vec<_>>(),
        ["new", "other"]
    );
    put(&world, &world.northwind, task("at last").keyed("k")).await;
    let leased = claim(&world.store).await.unwrap();
    assert!(queue::done(&world.store, &leased).await.unwrap());
    assert_eq!(dead(&world).await, [("other".into(), "broken".into())]);
}

#[tokio::test]
async fn all_of_a_kind_are_tried_again_or_discarded_at_once_and_the_audit_says_so() {
    let world = World::new().await;
    let admin = world.northwind.admin();
    for key in ["a", "b", "c"] {
        give_up(&world, key, key).await;
    }
    // The same work waits already: the dead row adds nothing to it.
    put(&world, &world.northwind, task("c anew").keyed("c")).await;
    queue::revive(&world.store, &admin, Dead::Kind("work"))
        .await
        .unwrap();
    let mut tried = claim_payloads(&world).await;
    tried.sort();
    assert_eq!(tried, ["a", "b", "c anew"]);
    give_up(&world, "d", "d").await;
    give_up(&world, "e", "e").await;
    assert_eq!(queue::count_dead(&world.store, &admin).await.unwrap(), 2);
    queue::discard(&world.store, &admin, Dead::Kind("work"))
        .await
        .unwrap();
    assert_eq!(queue::count_dead(&world.store, &admin).await.unwrap(), 0);
    let again = queue::discard(&world.store, &admin, Dead::Kind("work")).await;
    assert!(matches!(again, Err(Error::NotFound)));
    let audit = hiring::audit::of(
        &world.store,
        &world.northwind.owner.permit().unwrap(),
        "work",
    )
    .await
    .unwrap();
    let written: Vec<_> = audit
        .iter()
        .map(|event| (&*event.action, event.detail["rows"].as_u64()))
        .collect();
    assert_eq!(
        written,
        [("queue.revive", Some(3)), ("queue.discard", Some(2))]
    );
}
