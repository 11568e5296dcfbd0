//! A world with two organizations, and short ways to what tests need in it.

mod invented;

use std::time::Duration;

use hiring::board::Card;
use hiring::columns::{self, ColumnKind};
use hiring::integrations::{self, Provider};
use hiring::jobs::{self, FetchedJob};
use hiring::mails::{self, Mail, SEND_MAIL};
use hiring::permission::{
    Comment, ManageIntegrations, ManageMembers, Operate, Right, ScreenCandidates, ViewIntegrations,
    ViewJobs,
};
use hiring::queue::Leased;
use hiring::sessions::{self, Client, SessionToken};
use hiring::{
    ApplicationId, Clock, ColumnId, Config, IntegrationId, JobId, Member, Millis, NoteId,
    OrganizationId, Permit, Role, Secret, Store, accounts, applications, audit, board, notes,
    organizations, queue, requirement_sets,
};

pub use self::invented::{fetched, remote_id, requirements, screening, tokens};

use crate::raw::raw;

pub const PASSWORD: &str = "correct horse battery";

/// Where tests sign in from.
pub fn client() -> Client {
    Client {
        address: std::net::Ipv4Addr::new(192, 0, 2, 7).into(),
        device: "Firefox on Linux".into(),
    }
}

/// 2026-01-05T09:00:00Z.
pub const MONDAY: Millis = Millis(1_767_603_600_000);

pub struct World {
    pub store: Store,
    pub clock: Clock,
    pub config: Config,
    pub northwind: Tenant,
    pub contoso: Tenant,
    pub dir: tempfile::TempDir,
    postgres: Option<testing::Database>,
}

/// Where a store is kept; gone when it is dropped.
struct Kept {
    dir: tempfile::TempDir,
    /// None: SQLite, in the folder.
    postgres: Option<testing::Database>,
}

impl Kept {
    fn empty() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
            postgres: on_postgres().then(testing::Database::empty),
        }
    }

    fn copy(&self) -> Self {
        let dir = tempfile::tempdir().unwrap();
        for file in ["clara.db", "key"] {
            if self.dir.path().join(file).exists() {
                std::fs::copy(self.dir.path().join(file), dir.path().join(file)).unwrap();
            }
        }
        Self {
            dir,
            postgres: self.postgres.as_ref().map(testing::Database::copy_of),
        }
    }

    fn config(&self, clock: &Clock) -> Config {
        let sqlite = || format!("sqlite://{}", self.dir.path().join("clara.db").display());
        Config {
            database_url: self
                .postgres
                .as_ref()
                .map_or_else(sqlite, testing::Database::url),
            data_dir: self.dir.path().to_owned(),
            key: self.postgres.as_ref().map(|_| KEY.parse().unwrap()),
            clock: clock.clone(),
        }
    }
}

/// With PostgreSQL there is no key file.
pub const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

/// Whether this is the program that runs the suite on PostgreSQL.
pub fn on_postgres() -> bool {
    env!("CARGO_CRATE_NAME").ends_with("postgres")
}

/// An organization and its people.
#[derive(Clone)]
pub struct Tenant {
    pub id: OrganizationId,
    pub owner: Member,
    pub recruiter: Member,
    pub hiring_manager: Member,
}

/// Both organizations, made once: hashing their people's passwords takes longer than most tests.
static TEMPLATE: tokio::sync::OnceCell<(Kept, Tenant, Tenant)> = tokio::sync::OnceCell::const_new();

async fn template() -> (Kept, Tenant, Tenant) {
    let kept = Kept::empty();
    let store = Store::open(&kept.config(&Clock::manual(MONDAY)))
        .await
        .unwrap();
    let northwind = tenant(&store, "northwind").await;
    let contoso = tenant(&store, "contoso").await;
    store.close().await;
    (kept, northwind, contoso)
}

impl World {
    pub async fn new() -> Self {
        let (template, northwind, contoso) = TEMPLATE.get_or_init(template).await;
        let kept = template.copy();
        let clock = Clock::manual(MONDAY);
        let config = kept.config(&clock);
        let store = Store::open(&config).await.unwrap();
        Self {
            store,
            clock,
            config,
            northwind: northwind.clone(),
            contoso: contoso.clone(),
            dir: kept.dir,
            postgres: kept.postgres,
        }
    }

    /// Signs in with the password that everybody has.
    pub async fn sign_in(&self, email: &str) -> SessionToken {
        let password = Secret::new(PASSWORD);
        sessions::sign_in(&self.store, email, &password, &client())
            .await
            .unwrap()
            .0
    }

    pub fn later(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// From now on SQLite refuses to change a row of this table, as it refuses everything where the disk is full.
    pub async fn nothing_is_updated(&self, table: &str) {
        let mut beside = raw(&self.dir.path().join("clara.db")).await;
        let refuse = format!(
            "CREATE TRIGGER refused BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'refused'); END"
        );
        sqlx::query(sqlx::AssertSqlSafe(refuse))
            .execute(&mut beside)
            .await
            .unwrap();
    }

    /// What stands in the database: SQLite's file and its log, or PostgreSQL's dump.
    pub fn bytes_on_disk(&self) -> Vec<u8> {
        if let Some(database) = &self.postgres {
            return database.dump();
        }
        let mut all = Vec::new();
        for name in ["clara.db", "clara.db-wal"] {
            all.extend(std::fs::read(self.dir.path().join(name)).unwrap_or_default());
        }
        all
    }

    pub fn disk_has(&self, text: &str) -> bool {
        self.bytes_on_disk()
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    }

    /// A connection, active.
    pub async fn integration(&self, tenant: &Tenant) -> IntegrationId {
        let permit = tenant.admin();
        let urls = serde_json::json!({ "api": "http://127.0.0.1:1" });
        let begun = integrations::begin(
            &self.store,
            &permit,
            Provider::Simulator,
            &urls,
            None,
            "session",
        )
        .await
        .unwrap();
        let redeemed = integrations::redeem(&self.store, begun.state.expose(), "session")
            .await
            .unwrap();
        integrations::connected(
            &self.store,
            &redeemed.permit,
            begun.integration,
            &tokens("1"),
            Some("acme"),
            &[],
        )
        .await
        .unwrap();
        begun.integration
    }

    /// A job of a connection, with two requirements.
    pub async fn job(&self, tenant: &Tenant) -> JobId {
        let integration = self.integration(tenant).await;
        let fetched = FetchedJob {
            remote: Some((integration, "posting-1".into())),
            title: "Backend engineer".into(),
            description: "Rust and SQL.".into(),
            state: "published".into(),
            ..FetchedJob::default()
        };
        let job = jobs::upsert_from_ats(&self.store, &tenant.admin(), &fetched)
            .await
            .unwrap();
        requirement_sets::activate(
            &self.store,
            &tenant.screens(),
            job,
            &requirements(&["Rust", "SQL"]),
        )
        .await
        .unwrap();
        job
    }

    /// An application of a candidate with this name.
    pub async fn application(&self, tenant: &Tenant, job: JobId, name: &str) -> ApplicationId {
        let fetched = fetched(&self.store, tenant, job, name).await;
        applications::upsert(&self.store, &tenant.system(&self.store), &fetched)
            .await
            .unwrap()
            .application
    }

    /// The same, scored.
    pub async fn scored(
        &self,
        tenant: &Tenant,
        job: JobId,
        name: &str,
        score: u8,
    ) -> ApplicationId {
        let application = self.application(tenant, job, name).await;
        hiring::screenings::record(
            &self.store,
            &tenant.system(&self.store),
            &screening(application, score),
        )
        .await
        .unwrap();
        application
    }

    pub async fn column(&self, tenant: &Tenant, kind: ColumnKind) -> ColumnId {
        let columns = columns::list(&self.store, &tenant.views()).await.unwrap();
        columns
            .iter()
            .find(|column| column.kind == kind)
            .unwrap()
            .id
    }

    pub async fn card(&self, tenant: &Tenant, application: ApplicationId) -> Card {
        board::card(&self.store, &tenant.views(), application)
            .await
            .unwrap()
    }

    /// The next mail that is owed, with its row.
    pub async fn owed(&self) -> Option<(queue::Leased, Result<Mail, hiring::Error>)> {
        let leased = queue::claim(&self.store, &[SEND_MAIL]).await.unwrap()?;
        let mail = mails::owed(&self.store, &leased).await;
        Some((leased, mail))
    }

    /// The link in the next mail: its token. The mail counts as sent.
    pub async fn mailed_token(&self) -> Secret {
        let (leased, mail) = self.owed().await.unwrap();
        mails::sent(&self.store, &leased).await.unwrap();
        match mail.unwrap() {
            Mail::Invitation { token, .. }
            | Mail::PasswordReset { token, .. }
            | Mail::FollowUp { token, .. } => token,
            Mail::Revoked { .. } => panic!("there is no link in it"),
            Mail::Share(mail) => mail.token,
            Mail::News(mail) => mail.unsubscribe,
        }
    }

    /// What the audit log says was done to something, oldest first.
    pub async fn audited(&self, tenant: &Tenant, target: &str) -> Vec<String> {
        let permit = tenant.owner.permit().unwrap();
        let log = audit::of(&self.store, &permit, target).await.unwrap();
        log.into_iter().map(|event| event.action).collect()
    }

    /// Takes every ready row off the queue, as if done; what they were.
    pub async fn drain(&self, kinds: &[&str]) -> Vec<String> {
        let mut done = Vec::new();
        while let Some(leased) = queue::claim(&self.store, kinds).await.unwrap() {
            assert!(queue::done(&self.store, &leased).await.unwrap());
            done.push(leased.kind);
        }
        done
    }

    /// A row of the queue in an organization, held.
    pub async fn held(&self, tenant: &Tenant) -> Leased {
        let row = queue::Task::new("held", serde_json::json!({}));
        queue::enqueue(&self.store, &tenant.system(&self.store), &[row])
            .await
            .unwrap();
        let held = queue::claim(&self.store, &["held"]).await.unwrap();
        held.unwrap()
    }

    /// Says that a note is on its way, as who holds a row.
    pub async fn sending(&self, tenant: &Tenant, note: NoteId) {
        let held = self.held(tenant).await;
        assert!(notes::sending(&self.store, &held, note).await.unwrap());
        assert!(queue::done(&self.store, &held).await.unwrap());
    }
}

impl Tenant {
    pub fn admin(&self) -> Permit<ManageIntegrations> {
        self.owner.permit().unwrap()
    }

    pub fn members(&self) -> Permit<ManageMembers> {
        self.owner.permit().unwrap()
    }

    pub fn health(&self) -> Permit<ViewIntegrations> {
        self.recruiter.permit().unwrap()
    }

    pub fn views(&self) -> Permit<ViewJobs> {
        self.recruiter.permit().unwrap()
    }

    pub fn screens(&self) -> Permit<ScreenCandidates> {
        self.recruiter.permit().unwrap()
    }

    pub fn comments(&self) -> Permit<Comment> {
        self.recruiter.permit().unwrap()
    }

    pub fn manager<C: Right>(&self) -> Permit<C> {
        self.hiring_manager.permit().unwrap()
    }

    pub fn system(&self, store: &Store) -> Permit<Operate> {
        store.system(self.id)
    }
}

async fn tenant(store: &Store, name: &str) -> Tenant {
    let id = organizations::create(store, name, "Europe/Dublin")
        .await
        .unwrap()
        .id;
    let address = |who: &str| format!("{who}@{name}.example");
    let owner = organizations::create_owner(store, id, &address("owner"), "Aoife Byrne", PASSWORD)
        .await
        .unwrap();
    let permit = owner.permit().unwrap();
    let mut members = Vec::new();
    for (who, role) in [
        ("recruiter", Role::Recruiter),
        ("manager", Role::HiringManager),
    ] {
        members.push(
            accounts::add_member(store, &permit, &address(who), who, PASSWORD, role)
                .await
                .unwrap(),
        );
    }
    let hiring_manager = members.pop().unwrap();
    Tenant {
        id,
        owner,
        recruiter: members.pop().unwrap(),
        hiring_manager,
    }
}
