//! Connections: consent, tokens, the end.

use hiring::integrations::{self, IntegrationState, Provider, STATE_LASTS};
use hiring::permission::ManageIntegrations;
use hiring::{Error, IntegrationId, Role, audit, members, webhooks};
use serde_json::json;

use crate::support::{World, tokens};

#[tokio::test]
async fn a_state_works_once_in_the_session_that_began_for_ten_minutes() {
    let world = World::new().await;
    let permit = world.northwind.admin();
    let begin = async || {
        integrations::begin(
            &world.store,
            &permit,
            Provider::Lever,
            &json!({}),
            None,
            "mine",
        )
        .await
    };
    let redeem =
        async |state: &str, session| integrations::redeem(&world.store, state, session).await;

    let begun = begin().await.unwrap();
    assert!(!world.disk_has(begun.state.expose()));
    assert!(matches!(
        redeem(begun.state.expose(), "theirs").await,
        Err(Error::NotFound)
    ));
    assert!(matches!(
        redeem("guessed", "mine").await,
        Err(Error::NotFound)
    ));
    let redeemed = redeem(begun.state.expose(), "mine").await.unwrap();
    assert_eq!(redeemed.integration.id, begun.integration);
    assert_eq!(redeemed.integration.state, IntegrationState::Pending);
    assert_eq!(redeemed.permit.organization(), world.northwind.id);
    assert!(
        matches!(
            redeem(begun.state.expose(), "mine").await,
            Err(Error::NotFound)
        ),
        "twice"
    );

    let late = begin().await.unwrap();
    world.clock.advance(STATE_LASTS);
    assert!(matches!(
        redeem(late.state.expose(), "mine").await,
        Err(Error::NotFound)
    ));
}

#[tokio::test]
async fn who_lost_the_role_at_the_consent_page_does_not_finish() {
    let world = World::new().await;
    let owner = &world.northwind.owner;
    let begun = integrations::begin(
        &world.store,
        &world.northwind.admin(),
        Provider::Lever,
        &json!({}),
        None,
        "mine",
    )
    .await
    .unwrap();
    let permit = owner.permit().unwrap();
    let heir = world.northwind.recruiter.account;
    for (account, role) in [(heir, Role::Owner), (owner.account, Role::Recruiter)] {
        members::change_role(&world.store, &permit, account, role)
            .await
            .unwrap();
    }
    let refused = integrations::redeem(&world.store, begun.state.expose(), "mine").await;
    assert!(matches!(refused, Err(Error::Forbidden(_))));
}

#[tokio::test]
async fn tokens_are_sealed_and_the_older_of_two_refreshers_loses() {
    let world = World::new().await;
    let integration = world.integration(&world.northwind).await;
    let permit = world.northwind.system(&world.store);
    let first = integrations::tokens(&world.store, &permit, integration)
        .await
        .unwrap();
    assert_eq!(first.access.expose(), "access-token-1");
    assert_eq!(first.refresh.as_ref().unwrap().expose(), "refresh-token-1");

    let replace = async |version, set| {
        integrations::store_tokens(&world.store, &permit, integration, version, &set)
            .await
            .unwrap()
    };
    assert!(replace(first.version, tokens("2")).await);
    assert!(
        !replace(first.version, tokens("3")).await,
        "somebody was faster"
    );
    let without_refresh = integrations::TokenSet {
        refresh: None,
        ..tokens("4")
    };
    assert!(replace(first.version + 1, without_refresh).await);
    let now = integrations::tokens(&world.store, &permit, integration)
        .await
        .unwrap();
    assert_eq!(
        (
            now.access.expose(),
            now.refresh.unwrap().expose().to_owned()
        ),
        ("access-token-4", "refresh-token-2".into())
    );
    for clear in ["access-token", "refresh-token"] {
        assert!(!world.disk_has(clear));
    }
}

#[tokio::test]
async fn a_disconnected_connection_has_no_tokens_and_is_disconnected_once() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let integration = world.integration(tenant).await;
    let system = tenant.system(&world.store);
    let (webhook, _) = webhooks::prepare(&world.store, &system, integration, "applicationCreated")
        .await
        .unwrap();
    webhooks::created(&world.store, &system, webhook, "w1", None)
        .await
        .unwrap();
    let permit = system.to::<ManageIntegrations>();
    let end = async || {
        integrations::disconnect(&world.store, &permit, integration, "revoked")
            .await
            .unwrap()
    };
    assert!(end().await);
    assert!(!end().await);
    assert!(matches!(
        integrations::tokens(&world.store, &system, integration).await,
        Err(Error::NotFound)
    ));
    assert!(
        !integrations::store_tokens(&world.store, &system, integration, 2, &tokens("late"))
            .await
            .unwrap()
    );
    let known = integrations::read(&world.store, &tenant.health(), integration)
        .await
        .unwrap();
    assert_eq!(
        (known.state, known.disconnected_reason.as_deref()),
        (IntegrationState::Disconnected, Some("revoked"))
    );
    assert!(
        !webhooks::list(&world.store, &tenant.health(), integration)
            .await
            .unwrap()[0]
            .active
    );
    assert!(integrations::active(&world.store).await.unwrap().is_empty());
    let log = audit::of(
        &world.store,
        &tenant.owner.permit().unwrap(),
        &integration.to_string(),
    )
    .await
    .unwrap();
    let actions: Vec<_> = log
        .iter()
        .map(|entry| (entry.action.as_str(), entry.account.is_some()))
        .collect();
    assert_eq!(
        actions,
        [
            ("integration.begin", true),
            ("integration.connect", true),
            ("integration.disconnect", false)
        ]
    );
}

#[tokio::test]
async fn a_reconnection_is_the_same_connection() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let integration = world.integration(tenant).await;
    integrations::disconnect(&world.store, &tenant.admin(), integration, "by_person")
        .await
        .unwrap();
    let again = Some(integration);
    let begin = async |provider, again| {
        integrations::begin(
            &world.store,
            &tenant.admin(),
            provider,
            &json!({}),
            again,
            "mine",
        )
        .await
    };
    assert!(
        matches!(begin(Provider::Lever, again).await, Err(Error::NotFound)),
        "another provider is another connection"
    );
    let begun = begin(Provider::Simulator, again).await.unwrap();
    let redeemed = integrations::redeem(&world.store, begun.state.expose(), "mine")
        .await
        .unwrap();
    integrations::connected(
        &world.store,
        &redeemed.permit,
        integration,
        &tokens("9"),
        None,
        &[],
    )
    .await
    .unwrap();
    let known = integrations::read(&world.store, &tenant.health(), integration)
        .await
        .unwrap();
    assert_eq!(
        (
            known.state,
            known.disconnected_reason,
            known.remote_account.as_deref()
        ),
        (IntegrationState::Active, None, Some("acme"))
    );
}

#[tokio::test]
async fn what_was_begun_and_never_consented_to_is_forgotten_after_a_day() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let kept = world.integration(tenant).await;
    integrations::begin(
        &world.store,
        &tenant.admin(),
        Provider::Lever,
        &json!({}),
        None,
        "mine",
    )
    .await
    .unwrap();
    integrations::purge_stale(&world.store, &tenant.system(&world.store))
        .await
        .unwrap();
    assert_eq!(
        integrations::list(&world.store, &tenant.health())
            .await
            .unwrap()
            .len(),
        2
    );
    world.later(86_401);
    integrations::purge_stale(&world.store, &world.contoso.system(&world.store))
        .await
        .unwrap();
    assert_eq!(
        integrations::list(&world.store, &tenant.health())
            .await
            .unwrap()
            .len(),
        2,
        "the other's broom stays at home"
    );
    integrations::purge_stale(&world.store, &tenant.system(&world.store))
        .await
        .unwrap();
    let left = integrations::list(&world.store, &tenant.health())
        .await
        .unwrap();
    assert_eq!(
        left.iter()
            .map(|integration| integration.id)
            .collect::<Vec<IntegrationId>>(),
        [kept]
    );
}

#[tokio::test]
async fn the_other_organization_finds_nothing() {
    let world = World::new().await;
    let integration = world.integration(&world.northwind).await;
    let (store, other) = (&world.store, &world.contoso);
    let system = other.system(store);
    assert!(
        integrations::list(store, &other.health())
            .await
            .unwrap()
            .is_empty()
    );
    assert!(matches!(
        integrations::read(store, &other.health(), integration).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(
        integrations::tokens(store, &system, integration).await,
        Err(Error::NotFound)
    ));
    assert!(
        !integrations::store_tokens(store, &system, integration, 1, &tokens("x"))
            .await
            .unwrap()
    );
    assert!(matches!(
        integrations::connected(store, &other.admin(), integration, &tokens("x"), None, &[]).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(
        integrations::disconnect(store, &other.admin(), integration, "x").await,
        Err(Error::NotFound)
    ));
    let again = integrations::begin(
        store,
        &other.admin(),
        Provider::Simulator,
        &json!({}),
        Some(integration),
        "s",
    )
    .await;
    assert!(matches!(again, Err(Error::NotFound)));
    let untouched = integrations::tokens(store, &world.northwind.system(store), integration)
        .await
        .unwrap();
    assert_eq!(untouched.access.expose(), "access-token-1");
}
