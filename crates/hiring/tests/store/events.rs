//! What browsers hear.

use std::time::Duration;

use hiring::events::{self, KEPT};

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

#[tokio::test]
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
