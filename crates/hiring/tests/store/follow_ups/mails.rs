//! The mails that ask and remind: each once, held back where it must not arrive, shown where it cannot.

use hiring::follow_ups::{self, Barred, Status};
use hiring::mails::{self, Mail, SEND_MAIL};
use hiring::queue;

use super::{Asks, answers, is_not_found};

#[tokio::test]
async fn a_mail_on_its_way_is_held_back_once_it_must_not_arrive() {
    let asks = Asks::switched_on().await;
    let since = asks.world.store.now();
    asks.enters("Ana Lima", since).await;
    asks.world.later(1800);
    asks.ask_those_due().await;
    asks.stands("Ana Lima", since, Some(Barred::Anonymized), |_| {})
        .await;
    let (_, mail) = asks.world.owed().await.unwrap();
    assert!(is_not_found(&mail));
}

#[tokio::test]
async fn a_reminder_goes_once_and_only_to_who_has_not_answered() {
    let asks = Asks::switched_on().await;
    let store = &asks.world.store;
    let (_, first, _) = asks.link("Ana Lima").await;
    let (_, _, answered) = asks.link("Ben Quick").await;
    follow_ups::send(store, answered.expose(), &answers())
        .await
        .unwrap();
    asks.world.later(3 * 86_400);
    assert_eq!(asks.ask_those_due().await, [first]);
    let (leased, mail) = asks.world.owed().await.unwrap();
    assert!(matches!(
        mail.unwrap(),
        Mail::FollowUp { reminder: true, .. }
    ));
    mails::sent(store, &leased).await.unwrap();
    assert!(
        !follow_ups::remind(store, &asks.tenant().system(store), first)
            .await
            .unwrap()
    );
    assert!(asks.world.owed().await.is_none());
}

#[tokio::test]
async fn a_reminder_is_counted_from_the_last_mail_that_asked() {
    let asks = Asks::switched_on().await;
    let store = &asks.world.store;
    let (_, id, _) = asks.link("Ana Lima").await;
    asks.world.later(2 * 86_400);
    follow_ups::ask_again(store, &asks.tenant().screens(), id)
        .await
        .unwrap();
    asks.world.mailed_token().await;
    asks.world.later(86_400);
    assert!(asks.ask_those_due().await.is_empty());
    asks.world.later(2 * 86_400);
    assert_eq!(asks.ask_those_due().await, [id]);
}

#[tokio::test]
async fn a_mail_that_cannot_be_delivered_is_shown_and_can_be_sent_again() {
    let asks = Asks::switched_on().await;
    let store = &asks.world.store;
    let (application, _) = asks.enters("Ana Lima", store.now()).await;
    asks.world.later(1800);
    let [id] = asks.ask_those_due().await[..] else {
        panic!("one is asked")
    };
    let leased = queue::claim(store, &[SEND_MAIL]).await.unwrap().unwrap();
    queue::fail(store, &leased, "refused_by_server")
        .await
        .unwrap();
    assert_eq!(asks.statuses().await, [Status::Failed]);
    let of_profile = follow_ups::of_application(store, &asks.tenant().views(), application)
        .await
        .unwrap();
    assert_eq!(
        of_profile[0].delivered.as_ref().unwrap().error.as_deref(),
        Some("refused_by_server")
    );
    asks.world.later(3 * 86_400);
    assert!(
        asks.ask_those_due().await.is_empty(),
        "who never got the first mail is not reminded"
    );
    follow_ups::ask_again(store, &asks.tenant().screens(), id)
        .await
        .unwrap();
    asks.world.mailed_token().await;
    assert_eq!(asks.statuses().await, [Status::Unanswered]);
}
