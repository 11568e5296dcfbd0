//! What the engine found, and what follows from it.

use hiring::board::CardState;
use hiring::queue::WRITE_NOTE;
use hiring::screenings::{self, NewScreening};
use hiring::{Error, applications, events};

use crate::support::{World, screening};

#[tokio::test]
async fn a_screening_is_a_scored_card_a_note_to_write_and_history() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let application = world.application(tenant, job, "Sam Okafor").await;
    let newest = events::newest(&world.store, &tenant.views()).await.unwrap();
    let system = tenant.system(&world.store);
    let recorded = screenings::record(&world.store, &system, &screening(application, 71))
        .await
        .unwrap();
    assert!(recorded.changed && recorded.placed);
    let heard = events::since(&world.store, &tenant.views(), newest, 10)
        .await
        .unwrap()
        .events;
    assert_eq!(heard.len(), 1, "one event for card and place together");
    assert_eq!(heard[0].card.as_ref().unwrap().score, Some(71));
    assert_eq!(world.drain(&[WRITE_NOTE]).await.len(), 1);
    world.later(1);
    screenings::record(&world.store, &system, &screening(application, 72))
        .await
        .unwrap();
    let profile = applications::profile(&world.store, &tenant.views(), application)
        .await
        .unwrap();
    assert_eq!(profile.screening.unwrap().result["score"], 72);
    let timeline = applications::timeline(&world.store, &tenant.views(), application)
        .await
        .unwrap();
    let timeline = format!("{timeline:?}");
    assert!(
        timeline.contains("score: Some(71)") && timeline.contains("score: Some(72)"),
        "{timeline}"
    );
}

#[tokio::test]
async fn a_job_that_runs_twice_leaves_one_screening_and_still_sees_to_the_note() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let application = world.application(tenant, job, "Sam Okafor").await;
    let system = tenant.system(&world.store);
    let first = screenings::record(&world.store, &system, &screening(application, 71))
        .await
        .unwrap();
    let newest = events::newest(&world.store, &tenant.views()).await.unwrap();
    world.drain(&[WRITE_NOTE]).await;
    let second = screenings::record(&world.store, &system, &screening(application, 71))
        .await
        .unwrap();
    assert_eq!(
        (second.screening, second.changed, second.placed),
        (first.screening, false, false)
    );
    assert_eq!(
        events::newest(&world.store, &tenant.views()).await.unwrap(),
        newest
    );
    assert_eq!(world.drain(&[WRITE_NOTE]).await.len(), 1);
    let other_version = NewScreening {
        requirement_set_version: 2,
        ..screening(application, 71)
    };
    assert!(
        screenings::record(&world.store, &system, &other_version)
            .await
            .unwrap()
            .changed
    );
}

#[tokio::test]
async fn scoring_is_shown_meanwhile_and_ends_also_with_the_same_result() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let application = world.scored(tenant, job, "Sam Okafor", 71).await;
    let system = tenant.system(&world.store);
    screenings::scoring(&world.store, &system, application)
        .await
        .unwrap();
    let card = world.card(tenant, application).await;
    assert_eq!(
        (card.state, card.score),
        (CardState::Scoring, Some(71)),
        "the last score stands meanwhile"
    );
    assert!(
        !screenings::record(&world.store, &system, &screening(application, 71))
            .await
            .unwrap()
            .changed
    );
    assert_eq!(
        world.card(tenant, application).await.state,
        CardState::Scored
    );
}

#[tokio::test]
async fn the_other_organization_scores_nothing_here() {
    let world = World::new().await;
    let job = world.job(&world.northwind).await;
    let application = world.scored(&world.northwind, job, "Sam Okafor", 71).await;
    let other = world.contoso.system(&world.store);
    let refused = screenings::record(&world.store, &other, &screening(application, 1)).await;
    assert!(matches!(refused, Err(Error::NotFound)));
    assert!(matches!(
        screenings::scoring(&world.store, &other, application).await,
        Err(Error::NotFound)
    ));
    assert_eq!(
        world.card(&world.northwind, application).await.score,
        Some(71)
    );
}

#[tokio::test]
async fn a_screening_of_older_inputs_is_not_kept_over_a_newer_one() {
    let world = World::new().await;
    let (us, store) = (&world.northwind, &world.store);
    let job = world.job(us).await;
    let application = world.scored(us, job, "Sam Okafor", 40).await;
    let system = us.system(store);
    let before = hiring::applications::inputs(store, &system, application)
        .await
        .unwrap();
    // While it is screened somebody overrules a verdict, and that is screened first.
    let reason = "I know better";
    hiring::overrules::set(
        store,
        &us.screens(),
        application,
        "r1",
        screening::model::Verdict::Met,
        reason,
    )
    .await
    .unwrap();
    let after = hiring::applications::inputs(store, &system, application)
        .await
        .unwrap();
    let made_from = |state, score| NewScreening {
        inputs: Some(state),
        ..screening(application, score)
    };
    screenings::record(store, &system, &made_from(after.state, 80))
        .await
        .unwrap();
    let late = screenings::record(store, &system, &made_from(before.state, 40)).await;
    assert!(matches!(late, Err(hiring::Error::Outdated)));
    assert_eq!(world.card(us, application).await.score, Some(80));
}
