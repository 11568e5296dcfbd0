//! Changing a password, and resetting a lost one by mail.

use hiring::mails::{self, SEND_MAIL};
use hiring::passwords::{change, reset};
use hiring::sessions::{self, SignInError};
use hiring::{Error, Secret, members, queue};

use crate::support::{PASSWORD, World, client};

const EMAIL: &str = "recruiter@northwind.example";
const NEW: &str = "a quite new password";

async fn signs_in(world: &World, password: &str) -> bool {
    sessions::sign_in(&world.store, EMAIL, &Secret::new(password), &client())
        .await
        .is_ok()
}

async fn ask(world: &World, email: &str) -> Result<(), SignInError> {
    reset::request(&world.store, email, client().address).await
}

#[tokio::test]
async fn a_change_asks_for_the_old_password_and_ends_every_other_session() {
    let world = World::new().await;
    let (here, elsewhere) = (world.sign_in(EMAIL).await, world.sign_in(EMAIL).await);
    let member = &world.northwind.recruiter;
    let change = async |old: &str, new: &str| {
        let (old, new) = (Secret::new(old), Secret::new(new));
        change(&world.store, member, &old, &new, &here.hash()).await
    };
    assert!(matches!(
        change("wrong", NEW).await,
        Err(SignInError::Wrong)
    ));
    assert!(matches!(
        change(PASSWORD, "short").await,
        Err(SignInError::Store(Error::Invalid {
            field: "password",
            ..
        }))
    ));
    assert!(
        sessions::read(&world.store, &elsewhere)
            .await
            .unwrap()
            .is_some()
    );
    change(PASSWORD, NEW).await.unwrap();
    assert!(sessions::read(&world.store, &here).await.unwrap().is_some());
    assert_eq!(
        sessions::read(&world.store, &elsewhere).await.unwrap(),
        None
    );
    assert!(!signs_in(&world, PASSWORD).await);
    assert!(signs_in(&world, NEW).await);
    let audited = world
        .audited(&world.northwind, &member.account.to_string())
        .await;
    assert_eq!(audited.last().unwrap(), "account.change_password");
}

#[tokio::test]
async fn guessing_the_old_password_is_throttled() {
    let world = World::new().await;
    let member = &world.northwind.recruiter;
    let (wrong, new) = (Secret::new("wrong"), Secret::new(NEW));
    for _ in 0..5 {
        let _ = change(&world.store, member, &wrong, &new, "").await;
    }
    let refused = change(&world.store, member, &Secret::new(PASSWORD), &new, "").await;
    assert!(matches!(refused, Err(SignInError::Throttled { .. })));
}

#[tokio::test]
async fn a_reset_works_once_and_ends_every_session() {
    let world = World::new().await;
    let session = world.sign_in(EMAIL).await;
    ask(&world, " Recruiter@Northwind.example").await.unwrap();
    let token = world.mailed_token().await;
    assert!(!world.disk_has(token.expose()), "only its hash is stored");
    reset::check(&world.store, token.expose()).await.unwrap();
    assert!(
        sessions::read(&world.store, &session)
            .await
            .unwrap()
            .is_some(),
        "looking changes nothing"
    );
    let redeem = async |password: &str| {
        reset::redeem(&world.store, token.expose(), &Secret::new(password)).await
    };
    assert!(matches!(redeem("short").await, Err(Error::Invalid { .. })));
    redeem(NEW).await.unwrap();
    assert_eq!(sessions::read(&world.store, &session).await.unwrap(), None);
    assert!(signs_in(&world, NEW).await);
    assert!(matches!(
        redeem("yet another one").await,
        Err(Error::NotFound)
    ));
    assert!(signs_in(&world, NEW).await);
}

#[tokio::test]
async fn a_reset_dies_after_an_hour_with_its_siblings_and_with_a_change() {
    let world = World::new().await;
    let dead = async |token: &Secret| {
        let redeemed = reset::redeem(&world.store, token.expose(), &Secret::new(NEW)).await;
        matches!(redeemed, Err(Error::NotFound))
    };
    ask(&world, EMAIL).await.unwrap();
    let old = world.mailed_token().await;
    world.clock.advance(reset::LASTS);
    assert!(dead(&old).await);
    ask(&world, EMAIL).await.unwrap();
    let first = world.mailed_token().await;
    ask(&world, EMAIL).await.unwrap();
    let second = world.mailed_token().await;
    reset::redeem(&world.store, first.expose(), &Secret::new(NEW))
        .await
        .unwrap();
    assert!(dead(&second).await, "one use ends all links");
    ask(&world, EMAIL).await.unwrap();
    let third = world.mailed_token().await;
    let member = &world.northwind.recruiter;
    change(
        &world.store,
        member,
        &Secret::new(NEW),
        &Secret::new(PASSWORD),
        "",
    )
    .await
    .unwrap();
    assert!(dead(&third).await);
    for forged in ["", "x", "' OR 1=1 --"] {
        assert!(dead(&Secret::new(forged)).await);
    }
}

#[tokio::test]
async fn who_has_no_way_in_gets_the_same_answer_and_no_mail() {
    let world = World::new().await;
    let tenant = &world.northwind;
    members::deactivate(&world.store, &tenant.members(), tenant.recruiter.account)
        .await
        .unwrap();
    for email in [EMAIL, "nobody@northwind.example", ""] {
        ask(&world, email).await.unwrap();
    }
    assert!(world.owed().await.is_none());
}

#[tokio::test]
async fn asking_again_and_again_is_throttled_for_known_and_unknown_alike_and_signing_in_is_not() {
    let world = World::new().await;
    for email in [EMAIL, "nobody@northwind.example"] {
        for _ in 0..5 {
            ask(&world, email).await.unwrap();
        }
        assert!(matches!(
            ask(&world, email).await,
            Err(SignInError::Throttled { .. })
        ));
    }
    assert!(signs_in(&world, PASSWORD).await);
}

#[tokio::test]
async fn a_mail_that_was_sent_is_not_owed_again_after_a_crash() {
    let world = World::new().await;
    ask(&world, EMAIL).await.unwrap();
    let (leased, mail) = world.owed().await.unwrap();
    mail.unwrap();
    // The process dies before it says so: the lease runs out, and the mail comes again under the same id.
    world.clock.advance(queue::LEASE);
    let (again, mail) = world.owed().await.unwrap();
    assert_eq!(again.id, leased.id);
    mail.unwrap();
    mails::sent(&world.store, &again).await.unwrap();
    assert!(
        queue::claim(&world.store, &[SEND_MAIL])
            .await
            .unwrap()
            .is_none()
    );
}
