//! Tokens of the public API: what they open, when they end, and requests that come twice.

use hiring::api_tokens::scope::{ApplicationsMove, ApplicationsRead, CommentsWrite, JobsRead};
use hiring::api_tokens::{self, Bearer, NewApiToken, Refused, Scope};
use hiring::columns::ColumnKind;
use hiring::permission::{Capability, ManageMembers};
use hiring::{Error, Forbidden, Member, Role, Secret, accounts, audit, comments, jobs, placements};

use crate::support::{PASSWORD, Tenant, World, on_postgres};

const DAY: u64 = 24 * 3600;

impl World {
    /// A token of the owner for everything, for 30 days.
    async fn token(&self, tenant: &Tenant) -> NewApiToken {
        self.token_of(&tenant.owner, Scope::ALL).await
    }

    async fn token_of(&self, maker: &Member, scopes: &[Scope]) -> NewApiToken {
        let permit = maker.permit().unwrap();
        api_tokens::create(&self.store, &permit, "Reporting", scopes, 30)
            .await
            .unwrap()
    }

    async fn bearer(&self, token: &NewApiToken) -> Option<Bearer> {
        api_tokens::authenticate(&self.store, &token.token)
            .await
            .unwrap()
    }

    /// Gives the partner admin of a tenant this role.
    async fn partner(&self, tenant: &Tenant, role: Role) -> Member {
        let permit = tenant.owner.permit::<ManageMembers>().unwrap();
        accounts::add_member(
            &self.store,
            &permit,
            "partner@northwind.example",
            "Partner",
            PASSWORD,
            role,
        )
        .await
        .unwrap()
    }

    async fn logged(&self, tenant: &Tenant, action: &str) -> Vec<audit::AuditEvent> {
        let permit = tenant.owner.permit().unwrap();
        let log = audit::list(&self.store, &permit, hiring::Millis::NEVER, 100);
        let mut log = log.await.unwrap();
        log.retain(|entry| entry.action == action);
        log
    }
}

#[tokio::test]
async fn a_token_is_seen_once_and_only_its_hash_is_kept() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let made = world
        .token_of(&tenant.owner, &[Scope::ApplicationsRead, Scope::JobsRead])
        .await;
    let token = made.token.expose();
    assert!(token.starts_with("clara_") && token.len() == 49, "{token}");
    assert!(!world.disk_has(token));
    assert!(!format!("{made:?}").contains(token));

    let permit = tenant.owner.permit().unwrap();
    let listed = api_tokens::list(&world.store, &permit).await.unwrap();
    assert_eq!((listed.len(), listed[0].id), (1, made.id));
    assert_eq!(listed[0].opening, token[..10]);
    assert_eq!(
        listed[0].scopes,
        [Scope::JobsRead, Scope::ApplicationsRead],
        "in the order of the list"
    );
    assert_eq!(listed[0].created_by, "Aoife Byrne");

    let log = world.logged(tenant, "api_token.create").await;
    assert_eq!((log.len(), &*log[0].target), (1, &*made.id.to_string()));
    assert!(!format!("{log:?}").contains(&token[6..]));
}

#[tokio::test]
async fn a_token_opens_what_its_scopes_and_its_makers_role_allow() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let partner = world.partner(tenant, Role::PartnerAdmin).await;
    let narrow = world.token_of(&partner, &[Scope::JobsRead]).await;
    let broad = world.token_of(&partner, Scope::ALL).await;

    let bearer = world.bearer(&narrow).await.unwrap();
    let permit = bearer.permit::<JobsRead>().unwrap();
    assert_eq!(
        jobs::counted(&world.store, &permit, job)
            .await
            .unwrap()
            .job
            .id,
        job
    );
    assert_eq!(
        bearer.permit::<ApplicationsRead>().unwrap_err(),
        Refused::Scope(Scope::ApplicationsRead)
    );

    let bearer = world.bearer(&broad).await.unwrap();
    assert!(bearer.permit::<ApplicationsMove>().is_ok());
    world.partner(tenant, Role::HiringManager).await;
    let bearer = world.bearer(&broad).await.unwrap();
    assert_eq!(
        bearer.permit::<ApplicationsMove>().unwrap_err(),
        Refused::Role(Forbidden {
            capability: Capability::ScreenCandidates
        })
    );
    let permit = bearer.permit::<JobsRead>().unwrap();
    assert!(matches!(
        jobs::counted(&world.store, &permit, job).await,
        Err(Error::NotFound)
    ));
}

#[tokio::test]
async fn a_token_ends_when_it_is_revoked_or_runs_out() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let (first, second) = (world.token(tenant).await, world.token(tenant).await);
    let foreign = world.contoso.owner.permit().unwrap();
    assert!(matches!(
        api_tokens::revoke(&world.store, &foreign, first.id).await,
        Err(Error::NotFound)
    ));
    assert!(
        api_tokens::list(&world.store, &foreign)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(world.bearer(&first).await.is_some());

    let permit = tenant.owner.permit().unwrap();
    for _ in 0..2 {
        api_tokens::revoke(&world.store, &permit, first.id)
            .await
            .unwrap();
    }
    assert!(world.bearer(&first).await.is_none());
    assert!(world.bearer(&second).await.is_some());
    world.later(30 * DAY);
    assert!(world.bearer(&second).await.is_none());

    for nonsense in ["", "clara_", "clara_unknown", "Bearer", "'; --"] {
        let found = api_tokens::authenticate(&world.store, &Secret::new(nonsense)).await;
        assert!(found.unwrap().is_none(), "{nonsense}");
    }
}

#[tokio::test]
async fn its_last_use_is_known_to_the_hour() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let token = world.token(tenant).await;
    let last_used = async || {
        let permit = tenant.owner.permit().unwrap();
        api_tokens::list(&world.store, &permit).await.unwrap()[0].last_used_at
    };
    assert_eq!(last_used().await, None);
    world.bearer(&token).await.unwrap();
    let first = last_used().await.unwrap();
    world.later(3599);
    world.bearer(&token).await.unwrap();
    assert_eq!(last_used().await, Some(first));
    world.later(1);
    world.bearer(&token).await.unwrap();
    assert_eq!(last_used().await, Some(world.store.now()));
}

#[tokio::test]
async fn a_token_needs_a_name_a_scope_and_an_end() {
    let world = World::new().await;
    let permit = world.northwind.owner.permit().unwrap();
    for (name, scopes, days, field) in [
        (" ", Scope::ALL, 30, "name"),
        ("Reporting", &[], 30, "scopes"),
        ("Reporting", Scope::ALL, 0, "days"),
        ("Reporting", Scope::ALL, api_tokens::MAX_DAYS + 1, "days"),
    ] {
        let refused = api_tokens::create(&world.store, &permit, name, scopes, days).await;
        assert!(
            matches!(refused, Err(Error::Invalid { field: named, .. }) if named == field),
            "{field}"
        );
    }
}

#[tokio::test]
async fn a_move_that_comes_twice_is_one_move_even_if_the_card_went_on() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let card = world.scored(tenant, job, "Sam Okafor", 71).await;
    let token = world.token(tenant).await;
    let bearer = world.bearer(&token).await.unwrap();
    let permit = bearer.permit::<ApplicationsMove>().unwrap();
    let key = bearer.request_key("move-1").unwrap();
    let qualified = world.column(tenant, ColumnKind::Qualified).await;
    let hired = world.column(tenant, ColumnKind::Hired).await;
    let version = world.card(tenant, card).await.version;

    let stale = placements::move_once(&world.store, &permit, &key, card, qualified, 99, None).await;
    assert!(matches!(stale, Err(Error::Conflict { .. })));
    let moved = placements::move_once(&world.store, &permit, &key, card, qualified, version, None)
        .await
        .unwrap();
    assert_eq!(moved.column, qualified);
    let screens = tenant.screens();
    placements::move_to(&world.store, &screens, card, hired, moved.version, None)
        .await
        .unwrap();
    let again = placements::move_once(&world.store, &permit, &key, card, qualified, version, None)
        .await
        .unwrap();
    assert_eq!(again, moved, "answered as before");
    assert_eq!(world.card(tenant, card).await.column, hired, "and not done");

    let log = world.logged(tenant, "card.move").await;
    assert_eq!(log.len(), 2, "the program's move and the person's");
    let by_token: Vec<bool> = log
        .iter()
        .map(|entry| entry.detail["api_token"] == token.id.to_string())
        .collect();
    assert_eq!(by_token.iter().filter(|by_token| **by_token).count(), 1);
    assert!(
        log.iter()
            .any(|entry| entry.account == Some(tenant.owner.account))
    );

    let other =
        placements::move_once(&world.store, &permit, &key, card, hired, version, None).await;
    assert!(matches!(
        other,
        Err(Error::Invalid {
            field: "Idempotency-Key",
            ..
        })
    ));
    world.later(DAY + 1);
    let forgotten =
        placements::move_once(&world.store, &permit, &key, card, qualified, version, None).await;
    assert!(matches!(forgotten, Err(Error::Conflict { .. })));
}

#[tokio::test]
async fn where_nothing_can_be_written_a_token_opens_what_it_did() {
    if on_postgres() {
        return;
    }
    let world = World::new().await;
    let token = world.token(&world.northwind).await;
    world.nothing_is_updated("api_tokens").await;
    let bearer = world.bearer(&token).await.unwrap();
    assert!(bearer.permit::<JobsRead>().is_ok());
}

#[tokio::test]
async fn a_comment_that_comes_twice_at_once_is_one_comment() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let application = world.scored(tenant, job, "Sam Okafor", 71).await;
    let token = world.token(tenant).await;
    let bearer = world.bearer(&token).await.unwrap();
    let permit = bearer.permit::<CommentsWrite>().unwrap();
    let key = bearer.request_key("comment-1").unwrap();
    let add = || comments::add_once(&world.store, &permit, &key, application, "Call her");
    let (first, second) = tokio::join!(add(), add());
    let first = first.unwrap();
    assert_eq!(first, second.unwrap());
    assert_eq!(world.card(tenant, application).await.comments, 1);
    let kept = comments::read(&world.store, &permit, first).await.unwrap();
    assert_eq!(
        (&*kept.body, kept.account),
        ("Call her", tenant.owner.account)
    );
    let foreign = world.contoso.comments();
    assert!(matches!(
        comments::read(&world.store, &foreign, first).await,
        Err(Error::NotFound)
    ));

    // The same word of another token is another key.
    let other = world.token(tenant).await;
    let other = world.bearer(&other).await.unwrap();
    let key = other.request_key("comment-1").unwrap();
    comments::add_once(&world.store, &permit, &key, application, "Call her again")
        .await
        .unwrap();
    assert_eq!(world.card(tenant, application).await.comments, 2);
}

#[tokio::test]
async fn a_request_key_is_short_and_printable() {
    let world = World::new().await;
    let token = world.token(&world.northwind).await;
    let bearer = world.bearer(&token).await.unwrap();
    assert!(
        bearer
            .request_key("8e03978e-40d5-43dd-bc93-6894a57f9324")
            .is_ok()
    );
    for key in ["", "tab\there", "naïve", &"x".repeat(256)] {
        assert!(bearer.request_key(key).is_err(), "{key}");
    }
}
