//! Inviting, accepting, revoking.

use hiring::invitations::{self, Acceptance, LASTS};
use hiring::mails::{Delivery, Mail, SEND_MAIL};
use hiring::sessions::{self, SessionToken, SignInError};
use hiring::{Error, Member, Role, Secret, accounts, queue};

use crate::support::{PASSWORD, World, client};

const NEW: &str = "nora.quist@northwind.example";

async fn invite(world: &World, email: &str) -> hiring::InvitationId {
    let permit = world.northwind.members();
    invitations::invite(&world.store, &permit, email, Role::Recruiter)
        .await
        .unwrap()
}

async fn accept(
    world: &World,
    token: &Secret,
    password: &str,
) -> Result<(SessionToken, Member), SignInError> {
    let with = Acceptance {
        name: "Nora Quist",
        password: Some(Secret::new(password)),
        session: None,
    };
    invitations::accept(&world.store, token.expose(), &with, &client()).await
}

fn is_dead(result: &Result<(SessionToken, Member), SignInError>) -> bool {
    matches!(result, Err(SignInError::Store(Error::NotFound)))
}

#[tokio::test]
async fn an_invited_person_makes_an_account_and_is_in() {
    let world = World::new().await;
    let id = invite(&world, " Nora.Quist@Northwind.example").await;
    let (leased, mail) = world.owed().await.unwrap();
    let Mail::Invitation {
        to,
        organization,
        role,
        invited_by,
        token,
        ..
    } = mail.unwrap()
    else {
        panic!("an invitation is owed");
    };
    assert_eq!(
        (&*to, &*organization, role),
        (NEW, "northwind", Role::Recruiter)
    );
    assert_eq!(invited_by.as_deref(), Some("Aoife Byrne"));
    assert!(
        !leased.payload.to_string().contains("northwind"),
        "ids only"
    );
    assert!(!world.disk_has(token.expose()), "sealed, and hashed");

    let offer = invitations::read(&world.store, token.expose())
        .await
        .unwrap();
    assert!(!offer.has_account);
    let (session, member) = accept(&world, &token, "a long password").await.unwrap();
    assert_eq!(
        (member.role, &*member.name, &*member.email),
        (Role::Recruiter, "Nora Quist", NEW)
    );
    assert_eq!(
        sessions::read(&world.store, &session).await.unwrap(),
        Some(member.clone())
    );
    assert!(
        is_dead(&accept(&world, &token, "a long password").await),
        "works once"
    );
    assert!(
        invitations::read(&world.store, token.expose())
            .await
            .is_err()
    );
    assert_eq!(
        world.audited(&world.northwind, &id.to_string()).await,
        ["member.invite"]
    );
    assert_eq!(
        world
            .audited(&world.northwind, &member.account.to_string())
            .await,
        ["invitation.accept"]
    );
}

#[tokio::test]
async fn an_account_that_there_is_joins_only_with_its_password_or_session() {
    let world = World::new().await;
    let email = "recruiter@contoso.example";
    invite(&world, email).await;
    let token = world.mailed_token().await;
    assert!(
        invitations::read(&world.store, token.expose())
            .await
            .unwrap()
            .has_account
    );
    for wrong in ["", "another password"] {
        assert!(matches!(
            accept(&world, &token, wrong).await,
            Err(SignInError::Wrong)
        ));
    }
    let somebody_else = world.sign_in("owner@northwind.example").await;
    let with = |session| Acceptance {
        name: "",
        password: None,
        session: Some(session),
    };
    let refused = invitations::accept(
        &world.store,
        token.expose(),
        &with(&somebody_else),
        &client(),
    )
    .await;
    assert!(matches!(refused, Err(SignInError::Wrong)));
    let own = world.sign_in(email).await;
    let (_, member) = invitations::accept(&world.store, token.expose(), &with(&own), &client())
        .await
        .unwrap();
    assert_eq!(member.account, world.contoso.recruiter.account);
    assert_eq!(member.organization, world.northwind.id);
    assert_eq!(&*member.name, "recruiter", "the name stays");
    assert_eq!(
        sessions::read(&world.store, &own).await.unwrap(),
        None,
        "the session before ended"
    );
    world.sign_in(email).await;
}

#[tokio::test]
async fn guessing_the_password_of_an_invited_account_is_throttled() {
    let world = World::new().await;
    invite(&world, "recruiter@contoso.example").await;
    let token = world.mailed_token().await;
    for _ in 0..5 {
        let _ = accept(&world, &token, "wrong password").await;
    }
    assert!(matches!(
        accept(&world, &token, PASSWORD).await,
        Err(SignInError::Throttled { .. })
    ));
}

#[tokio::test]
async fn a_new_account_needs_a_name_and_a_password_and_the_link_survives_a_bad_one() {
    let world = World::new().await;
    invite(&world, NEW).await;
    let token = world.mailed_token().await;
    let with = Acceptance {
        name: " ",
        password: Some(Secret::new("a long password")),
        session: None,
    };
    let nameless = invitations::accept(&world.store, token.expose(), &with, &client()).await;
    assert!(matches!(
        nameless,
        Err(SignInError::Store(Error::Invalid { field: "name", .. }))
    ));
    assert!(matches!(
        accept(&world, &token, "short").await,
        Err(SignInError::Store(Error::Invalid {
            field: "password",
            ..
        }))
    ));
    accept(&world, &token, "a long password").await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_who_accept_at_once_one_is_in() {
    let world = World::new().await;
    invite(&world, NEW).await;
    let token = world.mailed_token().await;
    let (one, other) = tokio::join!(
        accept(&world, &token, "a long password"),
        accept(&world, &token, "other long password")
    );
    assert_eq!(
        [&one, &other]
            .iter()
            .filter(|outcome| outcome.is_ok())
            .count(),
        1
    );
}

#[tokio::test]
async fn revoked_too_old_and_replaced_links_are_dead_and_send_nothing() {
    let world = World::new().await;
    let (store, permit) = (&world.store, world.northwind.members());
    let id = invite(&world, NEW).await;
    let first = world.mailed_token().await;
    invitations::resend(store, &permit, id).await.unwrap();
    let second = world.mailed_token().await;
    assert!(
        is_dead(&accept(&world, &first, "a long password").await),
        "replaced"
    );
    assert_eq!(
        invitations::reveal(store, &permit, id).await.unwrap(),
        second,
        "the link to copy is the one that works"
    );
    world.clock.advance(LASTS);
    assert!(
        is_dead(&accept(&world, &second, "a long password").await),
        "too old"
    );

    invitations::resend(store, &permit, id).await.unwrap();
    let third = invitations::reveal(store, &permit, id).await.unwrap();
    invitations::revoke(store, &permit, id).await.unwrap();
    assert!(
        is_dead(&accept(&world, &third, "a long password").await),
        "revoked"
    );
    let (_, mail) = world.owed().await.unwrap();
    assert!(matches!(mail, Err(Error::NotFound)), "its mail is not sent");
    for gone in [
        invitations::revoke(store, &permit, id).await,
        invitations::resend(store, &permit, id).await,
    ] {
        assert!(matches!(gone, Err(Error::NotFound)));
    }
}

#[tokio::test]
async fn nobody_is_invited_as_owner_nor_twice_nor_when_they_are_here() {
    let world = World::new().await;
    let (store, permit) = (&world.store, world.northwind.members());
    let refused = |result: Result<_, Error>, field: &str| matches!(result, Err(Error::Invalid { field: named, .. }) if named == field);
    let owner = invitations::invite(store, &permit, NEW, Role::Owner).await;
    assert!(refused(owner, "role"));
    for (email, field) in [
        ("no address", "email"),
        ("recruiter@northwind.example", "email"),
    ] {
        let result = invitations::invite(store, &permit, email, Role::Recruiter).await;
        assert!(refused(result, field), "{email}");
    }
    let first = invite(&world, NEW).await;
    assert_eq!(
        invitations::invite(store, &permit, NEW, Role::HiringManager)
            .await
            .unwrap(),
        first
    );
    let listed = invitations::list(store, &permit).await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].role, Role::HiringManager);
}

#[tokio::test]
async fn the_list_says_how_each_mail_fares() {
    let world = World::new().await;
    let (store, permit) = (&world.store, world.northwind.members());
    let id = invite(&world, NEW).await;
    let delivery = async || invitations::list(store, &permit).await.unwrap()[0].delivery;
    assert_eq!(delivery().await, Delivery::Waiting);
    let leased = queue::claim(store, &[SEND_MAIL]).await.unwrap().unwrap();
    queue::fail(store, &leased, "refused").await.unwrap();
    assert_eq!(delivery().await, Delivery::Failed);
    invitations::resend(store, &permit, id).await.unwrap();
    assert_eq!(delivery().await, Delivery::Waiting);
    world.mailed_token().await;
    assert_eq!(delivery().await, Delivery::Sent);
}

#[tokio::test]
async fn invitations_of_another_organization_are_not_found() {
    let world = World::new().await;
    let id = invite(&world, NEW).await;
    let (store, foreign) = (&world.store, world.contoso.members());
    assert!(invitations::list(store, &foreign).await.unwrap().is_empty());
    assert!(matches!(
        invitations::reveal(store, &foreign, id).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(
        invitations::resend(store, &foreign, id).await,
        Err(Error::NotFound)
    ));
    assert!(matches!(
        invitations::revoke(store, &foreign, id).await,
        Err(Error::NotFound)
    ));
    // The same person may be invited by both.
    invitations::invite(store, &foreign, NEW, Role::Recruiter)
        .await
        .unwrap();
    let first = world.mailed_token().await;
    let second = world.mailed_token().await;
    accept(&world, &first, "a long password").await.unwrap();
    let (_, member) = accept(&world, &second, "a long password").await.unwrap();
    assert_eq!(
        accounts::memberships(store, &member).await.unwrap().len(),
        2
    );
}
