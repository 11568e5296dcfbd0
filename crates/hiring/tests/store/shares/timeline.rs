//! The timeline of a candidate who was shared: for the team whole, for a hiring manager their own part.

use hiring::applications::{self, CommentStep, Happening};
use hiring::shares::{self, Decision};
use hiring::{Error, comments};

use super::{OUTSIDER, Shared};

#[tokio::test]
async fn shares_and_every_change_of_a_decision_are_told_newest_first_with_who() {
    let shared = Shared::new().await;
    let (store, tenant) = (&shared.world.store, shared.tenant());
    let (_, reviewer) = shared.outsider().await;
    for (decision, words) in [
        (Decision::Advance, ""),
        (Decision::Advance, "On Monday?"),
        (Decision::Decline, "On Monday?"),
    ] {
        shared.world.later(60);
        shares::decide(store, &reviewer, shared.sam, decision, words)
            .await
            .unwrap();
    }
    shared.world.later(60);
    shares::undo(store, &reviewer, shared.sam).await.unwrap();
    shared.world.later(60);
    comments::add(store, &tenant.comments(), shared.sam, "Why?")
        .await
        .unwrap();
    shared.world.later(60);
    let share = shared.history().await.remove(0).id;
    shares::withdraw(store, &shared.permit(), share, shared.sam)
        .await
        .unwrap();
    shared.world.later(60);
    shares::revoke(store, &shared.permit(), share, None)
        .await
        .unwrap();

    let told = applications::timeline(store, &tenant.views(), shared.sam)
        .await
        .unwrap();
    assert!(told.is_sorted_by(|one, next| one.at >= next.at));
    let decided = |decision, before| Happening::Decided { decision, before };
    let with = vec![OUTSIDER.to_owned()];
    let expected = [
        ("recruiter", Happening::Revoked(with.clone())),
        ("recruiter", Happening::Withdrawn),
        ("recruiter", Happening::Comment(CommentStep::Written)),
        (OUTSIDER, Happening::Undecided),
        (
            OUTSIDER,
            decided(Decision::Decline, Some(Decision::Advance)),
        ),
        (
            OUTSIDER,
            decided(Decision::Advance, Some(Decision::Advance)),
        ),
        (OUTSIDER, decided(Decision::Advance, None)),
    ];
    for (nth, (who, what)) in expected.into_iter().enumerate() {
        assert_eq!(told[nth].who.as_deref(), Some(who), "{nth}");
        assert_eq!(told[nth].what, what, "{nth}");
    }
    assert!(
        told.iter()
            .any(|entry| entry.what == Happening::Shared(with.clone()))
    );
    assert!(
        !format!("{told:?}").contains("Monday"),
        "what was said stands elsewhere"
    );

    // What happened to Sam is not Ines's, and nobody else's.
    let ines = applications::timeline(store, &tenant.views(), shared.ines)
        .await
        .unwrap();
    assert!(!format!("{ines:?}").contains("Decided"));
    for outside in [shared.world.contoso.views(), tenant.manager()] {
        let told = applications::timeline(store, &outside, shared.sam).await;
        assert!(matches!(told, Err(Error::NotFound)));
    }
}

#[tokio::test]
async fn a_hiring_manager_reads_of_their_own_part_alone_while_it_is_before_them() {
    let shared = Shared::new().await;
    let (store, tenant) = (&shared.world.store, shared.tenant());
    let (member, outsider) = shared.two().await;
    shared.world.later(60);
    shares::decide(store, &outsider, shared.sam, Decision::Advance, "")
        .await
        .unwrap();
    shared.world.later(60);
    shares::decide(store, &member, shared.sam, Decision::Decline, "")
        .await
        .unwrap();
    comments::add(store, &tenant.comments(), shared.sam, "Hm")
        .await
        .unwrap();
    let told = applications::timeline(store, &tenant.manager(), shared.sam)
        .await
        .unwrap();
    let what: Vec<_> = told.into_iter().map(|entry| entry.what).collect();
    let name = tenant.hiring_manager.name.clone();
    assert_eq!(
        what,
        [
            Happening::Decided {
                decision: Decision::Decline,
                before: None
            },
            Happening::Shared(vec![name]),
            Happening::Applied,
        ],
        "no score, no move, no comment, and nothing of the other"
    );
}
