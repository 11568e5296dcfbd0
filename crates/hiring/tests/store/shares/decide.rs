//! Decisions: the last one counts, until the recruiter goes on; recruiters hear of each once.

use hiring::columns::ColumnKind;
use hiring::notifications::{self, NotificationKind};
use hiring::shares::{self, Decision, Mark, Press, Reviewer, Terms, Votes};
use hiring::{DecisionId, Error, Millis, placements};

use super::{ALL, OUTSIDER, Shared};

/// What the recruiter has not read yet.
async fn unread(shared: &Shared) -> Vec<notifications::Notification> {
    let permit = shared.tenant().recruiter.permit().unwrap();
    let told = notifications::list(&shared.world.store, &permit, 20)
        .await
        .unwrap();
    told.into_iter().filter(|told| !told.read).collect()
}

#[tokio::test]
async fn a_decision_is_marked_told_logged_and_stands_at_the_top_until_somebody_acts() {
    let shared = Shared::new().await;
    let store = &shared.world.store;
    let (_, reviewer) = shared.outsider().await;
    shares::decide(
        store,
        &reviewer,
        shared.ines,
        Decision::Advance,
        " <b>Yes</b> ",
    )
    .await
    .unwrap();
    let card = shared.world.card(shared.tenant(), shared.ines).await;
    assert_eq!(card.review, Some(Mark::Advanced));
    let told = unread(&shared).await;
    assert_eq!(told.len(), 1);
    assert_eq!(
        (told[0].kind, told[0].decision),
        (NotificationKind::Decision, Some(Decision::Advance))
    );
    assert_eq!(told[0].who.as_deref(), Some(OUTSIDER));
    let advanced = shares::advanced(store, &shared.permit()).await.unwrap();
    assert_eq!((advanced.len(), &*advanced[0].comment), (1, "<b>Yes</b>"));
    // The same again, as a browser sends a form twice: one decision.
    shares::decide(
        store,
        &reviewer,
        shared.ines,
        Decision::Advance,
        "<b>Yes</b>",
    )
    .await
    .unwrap();
    let log = shared
        .world
        .audited(shared.tenant(), &shared.ines.to_string())
        .await;
    assert_eq!(
        log.iter()
            .filter(|action| *action == "decision.make")
            .count(),
        1
    );
    assert_eq!(unread(&shared).await.len(), 1);
    // The recruiter moves the card: that is acting.
    let column = shared
        .world
        .column(shared.tenant(), ColumnKind::Qualified)
        .await;
    placements::move_to(
        store,
        &shared.tenant().screens(),
        shared.ines,
        column,
        card.version,
        None,
    )
    .await
    .unwrap();
    assert!(
        shares::advanced(store, &shared.permit())
            .await
            .unwrap()
            .is_empty()
    );
    let late = shares::decide(store, &reviewer, shared.ines, Decision::Decline, "").await;
    assert!(
        matches!(
            late,
            Err(Error::Invalid {
                field: "decision",
                ..
            })
        ),
        "{late:?}"
    );
    assert_eq!(
        shared.world.card(shared.tenant(), shared.ines).await.review,
        Some(Mark::Advanced)
    );
    // No move was made by the decision itself: the other stands where it stood.
    shares::decide(store, &reviewer, shared.sam, Decision::Decline, "")
        .await
        .unwrap();
    let sam = shared.world.card(shared.tenant(), shared.sam).await;
    assert_eq!((sam.review, sam.by_person), (Some(Mark::Declined), false));
}

#[tokio::test]
async fn a_decision_can_be_changed_and_taken_back_and_the_news_follows() {
    let shared = Shared::new().await;
    let store = &shared.world.store;
    let (_, reviewer) = shared.outsider().await;
    for decision in [Decision::Advance, Decision::NotSure, Decision::Decline] {
        shared.world.later(1);
        shares::decide(store, &reviewer, shared.sam, decision, "")
            .await
            .unwrap();
        let told = unread(&shared).await;
        assert_eq!(
            (told.len(), told[0].decision),
            (1, Some(decision)),
            "the newest takes the place of the one before"
        );
    }
    shares::undo(store, &reviewer, shared.sam).await.unwrap();
    assert!(unread(&shared).await.is_empty());
    assert_eq!(
        shared.world.card(shared.tenant(), shared.sam).await.review,
        Some(Mark::Shared)
    );
    // "Done" without a move.
    shares::decide(store, &reviewer, shared.sam, Decision::Advance, "")
        .await
        .unwrap();
    shares::acted(store, &shared.permit(), shared.sam)
        .await
        .unwrap();
    assert!(matches!(
        shares::acted(store, &shared.permit(), shared.sam).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(
        shares::undo(store, &reviewer, shared.sam).await,
        Err(Error::Invalid { .. })
    ));
    let too_long = "x".repeat(shares::COMMENT_CHARS + 1);
    let refused = shares::decide(store, &reviewer, shared.ines, Decision::Advance, &too_long).await;
    assert!(matches!(
        refused,
        Err(Error::Invalid {
            field: "comment",
            ..
        })
    ));
}

#[tokio::test]
async fn two_who_decide_at_once_are_both_heard_and_the_card_shows_both() {
    let shared = Shared::new().await;
    let store = &shared.world.store;
    let manager = shared.manager();
    shared
        .send(&[&manager, OUTSIDER], &[shared.sam])
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
    let member = shares::by_member(store, &shared.tenant().manager(), part(&manager))
        .await
        .unwrap();
    let mut links = [
        shared.world.mailed_token().await,
        shared.world.mailed_token().await,
    ];
    if shares::by_link(store, &links[0]).await.unwrap().recipient() != part(OUTSIDER) {
        links.swap(0, 1);
    }
    let outsider = shares::by_link(store, &links[0]).await.unwrap();
    let read = |reviewer| async move {
        shares::candidate(store, reviewer, ALL, shared.sam)
            .await
            .unwrap()
            .votes
    };
    assert_eq!(read(&member).await, None, "one's own first");
    let both = tokio::join!(
        shares::decide(store, &member, shared.sam, Decision::Advance, "yes"),
        shares::decide(store, &outsider, shared.sam, Decision::Decline, "no")
    );
    both.0.unwrap();
    both.1.unwrap();
    assert_eq!(
        shared.world.card(shared.tenant(), shared.sam).await.review,
        Some(Mark::Split)
    );
    let votes = read(&member).await.unwrap();
    assert_eq!(
        (votes.len(), votes[0].decision, &*votes[0].who),
        (1, Decision::Decline, OUTSIDER)
    );
    assert_eq!(unread(&shared).await.len(), 2);
    let never = Terms {
        votes: Votes::Never,
        ..ALL
    };
    let hidden = shares::candidate(store, &member, never, shared.sam)
        .await
        .unwrap();
    assert_eq!(hidden.votes, None);
}

#[tokio::test]
async fn a_removed_candidate_is_said_to_be_gone_and_decided_on_no_more() {
    let shared = Shared::new().await;
    let store = &shared.world.store;
    let (_, reviewer) = shared.outsider().await;
    let system = shared.tenant().system(store);
    shares::decide(store, &reviewer, shared.sam, Decision::Advance, "")
        .await
        .unwrap();
    hiring::applications::remove(store, &system, shared.sam)
        .await
        .unwrap();
    let read = shares::read(store, &reviewer).await.unwrap();
    let gone = read
        .asked
        .iter()
        .find(|asked| asked.application == shared.sam)
        .unwrap();
    assert_eq!(gone.card, None);
    let decided = shares::decide(store, &reviewer, shared.sam, Decision::Decline, "").await;
    assert!(matches!(decided, Err(Error::NotFound)));
    assert!(
        shares::advanced(store, &shared.permit())
            .await
            .unwrap()
            .is_empty()
    );
    let told = unread(&shared).await;
    assert_eq!(
        told[0].application, None,
        "no name of somebody who was removed"
    );
    assert!(told[0].at > Millis(0));
}

#[tokio::test]
async fn what_a_share_holds_back_is_not_shown() {
    let shared = Shared::new().await;
    let store = &shared.world.store;
    let terms = Terms {
        score: false,
        evidence: false,
        votes: Votes::Never,
    };
    shared
        .send_on(&[OUTSIDER], &[shared.sam], terms)
        .await
        .unwrap();
    let link = shared.world.mailed_token().await;
    let reviewer = shares::by_link(store, &link).await.unwrap();
    let read = shares::read(store, &reviewer).await.unwrap();
    let card = read.asked[0].card.as_ref().unwrap();
    assert_eq!(
        (card.score, card.top.len(), card.missing.len()),
        (None, 0, 0)
    );
    let one = shares::candidate(store, &reviewer, read.terms, shared.sam)
        .await
        .unwrap();
    assert_eq!(one.profile.card.score, None);
    let screening = one.profile.screening.unwrap();
    assert_eq!(
        (screening.score, screening.result),
        (None, serde_json::Value::Null)
    );
    assert!(one.profile.emails.is_empty(), "no contact details");
}

/// What somebody decided on Sam, and by which press.
async fn own(shared: &Shared, reviewer: &Reviewer) -> shares::Own {
    let read = shares::read(&shared.world.store, reviewer).await.unwrap();
    let sam = read
        .asked
        .into_iter()
        .find(|asked| asked.application == shared.sam);
    sam.unwrap().own
}

/// Presses a button on a page that knows of these presses.
async fn press(
    shared: &Shared,
    reviewer: &Reviewer,
    decision: Option<Decision>,
    id: DecisionId,
    knows: &[Option<DecisionId>],
) -> Result<(), Error> {
    let press = Press {
        id,
        knows: knows.to_vec(),
    };
    let store = &shared.world.store;
    shares::press(store, reviewer, shared.sam, decision, "", &press).await
}

#[tokio::test]
async fn what_was_pressed_on_an_older_page_does_not_override_what_was_decided_since() {
    use Decision::{Advance, Decline, NotSure};
    let shared = Shared::new().await;
    let (_, reviewer) = shared.outsider().await;
    let at_first = own(&shared, &reviewer).await.pressed;
    assert_eq!(at_first, None);
    let [phone, laptop, again, undone] = [(); 4].map(|()| DecisionId::fresh());
    // Both pages were opened before anything was decided; the telephone's press waits for a network.
    press(&shared, &reviewer, Some(Decline), laptop, &[at_first])
        .await
        .unwrap();
    let late = press(&shared, &reviewer, Some(Advance), phone, &[at_first]).await;
    assert!(matches!(late, Err(Error::Outdated)), "{late:?}");
    let stands = own(&shared, &reviewer).await;
    assert_eq!(
        (stands.decision, stands.pressed),
        (Some(Decline), Some(laptop))
    );
    assert_eq!(unread(&shared).await[0].decision, Some(Decline));
    // The same as what stands is no contradiction.
    press(&shared, &reviewer, Some(Decline), phone, &[at_first])
        .await
        .unwrap();
    // Whoever has seen it changes it.
    press(&shared, &reviewer, Some(Advance), again, &[stands.pressed])
        .await
        .unwrap();
    assert_eq!(own(&shared, &reviewer).await.decision, Some(Advance));
    // Taken back is decided as well: nothing stands, and yet it is not as at first.
    press(&shared, &reviewer, None, undone, &[Some(again)])
        .await
        .unwrap();
    let late = press(&shared, &reviewer, Some(NotSure), phone, &[at_first]).await;
    assert!(matches!(late, Err(Error::Outdated)), "{late:?}");
    assert_eq!(own(&shared, &reviewer).await.decision, None);
    let late = press(&shared, &reviewer, None, phone, &[Some(laptop)]).await;
    assert!(
        late.is_ok(),
        "to take back what is taken back changes nothing"
    );
}

#[tokio::test]
async fn a_press_whose_answer_was_lost_counts_once_and_is_no_news_to_who_pressed_it() {
    use Decision::{Advance, Decline};
    let shared = Shared::new().await;
    let (_, reviewer) = shared.outsider().await;
    let [lost, changed] = [(); 2].map(|()| DecisionId::fresh());
    press(&shared, &reviewer, Some(Advance), lost, &[None])
        .await
        .unwrap();
    // It never heard of that, and its holder says something else now.
    press(
        &shared,
        &reviewer,
        Some(Decline),
        changed,
        &[None, Some(lost)],
    )
    .await
    .unwrap();
    assert_eq!(own(&shared, &reviewer).await.decision, Some(Decline));
    // The last one comes again.
    press(
        &shared,
        &reviewer,
        Some(Decline),
        changed,
        &[None, Some(lost)],
    )
    .await
    .unwrap();
    // And the first one, by a way that took long.
    let late = press(&shared, &reviewer, Some(Advance), lost, &[None]).await;
    assert!(matches!(late, Err(Error::Outdated)), "{late:?}");
    let log = shared
        .world
        .audited(shared.tenant(), &shared.sam.to_string())
        .await;
    let made = log.iter().filter(|action| *action == "decision.make");
    assert_eq!(made.count(), 2);
}

#[tokio::test]
async fn of_two_presses_at_once_on_the_same_page_one_counts() {
    use Decision::{Advance, Decline};
    let shared = Shared::new().await;
    let (_, reviewer) = shared.outsider().await;
    let both = tokio::join!(
        press(
            &shared,
            &reviewer,
            Some(Advance),
            DecisionId::fresh(),
            &[None]
        ),
        press(
            &shared,
            &reviewer,
            Some(Decline),
            DecisionId::fresh(),
            &[None]
        )
    );
    let stands = own(&shared, &reviewer).await.decision;
    match both {
        (Ok(()), Err(Error::Outdated)) => assert_eq!(stands, Some(Advance)),
        (Err(Error::Outdated), Ok(())) => assert_eq!(stands, Some(Decline)),
        both => panic!("{both:?}"),
    }
}
