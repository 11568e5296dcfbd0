//! What browsers hear.

use std::sync::Arc;
use std::time::Duration;

use hiring::events::{self, KEPT, Listener};

use crate::support::World;

#[tokio::test]
async fn a_browser_resumes_after_what_it_saw() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    for name in ["A", "B", "C"] {
        world.application(tenant, job, name).await;
    }
    let since = async |after, limit| {
        events::since(&world.store, &tenant.views(), after, limit)
            .await
            .unwrap()
    };
    let all = since(0, 100).await;
    assert!(!all.reset);
    let ids: Vec<_> = all.events.iter().map(|event| event.id).collect();
    assert_eq!(ids, (1..=all.newest).collect::<Vec<_>>());
    let rest = since(all.newest - 1, 100).await;
    assert_eq!(rest.events, all.events[all.events.len() - 1..]);
    assert_eq!(since(0, 2).await.events, all.events[..2]);
    assert!(since(all.newest, 100).await.events.is_empty());
}

// As the server runs it: what may change many rows leaves its thread to others there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_that_slept_too_long_is_told_to_load_anew() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    world.application(tenant, job, "A").await;
    let since = async |after| {
        events::since(&world.store, &tenant.views(), after, 100)
            .await
            .unwrap()
    };
    let seen = since(0).await.newest;
    world.clock.advance(KEPT + Duration::from_secs(1));
    events::prune(&world.store, &tenant.system(&world.store))
        .await
        .unwrap();
    assert!(
        since(seen - 1).await.reset,
        "something after it was forgotten"
    );
    assert!(!since(seen).await.reset, "nothing after it was");
    world.application(tenant, job, "B").await;
    assert!(since(seen - 1).await.reset);
    let heard = since(seen).await;
    assert!(!heard.reset && heard.events.len() == 1);
    assert!(
        since(heard.newest + 5).await.reset,
        "from a store that is not this one"
    );
}

#[tokio::test]
async fn each_organization_hears_its_own_and_a_hiring_manager_nothing_yet() {
    let world = World::new().await;
    let job = world.job(&world.northwind).await;
    world.application(&world.northwind, job, "A").await;
    for permit in [world.contoso.views(), world.northwind.manager()] {
        assert!(
            events::since(&world.store, &permit, 0, 100)
                .await
                .unwrap()
                .events
                .is_empty()
        );
    }
    events::prune(&world.store, &world.contoso.system(&world.store))
        .await
        .unwrap();
    assert!(
        !events::since(&world.store, &world.northwind.views(), 0, 100)
            .await
            .unwrap()
            .events
            .is_empty()
    );
}

#[tokio::test]
async fn a_listener_is_woken_with_the_newest_id() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let (mut ours, theirs) = (
        world.store.wakeups(tenant.id),
        world.store.wakeups(world.contoso.id),
    );
    world.application(tenant, job, "A").await;
    ours.changed().await.unwrap();
    // Copied out before anything is awaited: whoever announces waits for the borrow to end.
    let woken_with = *ours.borrow_and_update();
    assert_eq!(
        woken_with,
        events::newest(&world.store, &tenant.views()).await.unwrap()
    );
    assert!(!theirs.has_changed().unwrap());
}

/// What a listener hears, in ids.
async fn heard(listener: &mut Listener) -> Vec<i64> {
    let mut ids = Vec::new();
    loop {
        let read = listener.read().await.unwrap();
        assert!(!read.reset);
        if read.events.is_empty() {
            return ids;
        }
        ids.extend(read.events.iter().map(|event| event.id));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn listeners_that_read_together_hear_each_event_once_wherever_they_stand() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    // More than is read at once, so that some lag behind what the others read.
    for number in 0..260 {
        world.application(tenant, job, &format!("A{number}")).await;
    }
    let before = events::newest(&world.store, &tenant.views()).await.unwrap();
    let written = Arc::new(tokio::sync::Notify::new());
    let mut listening = Vec::new();
    for number in 0..40 {
        let from = match number % 4 {
            0 => 0,
            1 => before - 45,
            2 => before - 3,
            _ => before,
        };
        let mut listener = Listener::new(&world.store, tenant.views(), from);
        let written = Arc::clone(&written);
        listening.push(tokio::spawn(async move {
            let mut ids = heard(&mut listener).await;
            let over = written.notified();
            tokio::pin!(over);
            loop {
                tokio::select! {
                    () = listener.woken() => ids.extend(heard(&mut listener).await),
                    () = &mut over => break,
                }
            }
            ids.extend(heard(&mut listener).await);
            (from, ids)
        }));
    }
    for number in 0..20 {
        world.application(tenant, job, &format!("B{number}")).await;
    }
    let newest = events::newest(&world.store, &tenant.views()).await.unwrap();
    // One by one: who did not come to wait yet finds the permit that is left for it.
    for _ in 0..listening.len() {
        written.notify_one();
        tokio::task::yield_now().await;
    }
    while listening.iter().any(|task| !task.is_finished()) {
        written.notify_one();
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    for task in listening {
        let (from, ids) = task.await.unwrap();
        assert_eq!(ids, (from + 1..=newest).collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn a_listener_is_never_served_what_was_read_before_it_was_woken() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let newest = events::newest(&world.store, &tenant.views()).await.unwrap();
    let mut listeners: Vec<_> = (0..3)
        .map(|_| Listener::new(&world.store, tenant.views(), newest))
        .collect();
    for name in ["A", "B"] {
        let application = world.application(tenant, job, name).await;
        for listener in &mut listeners {
            listener.woken().await;
            let read = listener.read().await.unwrap();
            let told = read.events.iter().filter_map(|event| event.application);
            assert!(told.eq([application]), "{name}");
        }
    }
    // Each hears no more than it may, whoever read first.
    let mut manager = Listener::new(&world.store, tenant.manager(), newest);
    assert!(manager.read().await.unwrap().events.is_empty());
    // An id that was never given is told to load anew, and spoils nothing for the others.
    let mut stranger = Listener::new(&world.store, tenant.views(), newest + 1_000);
    assert!(stranger.read().await.unwrap().reset);
    let mut late = Listener::new(&world.store, tenant.views(), newest);
    assert!(!heard(&mut late).await.is_empty());
}
