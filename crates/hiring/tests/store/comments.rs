//! Internal words on an application.

use hiring::events::{self, EventKind};
use hiring::{Error, comments};

use crate::support::World;

#[tokio::test]
async fn a_comment_is_listed_counted_heard_and_logged() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let application = world.scored(tenant, job, "Sam Okafor", 71).await;
    let newest = events::newest(&world.store, &tenant.views()).await.unwrap();
    let id = comments::add(
        &world.store,
        &tenant.comments(),
        application,
        "  <b>Strong</b> on SQL \n",
    )
    .await
    .unwrap();
    let listed = comments::list(&world.store, &tenant.views(), application)
        .await
        .unwrap();
    assert_eq!(
        (listed.len(), listed[0].id, &*listed[0].body),
        (1, id, "<b>Strong</b> on SQL")
    );
    assert_eq!(
        (listed[0].account, &*listed[0].account_name),
        (tenant.recruiter.account, "recruiter")
    );
    let heard = events::since(&world.store, &tenant.views(), newest, 10)
        .await
        .unwrap()
        .events;
    assert_eq!(
        (heard[0].kind, heard[0].card.as_ref().unwrap().comments),
        (EventKind::Comment, 1)
    );
    let log = hiring::audit::list(
        &world.store,
        &tenant.owner.permit().unwrap(),
        hiring::Millis::NEVER,
        100,
    )
    .await
    .unwrap();
    assert_eq!(
        log.iter()
            .filter(|entry| entry.action == "comment.add")
            .count(),
        1
    );
    assert!(
        !format!("{log:?}").contains("SQL"),
        "the log holds ids, not words"
    );
}

#[tokio::test]
async fn nobody_comments_on_what_they_cannot_see_nor_with_nothing_to_say() {
    let world = World::new().await;
    let job = world.job(&world.northwind).await;
    let application = world.scored(&world.northwind, job, "Sam Okafor", 71).await;
    for permit in [world.contoso.comments(), world.northwind.manager()] {
        let refused = comments::add(&world.store, &permit, application, "hello").await;
        assert!(matches!(refused, Err(Error::NotFound)));
    }
    for permit in [world.contoso.views(), world.northwind.manager()] {
        let refused = comments::list(&world.store, &permit, application).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    }
    for body in [" \n ".to_owned(), "x".repeat(comments::MAX_CHARS + 1)] {
        let refused = comments::add(
            &world.store,
            &world.northwind.comments(),
            application,
            &body,
        )
        .await;
        assert!(matches!(refused, Err(Error::Invalid { field: "body", .. })));
    }
    assert_eq!(world.card(&world.northwind, application).await.comments, 0);
}
