//! Deliveries: found by their secret path, kept once.

use hiring::permission::ManageIntegrations;
use hiring::queue::Task;
use hiring::webhooks::{self, Endpoint, Receipt};
use hiring::{Error, Permit, Secret, WebhookId};
use serde_json::json;

use crate::support::{Tenant, World};

async fn endpoint(world: &World, tenant: &Tenant) -> Endpoint {
    let integration = world.integration(tenant).await;
    let permit = tenant.system(&world.store);
    let (id, path) = webhooks::prepare(&world.store, &permit, integration, "applicationCreated")
        .await
        .unwrap();
    assert!(!world.disk_has(path.expose()), "only its hash is stored");
    let before = webhooks::find(&world.store, path.expose()).await.unwrap();
    assert!(
        !before.active && before.signature_token.is_none(),
        "it answers before the ATS has made it"
    );
    let token = Secret::new("5d0b7f2ac94e1388");
    webhooks::created(&world.store, &permit, id, "remote-1", Some(&token))
        .await
        .unwrap();
    webhooks::find(&world.store, path.expose()).await.unwrap()
}

fn task() -> Task {
    Task::new("fetch", json!({ "opportunity": "o1" })).keyed("o1")
}

#[tokio::test]
async fn a_delivery_is_kept_once_with_its_work() {
    let world = World::new().await;
    let endpoint = endpoint(&world, &world.northwind).await;
    assert_eq!(
        endpoint.signature_token.as_ref().unwrap().expose(),
        "5d0b7f2ac94e1388"
    );
    assert!(!world.disk_has("5d0b7f2ac94e1388"));
    let receive = async |token| {
        webhooks::store_receipt(
            &world.store,
            &endpoint,
            token,
            "applicationCreated",
            Some("o1"),
            Some(&task()),
        )
        .await
        .unwrap()
    };
    assert_eq!(receive("t1").await, Receipt::Stored);
    assert_eq!(receive("t1").await, Receipt::Duplicate);
    assert_eq!(world.drain(&["fetch"]).await, ["fetch"]);
    assert_eq!(
        receive("t1").await,
        Receipt::Duplicate,
        "also after its work was done"
    );
    assert!(world.drain(&["fetch"]).await.is_empty());
    let listed = webhooks::list(
        &world.store,
        &world.northwind.health(),
        endpoint.integration,
    )
    .await
    .unwrap();
    assert!(listed[0].verified && listed[0].active && listed[0].last_delivery_at.is_some());
}

#[tokio::test]
async fn a_test_delivery_proves_the_way_and_asks_for_nothing() {
    let world = World::new().await;
    let endpoint = endpoint(&world, &world.northwind).await;
    let kept = webhooks::store_receipt(
        &world.store,
        &endpoint,
        "ping",
        "candidateHired",
        None,
        None,
    )
    .await
    .unwrap();
    assert_eq!(kept, Receipt::Stored);
    assert!(world.drain(&["fetch"]).await.is_empty());
    let health = world.northwind.health();
    let listed = webhooks::list(&world.store, &health, endpoint.integration).await;
    let webhook = &listed.unwrap()[0];
    assert!(webhook.verified && webhook.reached_at.is_some());
    assert_eq!(
        webhook.last_delivery_at, None,
        "the ATS may tell of nothing else"
    );
}

#[tokio::test]
async fn a_key_that_does_not_fit_is_noted_where_a_person_brought_it_until_one_fits() {
    let world = World::new().await;
    let (store, tenant) = (&world.store, &world.northwind);
    let system = tenant.system(store);
    let made = endpoint(&world, tenant).await;
    let admin: Permit<ManageIntegrations> = tenant.owner.permit().unwrap();
    let (id, path) = webhooks::prepare_by_hand(store, &admin, made.integration, "candidateHired")
        .await
        .unwrap();
    let refused = async |id: WebhookId| {
        let listed = webhooks::list(store, &tenant.health(), made.integration).await;
        let mut listed = listed.unwrap().into_iter();
        listed
            .find(|known| known.id == id)
            .unwrap()
            .key_refused_at
            .is_some()
    };
    let give = async |key: &str| {
        webhooks::give_key(store, &admin, id, &Secret::new(key))
            .await
            .unwrap();
    };
    give("5d0b7f2ac94e1388 of another").await;
    assert!(!world.disk_has("5d0b7f2ac94e1388 of another"), "sealed");
    let contoso = world.contoso.system(store);
    webhooks::key_refused(store, &contoso, id).await.unwrap();
    assert!(!refused(id).await, "not the other's to say");
    for webhook in [id, made.webhook] {
        webhooks::key_refused(store, &system, webhook)
            .await
            .unwrap();
    }
    assert!(refused(id).await);
    assert!(
        !refused(made.webhook).await,
        "that key came from the ATS itself"
    );
    give("5d0b7f2ac94e1388 once more").await;
    assert!(!refused(id).await, "another key is another chance");

    webhooks::key_refused(store, &system, id).await.unwrap();
    let by_hand = webhooks::find(store, path.expose()).await.unwrap();
    assert!(by_hand.by_hand && !made.by_hand);
    let kept = webhooks::store_receipt(store, &by_hand, "t1", "candidateHired", None, None).await;
    assert_eq!(kept.unwrap(), Receipt::Stored);
    assert!(!refused(id).await, "one came that it fits");
}

#[tokio::test]
async fn the_same_token_at_another_organization_is_another_delivery() {
    let world = World::new().await;
    let (ours, theirs) = (
        endpoint(&world, &world.northwind).await,
        endpoint(&world, &world.contoso).await,
    );
    for endpoint in [&ours, &theirs] {
        let kept = webhooks::store_receipt(
            &world.store,
            endpoint,
            "t1",
            "applicationCreated",
            Some("o1"),
            Some(&task()),
        )
        .await
        .unwrap();
        assert_eq!(kept, Receipt::Stored);
    }
    let mut organizations = Vec::new();
    while let Some(leased) = hiring::queue::claim(&world.store, &["fetch"])
        .await
        .unwrap()
    {
        organizations.push(leased.organization);
    }
    organizations.sort();
    let mut both = [world.northwind.id, world.contoso.id];
    both.sort();
    assert_eq!(organizations, both);
    assert!(
        webhooks::list(&world.store, &world.contoso.health(), ours.integration)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn an_unknown_or_removed_path_is_not_found() {
    let world = World::new().await;
    assert!(matches!(
        webhooks::find(&world.store, "guess").await,
        Err(Error::NotFound)
    ));
    let permit = world.northwind.system(&world.store);
    let integration = world.integration(&world.northwind).await;
    let (id, path) = webhooks::prepare(&world.store, &permit, integration, "candidateHired")
        .await
        .unwrap();
    webhooks::remove(&world.store, &world.contoso.system(&world.store), id)
        .await
        .unwrap();
    assert!(
        webhooks::find(&world.store, path.expose()).await.is_ok(),
        "not the other's to remove"
    );
    webhooks::remove(&world.store, &permit, id).await.unwrap();
    assert!(matches!(
        webhooks::find(&world.store, path.expose()).await,
        Err(Error::NotFound)
    ));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn deliveries_that_arrive_together_are_each_kept_once() {
    let world = World::new().await;
    let endpoint = endpoint(&world, &world.northwind).await;
    let deliveries: Vec<_> = (0..600)
        .map(|number| {
            let (store, endpoint) = (world.store.clone(), endpoint.clone());
            tokio::spawn(async move {
                let task = Task::new("fetch", json!(number)).keyed(number.to_string());
                let token = format!("t{}", number / 2);
                webhooks::store_receipt(
                    &store,
                    &endpoint,
                    &token,
                    "applicationCreated",
                    None,
                    Some(&task),
                )
                .await
                .unwrap()
            })
        })
        .collect();
    let mut stored = 0;
    for delivery in deliveries {
        stored += usize::from(delivery.await.unwrap() == Receipt::Stored);
    }
    assert_eq!(stored, 300);
    let depth = hiring::queue::depth(&world.store, &world.northwind.health())
        .await
        .unwrap();
    assert_eq!(depth.waiting, 300);
}
