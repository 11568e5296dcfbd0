//! Imports: counted once, with a rate and an end.

use std::time::Duration;

use hiring::imports::{self, Arrival, Estimate, ImportState, Selected};
use hiring::jobs::FetchedJob;
use hiring::queue::{self, Task};
use hiring::screenings::{self, NewScreening};
use hiring::{Error, SelectionId, applications, jobs, overrules};
use screening::model::Verdict;
use serde_json::json;

use crate::support::{World, screening};

#[test]
fn the_rate_is_per_second_and_the_eta_rounds_up() {
    let seconds = Duration::from_secs;
    assert!((imports::rate(95, seconds(10)) - 9.5).abs() < 1e-9);
    assert!(
        (imports::rate(7, Duration::ZERO) - 7.0).abs() < 1e-9,
        "under a second says nothing"
    );
    assert_eq!(imports::eta(100, 9.5), Some(seconds(11)));
    assert_eq!(imports::eta(0, 0.0), Some(Duration::ZERO));
    assert_eq!(imports::eta(5, 0.0), None);
}

#[tokio::test]
async fn each_application_counts_once_and_the_last_one_ends_it() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let system = tenant.system(&world.store);
    let started = imports::start(&world.store, &system, job).await.unwrap();
    assert_eq!(
        imports::start(&world.store, &system, job).await.unwrap().id,
        started.id,
        "one at a time"
    );
    let expected = ["a", "b", "c"].map(|id| (id.to_owned(), Task::new("fetch", json!(id))));
    imports::expect(&world.store, &system, started.id, &expected)
        .await
        .unwrap();
    imports::expect(&world.store, &system, started.id, &expected[1..])
        .await
        .unwrap();
    assert_eq!(
        world.drain(&["fetch"]).await.len(),
        3,
        "the work of each is queued once"
    );
    let progress = async |remote_id, came_in| {
        imports::progress(&world.store, &system, started.id, remote_id, came_in)
            .await
            .unwrap()
    };
    let now = async || {
        imports::read(&world.store, &tenant.views(), job)
            .await
            .unwrap()
            .unwrap()
    };
    progress("a", true).await;
    assert_eq!(
        (now().await.state, now().await.eta(world.store.now())),
        (ImportState::Running, None),
        "not counted yet"
    );
    imports::counted(&world.store, &system, started.id, 3)
        .await
        .unwrap();
    world.later(10);
    progress("a", true).await;
    progress("a", false).await;
    progress("stranger", true).await;
    progress("b", false).await;
    let import = now().await;
    assert_eq!((import.total, import.done, import.failed), (Some(3), 1, 1));
    assert!((import.rate(world.store.now()) - 0.2).abs() < 1e-9);
    assert_eq!(import.eta(world.store.now()), Some(Duration::from_secs(5)));
    assert_eq!(
        jobs::list(&world.store, &tenant.views()).await.unwrap()[0].importing,
        Some(import)
    );
    progress("c", true).await;
    let import = now().await;
    assert_eq!(
        (import.state, import.done, import.eta(world.store.now())),
        (ImportState::Finished, 2, None)
    );
    assert_eq!(
        jobs::list(&world.store, &tenant.views()).await.unwrap()[0].importing,
        None
    );
    assert_ne!(
        imports::start(&world.store, &system, job).await.unwrap().id,
        started.id
    );
}

#[tokio::test]
async fn whoever_brings_an_application_in_ends_its_row_with_it() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let system = tenant.system(&world.store);
    let import = imports::start(&world.store, &system, job).await.unwrap().id;
    let expected = [("a".to_owned(), Task::new("fetch", json!("a")))];
    imports::expect(&world.store, &system, import, &expected)
        .await
        .unwrap();
    for _ in 0..2 {
        let held = world.held(tenant).await;
        let arrival = Arrival {
            import,
            remote_id: "a",
            row: &held,
        };
        imports::came_in(&world.store, &arrival).await.unwrap();
        assert!(!queue::done(&world.store, &held).await.unwrap());
    }
    let read = imports::read(&world.store, &tenant.views(), job).await;
    assert_eq!(read.unwrap().unwrap().done, 1);
}

#[tokio::test]
async fn an_application_is_counted_with_its_score_or_not_at_all() {
    let world = World::new().await;
    let (tenant, store) = (&world.northwind, &world.store);
    let job = world.job(tenant).await;
    let application = world.scored(tenant, job, "Sam Okafor", 40).await;
    let system = tenant.system(store);
    let import = imports::start(store, &system, job).await.unwrap().id;
    let expected = [("a".to_owned(), Task::new("fetch", json!("a")))];
    imports::expect(store, &system, import, &expected)
        .await
        .unwrap();
    let done = async || {
        let read = imports::read(store, &tenant.views(), job).await;
        read.unwrap().unwrap().done
    };
    let before = applications::inputs(store, &system, application)
        .await
        .unwrap();
    let (by, verdict) = (tenant.screens(), Verdict::Met);
    overrules::set(store, &by, application, "r1", verdict, "I know better")
        .await
        .unwrap();
    let held = world.held(tenant).await;
    let arrival = Arrival {
        import,
        remote_id: "a",
        row: &held,
    };
    let record = async |inputs| {
        let new = NewScreening {
            inputs: Some(inputs),
            ..screening(application, 80)
        };
        screenings::record_settled(store, &system, &new, None, Some(&arrival)).await
    };
    let late = record(before.state).await;
    assert!(matches!(late, Err(Error::Outdated)));
    assert_eq!(done().await, 0);
    let now = applications::inputs(store, &system, application).await;
    record(now.unwrap().state).await.unwrap();
    assert_eq!(done().await, 1);
    assert!(!queue::done(store, &held).await.unwrap(), "it is done");
}

#[tokio::test]
async fn an_empty_job_is_imported_at_once_and_a_failed_import_says_why() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let system = tenant.system(&world.store);
    let first = imports::start(&world.store, &system, job).await.unwrap();
    imports::counted(&world.store, &system, first.id, 0)
        .await
        .unwrap();
    assert_eq!(
        imports::read(&world.store, &tenant.views(), job)
            .await
            .unwrap()
            .unwrap()
            .state,
        ImportState::Finished
    );
    world.later(1);
    let second = imports::start(&world.store, &system, job).await.unwrap();
    imports::finish(&world.store, &system, second.id, Some("disconnected"))
        .await
        .unwrap();
    let import = imports::read(&world.store, &tenant.views(), job)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (import.state, import.error.as_deref()),
        (ImportState::Failed, Some("disconnected"))
    );
}

#[tokio::test]
async fn the_other_organization_imports_nothing_here() {
    let world = World::new().await;
    let job = world.job(&world.northwind).await;
    let import = imports::start(&world.store, &world.northwind.system(&world.store), job)
        .await
        .unwrap();
    let other = world.contoso.system(&world.store);
    assert!(matches!(
        imports::start(&world.store, &other, job).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(
        imports::finish(&world.store, &other, import.id, None).await,
        Err(Error::NotFound)
    ));
    assert_eq!(
        imports::read(&world.store, &world.contoso.views(), job)
            .await
            .unwrap(),
        None
    );
    assert!(
        imports::read(&world.store, &world.northwind.manager(), job)
            .await
            .is_err()
    );
    assert_eq!(
        imports::read(&world.store, &world.northwind.views(), job)
            .await
            .unwrap(),
        Some(import)
    );
}

#[tokio::test]
async fn what_people_were_told_stands_beside_what_the_selection_took() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let system = tenant.system(&world.store);
    let integration = jobs::read(&world.store, &tenant.views(), job)
        .await
        .unwrap()
        .integration
        .unwrap();
    let second = FetchedJob {
        remote: Some((integration, "posting-2".into())),
        title: "Data engineer".into(),
        ..FetchedJob::default()
    };
    let second = jobs::upsert_from_ats(&world.store, &tenant.admin(), &second)
        .await
        .unwrap();
    let estimate = Estimate {
        selection: SelectionId::fresh(),
        milliseconds: 120_000,
    };
    let mut begun = Vec::new();
    for job in [job, second] {
        let import = imports::start(&world.store, &system, job).await.unwrap();
        imports::tell(&world.store, &system, import.id, estimate)
            .await
            .unwrap();
        // A try that is made again tells nothing new.
        let again = Estimate {
            selection: SelectionId::fresh(),
            milliseconds: 1,
        };
        imports::tell(&world.store, &system, import.id, again)
            .await
            .unwrap();
        begun.push(import.id);
    }
    let look = async || {
        imports::selected(&world.store, &tenant.health(), integration)
            .await
            .unwrap()
    };
    let end = async |import, many: usize| {
        let expected: Vec<_> = (0..many)
            .map(|nth| (format!("{nth}"), Task::new("fetch", json!(nth))))
            .collect();
        imports::expect(&world.store, &system, import, &expected)
            .await
            .unwrap();
        imports::counted(&world.store, &system, import, many as u64)
            .await
            .unwrap();
        for (remote_id, _) in &expected {
            imports::progress(&world.store, &system, import, remote_id, true)
                .await
                .unwrap();
        }
    };
    world.later(50);
    end(begun[0], 15).await;
    let found = look().await;
    assert_eq!((found.len(), found[0].took), (1, None), "one runs still");
    world.later(60);
    end(begun[1], 7).await;
    let found = look().await;
    assert_eq!((found[0].jobs, found[0].applications), (2, 22));
    assert_eq!(
        (found[0].estimated, found[0].took),
        (Duration::from_secs(120), Some(Duration::from_secs(110)))
    );
    assert_eq!(
        imports::per_application(&found),
        Some(Duration::from_secs(5)),
        "110 seconds for 22"
    );
    let other = imports::selected(&world.store, &world.contoso.health(), integration).await;
    assert_eq!(other.unwrap(), []);
}

#[test]
fn the_next_estimate_is_the_median_of_what_says_something() {
    let selected = |applications, seconds: Option<u64>| Selected {
        selection: SelectionId::fresh(),
        started_at: hiring::Millis(0),
        jobs: 1,
        applications,
        estimated: Duration::from_secs(1),
        took: seconds.map(Duration::from_secs),
    };
    assert_eq!(imports::per_application(&[]), None);
    let too_little = [selected(19, Some(100)), selected(500, None)];
    assert_eq!(imports::per_application(&too_little), None);
    let with_an_outage = [
        selected(100, Some(50)),
        selected(100, Some(86_400)),
        selected(100, Some(60)),
    ];
    assert_eq!(
        imports::per_application(&with_an_outage),
        Some(Duration::from_millis(600))
    );
}
