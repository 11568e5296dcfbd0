//! Persons' verdicts.

use hiring::board::CardState;
use hiring::queue::SCREEN_APPLICATION;
use hiring::{Error, applications, overrules, requirement_sets};
use screening::model::{Override, Verdict};

use crate::support::{World, requirements};

#[tokio::test]
async fn an_overrule_is_an_input_of_the_next_screening_which_is_queued() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let application = world.scored(tenant, job, "Sam Okafor", 71).await;
    let system = tenant.system(&world.store);
    let inputs = async || {
        applications::inputs(&world.store, &system, application)
            .await
            .unwrap()
            .overrides
    };
    assert!(inputs().await.is_empty());
    overrules::set(
        &world.store,
        &tenant.screens(),
        application,
        "r2",
        Verdict::Met,
        " said so on the phone ",
    )
    .await
    .unwrap();
    let expected = |id: &str| Override {
        requirement: id.into(),
        verdict: Verdict::Met,
        reason: "said so on the phone".into(),
    };
    assert_eq!(inputs().await, [expected("r2")]);
    assert_eq!(
        world.card(tenant, application).await.state,
        CardState::Scoring
    );
    assert_eq!(world.drain(&[SCREEN_APPLICATION]).await.len(), 1);
    let profile = applications::profile(&world.store, &tenant.views(), application)
        .await
        .unwrap();
    assert_eq!(
        (
            &*profile.overrules[0].requirement,
            &*profile.overrules[0].account_name
        ),
        ("SQL", "recruiter")
    );

    // A new version that asks for the same in another place still has it; one that does not, does not.
    requirement_sets::activate(
        &world.store,
        &tenant.screens(),
        job,
        &requirements(&["SQL", "Kafka"]),
    )
    .await
    .unwrap();
    assert_eq!(inputs().await, [expected("r1")]);
    requirement_sets::activate(
        &world.store,
        &tenant.screens(),
        job,
        &requirements(&["Kafka"]),
    )
    .await
    .unwrap();
    assert!(inputs().await.is_empty());
}

#[tokio::test]
async fn an_overrule_can_be_changed_and_taken_back() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let application = world.scored(tenant, job, "Sam Okafor", 71).await;
    let permit = tenant.screens();
    overrules::set(
        &world.store,
        &permit,
        application,
        "r1",
        Verdict::Met,
        "one",
    )
    .await
    .unwrap();
    overrules::set(
        &world.store,
        &permit,
        application,
        "r1",
        Verdict::NotMet,
        "two",
    )
    .await
    .unwrap();
    let system = tenant.system(&world.store);
    let overrides = applications::inputs(&world.store, &system, application)
        .await
        .unwrap()
        .overrides;
    assert_eq!(
        (overrides.len(), overrides[0].verdict),
        (1, Verdict::NotMet)
    );
    overrules::clear(&world.store, &permit, application, "r1")
        .await
        .unwrap();
    overrules::clear(&world.store, &permit, application, "r1")
        .await
        .unwrap();
    assert!(
        applications::inputs(&world.store, &system, application)
            .await
            .unwrap()
            .overrides
            .is_empty()
    );
    let log = hiring::audit::of(
        &world.store,
        &tenant.owner.permit().unwrap(),
        &application.to_string(),
    )
    .await
    .unwrap();
    let actions: Vec<_> = log.iter().map(|entry| &*entry.action).collect();
    assert_eq!(
        actions,
        ["verdict.overrule", "verdict.overrule", "verdict.restore"]
    );
}

#[tokio::test]
async fn it_needs_a_reason_a_requirement_and_ones_own_application() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let application = world.scored(tenant, job, "Sam Okafor", 71).await;
    let set = async |permit, requirement, reason: &str| {
        overrules::set(
            &world.store,
            &permit,
            application,
            requirement,
            Verdict::Met,
            reason,
        )
        .await
        .unwrap_err()
    };
    assert!(matches!(
        set(tenant.screens(), "r1", "  ").await,
        Error::Invalid {
            field: "reason",
            ..
        }
    ));
    assert!(matches!(
        set(tenant.screens(), "r9", "why").await,
        Error::NotFound
    ));
    assert!(matches!(
        set(world.contoso.screens(), "r1", "why").await,
        Error::NotFound
    ));
    let refused = overrules::clear(&world.store, &world.contoso.screens(), application, "r1").await;
    assert!(matches!(refused, Err(Error::NotFound)));
    assert_eq!(
        world.card(tenant, application).await.state,
        CardState::Scored
    );
}
