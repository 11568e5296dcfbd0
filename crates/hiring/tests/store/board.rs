//! The board: one read, light cards.

use hiring::board::{self, CardState};
use hiring::columns::ColumnKind;
use hiring::permission::ViewJobs;
use hiring::{Error, JobId, Millis, Permit, applications, jobs, screenings};
use screening::model::{Column, Verdict};

use super::shares::Shared;
use crate::support::{MONDAY, World, on_postgres, screening};

#[tokio::test]
async fn a_board_has_its_columns_and_its_cards_best_first() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let waiting = world.application(tenant, job, "Hana Kobayashi").await;
    let low = world.scored(tenant, job, "Sam Okafor", 41).await;
    let high = world.scored(tenant, job, "Aoife Byrne", 87).await;
    let board = board::read(&world.store, &tenant.views(), job)
        .await
        .unwrap();
    assert_eq!(board.job.title, "Backend engineer");
    let names: Vec<_> = board
        .columns
        .iter()
        .map(|column| (&*column.name, column.folded))
        .collect();
    assert_eq!(
        names,
        [
            ("To review", false),
            ("Not Qualified", false),
            ("Pre-Qualified", false),
            ("Qualified", false),
            ("Interview", false),
            ("Hired", true),
            ("Rejected", true)
        ]
    );
    let cards: Vec<_> = board
        .cards
        .iter()
        .map(|card| (card.application, card.score, card.state))
        .collect();
    assert_eq!(
        cards,
        [
            (high, Some(87), CardState::Scored),
            (low, Some(41), CardState::Scored),
            (waiting, None, CardState::Scoring)
        ]
    );
    assert_eq!(
        board.cards[0].column,
        world.column(tenant, ColumnKind::PreQualified).await
    );
    assert_eq!(
        board.cards[2].column,
        world.column(tenant, ColumnKind::ToReview).await
    );
    assert_eq!(board.cards[0].stage.as_deref(), Some("New applicant"));
    assert_eq!(
        board.newest_event,
        hiring::events::newest(&world.store, &tenant.views())
            .await
            .unwrap()
    );
}

/// The front is what the whole board begins with, column by column.
async fn same_as_the_whole(world: &World, permit: &Permit<ViewJobs>, job: JobId, each: usize) {
    let whole = board::read(&world.store, permit, job).await.unwrap();
    let front = board::front(&world.store, permit, job, each).await.unwrap();
    assert_eq!(front.job, whole.job);
    let columns: Vec<_> = front.columns.iter().map(|(column, _)| column).collect();
    assert_eq!(columns, whole.columns.iter().collect::<Vec<_>>());
    for (column, count) in &front.columns {
        let of = |cards: &[board::Card]| -> Vec<_> {
            let cards = cards.iter().filter(|card| card.column == column.id);
            cards.cloned().collect()
        };
        let all = of(&whole.cards);
        assert_eq!(*count, all.len(), "{}", column.name);
        let first = all.into_iter().take(each).collect::<Vec<_>>();
        assert_eq!(of(&front.cards), first, "{}", column.name);
    }
}

#[tokio::test]
async fn its_front_is_the_first_cards_of_each_column_and_how_many_there_are() {
    let shared = Shared::new().await;
    let (world, tenant) = (&shared.world, shared.tenant());
    let job = shared.job;
    for number in 0..7 {
        let name = format!("Candidate {number}");
        world.application(tenant, job, &name).await;
        let score = 30 + 10 * (number % 4);
        world.scored(tenant, job, &format!("S {name}"), score).await;
    }
    let gone = world.scored(tenant, job, "Gone", 99).await;
    applications::remove(&world.store, &tenant.system(&world.store), gone)
        .await
        .unwrap();
    let other = world.job(&world.contoso).await;
    world.scored(&world.contoso, other, "Other", 100).await;
    for each in [0, 1, 3, 100] {
        same_as_the_whole(world, &tenant.views(), job, each).await;
    }
    let foreign = board::front(&world.store, &world.contoso.views(), job, 3).await;
    assert!(matches!(foreign, Err(Error::NotFound)));
    shared
        .send(&[&shared.manager()], &[shared.sam, shared.ines])
        .await
        .unwrap();
    let manager = tenant.manager();
    same_as_the_whole(world, &manager, job, 1).await;
    let front = board::front(&world.store, &manager, job, 1).await.unwrap();
    let counted: usize = front.columns.iter().map(|(_, count)| count).sum();
    assert_eq!(counted, 2, "what is not shared is not counted");
}

#[tokio::test]
async fn a_card_names_three_matches_two_gaps_and_how_many_more() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let application = world.application(tenant, job, "Sam Okafor").await;
    let mut new = screening(application, 30);
    new.top = (0..5)
        .map(|n| board::Mark {
            label: format!("skill {n}"),
            verdict: Verdict::Partly,
        })
        .collect();
    new.missing = (0..5).map(|n| format!("must {n}")).collect();
    screenings::record(&world.store, &tenant.system(&world.store), &new)
        .await
        .unwrap();
    let card = world.card(tenant, application).await;
    assert_eq!(
        (card.top.len(), card.missing.len(), card.missing_more),
        (3, 2, 3)
    );
}

#[tokio::test]
async fn a_usual_card_is_at_most_300_bytes_as_json() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let application = world.scored(tenant, job, "Aoife Byrne", 87).await;
    let card = world.card(tenant, application).await;
    let json = serde_json::to_string(&card).unwrap();
    assert!(json.len() <= 300, "{}: {json}", json.len());
    assert_eq!(serde_json::from_str::<board::Card>(&json).unwrap(), card);
}

#[tokio::test]
async fn an_unreadable_resume_is_a_card_to_review_that_says_why() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let application = world.application(tenant, job, "Hana Kobayashi").await;
    let mut new = screening(application, 0);
    new.score = None;
    new.column = Column::ToReview;
    new.unreadable = Some("No text in this PDF: it may be a scan".into());
    let recorded = screenings::record(&world.store, &tenant.system(&world.store), &new)
        .await
        .unwrap();
    assert!(recorded.changed && !recorded.placed);
    let card = world.card(tenant, application).await;
    assert_eq!((card.state, card.score), (CardState::Unreadable, None));
    assert_eq!(
        card.state_reason.as_deref(),
        Some("No text in this PDF: it may be a scan")
    );
    assert!(
        world.drain(&[hiring::queue::WRITE_NOTE]).await.is_empty(),
        "no score, no note"
    );
}

#[tokio::test]
async fn cards_that_came_since_the_last_visit_are_new_to_that_person() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let old = world.application(tenant, job, "Sam Okafor").await;
    world.later(60);
    assert_eq!(
        jobs::visit(&world.store, &tenant.views(), job)
            .await
            .unwrap(),
        Millis(0)
    );
    world.later(60);
    let new = world.application(tenant, job, "Aoife Byrne").await;
    let since = jobs::visit(&world.store, &tenant.views(), job)
        .await
        .unwrap();
    assert_eq!(since, Millis(MONDAY.0 + 60_000));
    assert!(!world.card(tenant, old).await.is_new(since));
    assert!(world.card(tenant, new).await.is_new(since));
    let owner = tenant.owner.permit().unwrap();
    assert_eq!(
        jobs::visit(&world.store, &owner, job).await.unwrap(),
        Millis(0),
        "each person has their own"
    );
}

#[tokio::test]
async fn where_nothing_can_be_written_it_is_still_known_what_is_new() {
    if on_postgres() {
        return;
    }
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let old = world.application(tenant, job, "Sam Okafor").await;
    world.later(60);
    let first = jobs::visit(&world.store, &tenant.views(), job).await;
    assert_eq!(first.unwrap(), Millis(0));
    world.later(60);
    let new = world.application(tenant, job, "Aoife Byrne").await;
    world.nothing_is_updated("job_visits").await;
    for _ in 0..2 {
        world.later(60);
        let visited = jobs::visit(&world.store, &tenant.views(), job).await;
        let since = visited.unwrap();
        assert_eq!(since, Millis(MONDAY.0 + 60_000), "as it was kept last");
        assert!(!world.card(tenant, old).await.is_new(since));
        assert!(world.card(tenant, new).await.is_new(since));
    }
    let foreign = jobs::visit(&world.store, &world.contoso.views(), job).await;
    assert!(matches!(foreign, Err(Error::NotFound)));
}

#[tokio::test]
async fn others_and_hiring_managers_find_no_board() {
    let world = World::new().await;
    let job = world.job(&world.northwind).await;
    let application = world.scored(&world.northwind, job, "Sam Okafor", 71).await;
    for permit in [
        world.contoso.views(),
        world.northwind.manager(),
        world.contoso.manager(),
    ] {
        assert!(matches!(
            board::read(&world.store, &permit, job).await,
            Err(Error::NotFound)
        ));
        assert!(matches!(
            board::card(&world.store, &permit, application).await,
            Err(Error::NotFound)
        ));
        assert!(matches!(
            jobs::visit(&world.store, &permit, job).await,
            Err(Error::NotFound)
        ));
    }
    assert!(matches!(
        board::read(&world.store, &world.northwind.views(), JobId::fresh()).await,
        Err(Error::NotFound)
    ));
    assert!(matches!("../1".parse::<JobId>(), Err(Error::NotFound)));
}
