//! Idle workers: one looks for all, each gets a row of its own, and nothing that was claimed is left lying.

use std::future::{pending, ready};
use std::time::Duration;

use hiring::queue::{self, AtWork, Crew, Leased, Task};
use serde_json::json;

use super::{claim, put, task};
use crate::support::World;

const KINDS: &[&str] = &["work", "other"];

/// The next row, if one can be had at once.
async fn next<'c>(world: &World, crew: &'c Crew) -> Option<(Leased, AtWork<'c>)> {
    let next = queue::next(&world.store, crew, pending(), || {});
    tokio::time::timeout(Duration::from_secs(1), next)
        .await
        .ok()?
}

/// Puts so many rows of one organization into the queue.
async fn put_many(world: &World, many: usize) {
    for number in 0..many {
        put(world, &world.northwind, task(&number.to_string())).await;
    }
}

#[tokio::test]
async fn what_is_claimed_for_several_workers_comes_in_its_order_and_to_one_each() {
    let world = World::new().await;
    for number in 0..6 {
        put(&world, &world.northwind, task(&number.to_string()).bulk()).await;
    }
    put(&world, &world.northwind, task("live")).await;
    let crew = Crew::of(KINDS, 48);
    let mut all = Vec::new();
    while let Some(taken) = next(&world, &crew).await {
        all.push(taken);
    }
    let payloads: Vec<_> = all.iter().map(|(leased, _)| &leased.payload).collect();
    assert_eq!(payloads, ["live", "0", "1", "2", "3", "4", "5"]);
    for (leased, _at_work) in &all {
        assert!(queue::done(&world.store, leased).await.unwrap());
    }
}

#[tokio::test]
async fn no_more_is_claimed_than_there_are_idle_workers() {
    let world = World::new().await;
    put_many(&world, 9).await;
    let crew = Crew::of(KINDS, 12);
    let _first = next(&world, &crew).await.unwrap();
    // Three may work for one organization: what nobody of this crew works on is left for others.
    let mut left = 0;
    while claim(&world.store).await.is_some() {
        left += 1;
    }
    assert_eq!(left, 6);
}

#[tokio::test]
async fn what_was_claimed_before_a_stop_is_worked_on_and_nothing_more() {
    let world = World::new().await;
    put_many(&world, 9).await;
    let crew = Crew::of(KINDS, 12);
    let mut at_work = vec![next(&world, &crew).await.unwrap()];
    while let Some(taken) = queue::next(&world.store, &crew, ready(()), || {}).await {
        at_work.push(taken);
    }
    assert_eq!(at_work.len(), 3);
}

#[tokio::test]
async fn a_row_beside_one_with_its_key_is_not_claimed_with_the_others() {
    let world = World::new().await;
    let runs = Task::new("elsewhere", json!("runs")).keyed("k");
    put(&world, &world.northwind, runs).await;
    queue::claim(&world.store, &["elsewhere"]).await.unwrap();
    for (name, key) in [("a", "a"), ("waits", "k"), ("b", "b")] {
        put(&world, &world.northwind, task(name).keyed(key)).await;
    }
    let crew = Crew::of(KINDS, 48);
    let (a, _at_work) = next(&world, &crew).await.unwrap();
    let (b, _at_work) = next(&world, &crew).await.unwrap();
    assert_eq!([a.payload, b.payload], ["a", "b"]);
    assert!(next(&world, &crew).await.is_none());
}
