//! What the owner does, page by page: each call once, with what it needs.

use hiring::board::Card;
use hiring::columns::ColumnKind;
use hiring::jobs::{self, FetchedJob};
use hiring::notes::NoteKind;
use hiring::permission::ShareCandidates;
use hiring::queue::{self, Task};
use hiring::{IntegrationId, shares};
use reqwest::Method;
use serde_json::{Value, json};

use super::Trail;
use crate::killed::settled;
use crate::sharing::{self, VERA};
use crate::support::PASSWORD;

impl Trail {
    pub(super) async fn board_and_profile(&mut self) {
        let qualified = self.app().column(&self.member, ColumnKind::Qualified).await;
        let [ines, second] = self.cards().await;
        let to = |card: &Card| json!({ "application": card.application, "column": qualified, "version": card.version });
        let moved = format!(
            "application={}&column={qualified}&version={}",
            ines.application, ines.version
        );
        self.leaves("board/move", moved).await;
        let moves = json!({ "moves": [to(&second)], "reason": null });
        self.leaves("board/move-all", moves).await;

        let of_ines = format!("application={}", ines.application);
        let profile = self.read("profile/read", &of_ines).await;
        let requirement = profile["matches"][0]["id"].as_str().unwrap();
        let of_requirement = format!("{of_ines}&requirement={requirement}");
        let overrule = format!("{of_requirement}&verdict=partly&reason=seen");
        self.leaves("profile/overrule", overrule).await;
        self.leaves("profile/withdraw-overrule", of_requirement)
            .await;

        self.leaves("profile/add-comment", format!("{of_ines}&text=hello"))
            .await;
        let comments = self.read("profile/comments", &of_ines).await;
        let comment = format!("comment={}", comments[0]["id"].as_str().unwrap());
        self.leaves("profile/show-comment", format!("{comment}&shown=true"))
            .await;
        self.leaves("profile/edit-comment", format!("{comment}&text=changed"))
            .await;
        self.leaves("profile/delete-comment", comment).await;
    }

    pub(super) async fn shares(&mut self) {
        let [ines, second] = self.cards().await.map(|card| card.application);
        let (job, organization) = (self.job, self.member.organization.to_string());
        let share = json!({ "share": {
            "job": job, "applications": [ines], "to": [VERA], "message": "",
            "score": true, "evidence": true, "votes": "never", "due_at": null,
        }});
        self.leaves("shares/send", share).await;
        let link = self.app().mailed_link(&organization, VERA).await;
        let permit = self.member.permit::<ShareCandidates>().unwrap();
        let mut all = shares::list(self.store(), &permit, job).await.unwrap();
        let share = all.remove(0);
        let recipient = share.recipients[0].id;
        self.leaves("shares/remind", format!("recipient={recipient}"))
            .await;
        let mut vera = self.app().stranger();
        let review = sharing::open(&mut vera, &link).await;
        let form = [("decision", "advance"), ("comment", "")];
        let decided = vera.post_form(&format!("{review}/{ines}"), &form).await;
        assert_eq!(decided.status, 303);
        self.leaves("shares/acted", format!("application={ines}"))
            .await;
        let more = json!({ "share": share.id, "applications": [second] });
        self.leaves("shares/add", more).await;
        let of_share = format!("share={}", share.id);
        self.leaves(
            "shares/withdraw",
            format!("{of_share}&application={second}"),
        )
        .await;
        self.leaves("shares/revoke", of_share).await;
        let qualified = self.app().column(&self.member, ColumnKind::Qualified).await;
        let rule = json!({ "advance_to": qualified, "decline_to": null, "decline_reason": "" });
        self.leaves("decisions/set-rule", json!({ "job": job, "rule": rule }))
            .await;
    }

    pub(super) async fn settings(&mut self) {
        let text = NoteKind::Status.default_text();
        let text: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
        self.leaves("notes/save", format!("kind=status&version=0&text={text}"))
            .await;
        let token = json!({ "name": "Reporting", "scopes": ["jobs:read"], "days": 30 });
        self.leaves("api-tokens/create", token).await;
        let tokens = self.read("api-tokens/list", "").await;
        let token = tokens["tokens"][0]["id"].as_str().unwrap();
        self.leaves("api-tokens/revoke", format!("token={token}"))
            .await;
        for (endpoint, arguments) in [
            ("notifications/choose", "kind=mention&cadence=daily"),
            ("notifications/choose-hours", "hour=9&zone=Europe/Berlin"),
            ("notifications/choose-reminders", "on=false"),
        ] {
            self.leaves(endpoint, arguments).await;
        }
        let system = self.store().system(self.member.organization);
        let task = Task::new("unheard", json!({}));
        queue::enqueue(self.store(), &system, &[task])
            .await
            .unwrap();
        let row = self.given_up().await;
        self.leaves("failed-work/retry", format!("row={row}")).await;
        self.given_up().await;
        self.leaves("failed-work/discard", "kind=unheard").await;
    }

    /// Work of a kind that no worker knows, which fails for good.
    async fn given_up(&self) -> String {
        let leased = queue::claim(self.store(), &["unheard"]).await.unwrap();
        let leased = leased.unwrap();
        queue::fail(self.store(), &leased, "broken").await.unwrap();
        leased.id
    }

    /// The posting says something else from now on.
    async fn posting_changes(&self, description: &str) {
        let fetched = FetchedJob {
            remote: Some((self.integration(), self.posting.clone())),
            title: "Backend Engineer".into(),
            state: "published".into(),
            description: description.into(),
            ..FetchedJob::default()
        };
        let permit = self.member.permit().unwrap();
        let changed = jobs::upsert_from_ats(self.store(), &permit, &fetched).await;
        assert_eq!(changed.unwrap(), self.job);
    }

    fn integration(&self) -> IntegrationId {
        self.integration.parse().unwrap()
    }

    pub(super) async fn resyncs(&mut self) {
        let job = format!("job={}", self.job);
        self.posting_changes("Requirements\n- Rust\n").await;
        self.leaves("posting/keep", &job).await;
        self.posting_changes("Requirements\n- PostgreSQL\n").await;
        self.leaves("posting/read-anew", &job).await;

        let [ines, _] = self.cards().await;
        let application = format!("application={}", ines.application);
        self.leaves("resync/application", application).await;
        let begun = self.leaves("resync/job", &job).await;
        settled(&self.world, self.store(), &self.member).await;
        let resync: String = serde_json::from_str(&begun.body).unwrap();
        self.leaves("resync/apply", format!("resync={resync}"))
            .await;
        settled(&self.world, self.store(), &self.member).await;

        // Slow, so that it is under way.
        let slow = json!({ "latency_ms": 2000 });
        self.world.act(Method::PATCH, "/switches", slow).await;
        let of_integration = format!("integration={}", self.integration);
        let begun = self.leaves("resync/connection", of_integration).await;
        let resync: String = serde_json::from_str(&begun.body).unwrap();
        for endpoint in ["resync/pause", "resync/resume", "resync/cancel"] {
            self.leaves(endpoint, format!("resync={resync}")).await;
        }
        let fast = json!({ "latency_ms": 0 });
        self.world.act(Method::PATCH, "/switches", fast).await;
        settled(&self.world, self.store(), &self.member).await;
    }

    pub(super) async fn connection(&mut self) {
        let of_integration = format!("integration={}", self.integration);
        self.leaves("integrations/connect", "provider=simulator&again=")
            .await;
        let path =
            "/postings?state=published&distributionChannel=public&distributionChannel=internal";
        let postings = self.world.lever(Method::GET, path).await;
        let both = [&postings["data"][0]["id"], &postings["data"][1]["id"]];
        let chosen = json!({ "integration": self.integration, "postings": both, "purge": false });
        self.leaves("integrations/select", chosen).await;
        let mapping = self.read("status-mapping/read", &of_integration).await;
        let save = json!({
            "integration": self.integration, "version": mapping["version"], "choices": [], "apply": false,
        });
        self.leaves("status-mapping/save", save).await;
        for endpoint in [
            "webhooks/create",
            "webhooks/test",
            "health/repair",
            "health/canary",
            "integrations/finish",
        ] {
            self.leaves(endpoint, &of_integration).await;
        }
        let event = format!("{of_integration}&event=candidateHired");
        let made = self.leaves("webhooks/by-hand", event).await;
        let made: Value = serde_json::from_str(&made.body).unwrap();
        let webhook = made["webhook"].as_str().unwrap();
        let key = format!("webhook={webhook}&key=0123456789abcdef0123");
        self.leaves("webhooks/key", key).await;

        let asked = self.leaves("write-back/ask", &of_integration).await;
        let consent: url::Url = asked.location().parse().unwrap();
        let back = self.world.decide(&consent, "accept").await;
        let granted = self.owner.get(&back).await;
        assert!(granted.location().ends_with("/write-back"));
        let qualified = self.app().column(&self.member, ColumnKind::Qualified).await;
        let stages = [[&*qualified, "applicant-new"]];
        let on = json!({ "job": self.job, "on": true, "stages": stages });
        self.leaves("write-back/switch", on).await;
        settled(&self.world, self.store(), &self.member).await;
    }

    pub(super) async fn follow_ups(&mut self) {
        let of_integration = format!("integration={}", self.integration);
        // Nobody's mail goes before this test is over.
        let asking = json!({
            "stages": [{ "id": "applicant-new", "name": "New applicant" }], "delay_minutes": 7 * 24 * 60,
            "quiet_hours": null, "reminder_days": null, "link_days": 14,
        });
        let save = json!({
            "integration": self.integration, "asking": asking, "active": true, "with_those_present": true,
        });
        self.leaves("follow-ups/save", save).await;
        let asked = format!("{of_integration}&page=0");
        let asked = self.read("follow-ups/asked", asked).await;
        let follow_up = asked["rows"][0]["id"].as_str().unwrap();
        let follow_up = format!("follow_up={follow_up}");
        self.leaves("follow-ups/withdraw", &follow_up).await;
        self.leaves("follow-ups/ask-again", &follow_up).await;
        let question = json!({ "id": "q1", "text": "Why?", "hint": "", "required": true, "kind": { "text": { "long": true } } });
        let set = json!({ "introduction": "", "questions": [question] });
        let questions = json!({ "job": self.job, "set": set });
        self.leaves("follow-ups/save-questions", questions).await;
        let job = format!("job={}", self.job);
        self.leaves("follow-ups/share-questions", job).await;
        self.leaves("follow-ups/switch-off", of_integration).await;
    }

    pub(super) async fn people(&mut self) {
        let recruiter = self.app().member("recruiter@acme.example").await.account;
        let manager = self.app().member("manager@acme.example").await.account;
        let recruiter = format!("account={recruiter}");
        self.leaves("members/role", format!("account={manager}&role=recruiter"))
            .await;
        self.leaves("members/deactivate", &recruiter).await;
        self.leaves("members/reactivate", &recruiter).await;
        self.leaves("members/invite", "email=new@acme.example&role=recruiter")
            .await;
        let people = self.read("members/list", "").await;
        let invitation = people["invitations"][0]["id"].as_str().unwrap();
        let invitation = format!("invitation={invitation}");
        for endpoint in ["members/resend", "members/link", "members/revoke"] {
            self.leaves(endpoint, &invitation).await;
        }
    }

    pub(super) async fn account(&mut self) {
        self.app().owner().await;
        let sessions = self.read("account/sessions", "").await;
        let mut sessions = sessions.as_array().unwrap().iter();
        let elsewhere = sessions.find(|session| session["current"] == false);
        let session = elsewhere.unwrap()["id"].as_str().unwrap();
        self.leaves("account/end-session", format!("session={session}"))
            .await;
        self.app().owner().await;
        self.leaves("account/end-other-sessions", "").await;
        self.leaves("account/rename", "name=Sam").await;
        let present = PASSWORD.replace(' ', "+");
        let change = format!("present={present}&new=another+horse+battery");
        self.leaves("account/password", change).await;
    }

    /// What ends what the rest needs.
    pub(super) async fn leaving(&mut self) {
        let of_integration = format!("integration={}", self.integration);
        let keep = format!("{of_integration}&purge=false");
        self.leaves("integrations/disconnect", keep).await;
        self.leaves("integrations/purge", of_integration).await;
        let recruiter = self.app().member("recruiter@acme.example").await.account;
        self.leaves("members/hand-over", format!("account={recruiter}"))
            .await;
    }
}
