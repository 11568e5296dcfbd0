//! Afterwards: adding, reminding, revoking one link or all; what cannot be sent is shown.

use hiring::mails::{self, Delivery, Mail};
use hiring::notifications::{self, NotificationKind};
use hiring::shares;
use hiring::{Error, queue};

use super::{OUTSIDER, Shared};

#[tokio::test]
async fn a_reminder_carries_the_same_link_and_asks_about_the_rest() {
    let shared = Shared::new().await;
    let store = &shared.world.store;
    let (link, reviewer) = shared.outsider().await;
    shares::decide(store, &reviewer, shared.sam, shares::Decision::Advance, "")
        .await
        .unwrap();
    shared.world.later(20 * 24 * 3600);
    shares::remind(store, &shared.permit(), reviewer.recipient())
        .await
        .unwrap();
    let (leased, mail) = shared.world.owed().await.unwrap();
    let Mail::Share(mail) = mail.unwrap() else {
        panic!("a mail of a share")
    };
    assert!(mail.is_reminder);
    assert_eq!(mail.candidates, ["Ines Duarte"]);
    assert_eq!(mail.token.expose(), link.expose());
    mails::sent(store, &leased).await.unwrap();
    shared.world.later(20 * 24 * 3600);
    assert!(
        shares::by_link(store, &link).await.is_ok(),
        "it works for longer since"
    );
    shares::decide(store, &reviewer, shared.ines, shares::Decision::NotSure, "")
        .await
        .unwrap();
    let refused = shares::remind(store, &shared.permit(), reviewer.recipient()).await;
    assert!(matches!(refused, Err(Error::Invalid { .. })));
}

#[tokio::test]
async fn candidates_are_added_once_and_one_link_is_revoked_without_the_other() {
    let shared = Shared::new().await;
    let store = &shared.world.store;
    shared
        .send(&[OUTSIDER, "max@elsewhere.example"], &[shared.sam])
        .await
        .unwrap();
    let links = [
        shared.world.mailed_token().await,
        shared.world.mailed_token().await,
    ];
    let share = shared.history().await.remove(0);
    shares::add(store, &shared.permit(), share.id, [shared.sam, shared.ines])
        .await
        .unwrap();
    let again = shares::add(store, &shared.permit(), share.id, [shared.ines]).await;
    assert!(matches!(again, Err(Error::Invalid { .. })));
    let first = shares::by_link(store, &links[0]).await.unwrap().recipient();
    shares::revoke(store, &shared.permit(), share.id, Some(first))
        .await
        .unwrap();
    assert!(matches!(
        shares::by_link(store, &links[0]).await,
        Err(Error::NotFound)
    ));
    let left = shares::by_link(store, &links[1]).await.unwrap();
    assert_eq!(shares::read(store, &left).await.unwrap().asked.len(), 2);
    let twice = shares::revoke(store, &shared.permit(), share.id, Some(first)).await;
    assert!(matches!(twice, Err(Error::NotFound)));
    let log = shared
        .world
        .audited(shared.tenant(), &share.id.to_string())
        .await;
    assert_eq!(log, ["share.send", "share.add", "share.revoke"]);
}

#[tokio::test]
async fn a_mail_that_was_refused_is_shown_and_a_reminder_tries_again() {
    let shared = Shared::new().await;
    let store = &shared.world.store;
    shared.send(&[OUTSIDER], &[shared.sam]).await.unwrap();
    let delivery = async || shared.history().await[0].recipients[0].delivery;
    assert_eq!(delivery().await, Delivery::Waiting);
    let (leased, _) = shared.world.owed().await.unwrap();
    queue::fail(store, &leased, "refused_by_server")
        .await
        .unwrap();
    assert_eq!(delivery().await, Delivery::Failed);
    let recipient = shared.history().await[0].recipients[0].id;
    shares::remind(store, &shared.permit(), recipient)
        .await
        .unwrap();
    assert_eq!(delivery().await, Delivery::Waiting);
    shared.world.mailed_token().await;
    assert_eq!(delivery().await, Delivery::Sent);
}

#[tokio::test]
async fn who_shared_is_told_once_of_each_mail_that_cannot_be_delivered() {
    let shared = Shared::new().await;
    let (store, tenant) = (&shared.world.store, shared.tenant());
    let own = tenant.recruiter.permit().unwrap();
    let told = async || notifications::list(store, &own, 10).await.unwrap();
    shared.send(&[OUTSIDER], &[shared.sam]).await.unwrap();
    let (leased, _) = shared.world.owed().await.unwrap();
    for _ in 0..2 {
        mails::refused(store, &leased, "refused_by_server")
            .await
            .unwrap();
    }
    let first = told().await;
    assert_eq!(first.len(), 1, "said twice is told once");
    assert_eq!(
        (first[0].kind, first[0].who.as_deref()),
        (NotificationKind::ShareUndelivered, Some(OUTSIDER))
    );
    assert_eq!(first[0].job.as_ref().unwrap().0, shared.job);
    let owner = tenant.owner.permit().unwrap();
    let others = notifications::unread(store, &owner).await.unwrap();
    assert_eq!(others, 0, "nobody else shared");
    let (leased, mail) = shared.world.owed().await.unwrap();
    assert!(matches!(mail, Ok(Mail::News(news)) if news.to == tenant.recruiter.email));
    mails::sent(store, &leased).await.unwrap();

    // A reminder is another mail, and may fail like the first.
    notifications::mark_read(store, &own, store.now())
        .await
        .unwrap();
    shared.world.later(60);
    let recipient = shared.history().await[0].recipients[0].id;
    shares::remind(store, &shared.permit(), recipient)
        .await
        .unwrap();
    let (leased, _) = shared.world.owed().await.unwrap();
    mails::refused(store, &leased, "refused_by_server")
        .await
        .unwrap();
    let again = told().await;
    assert_eq!((again.len(), again[0].read), (2, false));
}
