//! Comparisons: one at a time, kept step by step, a person's to pause, resume, apply and end.

use hiring::permission::ViewJobs;
use hiring::queue::Task;
use hiring::reconciliations::{self, Finding, ItemState, RunState};
use hiring::{Error, JobId, Permit, ReconciliationId, imports};
use serde_json::json;

use crate::support::{Tenant, World};

fn compare(id: ReconciliationId) -> Task {
    Task::new("compare", json!({})).keyed(id.to_string()).bulk()
}

fn fetch(remote: &str) -> Task {
    Task::new("fetch", json!({})).keyed(remote).bulk()
}

fn found(ids: &[&str]) -> Vec<(String, Finding)> {
    let found = ids.iter().map(|id| ((*id).to_owned(), Finding::Missing));
    found.collect()
}

/// A job that was imported.
async fn imported(world: &World, tenant: &Tenant) -> JobId {
    let job = world.job(tenant).await;
    let system = tenant.system(&world.store);
    let import = imports::start(&world.store, &system, job).await.unwrap();
    imports::counted(&world.store, &system, import.id, 0)
        .await
        .unwrap();
    job
}

#[tokio::test]
async fn a_dry_run_waits_for_a_person_and_is_applied_once() {
    let world = World::new().await;
    let (us, store) = (&world.northwind, &world.store);
    let job = imported(&world, us).await;
    let system = us.system(store);
    let run = reconciliations::begin_job(store, &us.screens(), job, true, compare)
        .await
        .unwrap();
    let same = reconciliations::begin_job(store, &us.screens(), job, true, compare)
        .await
        .unwrap();
    assert_eq!(same.id, run.id, "one at a time");
    assert_eq!(world.drain(&["compare"]).await.len(), 1);
    assert_eq!(
        reconciliations::jobs_left(store, &system, run.id)
            .await
            .unwrap(),
        [job]
    );
    reconciliations::found(store, &system, run.id, &found(&["a", "b"]), fetch)
        .await
        .unwrap();
    reconciliations::found(store, &system, run.id, &found(&["b"]), fetch)
        .await
        .unwrap();
    reconciliations::job_compared(store, &system, run.id, job, 7)
        .await
        .unwrap();
    reconciliations::settled_all(store, &system, run.id)
        .await
        .unwrap();
    assert_eq!(world.drain(&["fetch"]).await.len(), 0, "nothing is done");
    let read = reconciliations::read(store, &us.views(), run.id)
        .await
        .unwrap();
    assert_eq!((read.state, read.listed), (RunState::Compared, 7));
    let difference = reconciliations::difference(store, &us.views(), run.id)
        .await
        .unwrap();
    assert_eq!(difference.missing, 2);

    let theirs = world.contoso.screens();
    assert!(matches!(
        reconciliations::apply(store, &theirs, run.id, fetch).await,
        Err(Error::NotFound)
    ));
    reconciliations::apply(store, &us.screens(), run.id, fetch)
        .await
        .unwrap();
    let again = reconciliations::apply(store, &us.screens(), run.id, fetch).await;
    assert!(matches!(again, Err(Error::NotFound)));
    assert_eq!(world.drain(&["fetch"]).await.len(), 2);
    for (id, state) in [
        ("a", ItemState::Done),
        ("b", ItemState::Failed),
        ("a", ItemState::Failed),
    ] {
        reconciliations::settle_item(store, &system, run.id, id, state)
            .await
            .unwrap();
    }
    let read = reconciliations::read(store, &us.views(), run.id)
        .await
        .unwrap();
    assert_eq!(read.state, RunState::Finished);
    let progress = reconciliations::progress(store, &us.views(), run.id)
        .await
        .unwrap();
    assert_eq!(
        (progress.done, progress.failed, progress.waiting),
        (1, 1, 0)
    );
    let audited = world.audited(us, &run.id.to_string()).await;
    assert_eq!(audited, ["reconciliation.begin", "reconciliation.apply"]);
}

#[tokio::test]
async fn a_paused_one_rests_until_it_is_resumed_and_can_be_ended() {
    let world = World::new().await;
    let (us, store) = (&world.northwind, &world.store);
    let job = imported(&world, us).await;
    let system = us.system(store);
    let integration = {
        let views: Permit<ViewJobs> = us.views();
        let job = hiring::jobs::read(store, &views, job).await.unwrap();
        job.integration.unwrap()
    };
    let run = reconciliations::begin(store, &us.admin(), integration, false, compare)
        .await
        .unwrap();
    reconciliations::found(store, &system, run.id, &found(&["a", "b"]), fetch)
        .await
        .unwrap();
    assert_eq!(world.drain(&["compare", "fetch"]).await.len(), 3);
    // That of a whole connection is an admin's.
    let recruiter = reconciliations::pause(store, &us.screens(), run.id).await;
    assert!(matches!(recruiter, Err(Error::Forbidden(_))));
    let admin = us.owner.permit().unwrap();
    reconciliations::pause(store, &admin, run.id).await.unwrap();
    assert!(
        reconciliations::read(store, &us.views(), run.id)
            .await
            .unwrap()
            .paused
    );
    reconciliations::resume(store, &admin, run.id, compare(run.id), fetch)
        .await
        .unwrap();
    assert_eq!(
        world.drain(&["compare", "fetch"]).await.len(),
        3,
        "all that was not done"
    );
    reconciliations::cancel(store, &admin, run.id)
        .await
        .unwrap();
    let late = reconciliations::found(store, &system, run.id, &found(&["c"]), fetch).await;
    assert!(matches!(late, Err(Error::NotFound)));
    reconciliations::settled_all(store, &system, run.id)
        .await
        .unwrap();
    let read = reconciliations::read(store, &us.views(), run.id)
        .await
        .unwrap();
    assert_eq!(read.state, RunState::Cancelled);
}

#[tokio::test]
async fn one_is_due_five_minutes_after_the_last_and_imports_come_first() {
    let world = World::new().await;
    let (us, store) = (&world.northwind, &world.store);
    let job = world.job(us).await;
    let system = us.system(store);
    let every = std::time::Duration::from_secs(300);
    let views = us.views();
    let integration = hiring::jobs::read(store, &views, job)
        .await
        .unwrap()
        .integration
        .unwrap();
    let due = async || {
        reconciliations::due(store, &system, integration, every)
            .await
            .unwrap()
    };
    assert_eq!(due().await, Some(store.now().after(every)));
    imports::start(store, &system, job).await.unwrap();
    world.later(300);
    let run = reconciliations::begin(store, &system.to(), integration, false, compare).await;
    let run = run.unwrap();
    assert_eq!(run.by, None);
    let left = reconciliations::jobs_left(store, &system, run.id)
        .await
        .unwrap();
    assert_eq!(left, [], "a job that is being imported is not compared");
    assert_eq!(due().await, Some(store.now().after(every)));
    reconciliations::settled_all(store, &system, run.id)
        .await
        .unwrap();
    let last = reconciliations::last(store, &us.health(), integration)
        .await
        .unwrap();
    assert_eq!(last.unwrap().state, RunState::Finished);
    world.later(8 * 86_400);
    reconciliations::prune(store, &system).await.unwrap();
    let newest = reconciliations::newest(store, &us.health(), integration, 9)
        .await
        .unwrap();
    assert_eq!(newest, []);
}
