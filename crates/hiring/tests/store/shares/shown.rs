//! The team's words under a hiring manager's link: none but those that somebody marked.

use hiring::events::{self, EventKind};
use hiring::shares::{self, Reviewer};
use hiring::{Error, comments};

use super::Shared;

/// What stands under the link, below Sam.
async fn read(shared: &Shared, reviewer: &Reviewer) -> Vec<String> {
    let store = &shared.world.store;
    let terms = shares::read(store, reviewer).await.unwrap().terms;
    let reviewed = shares::candidate(store, reviewer, terms, shared.sam)
        .await
        .unwrap();
    assert!(reviewed.profile.comments.is_empty());
    let said = reviewed.comments.into_iter();
    said.map(|comment| comment.body).collect()
}

#[tokio::test]
async fn a_marked_comment_alone_stands_under_the_link_until_it_is_hidden_or_deleted() {
    let shared = Shared::new().await;
    let (store, tenant) = (&shared.world.store, shared.tenant());
    let (_, reviewer) = shared.outsider().await;
    let permit = tenant.comments();
    let marked = comments::add(store, &permit, shared.sam, "Strong on SQL")
        .await
        .unwrap();
    comments::reply(store, &permit, shared.sam, marked, "Asks for too much")
        .await
        .unwrap();
    assert!(
        read(&shared, &reviewer).await.is_empty(),
        "internal at first"
    );

    let newest = events::newest(store, &tenant.views()).await.unwrap();
    for _ in 0..2 {
        comments::show(store, &permit, marked, true).await.unwrap();
    }
    let heard = events::since(store, &tenant.views(), newest, 10)
        .await
        .unwrap()
        .events;
    let heard: Vec<_> = heard
        .iter()
        .map(|event| (event.kind, event.application))
        .collect();
    let about = Some(shared.sam);
    assert_eq!(
        heard,
        [(EventKind::Comment, about), (EventKind::Card, about)],
        "said twice is said once, to the team and to hiring managers"
    );
    assert_eq!(
        read(&shared, &reviewer).await,
        ["Strong on SQL"],
        "and not what answers it"
    );
    let listed = comments::list(store, &tenant.views(), shared.sam)
        .await
        .unwrap();
    let shown: Vec<_> = listed
        .iter()
        .map(|comment| comment.shown_at.is_some())
        .collect();
    assert_eq!(shown, [true, false]);

    comments::edit(store, &permit, marked, "Strong on Rust")
        .await
        .unwrap();
    assert_eq!(read(&shared, &reviewer).await, ["Strong on Rust"]);
    comments::show(store, &permit, marked, false).await.unwrap();
    assert!(read(&shared, &reviewer).await.is_empty());
    comments::show(store, &permit, marked, true).await.unwrap();
    comments::delete(store, &permit, marked).await.unwrap();
    assert!(
        read(&shared, &reviewer).await.is_empty(),
        "the line that stays for its answer is internal"
    );
    let gone = comments::show(store, &permit, marked, true).await;
    assert!(matches!(gone, Err(Error::NotFound)));
    let log = shared.world.audited(tenant, &shared.sam.to_string()).await;
    assert_eq!(
        log,
        [
            "comment.add",
            "comment.add",
            "comment.show",
            "comment.edit",
            "comment.hide",
            "comment.show",
            "comment.delete"
        ]
    );
}

#[tokio::test]
async fn its_author_or_who_may_share_shows_a_comment_and_for_others_it_is_not_there() {
    let shared = Shared::new().await;
    let (store, tenant) = (&shared.world.store, shared.tenant());
    shared
        .send(&[&shared.manager()], &[shared.sam])
        .await
        .unwrap();
    let of_recruiter = comments::add(store, &tenant.comments(), shared.sam, "Too expensive")
        .await
        .unwrap();
    let of_manager = comments::add(store, &tenant.manager(), shared.sam, "I know them")
        .await
        .unwrap();
    let of_ines = comments::add(store, &tenant.comments(), shared.ines, "Ask her")
        .await
        .unwrap();
    let internal = comments::show(store, &tenant.manager(), of_recruiter, true).await;
    assert!(matches!(internal, Err(Error::NotFound)));
    comments::show(store, &tenant.comments(), of_recruiter, true)
        .await
        .unwrap();
    let refused = comments::show(store, &tenant.manager(), of_recruiter, false).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))));
    comments::show(store, &tenant.comments(), of_recruiter, false)
        .await
        .unwrap();
    comments::show(store, &tenant.manager(), of_manager, true)
        .await
        .unwrap();
    comments::show(store, &tenant.comments(), of_manager, false)
        .await
        .unwrap();
    let unshared = comments::show(store, &tenant.manager(), of_ines, true).await;
    assert!(matches!(unshared, Err(Error::NotFound)));
    let foreign = shared.world.contoso.comments();
    let foreign = comments::show(store, &foreign, of_recruiter, true).await;
    assert!(matches!(foreign, Err(Error::NotFound)));
    let listed = comments::list(store, &tenant.views(), shared.sam)
        .await
        .unwrap();
    assert!(listed.iter().all(|comment| comment.shown_at.is_none()));
}
