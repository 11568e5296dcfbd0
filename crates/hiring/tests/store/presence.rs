//! Who looks at a board or a profile just now.

use std::time::Duration;

use hiring::permission::ScreenCandidates;
use hiring::presence::{self, KEPT, Others, PERIOD, Place, Shown};
use hiring::{Error, JobId, Member, members};

use crate::support::World;

fn board(job: JobId) -> Shown {
    Shown {
        job: Some(job),
        application: None,
    }
}

async fn show(world: &World, member: &Member, tab: u32, shown: Shown) -> Others {
    presence::show(&world.store, &member.permit().unwrap(), tab, shown)
        .await
        .unwrap()
}

#[tokio::test]
async fn colleagues_see_each_other_where_they_are_and_for_as_long_as_they_are_there() {
    let world = World::new().await;
    let (owner, recruiter) = (&world.northwind.owner, &world.northwind.recruiter);
    let job = world.job(&world.northwind).await;
    let application = world.scored(&world.northwind, job, "Sam Okafor", 71).await;
    let profile = Shown {
        job: Some(job),
        application: Some(application),
    };
    let alone = show(&world, owner, 1, board(job)).await;
    assert_eq!((alone.job.len(), alone.again), (0, PERIOD));
    // One's own second tab is nobody else.
    assert!(show(&world, owner, 2, board(job)).await.job.is_empty());
    let both = show(&world, recruiter, 1, profile).await;
    assert_eq!(
        (both.job, both.application),
        (vec!["Aoife Byrne".to_owned()], Vec::new())
    );
    let both = show(&world, owner, 1, profile).await;
    assert_eq!(
        (&*both.job, &*both.application),
        (&["recruiter".to_owned()][..], &["recruiter".to_owned()][..])
    );

    // A tab that leaves is gone at once, and another of the same member stays.
    show(&world, owner, 1, Shown::default()).await;
    let left = show(&world, recruiter, 1, profile).await;
    assert_eq!((left.job.len(), left.application.len()), (1, 0));
    show(&world, owner, 2, Shown::default()).await;
    assert!(show(&world, recruiter, 1, profile).await.job.is_empty());

    // One that was killed is gone after a while; whoever stays is told to look then.
    show(&world, owner, 3, board(job)).await;
    world.later(12);
    let seen = show(&world, recruiter, 1, board(job)).await;
    assert_eq!(
        (seen.job.len(), seen.again),
        (1, KEPT - Duration::from_secs(12))
    );
    world.later(13);
    assert!(show(&world, recruiter, 1, board(job)).await.job.is_empty());
}

#[tokio::test]
async fn nobody_else_sees_or_is_seen() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    assert!(tenant.hiring_manager.permit::<ScreenCandidates>().is_err());
    let theirs = world.contoso.owner.permit().unwrap();
    let refused = presence::show(&world.store, &theirs, 1, board(job)).await;
    assert!(matches!(refused, Err(Error::NotFound)));
    show(&world, &tenant.owner, 1, board(job)).await;
    show(&world, &tenant.recruiter, 1, board(job)).await;
    members::deactivate(&world.store, &tenant.members(), tenant.recruiter.account)
        .await
        .unwrap();
    let others = show(&world, &tenant.owner, 1, board(job)).await;
    assert!(others.job.is_empty(), "who is out is out at once");
}

#[tokio::test]
async fn live_connections_are_woken_where_somebody_comes_or_leaves_and_by_no_heartbeat() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let application = world.scored(tenant, job, "Sam Okafor", 71).await;
    let mut arrivals = world.store.arrivals(tenant.id);
    let mut theirs = world.store.arrivals(world.contoso.id);
    let profile = Shown {
        job: Some(job),
        application: Some(application),
    };
    for shown in [board(job), board(job), profile, profile, Shown::default()] {
        show(&world, &tenant.owner, 1, shown).await;
    }
    let mut heard = Vec::new();
    while heard.len() < 4 {
        heard.push(arrivals.recv().await.unwrap());
    }
    let (at_board, at_profile) = (Place::Job(job), Place::Application(application));
    assert_eq!(heard, [at_board, at_profile, at_board, at_profile]);
    assert!(theirs.try_recv().is_err());
}
