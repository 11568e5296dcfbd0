//! Moves: seen version, double clicks, the engine and people.

use hiring::columns::ColumnKind;
use hiring::events::{self, EventKind};
use hiring::permission::ScreenCandidates;
use hiring::{ApplicationId, ColumnId, Error, audit, placements, screenings};

use crate::support::{World, screening};

#[tokio::test]
async fn a_move_is_seen_by_all_and_logged() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let application = world.scored(tenant, job, "Sam Okafor", 71).await;
    let qualified = world.column(tenant, ColumnKind::Qualified).await;
    let before = world.card(tenant, application).await;
    let newest = events::newest(&world.store, &tenant.views()).await.unwrap();

    let permit = tenant.screens();
    let placed = placements::move_to(
        &world.store,
        &permit,
        application,
        qualified,
        before.version,
        Some("  strong  "),
    );
    let placed = placed.await.unwrap();
    assert_eq!(
        (placed.column, placed.version, placed.by_person),
        (qualified, before.version + 1, true)
    );
    assert_eq!(placed.moved_by, Some(tenant.recruiter.account));

    let heard = events::since(&world.store, &tenant.views(), newest, 10)
        .await
        .unwrap()
        .events;
    assert_eq!(heard.len(), 1);
    assert_eq!(
        (heard[0].kind, heard[0].application, heard[0].job),
        (EventKind::Card, Some(application), Some(job))
    );
    assert_eq!(
        heard[0].card.as_ref().unwrap(),
        &world.card(tenant, application).await
    );
    let log = audit::of(
        &world.store,
        &tenant.owner.permit().unwrap(),
        &application.to_string(),
    )
    .await
    .unwrap();
    assert_eq!(
        (log.len(), &*log[0].action, log[0].account),
        (1, "card.move", Some(tenant.recruiter.account))
    );
    let timeline = hiring::applications::timeline(&world.store, &tenant.views(), application)
        .await
        .unwrap();
    let last = format!("{:?}", timeline[0]);
    assert!(last.contains("Moved") && last.contains("strong"), "{last}");
}

#[tokio::test]
async fn a_double_click_is_one_move_and_answers_the_same() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let application = world.scored(tenant, job, "Sam Okafor", 71).await;
    let qualified = world.column(tenant, ColumnKind::Qualified).await;
    let version = world.card(tenant, application).await.version;
    let permit = tenant.screens();
    let go = || placements::move_to(&world.store, &permit, application, qualified, version, None);
    let (first, second) = tokio::join!(go(), go());
    assert_eq!(first.unwrap(), second.unwrap());
    let newest = events::newest(&world.store, &tenant.views()).await.unwrap();
    assert_eq!(go().await.unwrap().version, version + 1);
    assert_eq!(
        events::newest(&world.store, &tenant.views()).await.unwrap(),
        newest,
        "nothing new to hear"
    );
    assert_eq!(
        audit::of(
            &world.store,
            &tenant.owner.permit().unwrap(),
            &application.to_string()
        )
        .await
        .unwrap()
        .len(),
        1
    );
}

#[tokio::test]
async fn of_two_people_the_later_one_hears_where_the_card_stands() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let application = world.scored(tenant, job, "Sam Okafor", 71).await;
    let (qualified, rejected) = (
        world.column(tenant, ColumnKind::Qualified).await,
        world.column(tenant, ColumnKind::Rejected).await,
    );
    let version = world.card(tenant, application).await.version;
    placements::move_to(
        &world.store,
        &tenant.screens(),
        application,
        qualified,
        version,
        None,
    )
    .await
    .unwrap();
    let owner = tenant.owner.permit::<ScreenCandidates>().unwrap();
    for (column, expected) in [
        (rejected, version),
        (qualified, version),
        (rejected, version + 7),
    ] {
        let refused =
            placements::move_to(&world.store, &owner, application, column, expected, None).await;
        let Err(Error::Conflict { current }) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!((current.column, current.version), (qualified, version + 1));
    }
    assert_eq!(world.card(tenant, application).await.column, qualified);
}

#[tokio::test]
async fn the_engine_never_moves_what_a_person_placed() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let application = world.scored(tenant, job, "Sam Okafor", 71).await;
    let system = tenant.system(&world.store);
    let pre_qualified = world.column(tenant, ColumnKind::PreQualified).await;
    let not_qualified = world.column(tenant, ColumnKind::NotQualified).await;
    assert_eq!(world.card(tenant, application).await.column, pre_qualified);

    let recorded = screenings::record(&world.store, &system, &screening(application, 40))
        .await
        .unwrap();
    assert!(recorded.placed);
    let card = world.card(tenant, application).await;
    assert_eq!((card.column, card.by_person), (not_qualified, false));

    // Even where it stands already: a person said so.
    placements::move_to(
        &world.store,
        &tenant.screens(),
        application,
        not_qualified,
        card.version,
        None,
    )
    .await
    .unwrap();
    let recorded = screenings::record(&world.store, &system, &screening(application, 90))
        .await
        .unwrap();
    assert!(recorded.changed && !recorded.placed);
    let card = world.card(tenant, application).await;
    assert_eq!(
        (card.column, card.score, card.by_person),
        (not_qualified, Some(90), true)
    );
}

#[tokio::test]
async fn a_change_in_the_ats_counts_as_a_persons() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let application = world.scored(tenant, job, "Sam Okafor", 71).await;
    let interview = world.column(tenant, ColumnKind::Custom).await;
    let system = tenant.system(&world.store);
    let version = placements::read(&world.store, &tenant.screens(), application)
        .await
        .unwrap()
        .version;
    let placed = placements::move_to(
        &world.store,
        &system.to(),
        application,
        interview,
        version,
        None,
    )
    .await
    .unwrap();
    assert_eq!((placed.by_person, placed.moved_by), (true, None));
    screenings::record(&world.store, &system, &screening(application, 10))
        .await
        .unwrap();
    assert_eq!(world.card(tenant, application).await.column, interview);
}

#[tokio::test]
async fn neither_another_organizations_card_nor_its_column_is_found() {
    let world = World::new().await;
    let job = world.job(&world.northwind).await;
    let application = world.scored(&world.northwind, job, "Sam Okafor", 71).await;
    let (ours, theirs) = (
        world.column(&world.northwind, ColumnKind::Qualified).await,
        world.column(&world.contoso, ColumnKind::Qualified).await,
    );
    let go = async |permit, application, column| {
        placements::move_to(&world.store, &permit, application, column, 2, None).await
    };
    let cases: [(_, ApplicationId, ColumnId); 4] = [
        (world.contoso.screens(), application, theirs),
        (world.contoso.screens(), application, ours),
        (world.northwind.screens(), application, theirs),
        (world.northwind.screens(), ApplicationId::fresh(), ours),
    ];
    for (permit, application, column) in cases {
        assert!(matches!(
            go(permit, application, column).await,
            Err(Error::NotFound)
        ));
    }
    assert!(matches!(
        placements::read(&world.store, &world.contoso.screens(), application).await,
        Err(Error::NotFound)
    ));
    assert_eq!(world.card(&world.northwind, application).await.version, 2);
}
