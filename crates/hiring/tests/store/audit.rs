//! The audit log: every change that a person makes is in it once, without a word of what was typed. That none is forgotten: `audit_scan`.

use hiring::api_tokens::{self, Scope};
use hiring::audit::{self, AuditEvent};
use hiring::columns::ColumnKind;
use hiring::integrations::{self, Provider};
use hiring::jobs::{self, FetchedJob};
use hiring::permission::ManageSettings;
use hiring::queue::{self, Dead, Task};
use hiring::{
    Millis, Role, accounts, comments, invitations, members, overrules, placements,
    requirement_sets, sessions,
};
use screening::model::Verdict;
use serde_json::json;

use crate::support::{PASSWORD, Tenant, World, requirements, tokens};

/// Stands in everything that is typed, and must stand in no entry.
const TYPED: &str = "quatsch";

async fn log(world: &World, tenant: &Tenant) -> Vec<AuditEvent> {
    let permit = tenant.owner.permit::<ManageSettings>().unwrap();
    audit::list(&world.store, &permit, Millis::NEVER, 1000)
        .await
        .unwrap()
}

/// Does something and finds one entry of it, by who did it.
async fn once<T>(world: &World, action: &str, change: impl Future<Output = T>) -> T {
    let tenant = &world.northwind;
    let before = log(world, tenant).await;
    let others = log(world, &world.contoso).await;
    let outcome = change.await;
    let mut after = log(world, tenant).await;
    after.retain(|entry| !before.contains(entry));
    let actions: Vec<&str> = after.iter().map(|entry| &*entry.action).collect();
    assert_eq!(actions, [action]);
    let by = after[0].account;
    let people = [tenant.owner.account, tenant.recruiter.account];
    assert!(by.is_some_and(|by| people.contains(&by)), "{action}");
    let entry = format!("{:?}", after[0]).to_lowercase();
    for typed in [TYPED, "okafor", "@"] {
        assert!(!entry.contains(typed), "{action} holds {typed}: {entry}");
    }
    assert_eq!(log(world, &world.contoso).await, others);
    outcome
}

#[tokio::test]
async fn every_change_of_a_person_is_one_entry_without_what_they_typed() {
    let world = World::new().await;
    let (store, tenant) = (&world.store, &world.northwind);
    let urls = json!({ "api": "http://127.0.0.1:1" });
    let admin = tenant.admin();
    let begun = once(&world, "integration.begin", async {
        let provider = Provider::Simulator;
        integrations::begin(store, &admin, provider, &urls, None, "session")
            .await
            .unwrap()
    })
    .await;
    let redeemed = integrations::redeem(store, begun.state.expose(), "session")
        .await
        .unwrap();
    once(&world, "integration.connect", async {
        let (id, permit) = (begun.integration, &redeemed.permit);
        integrations::connected(store, permit, id, &tokens(TYPED), Some(TYPED), &[])
            .await
            .unwrap();
    })
    .await;
    let fetched = FetchedJob {
        remote: Some((begun.integration, "posting-1".into())),
        title: TYPED.into(),
        state: "published".into(),
        ..FetchedJob::default()
    };
    let job = once(&world, "job.set_active", async {
        let job = jobs::upsert_from_ats(store, &admin, &fetched)
            .await
            .unwrap();
        jobs::set_active(store, &admin, job, true).await.unwrap();
        job
    })
    .await;
    let screens = tenant.screens();
    let set = requirements(&["Rust", TYPED]);
    once(&world, "requirements.activate", async {
        requirement_sets::activate(store, &screens, job, &set)
            .await
            .unwrap();
    })
    .await;
    once(&world, "job.set_threshold", async {
        jobs::set_threshold(store, &screens, job, 70).await.unwrap();
    })
    .await;
    once(&world, "job.rescore", async {
        requirement_sets::rescore(store, &screens, job)
            .await
            .unwrap();
    })
    .await;
    let application = world.scored(tenant, job, "Sam Okafor", 71).await;
    let comment = once(&world, "comment.add", async {
        comments::add(store, &tenant.comments(), application, TYPED)
            .await
            .unwrap()
    })
    .await;
    once(&world, "comment.edit", async {
        // Pressed twice is one change.
        for _ in 0..2 {
            let words = format!("{TYPED}, {TYPED}");
            comments::edit(store, &tenant.comments(), comment, &words)
                .await
                .unwrap();
        }
    })
    .await;
    once(&world, "comment.delete", async {
        comments::delete(store, &tenant.comments(), comment)
            .await
            .unwrap();
    })
    .await;
    once(&world, "verdict.overrule", async {
        overrules::set(store, &screens, application, "r1", Verdict::NotMet, TYPED)
            .await
            .unwrap();
    })
    .await;
    once(&world, "verdict.restore", async {
        overrules::clear(store, &screens, application, "r1")
            .await
            .unwrap();
    })
    .await;
    let rejected = world.column(tenant, ColumnKind::Rejected).await;
    let version = placements::read(store, &screens, application)
        .await
        .unwrap()
        .version;
    once(&world, "card.move", async {
        // Pressed twice is one move, and one entry.
        for _ in 0..2 {
            let reason = Some(TYPED);
            placements::move_to(store, &screens, application, rejected, version, reason)
                .await
                .unwrap();
        }
    })
    .await;
    let permit = tenant.system(store);
    let task = Task::new("work", json!(TYPED));
    queue::enqueue(store, &permit, &[task]).await.unwrap();
    let gave_up = async || {
        let leased = queue::claim(store, &["work"]).await.unwrap().unwrap();
        queue::fail(store, &leased, "code").await.unwrap();
        leased.id
    };
    let row = gave_up().await;
    once(&world, "queue.revive", async {
        queue::revive(store, &admin, Dead::Row(&row)).await.unwrap();
    })
    .await;
    gave_up().await;
    once(&world, "queue.discard", async {
        queue::discard(store, &admin, Dead::Row(&row))
            .await
            .unwrap();
    })
    .await;
    once(&world, "member.add", async {
        let (permit, email) = (tenant.owner.permit().unwrap(), "new@northwind.example");
        accounts::add_member(store, &permit, email, TYPED, PASSWORD, Role::Recruiter)
            .await
            .unwrap();
    })
    .await;
    let permit = tenant.owner.permit().unwrap();
    let made = once(&world, "api_token.create", async {
        api_tokens::create(store, &permit, TYPED, &[Scope::JobsRead], 30)
            .await
            .unwrap()
    })
    .await;
    once(&world, "api_token.revoke", async {
        api_tokens::revoke(store, &permit, made.id).await.unwrap();
    })
    .await;
    once(&world, "integration.disconnect", async {
        integrations::disconnect(store, &admin, begun.integration, "by_person")
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn every_change_of_members_is_one_entry_without_an_address() {
    let world = World::new().await;
    let (store, tenant) = (&world.store, &world.northwind);
    let (permit, recruiter) = (tenant.members(), tenant.recruiter.account);
    let id = once(&world, "member.invite", async {
        let email = format!("{TYPED}@northwind.example");
        invitations::invite(store, &permit, &email, Role::Recruiter)
            .await
            .unwrap()
    })
    .await;
    once(&world, "invitation.resend", async {
        invitations::resend(store, &permit, id).await.unwrap();
    })
    .await;
    once(&world, "invitation.reveal", async {
        invitations::reveal(store, &permit, id).await.unwrap();
    })
    .await;
    once(&world, "invitation.revoke", async {
        invitations::revoke(store, &permit, id).await.unwrap();
    })
    .await;
    once(&world, "member.role", async {
        // Pressed twice is one change.
        for _ in 0..2 {
            members::change_role(store, &permit, recruiter, Role::PartnerAdmin)
                .await
                .unwrap();
        }
    })
    .await;
    once(&world, "member.deactivate", async {
        members::deactivate(store, &permit, recruiter)
            .await
            .unwrap();
    })
    .await;
    once(&world, "member.reactivate", async {
        members::reactivate(store, &permit, recruiter)
            .await
            .unwrap();
    })
    .await;
    once(&world, "account.rename", async {
        accounts::rename(store, &tenant.recruiter, TYPED)
            .await
            .unwrap();
    })
    .await;
    once(&world, "session.end_others", async {
        sessions::end_others(store, &tenant.recruiter, "")
            .await
            .unwrap();
    })
    .await;
    once(&world, "member.hand_over", async {
        let permit = tenant.owner.permit().unwrap();
        members::hand_over(store, &permit, recruiter).await.unwrap();
    })
    .await;
}
