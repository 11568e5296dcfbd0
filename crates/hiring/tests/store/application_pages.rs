//! A job's applications a page at a time, filtered.

use std::time::Duration;

use hiring::applications::{self, Filter};
use hiring::columns::ColumnKind;
use hiring::{ApplicationId, Error, Millis, comments, jobs, placements};

use crate::support::{Tenant, World};

impl World {
    async fn found(
        &self,
        tenant: &Tenant,
        job: hiring::JobId,
        filter: Filter,
    ) -> Vec<ApplicationId> {
        applications::page(&self.store, &tenant.views(), job, filter, None, 100)
            .await
            .unwrap()
            .items
            .iter()
            .map(|listed| listed.card.application)
            .collect()
    }
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_overlap() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let mut arrived = Vec::new();
    for name in ["A", "B", "C", "D", "E"] {
        arrived.push(world.application(tenant, job, name).await);
    }
    let (mut seen, mut after, mut pages) = (Vec::new(), None, 0);
    loop {
        let page = applications::page(
            &world.store,
            &tenant.views(),
            job,
            Filter::default(),
            after,
            2,
        )
        .await
        .unwrap();
        seen.extend(page.items.iter().map(|listed| listed.card.application));
        after = seen.last().copied();
        pages += 1;
        if !page.more {
            break;
        }
    }
    assert_eq!((seen, pages), (arrived, 3));
}

#[tokio::test]
async fn filters_narrow_by_column_score_and_change() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let high = world.scored(tenant, job, "High", 90).await;
    let low = world.scored(tenant, job, "Low", 20).await;
    let unscored = world.application(tenant, job, "Unscored").await;

    let min_score = |points| Filter {
        min_score: Some(points),
        ..Filter::default()
    };
    assert_eq!(world.found(tenant, job, min_score(0)).await, [high, low]);
    assert_eq!(world.found(tenant, job, min_score(90)).await, [high]);
    let column = world.column(tenant, ColumnKind::ToReview).await;
    let in_column = Filter {
        column: Some(column),
        ..Filter::default()
    };
    assert_eq!(world.found(tenant, job, in_column).await, [unscored]);

    let began = world.store.now();
    let since = |moment: Millis| Filter {
        changed_since: Some(moment),
        ..Filter::default()
    };
    world.later(60);
    let later = world.store.now();
    assert!(world.found(tenant, job, since(later)).await.is_empty());
    comments::add(&world.store, &tenant.comments(), low, "Call her")
        .await
        .unwrap();
    let version = world.card(tenant, high).await.version;
    let hired = world.column(tenant, ColumnKind::Hired).await;
    placements::move_to(&world.store, &tenant.screens(), high, hired, version, None)
        .await
        .unwrap();
    assert_eq!(world.found(tenant, job, since(later)).await, [high, low]);
    assert_eq!(world.found(tenant, job, since(began)).await.len(), 3);
    assert!(
        world
            .found(tenant, job, since(later.after(Duration::from_millis(1))))
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn another_organization_and_a_hiring_manager_find_nothing() {
    let world = World::new().await;
    let job = world.job(&world.northwind).await;
    let application = world.scored(&world.northwind, job, "Sam Okafor", 71).await;
    let store = &world.store;
    for permit in [world.contoso.views(), world.northwind.manager()] {
        let page = applications::page(store, &permit, job, Filter::default(), None, 10).await;
        assert!(matches!(page, Err(Error::NotFound)));
        let read = applications::read(store, &permit, application).await;
        assert!(matches!(read, Err(Error::NotFound)));
        assert!(matches!(
            jobs::counted(store, &permit, job).await,
            Err(Error::NotFound)
        ));
        let jobs = jobs::page(store, &permit, None, 10).await.unwrap();
        assert!(jobs.items.is_empty());
    }
}

#[tokio::test]
async fn a_page_of_jobs_counts_its_own_cards() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    world.scored(tenant, job, "High", 90).await;
    world.scored(tenant, job, "Higher", 95).await;
    world.application(tenant, job, "Unscored").await;
    let page = jobs::page(&world.store, &tenant.views(), None, 1)
        .await
        .unwrap();
    assert!(!page.more);
    let counts = async |kind| {
        let column = world.column(tenant, kind).await;
        page.items[0]
            .counts
            .iter()
            .find(|counted| counted.column == column)
            .map_or(0, |counted| counted.count)
    };
    assert_eq!(counts(ColumnKind::PreQualified).await, 2);
    assert_eq!(counts(ColumnKind::ToReview).await, 1);
    let after = jobs::page(&world.store, &tenant.views(), Some(job), 1)
        .await
        .unwrap();
    assert!(after.items.is_empty() && !after.more);
}
