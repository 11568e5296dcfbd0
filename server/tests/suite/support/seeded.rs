//! Acme with something of everything: what nobody else may see or change.

use hiring::api_tokens::{self, ApiToken, Scope};
use hiring::applications::{self, FetchedApplication, FetchedCandidate, Label};
use hiring::audit::AuditEvent;
use hiring::board::{Card, Mark};
use hiring::comments::Comment;
use hiring::documents::{DocumentKind, NewDocument, Reading};
use hiring::follow_ups::{self, FollowUp, Standing, Start};
use hiring::integrations::{Integration, Provider, TokenSet};
use hiring::jobs::FetchedJob;
use hiring::mails::Delivery;
use hiring::queue::{self, DeadRow, Task};
use hiring::screenings::NewScreening;
use hiring::shares::{self, Draft, Share, Terms, Votes};
use hiring::webhooks::Webhook;
use hiring::{
    AccountId, ApiTokenId, ApplicationId, ColumnId, CommentId, DocumentId, FollowUpId,
    IntegrationId, InvitationId, JobId, Member, Millis, RecipientId, ReconciliationId, Role,
    Secret, ShareId, Store, WebhookId, accounts, audit, board, columns, comments, documents,
    integrations, invitations, jobs, reconciliations, requirement_sets, screenings, webhooks,
};
use questions::{Asking, Stage};
use screening::model::{Category, Column, Predicate, Requirement, RequirementSet, Source, Verdict};
use serde_json::json;

use super::{Kept, On, TestApp};

/// Stands in every text of the seeded world, and nowhere else.
pub const MARK: &str = "Zanzibarine";

/// The line of a simulator that does not answer: connections can be begun, and go no further.
const SILENT: &str = r#"{"base_url":"http://127.0.0.1:9/v1","authorize_url":"http://127.0.0.1:9/authorize","token_url":"http://127.0.0.1:9/oauth/token","client_id":"id","client_secret":"secret"}"#;

pub struct Seeded {
    pub app: TestApp,
    pub job: JobId,
    pub application: ApplicationId,
    pub document: DocumentId,
    /// An answer to another comment, changed once.
    pub comment: CommentId,
    pub integration: IntegrationId,
    pub webhook: WebhookId,
    /// A comparison that waits for a person.
    pub reconciliation: ReconciliationId,
    pub column: ColumnId,
    pub follow_up: FollowUpId,
    pub share: ShareId,
    /// Somebody without an account, to whom the application is shared.
    pub recipient: RecipientId,
    /// Of work that was given up.
    pub row: String,
    /// The hiring manager's.
    pub account: AccountId,
    pub invitation: InvitationId,
    pub token: ApiTokenId,
    owner: Member,
}

/// All that could have been changed.
#[derive(Debug, PartialEq)]
pub struct State {
    card: Card,
    comments: Vec<Comment>,
    connections: Vec<Integration>,
    webhooks: Vec<Webhook>,
    dead: Vec<DeadRow>,
    asking: follow_ups::Settings,
    asked: Vec<FollowUp>,
    pub audit: Vec<AuditEvent>,
    shares: Vec<Share>,
    members: Vec<Member>,
    tokens: Vec<ApiToken>,
}

impl Seeded {
    pub async fn start() -> Self {
        Self::keeping(Kept::on(On::Sqlite)).await
    }

    /// With a place of its own for what is kept.
    pub async fn keeping(kept: Kept) -> Self {
        let settings = vec![("CLARA_SIMULATOR", SILENT.to_owned())];
        Self::in_app(TestApp::keeping(kept, settings).await).await
    }

    /// In a server with other settings.
    pub async fn in_app(app: TestApp) -> Self {
        let store = app.store().clone();
        let owner = app.member("owner@acme.example").await;
        let (integration, webhook) = connection(&store, &owner).await;
        let job = job(&store, &owner, integration).await;
        let application = application(&store, &owner, integration, job).await;
        let document = document(&store, &owner, application).await;
        let comment = comment(&store, &owner, application).await;
        let columns = columns::list(&store, &owner.permit().unwrap())
            .await
            .unwrap();
        let (share, recipient) = share(&store, &owner, job, application).await;
        let row = dead_row(&store, &owner).await;
        let follow_up = follow_up(&store, &owner, integration, application).await;
        let reconciliation = reconciliation(&store, &owner, job).await;
        let account = app.member("manager@acme.example").await.account;
        let (permit, email) = (owner.permit().unwrap(), "invited@elsewhere.example");
        let invitation = invitations::invite(&store, &permit, email, Role::Recruiter)
            .await
            .unwrap();
        let scopes = [Scope::JobsRead];
        let token = api_tokens::create(&store, &owner.permit().unwrap(), MARK, &scopes, 30)
            .await
            .unwrap()
            .id;
        Self {
            webhook,
            account,
            invitation,
            token,
            reconciliation,
            app,
            job,
            application,
            document,
            comment,
            integration,
            column: columns[0].id,
            follow_up,
            share,
            recipient,
            row,
            owner,
        }
    }

    /// Whether an id of this world stands in the arguments of a call.
    pub fn is_named_in(&self, arguments: &str) -> bool {
        let ids = [
            self.job.to_string(),
            self.application.to_string(),
            self.document.to_string(),
            self.comment.to_string(),
            self.integration.to_string(),
            self.follow_up.to_string(),
            self.reconciliation.to_string(),
            self.share.to_string(),
            self.recipient.to_string(),
            self.row.clone(),
            self.webhook.to_string(),
            self.account.to_string(),
            self.invitation.to_string(),
            self.token.to_string(),
        ];
        ids.iter().any(|id| arguments.contains(id)) || arguments.contains("seeded")
    }

    pub async fn state(&self) -> State {
        let (store, owner) = (self.app.store(), &self.owner);
        let views = owner.permit().unwrap();
        let views_connections = owner.permit().unwrap();
        let mut shares = shares::list(store, &owner.permit().unwrap(), self.job)
            .await
            .unwrap();
        // Whether a mail has left by now is nobody's change.
        for recipient in shares.iter_mut().flat_map(|share| &mut share.recipients) {
            recipient.delivery = Delivery::Sent;
        }
        State {
            card: board::card(store, &views, self.application).await.unwrap(),
            comments: comments::list(store, &views, self.application)
                .await
                .unwrap(),
            connections: integrations::list(store, &views).await.unwrap(),
            webhooks: webhooks::list(store, &views, self.integration)
                .await
                .unwrap(),
            dead: queue::dead(store, &owner.permit().unwrap(), 10)
                .await
                .unwrap(),
            shares,
            asking: follow_ups::read(store, &views_connections, self.integration)
                .await
                .unwrap(),
            asked: follow_ups::of_application(store, &views, self.application)
                .await
                .unwrap(),
            audit: audit::list(store, &owner.permit().unwrap(), Millis::NEVER, 100)
                .await
                .unwrap(),
            members: accounts::members(store, &views).await.unwrap(),
            tokens: api_tokens::list(store, &owner.permit().unwrap())
                .await
                .unwrap(),
        }
    }
}

async fn connection(store: &Store, owner: &Member) -> (IntegrationId, WebhookId) {
    let permit = owner.permit().unwrap();
    let begun = integrations::begin(
        store,
        &permit,
        Provider::Simulator,
        &json!({}),
        None,
        "session",
    )
    .await
    .unwrap();
    let redeemed = integrations::redeem(store, begun.state.expose(), "session")
        .await
        .unwrap();
    let tokens = TokenSet {
        access: Secret::new("access"),
        refresh: Some(Secret::new("refresh")),
        expires_at: Millis::NEVER,
    };
    integrations::connected(
        store,
        &redeemed.permit,
        begun.integration,
        &tokens,
        Some(MARK),
        &[],
    )
    .await
    .unwrap();
    let system = store.system(owner.organization);
    let (webhook, _) = webhooks::prepare(store, &system, begun.integration, "candidateHired")
        .await
        .unwrap();
    webhooks::created(store, &system, webhook, MARK, Some(&Secret::new("key")))
        .await
        .unwrap();
    (begun.integration, webhook)
}

async fn job(store: &Store, owner: &Member, integration: IntegrationId) -> JobId {
    let fetched = FetchedJob {
        remote: Some((integration, "posting".into())),
        title: format!("{MARK} engineer"),
        description: format!("{MARK} required."),
        ..FetchedJob::default()
    };
    let job = jobs::upsert_from_ats(store, &owner.permit().unwrap(), &fetched)
        .await
        .unwrap();
    let set = RequirementSet {
        title: fetched.title,
        requirements: vec![Requirement {
            id: "r1".into(),
            category: Category::HardSkill,
            text: MARK.into(),
            must_have: true,
            weight: 5.0,
            predicate: Predicate::Skill {
                terms: vec![MARK.into()],
            },
            source: Source {
                start: 0,
                end: MARK.len(),
                quote: MARK.into(),
            },
            terms: Vec::new(),
        }],
    };
    requirement_sets::activate(store, &owner.permit().unwrap(), job, &set)
        .await
        .unwrap();
    job
}

async fn application(
    store: &Store,
    owner: &Member,
    integration: IntegrationId,
    job: JobId,
) -> ApplicationId {
    let system = store.system(owner.organization);
    let fetched = FetchedApplication {
        integration: Some(integration),
        job,
        candidate: FetchedCandidate {
            remote_id: Some("contact".into()),
            name: format!("{MARK} Person"),
            emails: vec![format!("{MARK}@mail.example")],
            ..FetchedCandidate::default()
        },
        remote_id: Some("opportunity".into()),
        remote_application_id: None,
        stage: Some(Label {
            id: "stage".into(),
            text: MARK.into(),
        }),
        archived: None,
        source: Some(MARK.into()),
        origin: None,
        url: None,
        applied_at: store.now(),
    };
    let application = applications::upsert(store, &system, &fetched)
        .await
        .unwrap()
        .application;
    let new = NewScreening {
        application,
        requirement_set_version: 1,
        engine: "test".into(),
        score: Some(77),
        column: Column::PreQualified,
        headline: MARK.into(),
        top: vec![Mark {
            label: MARK.into(),
            verdict: Verdict::Met,
        }],
        missing: Vec::new(),
        flags: Vec::new(),
        unreadable: None,
        result: "{}".to_owned(),
        inputs: None,
    };
    screenings::record(store, &system, &new).await.unwrap();
    application
}

async fn comment(store: &Store, owner: &Member, application: ApplicationId) -> CommentId {
    let permit = owner.permit().unwrap();
    let text = format!("{MARK} comment");
    let first = comments::add(store, &permit, application, &text)
        .await
        .unwrap();
    let text = format!("{MARK} first wording");
    let answer = comments::reply(store, &permit, application, first, &text)
        .await
        .unwrap();
    let text = format!("{MARK} answer");
    comments::edit(store, &permit, answer, &text).await.unwrap();
    answer
}

async fn document(store: &Store, owner: &Member, application: ApplicationId) -> DocumentId {
    let system = store.system(owner.organization);
    let text = format!("{MARK} resume");
    let new = NewDocument {
        application,
        remote_id: "resume".into(),
        kind: DocumentKind::Resume,
        name: format!("{MARK}.txt"),
        media_type: "text/plain".into(),
        bytes: Some(text.clone().into_bytes()),
        reading: Reading::Text {
            text,
            hidden: Vec::new(),
        },
        uploaded_at: store.now(),
    };
    documents::put(store, &system, new).await.unwrap();
    documents::of_application(store, &system, application)
        .await
        .unwrap()[0]
        .id
}

/// Somebody is to be asked next week.
async fn follow_up(
    store: &Store,
    owner: &Member,
    integration: IntegrationId,
    application: ApplicationId,
) -> FollowUpId {
    let asking = Asking {
        stages: vec![Stage {
            id: "stage".into(),
            name: MARK.into(),
        }],
        delay_minutes: 7 * 24 * 60,
        ..Asking::default()
    };
    let (admin, system) = (owner.permit().unwrap(), store.system(owner.organization));
    follow_ups::write(store, &admin, integration, asking, true, Start::FromNowOn)
        .await
        .unwrap();
    let standing = Standing {
        since: store.now(),
        barred: None,
    };
    follow_ups::consider(store, &system, application, standing)
        .await
        .unwrap();
    let views = owner.permit().unwrap();
    let asked = follow_ups::of_application(store, &views, application);
    asked.await.unwrap()[0].id
}

async fn reconciliation(store: &Store, owner: &Member, job: JobId) -> ReconciliationId {
    let permit = owner.permit().unwrap();
    let compare = |_| Task::new("seeded_comparison", json!({}));
    let begun = reconciliations::begin_job(store, &permit, job, true, compare)
        .await
        .unwrap();
    let system = store.system(owner.organization);
    reconciliations::settled_all(store, &system, begun.id)
        .await
        .unwrap();
    begun.id
}

async fn share(
    store: &Store,
    owner: &Member,
    job: JobId,
    application: ApplicationId,
) -> (ShareId, RecipientId) {
    let terms = Terms {
        score: true,
        evidence: true,
        votes: Votes::Always,
    };
    let to = [format!("{}@elsewhere.example", MARK.to_lowercase())];
    let draft = Draft::new(job, [application], &to, MARK, terms, None).unwrap();
    let permit = owner.permit().unwrap();
    shares::send(store, &permit, &draft).await.unwrap();
    let share = shares::list(store, &permit, job).await.unwrap().remove(0);
    (share.id, share.recipients[0].id)
}

async fn dead_row(store: &Store, owner: &Member) -> String {
    const KIND: &str = "seeded";
    let system = store.system(owner.organization);
    queue::enqueue(store, &system, &[Task::new(KIND, json!({}))])
        .await
        .unwrap();
    let leased = queue::claim(store, &[KIND]).await.unwrap().unwrap();
    queue::fail(store, &leased, "broken").await.unwrap();
    leased.id
}
