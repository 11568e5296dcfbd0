//! Every server function by what it leaves in the audit log: one that changes something leaves its entry, by whoever called it. A server function
//! without a row here fails, and so does a row of which nothing was tried.

mod steps;

use std::collections::BTreeSet;

use hiring::audit::{self, AuditEvent};
use hiring::board::{self, Card};
use hiring::permission::{ManageSettings, ViewJobs};
use hiring::{JobId, Member, Millis, Store, jobs};
use serde_json::Value;

use crate::killed::settled;
use crate::permission_matrix::{self, Ids};
use crate::support::{Answer, Persona, RESUME, Seeded, Simulated, TestApp};

/// They change nothing.
const READS: &[&str] = &[
    "account/sessions",
    "api-tokens/list",
    "board/card",
    "board/cards",
    "board/read",
    "candidates/list",
    "decisions/rule",
    "failed-work/list",
    "follow-ups/asked",
    "follow-ups/dry-run",
    "follow-ups/questions",
    "follow-ups/read",
    "follow-ups/stages",
    "health/read",
    "integrations/list",
    "integrations/postings",
    "integrations/progress",
    "integrations/providers",
    "integrations/test",
    "jobs/list",
    "links/invitation",
    "links/password-reset",
    "mails/list",
    "members/list",
    "notes/preview",
    "notes/templates",
    "notifications/choices",
    "notifications/hours",
    "notifications/list",
    "profile/comment-history",
    "profile/comments",
    "profile/document",
    "profile/mentionable",
    "profile/read",
    "profile/timeline",
    "resync/read",
    "search",
    "session/surroundings",
    "shares/list",
    "shares/people",
    "shares/preview",
    "status-mapping/preview",
    "status-mapping/read",
    "webhooks/standing",
    "write-back/read",
];

/// Marks of one's own, which concern nobody else: they leave nothing.
const MARKS: &[&str] = &["board/visit", "notifications/read", "presence/show"];

/// What the others leave.
const ENTRIES: &[(&str, &str)] = &[
    ("account/end-other-sessions", "session.end_others"),
    ("account/end-session", "session.end"),
    ("account/password", "account.change_password"),
    ("account/rename", "account.rename"),
    ("api-tokens/create", "api_token.create"),
    ("api-tokens/revoke", "api_token.revoke"),
    ("board/move", "card.move"),
    ("board/move-all", "card.move"),
    ("decisions/set-rule", "job.set_decision_rule"),
    ("failed-work/discard", "queue.discard"),
    ("failed-work/retry", "queue.revive"),
    ("follow-ups/ask-again", "follow_up.ask_again"),
    ("follow-ups/save", "follow_ups.settings"),
    ("follow-ups/save-questions", "follow_ups.questions"),
    ("follow-ups/share-questions", "follow_ups.share_questions"),
    ("follow-ups/switch-off", "follow_ups.settings"),
    ("follow-ups/withdraw", "follow_up.withdraw"),
    ("health/canary", "webhooks.canary"),
    ("health/repair", "webhooks.repair"),
    ("integrations/connect", "integration.begin"),
    ("integrations/disconnect", "integration.disconnect"),
    ("integrations/finish", "integration.set_up"),
    ("integrations/purge", "integration.purge"),
    ("integrations/select", "job.set_active"),
    ("members/deactivate", "member.deactivate"),
    ("members/hand-over", "member.hand_over"),
    ("members/invite", "member.invite"),
    ("members/link", "invitation.reveal"),
    ("members/reactivate", "member.reactivate"),
    ("members/resend", "invitation.resend"),
    ("members/revoke", "invitation.revoke"),
    ("members/role", "member.role"),
    ("notes/save", "note_template.save"),
    ("notifications/choose", "notification.choose"),
    ("notifications/choose-hours", "notification.choose_hours"),
    (
        "notifications/choose-reminders",
        "notification.choose_reminders",
    ),
    ("posting/keep", "posting.keep_requirements"),
    ("posting/read-anew", "posting.read_anew"),
    ("profile/add-comment", "comment.add"),
    ("profile/delete-comment", "comment.delete"),
    ("profile/edit-comment", "comment.edit"),
    ("profile/overrule", "verdict.overrule"),
    ("profile/show-comment", "comment.show"),
    ("profile/withdraw-overrule", "verdict.restore"),
    ("resync/application", "application.resync"),
    ("resync/apply", "reconciliation.apply"),
    ("resync/cancel", "reconciliation.cancel"),
    ("resync/connection", "reconciliation.begin"),
    ("resync/job", "reconciliation.begin"),
    ("resync/pause", "reconciliation.pause"),
    ("resync/resume", "reconciliation.resume"),
    ("shares/acted", "decision.act"),
    ("shares/add", "share.add"),
    ("shares/remind", "share.remind"),
    ("shares/revoke", "share.revoke"),
    ("shares/send", "share.send"),
    ("shares/withdraw", "share.withdraw"),
    ("status-mapping/save", "status_mapping.save"),
    ("webhooks/by-hand", "webhook.prepare"),
    ("webhooks/create", "webhook.create"),
    ("webhooks/key", "webhook.give_key"),
    ("webhooks/test", "webhook.test"),
    ("write-back/ask", "integration.begin"),
    ("write-back/switch", "write_back.switch"),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_server_function_that_changes_something_leaves_its_entry() {
    let mut trail = Trail::new().await;
    trail.board_and_profile().await;
    trail.shares().await;
    trail.settings().await;
    trail.resyncs().await;
    trail.connection().await;
    trail.follow_ups().await;
    trail.people().await;
    trail.account().await;
    trail.leaving().await;

    let entries: Vec<&str> = ENTRIES.iter().map(|(endpoint, _)| *endpoint).collect();
    let tried: BTreeSet<&str> = trail.tried.iter().map(String::as_str).collect();
    let promised: BTreeSet<&str> = entries.iter().copied().collect();
    assert_eq!(tried, promised, "what was tried, and what has an entry");
    let listed = [READS, MARKS, entries.as_slice()].concat();
    let listed: BTreeSet<&str> = listed.into_iter().collect();
    let registered: Vec<String> = leptos::server_fn::axum::server_fn_paths()
        .map(|(path, _)| path.trim_start_matches("/api/").to_owned())
        .collect();
    let registered: BTreeSet<&str> = registered.iter().map(String::as_str).collect();
    assert_eq!(registered, listed, "server functions and rows here");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_reads_changes_nothing_for_whoever_may_do_everything() {
    let seeded = Seeded::start().await;
    let mut owner = seeded.app.owner().await;
    let before = seeded.state().await;
    for (endpoint, arguments, _) in permission_matrix::rows(&Ids::of(&seeded)) {
        if READS.contains(&endpoint) {
            let request = permission_matrix::request(&owner, endpoint, &arguments);
            let answer = owner.send(request).await;
            assert_ne!(answer.status, 500, "{endpoint}: {}", answer.body);
        }
    }
    assert_eq!(seeded.state().await, before);
}

/// A world with Lever in it, in which the owner does everything once.
struct Trail {
    world: Simulated,
    owner: Persona,
    member: Member,
    integration: String,
    posting: String,
    job: JobId,
    /// Of everything that was called so far.
    tried: BTreeSet<String>,
}

impl Trail {
    async fn new() -> Self {
        let world = Simulated::start().await;
        let mut owner = world.app.owner().await;
        let integration = world.connect(&mut owner).await;
        let posting = world.select_one_job(&mut owner, &integration).await;
        for name in ["Ines Duarte", "Second Person"] {
            world.apply(&posting, name, RESUME).await;
        }
        let member = world.app.acme().await;
        settled(&world, world.app.store(), &member).await;
        let views = member.permit::<ViewJobs>().unwrap();
        let job = jobs::list(world.app.store(), &views).await.unwrap()[0]
            .job
            .id;
        Self {
            world,
            owner,
            member,
            integration,
            posting,
            job,
            tried: BTreeSet::new(),
        }
    }

    fn app(&self) -> &TestApp {
        &self.world.app
    }

    fn store(&self) -> &Store {
        self.app().store()
    }

    async fn log(&self) -> Vec<AuditEvent> {
        let permit = self.member.permit::<ManageSettings>().unwrap();
        audit::list(self.store(), &permit, Millis::NEVER, 1000)
            .await
            .unwrap()
    }

    /// Calls it as the owner, who leaves the entry of the table.
    async fn leaves(&mut self, endpoint: &str, arguments: impl ToString) -> Answer {
        let entry = ENTRIES.iter().find(|(known, _)| *known == endpoint);
        let (_, expected) = entry.unwrap_or_else(|| panic!("{endpoint} has no row"));
        let before = self.log().await;
        let request = permission_matrix::request(&self.owner, endpoint, &arguments.to_string());
        let answer = self.owner.send(request).await;
        let went_well = answer.status.is_success() || answer.status.is_redirection();
        assert!(went_well, "{endpoint}: {} {}", answer.status, answer.body);
        let mut log = self.log().await;
        log.retain(|entry| !before.contains(entry));
        let own = log
            .iter()
            .filter(|entry| entry.account == Some(self.member.account));
        let left: Vec<&str> = own.map(|entry| &*entry.action).collect();
        assert!(left.contains(expected), "{endpoint} left {left:?}");
        self.tried.insert(endpoint.to_owned());
        answer
    }

    async fn read(&mut self, endpoint: &str, arguments: impl ToString) -> Value {
        let answer = self.owner.call(endpoint, &arguments.to_string()).await;
        serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("{endpoint}: {}", answer.body))
    }

    /// The two who applied, as their cards stand now.
    async fn cards(&self) -> [Card; 2] {
        let views = self.member.permit::<ViewJobs>().unwrap();
        let cards = board::read(self.store(), &views, self.job).await.unwrap();
        let of = |name: &str| {
            let mut all = cards.cards.iter();
            all.find(|card| card.name == name).unwrap().clone()
        };
        [of("Ines Duarte"), of("Second Person")]
    }
}
