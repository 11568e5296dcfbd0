//! Stages and archive reasons: new ones are said once, gone ones are marked.

use hiring::remote_statuses::{self, FetchedStatus, StatusKind};

use crate::support::World;

fn stage(id: &str, name: &str) -> FetchedStatus {
    FetchedStatus {
        kind: StatusKind::Stage,
        remote_id: id.into(),
        name: name.into(),
        hired: false,
    }
}

#[tokio::test]
async fn new_ones_are_said_once_and_gone_ones_are_kept_as_gone() {
    let world = World::new().await;
    let (us, store) = (&world.northwind, &world.store);
    let integration = world.integration(us).await;
    let system = us.system(store);
    let first = [stage("new", "New"), stage("offer", "Offer")];
    let keep = async |listed: &[FetchedStatus]| {
        remote_statuses::keep(store, &system, integration, listed)
            .await
            .unwrap()
    };
    assert_eq!(keep(&first).await, first);
    assert_eq!(keep(&first).await, []);
    let second = [stage("offer", "Offer letter"), stage("call", "Phone call")];
    assert_eq!(keep(&second).await, [stage("call", "Phone call")]);
    let listed = remote_statuses::list(store, &us.health(), integration).await;
    let listed = listed.unwrap();
    let gone: Vec<&str> = listed
        .iter()
        .filter(|known| known.gone_at.is_some())
        .map(|known| &*known.status.remote_id)
        .collect();
    assert_eq!(gone, ["new"]);
    assert!(
        listed
            .iter()
            .any(|known| known.status.name == "Offer letter")
    );
    // One that comes back is not new.
    assert_eq!(keep(&first).await, []);
    let theirs = remote_statuses::list(store, &world.contoso.health(), integration).await;
    assert_eq!(theirs.unwrap(), []);
}
