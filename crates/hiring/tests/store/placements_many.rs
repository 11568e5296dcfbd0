//! Several cards in one go: each moves as it would alone, and none holds up the others.

use hiring::columns::ColumnKind;
use hiring::events::{self, EventKind};
use hiring::placements::{self, MOST_CARDS, Via, Wish};
use hiring::queue::WRITE_STATUS_NOTE;
use hiring::{ApplicationId, ColumnId, Error, JobId};

use crate::support::{Tenant, World};

const NAMES: [&str; 3] = ["Sam Okafor", "Ines Duarte", "Mei Tanaka"];

/// Three scored cards of a job.
async fn three(world: &World, tenant: &Tenant) -> (JobId, Vec<ApplicationId>) {
    let job = world.job(tenant).await;
    let mut cards = Vec::new();
    for name in NAMES {
        cards.push(world.scored(tenant, job, name, 71).await);
    }
    (job, cards)
}

/// The wish that a card stands elsewhere, made in sight of where it stands.
async fn wish(world: &World, tenant: &Tenant, application: ApplicationId, to: ColumnId) -> Wish {
    Wish {
        application,
        to,
        expected_version: world.card(tenant, application).await.version,
    }
}

async fn wishes(
    world: &World,
    tenant: &Tenant,
    cards: &[ApplicationId],
    to: ColumnId,
) -> Vec<Wish> {
    let mut wishes = Vec::new();
    for card in cards {
        wishes.push(wish(world, tenant, *card, to).await);
    }
    wishes
}

#[tokio::test]
async fn each_card_moves_as_it_would_alone() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let (store, permit) = (&world.store, tenant.screens());
    let (job, cards) = three(&world, tenant).await;
    let rejected = world.column(tenant, ColumnKind::Rejected).await;
    let newest = events::newest(store, &tenant.views()).await.unwrap();

    // The first is named twice, which is once.
    let mut wanted = wishes(&world, tenant, &cards, rejected).await;
    wanted.push(wanted[0]);
    let ends = placements::move_all(store, &permit, &wanted, Some(" withdrew "))
        .await
        .unwrap();
    let moved: Vec<_> = ends.iter().map(|(application, _)| *application).collect();
    let mut sorted = cards.clone();
    sorted.sort();
    assert_eq!(moved, sorted, "each is answered once");
    for (_, end) in &ends {
        let placed = end.as_ref().unwrap();
        assert_eq!((placed.column, placed.version), (rejected, 3));
        assert_eq!(placed.moved_by, Some(tenant.recruiter.account));
    }

    let heard = events::since(store, &tenant.views(), newest, 10)
        .await
        .unwrap()
        .events;
    let mut told: Vec<_> = heard
        .iter()
        .map(|event| {
            assert_eq!((event.kind, event.job), (EventKind::Card, Some(job)));
            event.application.unwrap()
        })
        .collect();
    told.sort();
    assert_eq!(told, sorted, "an event for each");
    for card in &cards {
        assert_eq!(
            world.audited(tenant, &card.to_string()).await,
            ["card.move"]
        );
        let timeline = hiring::applications::timeline(store, &tenant.views(), *card)
            .await
            .unwrap();
        let told = format!("{timeline:?}");
        assert!(
            told.contains("Moved") && told.contains("\"withdrew\""),
            "{told}"
        );
    }

    // The notes come once the cards rest, one for each.
    assert!(world.drain(&[WRITE_STATUS_NOTE]).await.is_empty());
    world.later(11);
    assert_eq!(
        world.drain(&[WRITE_STATUS_NOTE]).await.len(),
        cards.len(),
        "a note for each"
    );
}

#[tokio::test]
async fn the_same_request_twice_moves_once() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let (_, cards) = three(&world, tenant).await;
    let qualified = world.column(tenant, ColumnKind::Qualified).await;
    let wanted = wishes(&world, tenant, &cards, qualified).await;
    let permit = tenant.screens();
    let go = || placements::move_all(&world.store, &permit, &wanted, None);
    let (first, second) = tokio::join!(go(), go());
    for ((one, first), (other, second)) in first.unwrap().iter().zip(second.unwrap().iter()) {
        assert_eq!(one, other);
        assert_eq!(first.as_ref().unwrap(), second.as_ref().unwrap());
    }
    for card in &cards {
        assert_eq!(
            world.audited(tenant, &card.to_string()).await,
            ["card.move"]
        );
    }
}

#[tokio::test]
async fn one_that_was_moved_meanwhile_does_not_hold_up_the_others() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let (store, permit) = (&world.store, tenant.screens());
    let (_, cards) = three(&world, tenant).await;
    let (qualified, interview) = (
        world.column(tenant, ColumnKind::Qualified).await,
        world.column(tenant, ColumnKind::Custom).await,
    );
    let wanted = wishes(&world, tenant, &cards, qualified).await;
    let owner = tenant.owner.permit().unwrap();
    placements::move_to(store, &owner, cards[1], interview, 2, None)
        .await
        .unwrap();

    let ends = placements::move_all(store, &permit, &wanted, None)
        .await
        .unwrap();
    for (application, end) in ends {
        if application == cards[1] {
            let Err(Error::Conflict { current }) = end else {
                panic!("{end:?}")
            };
            assert_eq!((current.column, current.version), (interview, 3));
        } else {
            assert_eq!(end.unwrap().column, qualified);
        }
    }
    for (card, column) in cards.iter().zip([qualified, interview, qualified]) {
        assert_eq!(world.card(tenant, *card).await.column, column);
    }
}

#[tokio::test]
async fn cards_go_back_to_the_different_columns_they_came_from() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let (store, permit) = (&world.store, tenant.screens());
    let (_, cards) = three(&world, tenant).await;
    let (qualified, interview, pre_qualified) = (
        world.column(tenant, ColumnKind::Qualified).await,
        world.column(tenant, ColumnKind::Custom).await,
        world.column(tenant, ColumnKind::PreQualified).await,
    );
    placements::move_to(store, &permit, cards[0], interview, 2, None)
        .await
        .unwrap();
    let there = wishes(&world, tenant, &cards, qualified).await;
    placements::move_all(store, &permit, &there, None)
        .await
        .unwrap();
    let mut back = Vec::new();
    for (card, to) in cards.iter().zip([interview, pre_qualified, pre_qualified]) {
        back.push(wish(&world, tenant, *card, to).await);
    }
    let ends = placements::move_all(store, &permit, &back, None)
        .await
        .unwrap();
    assert!(ends.iter().all(|(_, end)| {
        end.as_ref()
            .is_ok_and(|placed| placed.by_person && placed.via() == Via::Person)
    }));
    for wish in back {
        let stands = world.card(tenant, wish.application).await;
        assert_eq!(stands.column, wish.to);
    }
}

#[tokio::test]
async fn neither_cards_nor_columns_of_another_organization_are_found() {
    let world = World::new().await;
    let (ours, theirs) = (&world.northwind, &world.contoso);
    let (_, cards) = three(&world, ours).await;
    let (_, foreign) = three(&world, theirs).await;
    let (qualified, theirs_qualified) = (
        world.column(ours, ColumnKind::Qualified).await,
        world.column(theirs, ColumnKind::Qualified).await,
    );
    let permit = ours.screens();
    let newest = events::newest(&world.store, &theirs.views()).await.unwrap();

    let mut wanted = wishes(&world, ours, &cards, qualified).await;
    wanted.extend(wishes(&world, theirs, &foreign, qualified).await);
    let ends = placements::move_all(&world.store, &permit, &wanted, None)
        .await
        .unwrap();
    assert_eq!(ends.len(), cards.len() + foreign.len());
    for (application, end) in ends {
        if cards.contains(&application) {
            assert_eq!(end.unwrap().column, qualified);
        } else {
            assert!(matches!(end, Err(Error::NotFound)), "{end:?}");
        }
    }
    for card in &foreign {
        assert_eq!(world.card(theirs, *card).await.version, 2);
        assert!(world.audited(theirs, &card.to_string()).await.is_empty());
    }
    assert_eq!(
        events::newest(&world.store, &theirs.views()).await.unwrap(),
        newest,
        "nothing to hear there"
    );

    // A foreign column moves nobody, not even those who were to go elsewhere.
    let rejected = world.column(ours, ColumnKind::Rejected).await;
    let mut wanted = wishes(&world, ours, &cards, rejected).await;
    wanted[2].to = theirs_qualified;
    let refused = placements::move_all(&world.store, &permit, &wanted, None).await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    for card in &cards {
        assert_eq!(world.card(ours, *card).await.column, qualified);
    }
}

#[tokio::test]
async fn more_than_the_most_and_a_long_reason_move_nobody() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let (_, cards) = three(&world, tenant).await;
    let qualified = world.column(tenant, ColumnKind::Qualified).await;
    let one = wish(&world, tenant, cards[0], qualified).await;
    let many = vec![one; MOST_CARDS + 1];
    let long = "x".repeat(1_001);
    for (wanted, reason) in [(&many[..], None), (&many[..1], Some(&*long))] {
        let refused = placements::move_all(&world.store, &tenant.screens(), wanted, reason).await;
        assert!(matches!(refused, Err(Error::Invalid { .. })), "{refused:?}");
    }
    assert_eq!(world.card(tenant, cards[0]).await.version, 2);
}
