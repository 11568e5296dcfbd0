//! Versions of what a job asks for.

use hiring::queue::SCREEN_APPLICATION;
use hiring::{Error, applications, requirement_sets};

use crate::support::{World, requirements};

#[tokio::test]
async fn each_activation_is_a_version_and_the_same_again_is_not() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let activate = async |texts: &[&str]| {
        requirement_sets::activate(&world.store, &tenant.screens(), job, &requirements(texts))
            .await
            .unwrap()
    };
    assert_eq!(activate(&["Rust", "SQL"]).await, 1, "as the job has it");
    assert_eq!(activate(&["Rust", "SQL", "Kafka"]).await, 2);
    assert_eq!(activate(&["Rust", "SQL"]).await, 3);
    let active = requirement_sets::active(&world.store, &tenant.views(), job)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (active.version, active.set),
        (3, requirements(&["Rust", "SQL"]))
    );
}

#[tokio::test]
async fn an_old_score_keeps_its_version_until_it_is_scored_anew() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let application = world.scored(tenant, job, "Sam Okafor", 71).await;
    requirement_sets::activate(&world.store, &tenant.screens(), job, &requirements(&["Go"]))
        .await
        .unwrap();
    let profile = applications::profile(&world.store, &tenant.views(), application)
        .await
        .unwrap();
    assert_eq!(
        (
            profile.requirements.unwrap().version,
            profile.job.requirement_set_version
        ),
        (1, Some(2))
    );
    assert!(
        world.drain(&[SCREEN_APPLICATION]).await.is_empty(),
        "nobody pressed Re-score"
    );
    assert_eq!(
        requirement_sets::rescore(&world.store, &tenant.screens(), job)
            .await
            .unwrap(),
        1
    );
    assert_eq!(
        requirement_sets::rescore(&world.store, &tenant.screens(), job)
            .await
            .unwrap(),
        1
    );
    assert_eq!(
        world.drain(&[SCREEN_APPLICATION]).await.len(),
        1,
        "pressed twice is once"
    );
}

#[tokio::test]
async fn the_other_organization_finds_no_requirements() {
    let world = World::new().await;
    let job = world.job(&world.northwind).await;
    let refused = requirement_sets::activate(
        &world.store,
        &world.contoso.screens(),
        job,
        &requirements(&["Go"]),
    )
    .await;
    assert!(matches!(refused, Err(Error::NotFound)));
    assert_eq!(
        requirement_sets::active(&world.store, &world.contoso.views(), job)
            .await
            .unwrap(),
        None
    );
    assert_eq!(
        requirement_sets::rescore(&world.store, &world.contoso.screens(), job)
            .await
            .unwrap(),
        0
    );
    assert!(
        requirement_sets::active(&world.store, &world.northwind.manager(), job)
            .await
            .is_err()
    );
}
