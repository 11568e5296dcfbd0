//! An organization that asks whoever enters a stage, and who is asked.

use hiring::applications::{self, FetchedApplication, FetchedCandidate, Label};
use hiring::board::{self, CardState};
use hiring::documents::{self, DocumentKind};
use hiring::follow_ups::{self, Scope, Standing, Start, Status};
use hiring::integrations::{self as connections, Provider, TokenSet};
use hiring::jobs::{self, FetchedJob};
use hiring::{
    ApplicationId, FollowUpId, IntegrationId, JobId, Member, Millis, Secret, Store,
    requirement_sets,
};
use questions::{Asking, Choice, Kind, Question, QuestionSet, Stage};
use reqwest::Method;
use serde_json::json;

use super::CANDIDATE;
use crate::support::{Answer, Form, TestApp};

const STAGE: &str = "screen";

/// A server whose organization asks everybody who enters a stage, at once and at any hour.
pub struct Asks {
    pub app: TestApp,
    pub owner: Member,
    pub integration: IntegrationId,
    pub job: JobId,
}

impl Asks {
    pub async fn start() -> Self {
        Self::on(TestApp::start().await).await
    }

    pub async fn on(app: TestApp) -> Self {
        let owner = app.acme().await;
        let (integration, job) = ask(app.store(), &owner).await;
        Self {
            app,
            owner,
            integration,
            job,
        }
    }

    /// Somebody enters the stage.
    pub async fn enters(&self, name: &str, email: &str) -> ApplicationId {
        let place = (self.integration, self.job);
        enters(self.app.store(), &self.owner, place, name, email).await
    }

    /// Ines Duarte is asked: her application and the path of her link.
    pub async fn ines(&self) -> (ApplicationId, String) {
        let application = self.enters("Ines Duarte", CANDIDATE).await;
        (application, self.link_of(CANDIDATE).await)
    }

    pub(super) async fn link_of(&self, email: &str) -> String {
        let folder = self.owner.organization.to_string();
        self.app.mailed_link(&folder, email).await
    }

    pub(super) async fn status(&self, application: ApplicationId) -> (FollowUpId, Status) {
        let views = self.owner.permit().unwrap();
        let all = follow_ups::of_application(self.app.store(), &views, application)
            .await
            .unwrap();
        (all[0].id, all[0].status)
    }

    pub(super) async fn documents(&self, application: ApplicationId) -> Vec<documents::Document> {
        let system = self.app.store().system(self.owner.organization);
        documents::of_application(self.app.store(), &system, application)
            .await
            .unwrap()
    }

    /// Waits until the answers stand with the application and are scored.
    pub(super) async fn scored(&self, application: ApplicationId) -> board::Card {
        self.app
            .eventually("the answers are scored", async || {
                let views = self.owner.permit().unwrap();
                let card = board::card(self.app.store(), &views, application)
                    .await
                    .unwrap();
                let is_there = self
                    .documents(application)
                    .await
                    .iter()
                    .any(|document| document.kind == DocumentKind::Answers);
                (is_there && card.state != CardState::Scoring).then_some(card)
            })
            .await
    }

    pub async fn post(&self, path: &str, form: Form) -> Answer {
        let mut stranger = self.app.stranger();
        let request = stranger
            .request(Method::POST, path)
            .header("content-type", form.content_type())
            .body(form.body());
        stranger.send(request).await
    }
}

/// Has everybody asked who enters a stage, at once and at any hour: a connection and a job of it.
pub async fn ask(store: &Store, owner: &Member) -> (IntegrationId, JobId) {
    let integration = connection(store, owner).await;
    let job = job(store, owner, integration).await;
    ask_in(store, owner, integration, (STAGE, "Screen")).await;
    (integration, job)
}

/// Has everybody asked who enters this stage of a connection, by id and name, at once and at any hour.
pub async fn ask_in(
    store: &Store,
    owner: &Member,
    integration: IntegrationId,
    (id, name): (&str, &str),
) {
    let admin = owner.permit().unwrap();
    follow_ups::write_questions(store, &admin, Scope::Organization, set())
        .await
        .unwrap();
    let asking = Asking {
        stages: vec![Stage {
            id: id.into(),
            name: name.into(),
        }],
        delay_minutes: 0,
        quiet_hours: None,
        ..Asking::default()
    };
    follow_ups::write(store, &admin, integration, asking, true, Start::FromNowOn)
        .await
        .unwrap();
}

/// Somebody enters the stage, of this connection and job.
pub async fn enters(
    store: &Store,
    owner: &Member,
    (integration, job): (IntegrationId, JobId),
    name: &str,
    email: &str,
) -> ApplicationId {
    let system = store.system(owner.organization);
    let fetched = FetchedApplication {
        integration: Some(integration),
        job,
        candidate: FetchedCandidate {
            remote_id: Some(name.into()),
            name: name.into(),
            emails: vec![email.into()],
            ..FetchedCandidate::default()
        },
        remote_id: Some(format!("opportunity of {name}")),
        remote_application_id: None,
        stage: Some(Label {
            id: STAGE.into(),
            text: "Screen".into(),
        }),
        archived: None,
        source: None,
        origin: None,
        url: None,
        applied_at: store.now(),
    };
    let kept = applications::upsert(store, &system, &fetched)
        .await
        .unwrap();
    let standing = Standing {
        since: store.now(),
        barred: None,
    };
    assert!(
        follow_ups::consider(store, &system, kept.application, standing)
            .await
            .unwrap()
    );
    kept.application
}

async fn connection(store: &Store, owner: &Member) -> IntegrationId {
    let permit = owner.permit().unwrap();
    let begun = connections::begin(
        store,
        &permit,
        Provider::Simulator,
        &json!({}),
        None,
        "session",
    )
    .await
    .unwrap();
    let redeemed = connections::redeem(store, begun.state.expose(), "session")
        .await
        .unwrap();
    let tokens = TokenSet {
        access: Secret::new("access"),
        refresh: None,
        expires_at: Millis::NEVER,
    };
    connections::connected(
        store,
        &redeemed.permit,
        begun.integration,
        &tokens,
        None,
        &[],
    )
    .await
    .unwrap();
    begun.integration
}

async fn job(store: &Store, owner: &Member, integration: IntegrationId) -> JobId {
    let description = "Requirements\n- PostgreSQL\n- Kubernetes\n";
    let fetched = FetchedJob {
        remote: Some((integration, "posting".into())),
        title: "Backend Engineer\r\nBcc: everybody@acme.example".into(),
        description: description.into(),
        ..FetchedJob::default()
    };
    let job = jobs::upsert_from_ats(store, &owner.permit().unwrap(), &fetched)
        .await
        .unwrap();
    let set = screening::requirements::read_job("Backend Engineer", description);
    requirement_sets::activate(store, &owner.permit().unwrap(), job, &set)
        .await
        .unwrap();
    job
}

/// What is asked: to choose, to write, to attach.
pub(super) fn set() -> QuestionSet {
    let question = |id: &str, text: &str, required, kind| Question {
        id: id.into(),
        text: text.into(),
        hint: "A hint <i>here</i>".into(),
        required,
        kind,
    };
    let options = ["Yes", "No"].map(|text| Choice {
        text: text.into(),
        knocks_out: text == "No",
    });
    QuestionSet {
        introduction: "Words above <script>alert(1)</script>".into(),
        questions: vec![
            question(
                "q1",
                "May you work here?",
                true,
                Kind::Choice {
                    options: options.to_vec(),
                    several: false,
                },
            ),
            question("q2", "What did you build?", true, Kind::Text { long: true }),
            question("q3", "Your certificate", false, Kind::File),
        ],
    }
}
