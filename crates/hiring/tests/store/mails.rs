//! Mails that were handed over: none is sent twice, whenever the process dies, and one that comes back counts as refused.

use hiring::mails::{self, Delivery, Mail, SEND_MAIL};
use hiring::permission::ManageIntegrations;
use hiring::queue::{self, Dead, Leased};
use hiring::{JobId, Role, comments, invitations};

use crate::support::{Tenant, World};

const NEW: &str = "nora.quist@northwind.example";

async fn invite(world: &World) {
    let permit = world.northwind.members();
    invitations::invite(&world.store, &permit, NEW, Role::Recruiter)
        .await
        .unwrap();
}

async fn delivery(world: &World) -> Delivery {
    let permit = world.northwind.members();
    invitations::list(&world.store, &permit).await.unwrap()[0].delivery
}

async fn next(world: &World) -> Leased {
    world.owed().await.unwrap().0
}

/// What was given up: ids and reasons.
async fn dead(world: &World) -> Vec<(String, String)> {
    let permit = world.northwind.owner.permit().unwrap();
    let rows = queue::dead(&world.store, &permit, 10).await.unwrap();
    rows.into_iter()
        .map(|row| (row.id, row.error_code))
        .collect()
}

async fn mention(world: &World, tenant: &Tenant, job: JobId, candidate: &str) {
    let application = world.scored(tenant, job, candidate, 71).await;
    comments::add(
        &world.store,
        &tenant.comments(),
        application,
        "@Aoife Byrne",
    )
    .await
    .unwrap();
}

#[tokio::test]
async fn who_dies_with_the_text_under_way_leaves_a_mail_that_is_given_up_and_not_sent_again() {
    let world = World::new().await;
    invite(&world).await;
    let leased = next(&world).await;
    assert!(!mails::was_handed_over(&world.store, &leased).await.unwrap());
    assert!(mails::hand_over(&world.store, &leased).await.unwrap());
    // It dies. Once the lease is over another worker has it.
    world.later(61);
    let again = next(&world).await;
    assert_eq!(again.id, leased.id);
    assert!(mails::was_handed_over(&world.store, &again).await.unwrap());
    assert!(
        !mails::hand_over(&world.store, &leased).await.unwrap(),
        "who lost the lease sends nothing"
    );
    mails::uncertain(&world.store, &again, "broken_off")
        .await
        .unwrap();
    assert_eq!(delivery(&world).await, Delivery::Failed);
    assert_eq!(
        dead(&world).await,
        [(leased.id.clone(), "broken_off".to_owned())]
    );
    assert!(world.owed().await.is_none());

    // A person decides: it is sent, under the same id.
    let permit = world
        .northwind
        .owner
        .permit::<ManageIntegrations>()
        .unwrap();
    queue::revive(&world.store, &permit, Dead::Row(&leased.id))
        .await
        .unwrap();
    let revived = next(&world).await;
    assert_eq!(revived.id, leased.id);
    assert!(
        !mails::was_handed_over(&world.store, &revived)
            .await
            .unwrap()
    );
    assert!(mails::hand_over(&world.store, &revived).await.unwrap());
    mails::sent(&world.store, &revived).await.unwrap();
    assert_eq!(delivery(&world).await, Delivery::Sent);
}

#[tokio::test]
async fn what_the_server_did_not_take_is_tried_again() {
    let world = World::new().await;
    invite(&world).await;
    let leased = next(&world).await;
    assert!(mails::hand_over(&world.store, &leased).await.unwrap());
    mails::not_sent(&world.store, &leased, "busy_server")
        .await
        .unwrap();
    let settings = world.northwind.owner.permit().unwrap();
    let trouble = mails::trouble(&world.store, &settings).await.unwrap();
    assert_eq!(trouble.as_deref(), Some("busy_server"));
    let theirs = world.contoso.owner.permit().unwrap();
    let other = mails::trouble(&world.store, &theirs).await.unwrap();
    assert_eq!(other, None, "one organization's trouble is its own");
    world.later(3);
    let again = next(&world).await;
    assert_eq!(again.id, leased.id);
    assert!(!mails::was_handed_over(&world.store, &again).await.unwrap());
    mails::sent(&world.store, &again).await.unwrap();
    assert_eq!(mails::trouble(&world.store, &settings).await.unwrap(), None);
}

#[tokio::test]
async fn news_that_may_have_arrived_are_not_told_again_with_the_next() {
    let world = World::new().await;
    let tenant = world.northwind.clone();
    let job = world.job(&tenant).await;
    mention(&world, &tenant, job, "Sam Okafor").await;
    let leased = next(&world).await;
    assert!(mails::hand_over(&world.store, &leased).await.unwrap());
    mention(&world, &tenant, job, "Ines Duarte").await;
    // It dies; the next server takes over, or the lease ends.
    let _tenure = queue::take_over(&world.store).await.unwrap();
    world.later(61);
    // Looked at before it is asked what it owes, as a worker does: what came since must not become part of it.
    let again = queue::claim(&world.store, &[SEND_MAIL])
        .await
        .unwrap()
        .unwrap();
    assert_eq!(again.id, leased.id, "first what is uncertain");
    assert!(mails::was_handed_over(&world.store, &again).await.unwrap());
    mails::uncertain(&world.store, &again, "broken_off")
        .await
        .unwrap();
    assert!(dead(&world).await.is_empty(), "the news stand in the bell");
    let (leased, mail) = world.owed().await.unwrap();
    let Ok(Mail::News(mail)) = mail else {
        panic!("a mail of news")
    };
    assert_eq!(mail.news.len(), 1, "only what came since");
    mails::sent(&world.store, &leased).await.unwrap();
    assert!(world.owed().await.is_none());
}

#[tokio::test]
async fn a_mail_that_comes_back_counts_as_refused_once() {
    let world = World::new().await;
    invite(&world).await;
    let leased = next(&world).await;
    assert!(!mails::bounced(&world.store, &leased.id).await.unwrap());
    assert!(mails::hand_over(&world.store, &leased).await.unwrap());
    assert!(
        !mails::bounced(&world.store, &leased.id).await.unwrap(),
        "it is still under way"
    );
    mails::sent(&world.store, &leased).await.unwrap();
    assert!(mails::bounced(&world.store, &leased.id).await.unwrap());
    assert_eq!(delivery(&world).await, Delivery::Failed);
    assert_eq!(
        dead(&world).await,
        [(leased.id.clone(), "bounced".to_owned())]
    );
    assert!(!mails::bounced(&world.store, &leased.id).await.unwrap());
    assert!(
        !mails::bounced(&world.store, "no-mail-of-ours")
            .await
            .unwrap()
    );
    assert!(world.owed().await.is_none(), "it is not sent again");
}

#[tokio::test]
async fn what_was_sent_since_about_the_same_says_more_than_a_bounce() {
    let world = World::new().await;
    invite(&world).await;
    let first = next(&world).await;
    assert!(mails::hand_over(&world.store, &first).await.unwrap());
    mails::sent(&world.store, &first).await.unwrap();
    let permit = world.northwind.members();
    let invitation = invitations::list(&world.store, &permit).await.unwrap()[0].id;
    invitations::resend(&world.store, &permit, invitation)
        .await
        .unwrap();
    let second = next(&world).await;
    assert!(mails::hand_over(&world.store, &second).await.unwrap());
    mails::sent(&world.store, &second).await.unwrap();
    assert!(!mails::bounced(&world.store, &first.id).await.unwrap());
    assert_eq!(delivery(&world).await, Delivery::Sent);
}
