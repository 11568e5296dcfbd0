//! Jobs: kept, listed, switched off.

use hiring::columns::ColumnKind;
use hiring::jobs::{self, FetchedJob};
use hiring::queue::SCREEN_APPLICATION;
use hiring::{Error, JobId};

use crate::support::World;

#[tokio::test]
async fn the_jobs_page_counts_cards_per_column_and_what_is_new() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    world.scored(tenant, job, "A", 80).await;
    world.scored(tenant, job, "B", 70).await;
    world.scored(tenant, job, "C", 10).await;
    let list = async || jobs::list(&world.store, &tenant.views()).await.unwrap();
    let summary = list().await.remove(0);
    let (pre_qualified, not_qualified) = (
        world.column(tenant, ColumnKind::PreQualified).await,
        world.column(tenant, ColumnKind::NotQualified).await,
    );
    let count = |column| {
        summary
            .counts
            .iter()
            .find(|count| count.column == column)
            .map(|count| count.count)
    };
    assert_eq!(
        (count(pre_qualified), count(not_qualified)),
        (Some(2), Some(1))
    );
    assert_eq!((summary.total, summary.fresh), (3, 3));
    world.later(1);
    jobs::visit(&world.store, &tenant.views(), job)
        .await
        .unwrap();
    assert_eq!(list().await[0].fresh, 0);
    world.later(1);
    world.application(tenant, job, "D").await;
    assert_eq!((list().await[0].total, list().await[0].fresh), (4, 1));
}

#[tokio::test]
async fn a_job_fetched_again_keeps_its_id_and_what_people_set() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let id = world.job(tenant).await;
    let before = jobs::read(&world.store, &tenant.views(), id).await.unwrap();
    jobs::set_threshold(&world.store, &tenant.screens(), id, 75)
        .await
        .unwrap();
    let integration = before.integration.unwrap();
    let fetched = FetchedJob {
        remote: Some((integration, "posting-1".into())),
        title: "Senior backend engineer".into(),
        ..FetchedJob::default()
    };
    assert_eq!(
        jobs::upsert_from_ats(&world.store, &tenant.admin(), &fetched)
            .await
            .unwrap(),
        id
    );
    let after = jobs::by_remote_id(
        &world.store,
        &tenant.system(&world.store),
        integration,
        "posting-1",
    )
    .await
    .unwrap()
    .unwrap();
    assert_eq!(
        (
            &*after.title,
            after.pre_qualified,
            after.requirement_set_version
        ),
        ("Senior backend engineer", 75, Some(1))
    );
    let nameless = FetchedJob {
        title: " ".into(),
        ..fetched
    };
    let refused = jobs::upsert_from_ats(&world.store, &tenant.admin(), &nameless).await;
    assert!(matches!(
        refused,
        Err(Error::Invalid { field: "title", .. })
    ));
}

#[tokio::test]
async fn a_new_threshold_places_every_card_anew() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    for name in ["A", "B"] {
        world.scored(tenant, job, name, 70).await;
    }
    jobs::set_threshold(&world.store, &tenant.screens(), job, 75)
        .await
        .unwrap();
    assert_eq!(world.drain(&[SCREEN_APPLICATION]).await.len(), 2);
    let refused = jobs::set_threshold(&world.store, &tenant.screens(), job, 101).await;
    assert!(matches!(refused, Err(Error::Invalid { .. })));
}

#[tokio::test]
async fn a_job_that_is_switched_off_is_not_listed_and_stays_known() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    jobs::set_active(&world.store, &tenant.admin(), job, false)
        .await
        .unwrap();
    assert!(
        jobs::list(&world.store, &tenant.views())
            .await
            .unwrap()
            .is_empty()
    );
    let integration = jobs::read(&world.store, &tenant.views(), job)
        .await
        .unwrap()
        .integration
        .unwrap();
    let known = jobs::of_integration(&world.store, &tenant.admin(), integration)
        .await
        .unwrap();
    assert_eq!((known.len(), known[0].active), (1, false));
}

#[tokio::test]
async fn a_job_that_no_ats_knows_is_a_job_too() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let pasted = FetchedJob {
        title: "Nurse".into(),
        ..FetchedJob::default()
    };
    let one = jobs::upsert_from_ats(&world.store, &tenant.admin(), &pasted)
        .await
        .unwrap();
    let two = jobs::upsert_from_ats(&world.store, &tenant.admin(), &pasted)
        .await
        .unwrap();
    assert_ne!(one, two);
    assert_eq!(
        jobs::list(&world.store, &tenant.views())
            .await
            .unwrap()
            .len(),
        2
    );
}

#[tokio::test]
async fn others_and_hiring_managers_find_no_job() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let integration = jobs::read(&world.store, &tenant.views(), job)
        .await
        .unwrap()
        .integration
        .unwrap();
    for permit in [world.contoso.views(), tenant.manager()] {
        assert!(jobs::list(&world.store, &permit).await.unwrap().is_empty());
        assert!(matches!(
            jobs::read(&world.store, &permit, job).await,
            Err(Error::NotFound)
        ));
    }
    let other = &world.contoso;
    assert!(matches!(
        jobs::set_active(&world.store, &other.admin(), job, false).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(
        jobs::set_threshold(&world.store, &other.screens(), job, 1).await,
        Err(Error::NotFound)
    ));
    assert!(
        jobs::of_integration(&world.store, &other.admin(), integration)
            .await
            .unwrap()
            .is_empty()
    );
    let system = other.system(&world.store);
    assert_eq!(
        jobs::by_remote_id(&world.store, &system, integration, "posting-1")
            .await
            .unwrap(),
        None
    );
    let theirs = FetchedJob {
        remote: Some((integration, "posting-1".into())),
        title: "Mine".into(),
        ..FetchedJob::default()
    };
    assert!(
        jobs::upsert_from_ats(&world.store, &other.admin(), &theirs)
            .await
            .is_err()
    );
    assert!(matches!(
        jobs::read(&world.store, &tenant.views(), JobId::fresh()).await,
        Err(Error::NotFound)
    ));
}
