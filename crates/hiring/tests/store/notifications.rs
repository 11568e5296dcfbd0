//! What members are told: in the bell at once, by mail as soon as they chose, never twice.

mod daily;

use hiring::mails::{self, Mail};
use hiring::notifications::{self, Cadence, NotificationKind, Quiet};
use hiring::permission::OwnAccount;
use hiring::{JobId, Member, Millis, Permit, comments, imports, integrations};

use crate::support::{Tenant, World};

fn own(member: &Member) -> Permit<OwnAccount> {
    member.permit().unwrap()
}

/// The recruiter names the owner in a comment.
async fn mention(world: &World, tenant: &Tenant, words: &str) {
    let job = world.job(tenant).await;
    mention_on(world, tenant, job, "Sam Okafor", words).await;
}

/// The same on this candidate.
async fn mention_on(world: &World, tenant: &Tenant, job: JobId, name: &str, words: &str) {
    let application = world.scored(tenant, job, name, 71).await;
    comments::add(&world.store, &tenant.comments(), application, words)
        .await
        .unwrap();
}

async fn unread(world: &World, member: &Member) -> u64 {
    notifications::unread(&world.store, &own(member))
        .await
        .unwrap()
}

#[tokio::test]
async fn a_mention_tells_whom_it_names_and_only_who_may_see_the_candidate() {
    let world = World::new().await;
    let tenant = world.northwind.clone();
    mention(
        &world,
        &tenant,
        "@Aoife Byrne and @manager, look; @recruiter too",
    )
    .await;
    assert_eq!(unread(&world, &tenant.owner).await, 1);
    assert_eq!(
        unread(&world, &tenant.hiring_manager).await,
        0,
        "not shared with them"
    );
    assert_eq!(
        unread(&world, &tenant.recruiter).await,
        0,
        "one's own words are no news"
    );
    assert_eq!(
        unread(&world, &world.contoso.owner).await,
        0,
        "the same name elsewhere"
    );
    let told = notifications::list(&world.store, &own(&tenant.owner), 10)
        .await
        .unwrap();
    assert_eq!(
        (told[0].kind, told[0].who.as_deref()),
        (NotificationKind::Mention, Some("recruiter"))
    );
    assert_eq!(told[0].application.as_ref().unwrap().1, "Sam Okafor");
    notifications::mark_read(&world.store, &own(&tenant.owner), told[0].at)
        .await
        .unwrap();
    assert_eq!(unread(&world, &tenant.owner).await, 0);
}

#[tokio::test]
async fn a_mail_tells_of_what_is_unread_once_and_another_try_tells_the_same() {
    let world = World::new().await;
    let tenant = world.northwind.clone();
    mention(&world, &tenant, "@Aoife Byrne").await;
    let (leased, mail) = world.owed().await.unwrap();
    let Mail::News(first) = mail.unwrap() else {
        panic!("a mail of news")
    };
    assert_eq!((first.news.len(), &*first.to), (1, &*tenant.owner.email));
    assert!(
        !world.disk_has(first.unsubscribe.expose()),
        "no link is kept in clear"
    );
    let Mail::News(again) = mails::owed(&world.store, &leased).await.unwrap() else {
        panic!("a mail of news")
    };
    assert_eq!(
        (again.news, again.unsubscribe.expose()),
        (first.news, first.unsubscribe.expose())
    );
    mails::sent(&world.store, &leased).await.unwrap();
    assert!(world.owed().await.is_none());
}

#[tokio::test]
async fn news_of_a_mail_that_was_given_up_are_in_the_next_one_and_in_no_third() {
    let world = World::new().await;
    let tenant = world.northwind.clone();
    let job = world.job(&tenant).await;
    mention_on(&world, &tenant, job, "Sam Okafor", "@Aoife Byrne").await;
    let (leased, mail) = world.owed().await.unwrap();
    mail.unwrap();
    mails::refused(&world.store, &leased, "refused")
        .await
        .unwrap();
    mention_on(&world, &tenant, job, "Ines Duarte", "@Aoife Byrne").await;
    let (leased, mail) = world.owed().await.unwrap();
    let Ok(Mail::News(mail)) = mail else {
        panic!("a mail of news")
    };
    assert_eq!(mail.news.len(), 2, "what was given up is told of, too");
    mails::sent(&world.store, &leased).await.unwrap();
    mention_on(&world, &tenant, job, "Aoife Byrne", "@Aoife Byrne").await;
    let (_, mail) = world.owed().await.unwrap();
    let Ok(Mail::News(mail)) = mail else {
        panic!("a mail of news")
    };
    assert_eq!(mail.news.len(), 1);
}

#[tokio::test]
async fn a_mail_server_may_be_down_for_days() {
    let world = World::new().await;
    let tenant = world.northwind.clone();
    let job = world.job(&tenant).await;
    mention_on(&world, &tenant, job, "Sam Okafor", "@Aoife Byrne").await;
    let began = world.store.now();
    let mut tries = 0;
    while world.store.now().since(began) < mails::TRIED_FOR {
        if let Some((leased, mail)) = world.owed().await {
            assert!(matches!(mail, Ok(Mail::News(mail)) if mail.news.len() == 1));
            mails::not_sent(&world.store, &leased, "no_server")
                .await
                .unwrap();
            tries += 1;
        }
        world.later(60);
    }
    assert!(tries > 200, "{tries}");
    world.later(3600);
    let (leased, _) = world.owed().await.unwrap();
    mails::not_sent(&world.store, &leased, "no_server")
        .await
        .unwrap();
    assert!(
        world.owed().await.is_none(),
        "given up, where people see it"
    );
    let admin = tenant.owner.permit().unwrap();
    let dead = hiring::queue::count_dead(&world.store, &admin).await;
    assert_eq!(dead.unwrap(), 1);
}

#[tokio::test]
async fn in_quiet_hours_no_mail_of_news_comes_and_afterwards_one_tells_of_all() {
    let world = World::new().await;
    let tenant = world.northwind.clone();
    let job = world.job(&tenant).await;
    let owner = own(&tenant.owner);
    // It is Monday, 09:00 UTC.
    let quiet = Quiet::new(9, 11).unwrap();
    notifications::choose_hours(&world.store, &owner, 8, "UTC", Some(quiet))
        .await
        .unwrap();
    let kept = notifications::hours(&world.store, &owner).await.unwrap();
    assert_eq!(kept.quiet, Some(quiet));
    mention_on(&world, &tenant, job, "Ines Duarte", "@Aoife Byrne").await;
    assert_eq!(unread(&world, &tenant.owner).await, 1, "the bell has it");
    world.later(3600);
    mention_on(&world, &tenant, job, "Aoife Byrne", "@Aoife Byrne").await;
    world.later(3600 - 1);
    assert!(world.owed().await.is_none());
    world.later(1);
    let (leased, mail) = world.owed().await.unwrap();
    assert!(matches!(mail, Ok(Mail::News(mail)) if mail.news.len() == 2));
    mails::sent(&world.store, &leased).await.unwrap();
    mention_on(&world, &tenant, job, "Sam Okafor", "@Aoife Byrne").await;
    assert!(world.owed().await.is_some(), "at once again");
}

#[tokio::test]
async fn what_was_read_meanwhile_is_not_mailed() {
    let world = World::new().await;
    let tenant = world.northwind.clone();
    notifications::choose(
        &world.store,
        &own(&tenant.owner),
        NotificationKind::Mention,
        Cadence::Hourly,
    )
    .await
    .unwrap();
    mention(&world, &tenant, "@Aoife Byrne").await;
    assert!(world.owed().await.is_none(), "not before the hour is full");
    world.later(3600);
    let now = Millis(world.store.now().0);
    notifications::mark_read(&world.store, &own(&tenant.owner), now)
        .await
        .unwrap();
    let (_, mail) = world.owed().await.unwrap();
    assert!(matches!(mail, Err(hiring::Error::NotFound)));
}

#[tokio::test]
async fn a_digest_gathers_and_off_means_no_mail() {
    let world = World::new().await;
    let tenant = world.northwind.clone();
    let owner = own(&tenant.owner);
    notifications::choose(
        &world.store,
        &owner,
        NotificationKind::Mention,
        Cadence::Daily,
    )
    .await
    .unwrap();
    let job = world.job(&tenant).await;
    for name in ["Sam Okafor", "Ines Duarte"] {
        let application = world.scored(&tenant, job, name, 71).await;
        comments::add(
            &world.store,
            &tenant.comments(),
            application,
            "@Aoife Byrne",
        )
        .await
        .unwrap();
    }
    world.later(24 * 3600);
    let (leased, mail) = world.owed().await.unwrap();
    let Mail::News(mail) = mail.unwrap() else {
        panic!("a mail of news")
    };
    assert_eq!(mail.news.len(), 2);
    mails::sent(&world.store, &leased).await.unwrap();
    notifications::choose(
        &world.store,
        &owner,
        NotificationKind::Mention,
        Cadence::Off,
    )
    .await
    .unwrap();
    let application = world.scored(&tenant, job, "Max", 71).await;
    comments::add(
        &world.store,
        &tenant.comments(),
        application,
        "@Aoife Byrne",
    )
    .await
    .unwrap();
    world.later(48 * 3600);
    assert!(world.owed().await.is_none());
    assert_eq!(
        unread(&world, &tenant.owner).await,
        3,
        "the bell shows it all the same"
    );
    assert!(
        notifications::choose(&world.store, &owner, NotificationKind::Shared, Cadence::Off)
            .await
            .is_err()
    );
}

#[tokio::test]
async fn one_press_ends_mails_for_one_member_of_one_organization() {
    let world = World::new().await;
    let tenant = world.northwind.clone();
    mention(&world, &tenant, "@Aoife Byrne").await;
    let link = world.mailed_token().await;
    for _ in 0..2 {
        notifications::unsubscribe(&world.store, &link)
            .await
            .unwrap();
    }
    let choices = notifications::choices(&world.store, &own(&tenant.owner))
        .await
        .unwrap();
    assert!(choices.iter().all(|(_, cadence)| *cadence == Cadence::Off));
    let others = notifications::choices(&world.store, &own(&world.contoso.owner))
        .await
        .unwrap();
    assert!(others.iter().any(|(_, cadence)| *cadence == Cadence::Now));
    let guessed = hiring::Secret::new("guessed");
    assert!(matches!(
        notifications::unsubscribe(&world.store, &guessed).await,
        Err(hiring::Error::NotFound)
    ));
    let log = world
        .audited(&tenant, &tenant.owner.account.to_string())
        .await;
    assert!(log.contains(&"notification.unsubscribe".to_owned()));
}

#[tokio::test]
async fn admins_hear_that_an_import_is_over() {
    let world = World::new().await;
    let tenant = world.northwind.clone();
    let job = world.job(&tenant).await;
    let system = tenant.system(&world.store);
    let import = imports::start(&world.store, &system, job).await.unwrap();
    imports::finish(&world.store, &system, import.id, None)
        .await
        .unwrap();
    assert_eq!(unread(&world, &tenant.owner).await, 1);
    assert_eq!(unread(&world, &tenant.recruiter).await, 0);
    assert!(
        world.owed().await.is_none(),
        "no mail unless somebody wants one"
    );
    notifications::choose(
        &world.store,
        &own(&tenant.owner),
        NotificationKind::ImportFinished,
        Cadence::Daily,
    )
    .await
    .unwrap();
    let import = imports::start(&world.store, &system, job).await.unwrap();
    imports::finish(&world.store, &system, import.id, None)
        .await
        .unwrap();
    world.later(24 * 3600);
    let (_, mail) = world.owed().await.unwrap();
    let Mail::News(mail) = mail.unwrap() else {
        panic!("a mail of news")
    };
    assert_eq!(mail.news.len(), 1);
    assert_eq!(mail.news[0].kind, NotificationKind::ImportFinished);
}

#[tokio::test]
async fn a_connection_in_trouble_is_told_to_those_who_can_help_and_mailed_once() {
    let world = World::new().await;
    let tenant = world.northwind.clone();
    let integration = world.integration(&tenant).await;
    let system = tenant.system(&world.store);
    for _ in 0..2 {
        integrations::disconnect(&world.store, &system.to(), integration, "revoked")
            .await
            .unwrap();
    }
    let told = notifications::list(&world.store, &own(&tenant.owner), 10)
        .await
        .unwrap();
    assert_eq!(
        (told.len(), told[0].kind),
        (1, NotificationKind::IntegrationTrouble)
    );
    assert_eq!(unread(&world, &tenant.recruiter).await, 0);
    let (leased, mail) = world.owed().await.unwrap();
    assert!(
        matches!(mail, Ok(Mail::Revoked { .. })),
        "a mail of its own"
    );
    mails::sent(&world.store, &leased).await.unwrap();
    assert!(world.owed().await.is_none(), "and no second one");
}
