//! Links: one person, one share, one organization; too old, revoked and guessed ones are answered alike.

use std::time::Duration;

use hiring::shares::{self, LASTS};
use hiring::{Error, Secret};

use super::{OUTSIDER, Shared};
use crate::support::on_postgres;

#[tokio::test]
async fn looking_changes_nothing_and_opening_is_kept_once() {
    let shared = Shared::new().await;
    let (link, reviewer) = shared.outsider().await;
    let opened = |history: Vec<shares::Share>| history[0].recipients[0].opened_at;
    assert_eq!(
        opened(shared.history().await),
        None,
        "looking is not opening"
    );
    shares::open(&shared.world.store, &link).await.unwrap();
    let first = opened(shared.history().await);
    assert!(first.is_some());
    shared.world.later(60);
    shares::open(&shared.world.store, &link).await.unwrap();
    assert_eq!(opened(shared.history().await), first);
    let log = shared
        .world
        .audited(shared.tenant(), &reviewer.recipient().to_string())
        .await;
    assert_eq!(log, ["share.open"]);
}

#[tokio::test]
async fn where_nothing_can_be_written_a_link_opens_what_is_shared() {
    if on_postgres() {
        return;
    }
    let shared = Shared::new().await;
    let store = &shared.world.store;
    let (link, looked) = shared.outsider().await;
    shared.world.nothing_is_updated("share_recipients").await;
    let reviewer = shares::open(store, &link).await.unwrap();
    assert_eq!(reviewer.recipient(), looked.recipient());
    assert!(shares::read(store, &reviewer).await.is_ok());
    let recipient = &shared.history().await[0].recipients[0];
    assert_eq!(recipient.opened_at, None, "what was not kept is not told");
    let guessed = shares::open(store, &Secret::new("")).await;
    assert!(matches!(guessed, Err(Error::NotFound)));
}

#[tokio::test]
async fn guessed_old_and_revoked_links_are_not_found() {
    let shared = Shared::new().await;
    let store = &shared.world.store;
    let (link, _) = shared.outsider().await;
    let guessed = Secret::new("x".repeat(43));
    assert!(matches!(
        shares::by_link(store, &guessed).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(
        shares::open(store, &Secret::new("")).await,
        Err(Error::NotFound)
    ));
    let share = shared.history().await.remove(0);
    shares::revoke(store, &shared.permit(), share.id, None)
        .await
        .unwrap();
    assert!(matches!(
        shares::by_link(store, &link).await,
        Err(Error::NotFound)
    ));
    // A new share is a new link, which ends by itself.
    let (link, _) = shared.outsider().await;
    shared.world.clock.advance(LASTS - Duration::from_secs(1));
    assert!(shares::by_link(store, &link).await.is_ok());
    shared.world.later(2);
    assert!(matches!(
        shares::open(store, &link).await,
        Err(Error::NotFound)
    ));
}

#[tokio::test]
async fn a_link_opens_its_own_part_alone() {
    let shared = Shared::new().await;
    let store = &shared.world.store;
    shared.send(&[OUTSIDER], &[shared.sam]).await.unwrap();
    let link = shared.world.mailed_token().await;
    let reviewer = shares::by_link(store, &link).await.unwrap();
    let read = shares::read(store, &reviewer).await.unwrap();
    assert_eq!(read.asked.len(), 1);
    let other = shares::candidate(store, &reviewer, read.terms, shared.ines).await;
    assert!(matches!(other, Err(Error::NotFound)), "not shared");
    let decided =
        shares::decide(store, &reviewer, shared.ines, shares::Decision::Advance, "").await;
    assert!(matches!(decided, Err(Error::NotFound)));
    let theirs = shared.world.job(&shared.world.contoso).await;
    let foreign = shared
        .world
        .scored(&shared.world.contoso, theirs, "Max", 50)
        .await;
    let decided = shares::decide(store, &reviewer, foreign, shares::Decision::Advance, "").await;
    assert!(matches!(decided, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_member_opens_what_came_to_their_address_and_nothing_else() {
    let shared = Shared::new().await;
    let store = &shared.world.store;
    shared
        .send(&[&shared.manager(), OUTSIDER], &[shared.sam])
        .await
        .unwrap();
    let share = shared.history().await.remove(0);
    let part = |email: &str| {
        share
            .recipients
            .iter()
            .find(|part| part.email == email)
            .unwrap()
            .id
    };
    let manager = shared.tenant().manager();
    assert!(
        shares::by_member(store, &manager, part(&shared.manager()))
            .await
            .is_ok()
    );
    for (permit, recipient) in [
        (manager, part(OUTSIDER)),
        (shared.tenant().views(), part(&shared.manager())),
        (shared.world.contoso.manager(), part(&shared.manager())),
    ] {
        let refused = shares::by_member(store, &permit, recipient).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    }
}
