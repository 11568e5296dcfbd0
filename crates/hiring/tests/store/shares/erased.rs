//! A share of which a candidate was erased: the others go on, and a number stays where a name was.

use hiring::erasure::{self, Reason};
use hiring::mails::{self, Mail};
use hiring::shares::{self, Decision};
use hiring::{ApplicationId, Error};

use super::{OUTSIDER, Shared};

async fn erase(shared: &Shared, who: ApplicationId) {
    let store = &shared.world.store;
    let system = shared.tenant().system(store);
    erasure::application(store, &system, who, Reason::Deleted)
        .await
        .unwrap();
}

#[tokio::test]
async fn whoever_was_erased_leaves_a_number_in_the_history_and_nothing_before_the_reviewer() {
    let shared = Shared::new().await;
    let store = &shared.world.store;
    let (_, reviewer) = shared.outsider().await;
    shares::decide(store, &reviewer, shared.sam, Decision::Advance, "Sam, yes")
        .await
        .unwrap();
    for _ in 0..2 {
        erase(&shared, shared.sam).await;
    }
    let read = shares::read(store, &reviewer).await.unwrap();
    let asked: Vec<_> = read.asked.iter().map(|asked| asked.application).collect();
    assert_eq!(asked, [shared.ines]);
    let page = shares::candidate(store, &reviewer, read.terms, shared.sam).await;
    assert!(matches!(page, Err(Error::NotFound)));
    let late = shares::decide(store, &reviewer, shared.sam, Decision::Decline, "").await;
    assert!(matches!(late, Err(Error::NotFound)));
    shares::decide(store, &reviewer, shared.ines, Decision::Advance, "")
        .await
        .unwrap();

    let history = shared.history().await;
    assert_eq!(history[0].erased, 1, "erased twice is erased once");
    let items = &history[0].recipients[0].items;
    assert_eq!(items.len(), 1);
    assert_eq!(
        (&*items[0].name, items[0].decision),
        ("Ines Duarte", Some(Decision::Advance))
    );
    assert!(!format!("{history:?}").contains("Sam"));
}

#[tokio::test]
async fn who_was_withdrawn_before_is_not_counted_and_another_share_is_not_touched() {
    let shared = Shared::new().await;
    let store = &shared.world.store;
    shared
        .send(&[OUTSIDER], &[shared.sam, shared.ines])
        .await
        .unwrap();
    let share = shared.history().await.remove(0);
    shares::withdraw(store, &shared.permit(), share.id, shared.sam)
        .await
        .unwrap();
    shared.world.later(60);
    shared
        .send(&[&shared.manager()], &[shared.ines])
        .await
        .unwrap();
    erase(&shared, shared.sam).await;
    let erased = async || {
        let history = shared.history().await;
        history.iter().map(|share| share.erased).collect::<Vec<_>>()
    };
    assert_eq!(erased().await, [0, 0]);
    erase(&shared, shared.ines).await;
    assert_eq!(erased().await, [1, 1]);
}

#[tokio::test]
async fn a_mail_that_waits_names_nobody_who_was_erased_and_none_goes_about_nobody() {
    let shared = Shared::new().await;
    let store = &shared.world.store;
    shared
        .send(&[OUTSIDER], &[shared.sam, shared.ines])
        .await
        .unwrap();
    erase(&shared, shared.sam).await;
    let (leased, mail) = shared.world.owed().await.unwrap();
    let Mail::Share(mail) = mail.unwrap() else {
        panic!("a mail of a share")
    };
    assert_eq!(mail.candidates, ["Ines Duarte"]);
    assert_eq!(mail.message, "", "it may have named them");
    // Erased while the mail server was away.
    erase(&shared, shared.ines).await;
    let again = mails::owed(store, &leased).await;
    assert!(matches!(again, Err(Error::NotFound)));
}
