//! Roles, deactivation, handing over: an organization always keeps an Owner.

use hiring::{Error, Member, Role, accounts, members, sessions};

use crate::support::{PASSWORD, Tenant, World};

async fn add(world: &World, tenant: &Tenant, email: &str, role: Role) -> Member {
    accounts::add_member(
        &world.store,
        &tenant.members(),
        email,
        "Sam Okafor",
        PASSWORD,
        role,
    )
    .await
    .unwrap()
}

async fn role(world: &World, of: &Member) -> Role {
    let listed = members::list(&world.store, &world.northwind.members())
        .await
        .unwrap();
    listed
        .into_iter()
        .find(|listed| listed.member.account == of.account)
        .unwrap()
        .member
        .role
}

#[tokio::test]
async fn a_deactivated_member_is_out_at_once_and_comes_back_with_their_role() {
    let world = World::new().await;
    let (store, tenant) = (&world.store, &world.northwind);
    let token = world.sign_in("recruiter@northwind.example").await;
    let account = tenant.recruiter.account;
    let mut wakeups = store.wakeups(tenant.id);
    wakeups.mark_unchanged();
    members::deactivate(store, &tenant.members(), account)
        .await
        .unwrap();
    assert_eq!(sessions::read(store, &token).await.unwrap(), None);
    assert!(wakeups.has_changed().unwrap(), "live connections hear it");
    assert!(
        sessions::sign_in(
            store,
            "recruiter@northwind.example",
            &hiring::Secret::new(PASSWORD),
            &crate::support::client()
        )
        .await
        .is_err(),
        "nor in again"
    );
    let active = accounts::members(store, &tenant.views()).await.unwrap();
    assert!(active.iter().all(|member| member.account != account));
    let names = accounts::names(store, &tenant.views()).await.unwrap();
    assert_eq!(
        names[&account], "recruiter",
        "what they did keeps their name"
    );

    members::reactivate(store, &tenant.members(), account)
        .await
        .unwrap();
    assert_eq!(sessions::read(store, &token).await.unwrap(), None);
    let again = world.sign_in("recruiter@northwind.example").await;
    assert_eq!(
        sessions::read(store, &again).await.unwrap(),
        Some(tenant.recruiter.clone())
    );
    assert_eq!(
        world.audited(tenant, &account.to_string()).await,
        ["member.add", "member.deactivate", "member.reactivate"]
    );
}

#[tokio::test]
async fn deactivation_in_one_organization_leaves_the_account_in_others() {
    let world = World::new().await;
    let (store, tenant) = (&world.store, &world.northwind);
    let email = "recruiter@northwind.example";
    add(&world, &world.contoso, email, Role::Recruiter).await;
    let elsewhere = world.sign_in(email).await;
    members::deactivate(store, &tenant.members(), tenant.recruiter.account)
        .await
        .unwrap();
    let there = sessions::read(store, &elsewhere).await.unwrap().unwrap();
    assert_eq!(there.organization, world.contoso.id);
    assert!(matches!(
        sessions::switch_organization(store, &elsewhere, tenant.id).await,
        Err(Error::NotFound)
    ));
}

#[tokio::test]
async fn the_last_owner_cannot_be_demoted_deactivated_or_overwritten() {
    let world = World::new().await;
    let (store, tenant) = (&world.store, &world.northwind);
    let owner = tenant.owner.account;
    let second = add(&world, tenant, "second@northwind.example", Role::Owner).await;
    members::deactivate(store, &tenant.members(), second.account)
        .await
        .unwrap();
    let permit = tenant.members();
    let demoted = members::change_role(store, &permit, owner, Role::Recruiter).await;
    assert!(
        matches!(demoted, Err(Error::Invalid { field: "role", .. })),
        "an Owner who is deactivated does not count"
    );
    let by_system = members::deactivate(store, &tenant.system(store).to(), owner).await;
    assert!(matches!(by_system, Err(Error::Invalid { .. })));
    let added = accounts::add_member(
        store,
        &permit,
        "owner@northwind.example",
        "x",
        PASSWORD,
        Role::Recruiter,
    )
    .await;
    assert!(matches!(added, Err(Error::Invalid { .. })));
    assert_eq!(role(&world, &tenant.owner).await, Role::Owner);
    let own = members::deactivate(store, &permit, owner).await;
    assert!(matches!(own, Err(Error::Invalid { .. })), "nor oneself");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_owners_cannot_step_down_at_once() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let second = add(&world, tenant, "second@northwind.example", Role::Owner).await;
    let step_down = |member: Member| {
        let store = world.store.clone();
        tokio::spawn(async move {
            let permit = member.permit().unwrap();
            members::change_role(&store, &permit, member.account, Role::Recruiter).await
        })
    };
    for _ in 0..20 {
        let (one, other) = tokio::join!(step_down(tenant.owner.clone()), step_down(second.clone()));
        let outcomes = [one.unwrap(), other.unwrap()];
        assert_eq!(
            outcomes.iter().filter(|outcome| outcome.is_ok()).count(),
            1,
            "{outcomes:?}"
        );
        for member in [&tenant.owner, &second] {
            let system = tenant.system(&world.store).to();
            members::change_role(&world.store, &system, member.account, Role::Owner)
                .await
                .unwrap();
        }
    }
}

#[tokio::test]
async fn only_an_owner_makes_changes_or_locks_out_an_owner() {
    let world = World::new().await;
    let (store, tenant) = (&world.store, &world.northwind);
    let admin = add(
        &world,
        tenant,
        "admin@northwind.example",
        Role::PartnerAdmin,
    )
    .await;
    let permit = admin.permit().unwrap();
    let (owner, recruiter) = (tenant.owner.account, tenant.recruiter.account);
    for refused in [
        members::change_role(store, &permit, admin.account, Role::Owner).await,
        members::change_role(store, &permit, recruiter, Role::Owner).await,
        members::change_role(store, &permit, owner, Role::Recruiter).await,
        members::deactivate(store, &permit, owner).await,
        members::reactivate(store, &permit, owner).await,
    ] {
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
    }
    members::change_role(store, &permit, recruiter, Role::PartnerAdmin)
        .await
        .unwrap();
    assert_eq!(role(&world, &tenant.recruiter).await, Role::PartnerAdmin);
}

#[tokio::test]
async fn ownership_is_handed_over_to_another_active_member() {
    let world = World::new().await;
    let (store, tenant) = (&world.store, &world.northwind);
    let permit = tenant.owner.permit().unwrap();
    let (owner, recruiter) = (tenant.owner.account, tenant.recruiter.account);
    assert!(matches!(
        members::hand_over(store, &permit, owner).await,
        Err(Error::Invalid { .. })
    ));
    assert!(matches!(
        members::hand_over(store, &permit, world.contoso.recruiter.account).await,
        Err(Error::NotFound)
    ));
    members::deactivate(store, &tenant.members(), tenant.hiring_manager.account)
        .await
        .unwrap();
    assert!(matches!(
        members::hand_over(store, &permit, tenant.hiring_manager.account).await,
        Err(Error::NotFound)
    ));
    members::hand_over(store, &permit, recruiter).await.unwrap();
    assert_eq!(role(&world, &tenant.recruiter).await, Role::Owner);
    assert_eq!(role(&world, &tenant.owner).await, Role::PartnerAdmin);
    assert!(
        world
            .audited(tenant, &recruiter.to_string())
            .await
            .contains(&"member.hand_over".to_owned())
    );
}

#[tokio::test]
async fn members_of_another_organization_are_not_found() {
    let world = World::new().await;
    let (store, permit) = (&world.store, world.northwind.members());
    let foreign = world.contoso.recruiter.account;
    for refused in [
        members::change_role(store, &permit, foreign, Role::HiringManager).await,
        members::deactivate(store, &permit, foreign).await,
        members::reactivate(store, &permit, foreign).await,
    ] {
        assert!(matches!(refused, Err(Error::NotFound)));
    }
    let listed = members::list(store, &permit).await.unwrap();
    assert!(
        listed
            .iter()
            .all(|listed| listed.member.organization == world.northwind.id)
    );
}
