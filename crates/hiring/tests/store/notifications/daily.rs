//! The daily mail: at one's own hour, where one is.

use hiring::mails::{self, Mail};
use hiring::notifications::{self, Cadence, NotificationKind};
use hiring::permission::OwnAccount;
use hiring::{Permit, comments};

use super::{mention, own};
use crate::support::{Tenant, World};

/// The owner's mentions come once a day.
async fn daily(world: &World, tenant: &Tenant) -> Permit<OwnAccount> {
    let owner = own(&tenant.owner);
    notifications::choose(
        &world.store,
        &owner,
        NotificationKind::Mention,
        Cadence::Daily,
    )
    .await
    .unwrap();
    owner
}

#[tokio::test]
async fn the_daily_mail_comes_at_ones_own_hour_where_one_is() {
    let world = World::new().await;
    let tenant = world.northwind.clone();
    let owner = daily(&world, &tenant).await;
    // It is Monday, 09:00 UTC: 22:00 in Auckland, where tomorrow's 08:00 is in ten hours.
    let begun = world.store.now();
    assert_eq!(begun.0.rem_euclid(24 * 3_600_000), 9 * 3_600_000);
    notifications::choose_hours(&world.store, &owner, 8, "pacific/auckland", None)
        .await
        .unwrap();
    let chosen = notifications::hours(&world.store, &owner).await.unwrap();
    assert_eq!(
        (chosen.hour, &*chosen.zone, chosen.chosen, chosen.reminders),
        (8, "Pacific/Auckland", true, true)
    );
    mention(&world, &tenant, "@Aoife Byrne").await;
    world.later(10 * 3600 - 1);
    assert!(world.owed().await.is_none(), "a second before their hour");
    world.later(1);
    world.mailed_token().await;
    for (hour, zone) in [(24, "Europe/Berlin"), (8, "Middle/Earth"), (8, "")] {
        let refused = notifications::choose_hours(&world.store, &owner, hour, zone, None).await;
        assert!(
            matches!(refused, Err(hiring::Error::Invalid { .. })),
            "{zone}"
        );
    }
    assert_eq!(
        notifications::hours(&world.store, &owner).await.unwrap(),
        chosen
    );
    let other = notifications::hours(&world.store, &own(&tenant.recruiter)).await;
    assert!(!other.unwrap().chosen, "one's own alone");
    let log = world
        .audited(&tenant, &tenant.owner.account.to_string())
        .await;
    assert!(log.contains(&"notification.choose_hours".to_owned()));
}

#[tokio::test]
async fn what_is_planned_goes_with_the_hour_and_nothing_is_lost_or_told_twice() {
    let world = World::new().await;
    let tenant = world.northwind.clone();
    let owner = daily(&world, &tenant).await;
    let at = async |hour| {
        notifications::choose_hours(&world.store, &owner, hour, "UTC", None)
            .await
            .unwrap();
    };
    // Monday, 09:00: planned for ten, put off until noon.
    at(10).await;
    let job = world.job(&tenant).await;
    let application = world.scored(&tenant, job, "Sam Okafor", 71).await;
    let mention = async || {
        let (permit, words) = (tenant.comments(), "@Aoife Byrne");
        comments::add(&world.store, &permit, application, words)
            .await
            .unwrap();
    };
    mention().await;
    at(12).await;
    world.later(3600);
    let (leased, mail) = world.owed().await.unwrap();
    assert!(matches!(mail, Err(hiring::Error::NotFound)), "not at ten");
    hiring::queue::done(&world.store, &leased).await.unwrap();
    assert!(world.owed().await.is_none());
    world.later(2 * 3600);
    world.mailed_token().await;
    // Planned for tomorrow at noon, brought forward to this afternoon.
    mention().await;
    at(15).await;
    world.later(3 * 3600);
    let (leased, mail) = world.owed().await.unwrap();
    let Mail::News(mail) = mail.unwrap() else {
        panic!("a mail of news")
    };
    assert_eq!(mail.news.len(), 1);
    mails::sent(&world.store, &leased).await.unwrap();
    world.later(48 * 3600);
    assert!(world.owed().await.is_none(), "told once");
}
