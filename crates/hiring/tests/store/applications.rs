//! What was fetched, and what the profile shows of it.

use hiring::applications::{self, FetchedApplication, Happening, Label};
use hiring::events::{self, EventKind};
use hiring::{ApplicationId, Error, JobId, Millis, candidates};

use crate::support::{MONDAY, World, fetched, remote_id};

#[tokio::test]
async fn fetching_twice_is_one_application_and_says_nothing_new() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let fetch = fetched(&world.store, tenant, job, "Sam Okafor").await;
    let system = tenant.system(&world.store);
    let first = applications::upsert(&world.store, &system, &fetch)
        .await
        .unwrap();
    assert!(first.created && first.changed);
    let newest = events::newest(&world.store, &tenant.views()).await.unwrap();
    let second = applications::upsert(&world.store, &system, &fetch)
        .await
        .unwrap();
    assert_eq!(
        (second.application, second.candidate),
        (first.application, first.candidate)
    );
    assert!(!second.created && !second.changed);
    assert_eq!(
        events::newest(&world.store, &tenant.views()).await.unwrap(),
        newest
    );
}

#[tokio::test]
async fn a_change_in_the_ats_is_heard_on_the_board() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let fetch = fetched(&world.store, tenant, job, "Sam Okafor").await;
    let system = tenant.system(&world.store);
    let application = applications::upsert(&world.store, &system, &fetch)
        .await
        .unwrap()
        .application;
    let newest = events::newest(&world.store, &tenant.views()).await.unwrap();
    let reason = Label {
        id: "r1".into(),
        text: "Underqualified".into(),
    };
    let archived = FetchedApplication {
        archived: Some((reason, MONDAY)),
        ..fetch
    };
    assert!(
        applications::upsert(&world.store, &system, &archived)
            .await
            .unwrap()
            .changed
    );
    let heard = events::since(&world.store, &tenant.views(), newest, 10)
        .await
        .unwrap()
        .events;
    assert_eq!(
        heard[0].card.as_ref().unwrap().stage.as_deref(),
        Some("Underqualified")
    );
    let timeline = applications::timeline(&world.store, &tenant.views(), application)
        .await
        .unwrap();
    let archived = Happening::Archived("Underqualified".into());
    assert!(
        timeline
            .iter()
            .any(|entry| entry.at == MONDAY && entry.what == archived)
    );
}

#[tokio::test]
async fn what_the_ats_leaves_out_is_empty_and_no_error() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let bare = FetchedApplication {
        candidate: applications::FetchedCandidate::default(),
        stage: None,
        source: None,
        origin: None,
        url: None,
        applied_at: Millis(0),
        ..fetched(&world.store, tenant, job, "nobody").await
    };
    let application = applications::upsert(&world.store, &tenant.system(&world.store), &bare)
        .await
        .unwrap()
        .application;
    let profile = applications::profile(&world.store, &tenant.views(), application)
        .await
        .unwrap();
    assert_eq!(
        (&*profile.card.name, profile.emails.len(), profile.url),
        ("", 0, None)
    );
}

#[tokio::test]
async fn one_person_on_two_jobs_is_one_candidate_with_two_applications() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let (one, two) = (world.job(tenant).await, world.job(tenant).await);
    let integration = hiring::jobs::read(&world.store, &tenant.views(), one)
        .await
        .unwrap()
        .integration;
    let mut ids = Vec::new();
    for job in [one, two] {
        let fetch = FetchedApplication {
            integration,
            ..fetched(&world.store, tenant, job, "Sam Okafor").await
        };
        ids.push(
            applications::upsert(&world.store, &tenant.system(&world.store), &fetch)
                .await
                .unwrap(),
        );
    }
    assert_ne!(ids[0].application, ids[1].application);
    assert_eq!(ids[0].candidate, ids[1].candidate);
}

#[tokio::test]
async fn a_removed_application_leaves_the_board_and_comes_back_when_fetched_again() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let application = world.scored(tenant, job, "Sam Okafor", 71).await;
    let newest = events::newest(&world.store, &tenant.views()).await.unwrap();
    applications::remove(
        &world.store,
        &world.contoso.system(&world.store),
        application,
    )
    .await
    .unwrap();
    assert_eq!(
        world.card(tenant, application).await.score,
        Some(71),
        "not the other's to remove"
    );
    applications::remove(&world.store, &tenant.system(&world.store), application)
        .await
        .unwrap();
    let heard = events::since(&world.store, &tenant.views(), newest, 10)
        .await
        .unwrap()
        .events;
    assert_eq!(
        heard.iter().map(|event| event.kind).collect::<Vec<_>>(),
        [EventKind::Gone]
    );
    let gone = applications::profile(&world.store, &tenant.views(), application).await;
    assert!(matches!(gone, Err(Error::NotFound)));
    assert_eq!(
        world.application(tenant, job, "Sam Okafor").await,
        application
    );
    assert_eq!(
        world.card(tenant, application).await.score,
        Some(71),
        "what was known is known again"
    );
}

#[tokio::test]
async fn it_is_found_by_the_id_of_the_ats_through_its_own_connection_only() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let application = world.application(tenant, job, "Sam Okafor").await;
    let system = tenant.system(&world.store);
    let locator = applications::locate(&world.store, &system, application)
        .await
        .unwrap();
    let integration = locator.integration.unwrap();
    assert_eq!(
        (&*locator.candidate_name, &*locator.job_title, locator.job),
        ("Sam Okafor", "Backend engineer", job)
    );
    let find = async |permit, integration| {
        applications::by_remote_id(
            &world.store,
            &permit,
            integration,
            &remote_id("opportunity", "Sam Okafor"),
        )
        .await
        .unwrap()
    };
    assert_eq!(find(system, integration).await, [locator]);
    let other = world.contoso.system(&world.store);
    assert!(find(other, integration).await.is_empty());
    assert!(
        find(other, world.integration(&world.contoso).await)
            .await
            .is_empty()
    );
    assert!(matches!(
        applications::locate(&world.store, &other, application).await,
        Err(Error::NotFound)
    ));
}

#[tokio::test]
async fn others_and_hiring_managers_find_no_profile_and_no_candidate() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let application = world.scored(tenant, job, "Sam Okafor", 71).await;
    for permit in [world.contoso.views(), tenant.manager()] {
        assert!(matches!(
            applications::profile(&world.store, &permit, application).await,
            Err(Error::NotFound)
        ));
        assert!(
            candidates::search(&world.store, &permit, "", 10, 0)
                .await
                .unwrap()
                .is_empty()
        );
    }
    let other = world.contoso.system(&world.store);
    let elsewhere = fetched(&world.store, tenant, job, "Sam Okafor").await;
    assert!(matches!(
        applications::upsert(&world.store, &other, &elsewhere).await,
        Err(Error::NotFound)
    ));
    let nowhere = FetchedApplication {
        job: JobId::fresh(),
        ..elsewhere
    };
    let system = tenant.system(&world.store);
    assert!(matches!(
        applications::upsert(&world.store, &system, &nowhere).await,
        Err(Error::NotFound)
    ));
    let unknown =
        applications::profile(&world.store, &tenant.views(), ApplicationId::fresh()).await;
    assert!(matches!(unknown, Err(Error::NotFound)));
}

#[tokio::test]
async fn candidates_are_searched_by_plain_words() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    world.scored(tenant, job, "Sam Okafor", 71).await;
    world.scored(tenant, job, "Lucía 100% Ferrer", 38).await;
    let search = async |text: &str| {
        let rows = candidates::search(&world.store, &tenant.views(), text, 10, 0)
            .await
            .unwrap();
        rows.into_iter().map(|row| row.name).collect::<Vec<_>>()
    };
    assert_eq!(search("okaf").await, ["Sam Okafor"]);
    assert_eq!(search("100%").await, ["Lucía 100% Ferrer"]);
    assert!(search("%o%").await.is_empty(), "wildcards are words");
    assert_eq!(search("NORTHWIND").await.len(), 2, "headlines too");
}
