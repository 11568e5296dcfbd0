//! Signing in, staying, leaving.

use std::net::IpAddr;
use std::time::Duration;

use hiring::sessions::{self, Client, IDLE, SessionToken, SignInError};
use hiring::{Error, Member, Role, Secret, accounts};

use crate::support::{PASSWORD, World, on_postgres};

const CLIENT: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 7));

async fn sign_in(
    world: &World,
    email: &str,
    password: &str,
) -> Result<(SessionToken, Member), SignInError> {
    sign_in_from(world, email, password, CLIENT).await
}

async fn sign_in_from(
    world: &World,
    email: &str,
    password: &str,
    client: IpAddr,
) -> Result<(SessionToken, Member), SignInError> {
    let client = Client {
        address: client,
        device: "Firefox on Linux".into(),
    };
    sessions::sign_in(&world.store, email, &Secret::new(password), &client).await
}

fn pause(result: Result<(SessionToken, Member), SignInError>) -> Option<u64> {
    match result {
        Err(SignInError::Throttled { retry_after }) => Some(retry_after.as_secs()),
        _ => None,
    }
}

#[tokio::test]
async fn the_right_password_signs_in_and_the_token_is_not_kept() {
    let world = World::new().await;
    let (token, member) = sign_in(&world, " Recruiter@Northwind.example ", PASSWORD)
        .await
        .unwrap();
    assert_eq!(member, world.northwind.recruiter);
    assert_eq!(
        sessions::read(&world.store, &token).await.unwrap(),
        Some(member)
    );
    assert!(!world.disk_has(token.expose()), "only its hash is stored");
    assert!(world.disk_has(&token.hash()));
    assert!(!world.disk_has(PASSWORD));
    let (other, _) = sign_in(&world, "recruiter@northwind.example", PASSWORD)
        .await
        .unwrap();
    assert_ne!(
        other.expose(),
        token.expose(),
        "each sign-in is a fresh token"
    );
}

#[tokio::test]
async fn where_nothing_can_be_written_it_is_still_known_who_is_signed_in() {
    if on_postgres() {
        return;
    }
    let world = World::new().await;
    let (token, member) = sign_in(&world, "recruiter@northwind.example", PASSWORD)
        .await
        .unwrap();
    world.nothing_is_updated("sessions").await;
    world.later(2 * 3600);
    let read = sessions::read(&world.store, &token).await;
    assert_eq!(read.unwrap(), Some(member));
    let ended = sessions::sign_out(&world.store, &token).await;
    ended.expect("a row that goes needs no update");
    assert_eq!(sessions::read(&world.store, &token).await.unwrap(), None);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_account_are_answered_alike() {
    let world = World::new().await;
    for (email, password) in [
        ("recruiter@northwind.example", "wrong"),
        ("nobody@northwind.example", PASSWORD),
        ("", ""),
    ] {
        let refused = sign_in(&world, email, password).await.unwrap_err();
        assert!(matches!(refused, SignInError::Wrong));
        assert_eq!(
            refused.to_string(),
            "the mail address or the password is wrong"
        );
    }
}

#[tokio::test]
async fn after_five_wrong_tries_an_account_waits_longer_each_time_even_with_the_right_password() {
    let world = World::new().await;
    let email = "owner@northwind.example";
    for _ in 0..5 {
        assert!(matches!(
            sign_in(&world, email, "wrong").await,
            Err(SignInError::Wrong)
        ));
    }
    assert_eq!(pause(sign_in(&world, email, PASSWORD).await), Some(5));
    world.later(5);
    assert!(matches!(
        sign_in(&world, email, "wrong").await,
        Err(SignInError::Wrong)
    ));
    assert_eq!(pause(sign_in(&world, email, PASSWORD).await), Some(10));
    assert!(
        sign_in(&world, "owner@contoso.example", PASSWORD)
            .await
            .is_ok(),
        "another account is free"
    );
    world.later(10);
    sign_in(&world, email, PASSWORD).await.unwrap();
    assert!(matches!(
        sign_in(&world, email, "wrong").await,
        Err(SignInError::Wrong)
    ));
    assert_eq!(
        pause(sign_in(&world, email, PASSWORD).await),
        None,
        "the right password forgave the tries before"
    );
}

#[tokio::test]
async fn an_unknown_account_is_throttled_too() {
    let world = World::new().await;
    for _ in 0..5 {
        assert!(matches!(
            sign_in(&world, "nobody@example.org", "wrong").await,
            Err(SignInError::Wrong)
        ));
    }
    assert_eq!(
        pause(sign_in(&world, "nobody@example.org", "wrong").await),
        Some(5)
    );
}

#[tokio::test]
async fn a_client_that_tries_many_accounts_waits_and_others_do_not() {
    let world = World::new().await;
    for account in 0..50 {
        let refused = sign_in(&world, &format!("guess{account}@example.org"), "wrong").await;
        assert!(matches!(refused, Err(SignInError::Wrong)));
    }
    assert_eq!(
        pause(sign_in(&world, "owner@northwind.example", PASSWORD).await),
        Some(5)
    );
    let elsewhere = "2001:db8::1".parse().unwrap();
    assert!(
        sign_in_from(&world, "owner@northwind.example", PASSWORD, elsewhere)
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn tries_at_once_are_all_counted() {
    let world = World::new().await;
    let tries = (0..12).map(|_| sign_in(&world, "owner@northwind.example", "wrong"));
    let refused = futures::future::join_all(tries).await;
    let looked_at = refused
        .iter()
        .filter(|refused| matches!(refused, Err(SignInError::Wrong)))
        .count();
    assert_eq!(looked_at, 5);
}

#[tokio::test]
async fn a_session_ends_by_sign_out_by_time_and_by_leaving() {
    let world = World::new().await;
    let email = "recruiter@northwind.example";
    let (first, _) = sign_in(&world, email, PASSWORD).await.unwrap();
    let (second, member) = sign_in(&world, email, PASSWORD).await.unwrap();
    sessions::sign_out(&world.store, &first).await.unwrap();
    assert_eq!(sessions::read(&world.store, &first).await.unwrap(), None);
    world.clock.advance(IDLE - Duration::from_secs(1));
    assert!(
        sessions::read(&world.store, &second)
            .await
            .unwrap()
            .is_some()
    );
    world.clock.advance(IDLE - Duration::from_secs(1));
    assert!(
        sessions::read(&world.store, &second)
            .await
            .unwrap()
            .is_some(),
        "being there keeps it"
    );
    world.clock.advance(IDLE);
    assert_eq!(sessions::read(&world.store, &second).await.unwrap(), None);
    let (third, _) = sign_in(&world, email, PASSWORD).await.unwrap();
    sessions::end_others(&world.store, &member, "")
        .await
        .unwrap();
    assert_eq!(sessions::read(&world.store, &third).await.unwrap(), None);
    for forged in ["", "x", "' OR 1=1 --"] {
        assert_eq!(
            sessions::read(&world.store, &SessionToken::from_cookie(forged))
                .await
                .unwrap(),
            None
        );
    }
}

#[tokio::test]
async fn a_member_of_two_organizations_switches_under_a_new_token() {
    let world = World::new().await;
    let email = "recruiter@northwind.example";
    let permit = world.contoso.owner.permit().unwrap();
    let joined = accounts::add_member(
        &world.store,
        &permit,
        email,
        "Someone else",
        "another password",
        Role::HiringManager,
    );
    assert_eq!(
        joined.await.unwrap().account,
        world.northwind.recruiter.account,
        "one account, its name and password stay"
    );
    let (token, first) = sign_in(&world, email, PASSWORD).await.unwrap();
    assert_eq!(
        accounts::memberships(&world.store, &first)
            .await
            .unwrap()
            .len(),
        2
    );
    assert_eq!(
        (first.organization, first.role),
        (world.contoso.id, Role::HiringManager),
        "first by name"
    );
    let (switched, second) =
        sessions::switch_organization(&world.store, &token, world.northwind.id)
            .await
            .unwrap();
    assert_eq!(second, world.northwind.recruiter);
    assert_eq!(
        sessions::read(&world.store, &switched).await.unwrap(),
        Some(second)
    );
    assert_eq!(sessions::read(&world.store, &token).await.unwrap(), None);
}

#[tokio::test]
async fn nobody_switches_into_an_organization_of_others() {
    let world = World::new().await;
    let (token, _) = sign_in(&world, "recruiter@northwind.example", PASSWORD)
        .await
        .unwrap();
    let refused = sessions::switch_organization(&world.store, &token, world.contoso.id).await;
    assert!(matches!(refused, Err(Error::NotFound)));
    assert!(
        sessions::read(&world.store, &token)
            .await
            .unwrap()
            .is_some(),
        "the session stays as it was"
    );
}

#[tokio::test]
async fn the_list_shows_where_one_is_signed_in_and_ends_one_or_all_others() {
    let world = World::new().await;
    let email = "recruiter@northwind.example";
    let (laptop, member) = sign_in(&world, email, PASSWORD).await.unwrap();
    world.later(1);
    let (phone, _) = sign_in(&world, email, PASSWORD).await.unwrap();
    world.later(1);
    let (tablet, _) = sign_in(&world, email, PASSWORD).await.unwrap();
    let listed = sessions::list(&world.store, &member, &laptop.hash())
        .await
        .unwrap();
    assert_eq!(listed.len(), 3);
    assert!(
        listed
            .iter()
            .all(|session| session.device == "Firefox on Linux"
                && session.organization_name == "northwind"
                && !laptop.hash().ends_with(&session.id))
    );
    assert_eq!(
        listed
            .iter()
            .map(|session| session.current)
            .collect::<Vec<_>>(),
        [false, false, true]
    );
    sessions::end(&world.store, &member, &listed[1].id)
        .await
        .unwrap();
    assert_eq!(sessions::read(&world.store, &phone).await.unwrap(), None);
    assert!(matches!(
        sessions::end(&world.store, &member, &listed[1].id).await,
        Err(Error::NotFound)
    ));
    sessions::end_others(&world.store, &member, &laptop.hash())
        .await
        .unwrap();
    assert_eq!(sessions::read(&world.store, &tablet).await.unwrap(), None);
    assert!(
        sessions::read(&world.store, &laptop)
            .await
            .unwrap()
            .is_some()
    );
}

#[tokio::test]
async fn nobody_ends_a_session_of_somebody_else() {
    let world = World::new().await;
    let (token, owner) = sign_in(&world, "owner@northwind.example", PASSWORD)
        .await
        .unwrap();
    let listed = sessions::list(&world.store, &owner, "").await.unwrap();
    let thief = &world.northwind.recruiter;
    assert!(matches!(
        sessions::end(&world.store, thief, &listed[0].id).await,
        Err(Error::NotFound)
    ));
    sessions::end_others(&world.store, thief, "").await.unwrap();
    assert!(
        sessions::read(&world.store, &token)
            .await
            .unwrap()
            .is_some()
    );
}

#[tokio::test]
async fn an_ended_session_wakes_the_live_connections_of_its_organization() {
    let world = World::new().await;
    let (token, _) = sign_in(&world, "recruiter@northwind.example", PASSWORD)
        .await
        .unwrap();
    let mut wakeups = world.store.wakeups(world.northwind.id);
    let after = *wakeups.borrow_and_update();
    sessions::sign_out(&world.store, &token).await.unwrap();
    assert!(wakeups.has_changed().unwrap());
    for permit in [world.northwind.views(), world.northwind.manager()] {
        let heard = hiring::events::since(&world.store, &permit, after, 10)
            .await
            .unwrap();
        assert_eq!(heard.events.len(), 1, "a hiring manager hears it too");
        assert_eq!(heard.events[0].kind, hiring::events::EventKind::Member);
    }
}

#[tokio::test]
async fn accounts_ask_for_an_address_a_name_and_a_password_of_ten() {
    let world = World::new().await;
    let permit = world.northwind.owner.permit().unwrap();
    for (email, name, password, field) in [
        ("no address", "Sam", PASSWORD, "email"),
        ("a@b@c", "Sam", PASSWORD, "email"),
        ("sam@example.org", "  ", PASSWORD, "name"),
        ("sam@example.org", "Sam\r\nBcc: x", PASSWORD, "name"),
        ("sam@example.org", "Sam", "short", "password"),
        ("sam@example.org", "Sam", &"x".repeat(2000), "password"),
    ] {
        let refused = accounts::add_member(
            &world.store,
            &permit,
            email,
            name,
            password,
            Role::Recruiter,
        )
        .await;
        assert!(
            matches!(refused, Err(Error::Invalid { field: named, .. }) if named == field),
            "{email} {name} {field}"
        );
    }
}
