//! What is looked at before it is shared: what the reviewers will see, and nothing else; nothing is kept of it.

use hiring::shares::{self, Preview, Terms, Votes};
use hiring::{ApplicationId, Error};

use super::{ALL, OUTSIDER, Shared};

const NOTHING: Terms = Terms {
    score: false,
    evidence: false,
    votes: Votes::Never,
};

fn of(shared: &Shared, who: &[ApplicationId], terms: Terms) -> Preview {
    Preview::new(
        shared.job,
        who.iter().copied(),
        " Please look\r\n",
        terms,
        None,
    )
    .unwrap()
}

#[tokio::test]
async fn it_is_what_the_reviewer_sees_afterwards_and_keeps_nothing() {
    let shared = Shared::new().await;
    let (store, permit) = (&shared.world.store, shared.permit());
    let draft = of(&shared, &[shared.ines, shared.sam], ALL);
    let before = shares::preview(store, &permit, &draft).await.unwrap();
    let one = shares::preview_candidate(store, &permit, &draft, shared.sam).await;
    let one = one.unwrap();
    assert!(shared.history().await.is_empty());
    assert_eq!(
        shared.world.card(shared.tenant(), shared.sam).await.review,
        None
    );
    assert!(shared.world.owed().await.is_none(), "no mail");

    let (_, reviewer) = shared.outsider().await;
    let after = shares::read(store, &reviewer).await.unwrap();
    let shown = |review: &shares::Review| -> Vec<_> {
        let asked = review.asked.iter();
        asked
            .map(|asked| {
                let card = asked.card.as_ref().unwrap();
                (asked.application, card.name.clone(), card.score)
            })
            .collect()
    };
    assert_eq!(shown(&before), shown(&after));
    assert_eq!(
        (
            &before.shared_by,
            &before.organization_name,
            &before.message
        ),
        (&after.shared_by, &after.organization_name, &after.message)
    );
    let seen = shares::candidate(store, &reviewer, after.terms, shared.sam).await;
    let seen = seen.unwrap();
    assert_eq!((one.votes, one.own), (seen.votes, seen.own));
    let (one, seen) = (one.profile, seen.profile);
    assert_eq!(
        (one.screening.unwrap().score, one.emails),
        (seen.screening.unwrap().score, seen.emails)
    );
}

#[tokio::test]
async fn what_the_terms_hide_is_not_in_it() {
    let shared = Shared::new().await;
    let (store, permit) = (&shared.world.store, shared.permit());
    shared.send(&[OUTSIDER], &[shared.sam]).await.unwrap();
    let hidden = of(&shared, &[shared.sam], NOTHING);
    let read = shares::preview(store, &permit, &hidden).await.unwrap();
    let card = read.asked[0].card.as_ref().unwrap();
    assert_eq!(
        (card.score, card.top.len(), card.missing.len()),
        (None, 0, 0)
    );
    let seen = shares::preview_candidate(store, &permit, &hidden, shared.sam)
        .await
        .unwrap();
    let screening = seen.profile.screening.unwrap();
    assert_eq!(
        (screening.score, screening.result, seen.votes),
        (None, serde_json::Value::Null, None)
    );
    assert!(seen.profile.emails.is_empty() && seen.profile.comments.is_empty());

    let open = Terms {
        votes: Votes::Always,
        ..ALL
    };
    let open = of(&shared, &[shared.sam], open);
    let seen = shares::preview_candidate(store, &permit, &open, shared.sam)
        .await
        .unwrap();
    assert_eq!(seen.profile.screening.unwrap().score, Some(71));
    assert_eq!(
        seen.votes,
        Some(Vec::new()),
        "of a new share nobody decided"
    );
}

#[tokio::test]
async fn who_is_not_of_the_job_or_of_another_organization_is_not_found() {
    let shared = Shared::new().await;
    let (world, store) = (&shared.world, &shared.world.store);
    let foreign = world.contoso.recruiter.permit().unwrap();
    let draft = of(&shared, &[shared.sam], ALL);
    let theirs = world.job(&world.contoso).await;
    let other = world
        .application(&world.contoso, theirs, "Oscar Other")
        .await;
    for (permit, draft, who) in [
        (&foreign, &draft, shared.sam),
        (&shared.permit(), &of(&shared, &[other], ALL), other),
    ] {
        let list = shares::preview(store, permit, draft).await;
        assert!(matches!(list, Err(Error::NotFound)), "{list:?}");
        let one = shares::preview_candidate(store, permit, draft, who).await;
        assert!(matches!(one, Err(Error::NotFound)), "{one:?}");
    }
    // Of the job, and not chosen.
    let one = shares::preview_candidate(store, &shared.permit(), &draft, shared.ines).await;
    assert!(matches!(one, Err(Error::NotFound)), "{one:?}");
}
