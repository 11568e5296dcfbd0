//! The board: one read, light cards.

use hiring::board::{self, CardState};
use hiring::columns::ColumnKind;
use hiring::{Error, JobId, Millis, jobs, screenings};
use screening::model::{Column, Verdict};

use crate::support::{MONDAY, World, screening};

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
