//! Whoever acts in another organization finds nothing of this one's.

use hiring::Permit;
use hiring::follow_ups::{self, Scope, Start};
use questions::QuestionSet;

use super::{Asks, asking, is_not_found, one_question};

#[tokio::test]
async fn nothing_of_another_organization_is_found() {
    let asks = Asks::switched_on().await;
    let store = &asks.world.store;
    let (application, id, token) = asks.link("Ana Lima").await;
    let foreign = &asks.world.contoso;
    let (admin, system) = (foreign.admin(), foreign.system(store));
    let health = foreign.health();
    assert!(is_not_found(
        &follow_ups::read(store, &health, asks.integration).await
    ));
    assert!(is_not_found(
        &follow_ups::list(store, &health, asks.integration, 9, 0).await
    ));
    assert!(is_not_found(
        &follow_ups::dry_run(store, &admin, asks.integration, &asking()).await
    ));
    assert!(is_not_found(
        &follow_ups::write(
            store,
            &admin,
            asks.integration,
            asking(),
            true,
            Start::WithThosePresent
        )
        .await
    ));
    assert!(is_not_found(
        &follow_ups::switch_off(store, &admin, asks.integration).await
    ));
    assert!(is_not_found(
        &follow_ups::questions(store, &health, Scope::Job(asks.job)).await
    ));
    assert!(is_not_found(
        &follow_ups::write_questions(store, &admin, Scope::Job(asks.job), one_question("?")).await
    ));
    assert!(is_not_found(
        &follow_ups::share_questions(store, &admin, asks.job).await
    ));
    assert!(is_not_found(
        &follow_ups::withdraw(store, &foreign.screens(), id).await
    ));
    assert!(is_not_found(
        &follow_ups::ask_again(store, &foreign.screens(), id).await
    ));
    assert!(is_not_found(
        &follow_ups::answered(store, &system, id).await
    ));
    assert!(
        follow_ups::of_application(store, &foreign.views(), application)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(!follow_ups::ask(store, &system, id).await.unwrap());
    let manager: Permit<_> = asks.tenant().manager();
    assert!(is_not_found(
        &follow_ups::of_application(store, &manager, application).await
    ));
    follow_ups::prune(store, &system).await.unwrap();
    assert!(
        follow_ups::open(store, token.expose()).await.is_ok(),
        "and it still stands"
    );
    // Its own questions are its own.
    follow_ups::write_questions(store, &admin, Scope::Organization, one_question("Foreign?"))
        .await
        .unwrap();
    let ours = follow_ups::questions(store, &asks.tenant().health(), Scope::Organization)
        .await
        .unwrap();
    assert_eq!(ours.set, QuestionSet::seeded());
}
