//! Whom the dialog offers: in which order, nobody twice, nobody of another organization, nobody who is out.

use hiring::jobs::{self, FetchedJob, HiringManager};
use hiring::shares::{self, Known};
use hiring::{Error, JobId, erasure, members};

use super::{OUTSIDER, Shared};
use crate::support::{Tenant, World};

const MIA: &str = "mia@northwind.example";

/// The ATS names a hiring manager of a job, or nobody any more.
async fn names(world: &World, tenant: &Tenant, job: JobId, manager: Option<HiringManager>) {
    let known = jobs::read(&world.store, &tenant.views(), job)
        .await
        .unwrap();
    let fetched = FetchedJob {
        remote: known.integration.zip(known.remote_id),
        title: known.title,
        description: known.description,
        state: known.state,
        hiring_manager: manager,
        ..FetchedJob::default()
    };
    let same = jobs::upsert_from_ats(&world.store, &tenant.admin(), &fetched)
        .await
        .unwrap();
    assert_eq!(same, job);
}

async fn offered(shared: &Shared) -> Vec<(String, Known)> {
    let people = shares::people(&shared.world.store, &shared.permit(), shared.job).await;
    let people = people.unwrap().into_iter();
    people.map(|person| (person.email, person.known)).collect()
}

#[tokio::test]
async fn the_jobs_hiring_manager_comes_first_then_members_then_who_was_asked_before() {
    let shared = Shared::new().await;
    let (world, tenant) = (&shared.world, shared.tenant());
    let member = (shared.manager(), Known::Member);
    assert_eq!(offered(&shared).await, std::slice::from_ref(&member));
    let mia = HiringManager::new("Mia Moss", " Mia@Northwind.example ");
    names(world, tenant, shared.job, mia).await;
    shared
        .send(&[OUTSIDER, &shared.manager()], &[shared.sam])
        .await
        .unwrap();
    let of_job = (MIA.to_owned(), Known::OfJob);
    let before = (OUTSIDER.to_owned(), Known::Before);
    assert_eq!(
        offered(&shared).await,
        [of_job.clone(), member.clone(), before]
    );
    let people = shares::people(&world.store, &shared.permit(), shared.job).await;
    assert_eq!(people.unwrap()[0].name, "Mia Moss");

    // Whose link was revoked is not offered; what was shared of another job is another matter.
    let share = shared.history().await.remove(0).id;
    shares::revoke(&world.store, &shared.permit(), share, None)
        .await
        .unwrap();
    assert_eq!(offered(&shared).await, [of_job, member]);

    // A member whom the ATS names stands there once, and not at all once they are out.
    let named = HiringManager::new("", &shared.manager());
    names(world, tenant, shared.job, named).await;
    assert_eq!(offered(&shared).await, [(shared.manager(), Known::OfJob)]);
    members::deactivate(
        &world.store,
        &tenant.members(),
        tenant.hiring_manager.account,
    )
    .await
    .unwrap();
    assert!(offered(&shared).await.is_empty());
}

#[tokio::test]
async fn another_organization_finds_no_job_and_none_of_its_people() {
    let shared = Shared::new().await;
    let (world, tenant) = (&shared.world, shared.tenant());
    let mia = HiringManager::new("Mia Moss", MIA);
    names(world, tenant, shared.job, mia).await;
    shared.send(&[OUTSIDER], &[shared.sam]).await.unwrap();
    let foreign = world.contoso.recruiter.permit().unwrap();
    let theirs = world.job(&world.contoso).await;
    let found = shares::people(&world.store, &foreign, shared.job).await;
    assert!(matches!(found, Err(Error::NotFound)), "{found:?}");
    let own = shares::people(&world.store, &foreign, theirs)
        .await
        .unwrap();
    let own: Vec<_> = own.into_iter().map(|person| person.email).collect();
    assert_eq!(
        own,
        std::slice::from_ref(&world.contoso.hiring_manager.email)
    );
}

#[tokio::test]
async fn who_is_no_more_to_be_seen_is_forgotten_and_a_purge_forgets_everybody_of_its_connection() {
    let shared = Shared::new().await;
    let (world, tenant) = (&shared.world, shared.tenant());
    let store = &world.store;
    let mia = || HiringManager::new("Mia Moss", MIA);
    let theirs = world.job(&world.contoso).await;
    names(world, &world.contoso, theirs, mia()).await;
    let known = async |tenant: &Tenant, job: JobId| {
        let read = jobs::read(store, &tenant.views(), job).await;
        read.unwrap().hiring_manager
    };
    names(world, tenant, shared.job, mia()).await;
    assert_eq!(known(tenant, shared.job).await, mia());
    names(world, tenant, shared.job, None).await;
    assert_eq!(known(tenant, shared.job).await, None);

    let system = tenant.system(store);
    names(world, tenant, shared.job, mia()).await;
    jobs::posting::out_of_sight(store, &system, shared.job, "confidential")
        .await
        .unwrap();
    assert_eq!(known(tenant, shared.job).await, None);

    names(world, tenant, shared.job, mia()).await;
    let job = jobs::read(store, &tenant.views(), shared.job)
        .await
        .unwrap();
    while erasure::purge_some(store, &system, job.integration.unwrap())
        .await
        .unwrap()
    {}
    assert_eq!(known(tenant, shared.job).await, None);
    assert_eq!(known(&world.contoso, theirs).await, mia());
}

#[test]
fn only_who_can_be_written_to_is_a_hiring_manager() {
    assert_eq!(HiringManager::new("Mia Moss", "no address"), None);
    let nameless = HiringManager::new(" ", MIA).unwrap();
    assert_eq!((nameless.name(), nameless.email()), (MIA, MIA));
}
