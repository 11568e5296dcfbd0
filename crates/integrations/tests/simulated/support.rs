//! CLARA and its ATS in one process: what makes the tests short.

mod lever;
mod wiring;

use std::time::{Duration, SystemTime};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::post;
use hiring::board::{Card, CardState};
use hiring::integrations::Provider;
use hiring::jobs::Candidates;
use hiring::permission::{ManageIntegrations, Operate, Right, ViewJobs};
use hiring::reconciliations::Reconciliation;
use hiring::{
    Clock, IntegrationId, JobId, Member, Millis, Permit, ReconciliationId, Store, board,
    organizations, queue, reconciliations,
};
use integrations::tasks::{BULK, LIVE, Reconcile, Task, WatchConnection};
use integrations::webhook::Received;
use integrations::{Callback, Integrations, connect, select, webhook, workers};
use reqwest::{Client, redirect::Policy};
use simulator::Simulator;
use tempfile::TempDir;
use testing::Database;
use url::Url;

/// The hash of the session that connects.
pub const SESSION: &str = "session";

pub struct Clara {
    pub integrations: Integrations,
    pub store: Store,
    pub clock: Clock,
    pub owner: Member,
    pub simulator: Simulator,
    pub http: Client,
    data: TempDir,
    /// None: SQLite, in the folder.
    postgres: Option<Database>,
    public_url: Url,
}

impl Clara {
    /// Nothing connected yet.
    pub async fn start() -> Self {
        Self::start_on(None).await
    }

    async fn start_on(postgres: Option<Database>) -> Self {
        let simulator = Simulator::start(simulator::Config {
            opportunities: 60,
            limiter: false,
            retry_pauses: vec![Duration::from_millis(50); 5],
            ..simulator::Config::default()
        })
        .await
        .unwrap();
        let data = TempDir::new().unwrap();
        let clock = Clock::manual(now());
        let store = open(&data, postgres.as_ref(), &clock).await;
        let organization = organizations::create(&store, "Northwind Talent", "Europe/Dublin")
            .await
            .unwrap();
        let owner = organizations::create_owner(
            &store,
            organization.id,
            "owner@northwind.example",
            "Olive Owner",
            "correct horse battery",
        )
        .await
        .unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let public_url = format!("http://{}/", listener.local_addr().unwrap())
            .parse()
            .unwrap();
        let integrations = wiring::integrations(&simulator, &store, &public_url);
        let hooks = Router::new()
            .route("/hooks/lever/{secret}", post(deliver))
            .with_state(integrations.clone());
        tokio::spawn(async move { axum::serve(listener, hooks).await });
        Self {
            integrations,
            store,
            clock,
            owner,
            simulator,
            http: Client::builder()
                .redirect(Policy::none())
                .no_proxy()
                .build()
                .unwrap(),
            data,
            postgres,
            public_url,
        }
    }

    /// Connected, with its webhooks.
    pub async fn connected() -> (Self, IntegrationId) {
        Self::connected_on(None).await
    }

    /// The same on PostgreSQL.
    pub async fn connected_on_postgres() -> (Self, IntegrationId) {
        Self::connected_on(Some(Database::empty())).await
    }

    async fn connected_on(postgres: Option<Database>) -> (Self, IntegrationId) {
        let clara = Self::start_on(postgres).await;
        let integration = clara.connect().await;
        clara.work().await;
        (clara, integration)
    }

    /// Connected, with one job imported.
    pub async fn with_job() -> (Self, IntegrationId, JobId, String) {
        let (clara, integration) = Self::connected().await;
        let posting = clara.busiest_posting(integration).await;
        let job = clara.select(integration, &posting).await;
        clara.work().await;
        (clara, integration, job, posting)
    }

    /// The same data in a new process: nothing but the store is left.
    pub async fn restarted(&mut self) {
        self.store = open(&self.data, self.postgres.as_ref(), &self.clock).await;
        self.integrations = wiring::integrations(&self.simulator, &self.store, &self.public_url);
    }

    /// Another process on the same data, with connections of its own.
    pub async fn beside(&self) -> Integrations {
        let store = open(&self.data, self.postgres.as_ref(), &self.clock).await;
        wiring::integrations(&self.simulator, &store, &self.public_url)
    }

    pub fn permit<C: Right>(&self) -> Permit<C> {
        self.owner.permit().unwrap()
    }

    pub fn system(&self) -> Permit<Operate> {
        self.store.system(self.owner.organization)
    }

    /// Sends the browser to the consent page; the callback's query for this decision.
    pub async fn consent(&self, decision: &str, role: &str) -> Callback {
        let url = connect::begin(
            &self.integrations,
            &self.permit::<ManageIntegrations>(),
            Provider::Simulator,
            None,
            SESSION,
        )
        .await
        .unwrap();
        self.decide(&url, decision, role).await
    }

    /// Looks at the consent page and presses a button as a user with this role.
    pub async fn decide(&self, url: &Url, decision: &str, role: &str) -> Callback {
        let page = self.http.get(url.clone()).send().await.unwrap();
        assert_eq!(page.status(), 200);
        let user = self.lever(&format!("/users?accessRole={role}")).await["data"][0]["id"].clone();
        let form = [
            ("query", url.query().unwrap()),
            ("user", user.as_str().unwrap()),
            ("decision", decision),
        ];
        let authorize = &self.simulator.facts().authorize_url;
        let back = self.http.post(authorize).form(&form).send().await.unwrap();
        let location = Url::parse(back.headers()["location"].to_str().unwrap()).unwrap();
        let value = |name: &str| {
            let mut pairs = location.query_pairs();
            pairs
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.into_owned())
        };
        Callback {
            code: value("code"),
            state: value("state"),
            error: value("error"),
            error_description: value("error_description"),
        }
    }

    pub async fn connect(&self) -> IntegrationId {
        let callback = self.consent("accept", "super%20admin").await;
        connect::complete(&self.integrations, &callback, SESSION)
            .await
            .unwrap()
            .integration
    }

    /// The published posting with the most candidates.
    pub async fn busiest_posting(&self, integration: IntegrationId) -> String {
        let permit = self.permit::<ManageIntegrations>();
        let selection = select::postings(&self.integrations, &permit, integration)
            .await
            .unwrap();
        let postings = selection.postings.into_iter();
        let published =
            postings.filter(|posting| posting.state == "published" && posting.hint.is_none());
        published
            .max_by_key(|posting| posting.candidates)
            .unwrap()
            .id
    }

    pub async fn select(&self, integration: IntegrationId, posting: &str) -> JobId {
        let permit = self.permit::<ManageIntegrations>();
        let chosen = [posting.to_owned()];
        let applied = select::apply(
            &self.integrations,
            &permit,
            integration,
            &chosen,
            Candidates::Keep,
            None,
        )
        .await
        .unwrap();
        applied.added[0]
    }

    /// Does one row's work; false if there is none.
    pub async fn step(&self) -> bool {
        let kinds: Vec<&str> = LIVE.iter().chain(BULK).copied().collect();
        match queue::claim(&self.store, &kinds).await.unwrap() {
            Some(leased) => {
                workers::work_on(&self.integrations, leased).await;
                true
            }
            None => false,
        }
    }

    /// Does all work that is ready.
    pub async fn work(&self) {
        while self.step().await {}
    }

    /// Does all work, also what waits for its next try.
    pub async fn work_through_pauses(&self) {
        for _ in 0..8 {
            self.work().await;
            self.clock.advance(Duration::from_secs(700));
        }
        self.work().await;
    }

    pub async fn cards(&self, job: JobId) -> Vec<Card> {
        let board = board::read(&self.store, &self.permit::<ViewJobs>(), job).await;
        board.unwrap().cards
    }

    pub async fn card(&self, job: JobId, name: &str) -> Option<Card> {
        self.cards(job)
            .await
            .into_iter()
            .find(|card| card.name == name)
    }

    pub async fn scored(&self, job: JobId) -> usize {
        let cards = self.cards(job).await;
        cards
            .iter()
            .filter(|card| card.state == CardState::Scored)
            .count()
    }

    /// Waits until what happened in Lever was delivered, all of it, and leaves work; then does the work.
    pub async fn hear(&self) {
        self.told(0).await;
        self.work().await;
    }

    /// Waits until what happened in Lever was delivered, all of it, and leaves more rows to do than these.
    pub async fn told(&self, rows: u64) {
        eventually(async || self.waiting().await > rows && self.all_is_delivered().await).await;
    }

    /// How many rows wait in the queue.
    pub async fn waiting(&self) -> u64 {
        let left = queue::depth(&self.store, &self.system()).await;
        left.unwrap().waiting
    }

    /// Compares the whole connection as it happens every five minutes, and does the work that follows.
    pub async fn reconcile(&self, integration: IntegrationId) -> Reconciliation {
        let begun = self.begin(integration, false).await;
        self.work().await;
        self.run(begun.id).await
    }

    /// The minute's look at a connection, with what it leads to.
    pub async fn watch(&self, integration: IntegrationId) {
        let look = WatchConnection::of(integration).task();
        queue::enqueue(&self.store, &self.system(), &[look])
            .await
            .unwrap();
        self.work().await;
    }

    /// Begins a comparison of the whole connection.
    pub async fn begin(&self, integration: IntegrationId, dry_run: bool) -> Reconciliation {
        let permit = self.permit::<ManageIntegrations>();
        let compare = |id| Reconcile::of(integration, id).task();
        reconciliations::begin(&self.store, &permit, integration, dry_run, compare)
            .await
            .unwrap()
    }

    pub async fn run(&self, id: ReconciliationId) -> Reconciliation {
        reconciliations::read_for_work(&self.store, &self.system(), id)
            .await
            .unwrap()
    }

    /// What a comparison found: missing, changed, gone.
    pub async fn found(&self, id: ReconciliationId) -> [u64; 3] {
        let found = reconciliations::difference(&self.store, &self.system(), id).await;
        let found = found.unwrap();
        [found.missing, found.changed, found.gone]
    }

    /// Where CLARA keeps files.
    pub fn folder(&self) -> std::path::PathBuf {
        self.data.path().join("data")
    }

    /// Whether a text stands in any file that CLARA keeps.
    pub fn disk_has(&self, text: &str) -> bool {
        fn has(path: &std::path::Path, text: &[u8]) -> bool {
            if path.is_dir() {
                let mut entries = std::fs::read_dir(path).unwrap();
                return entries.any(|entry| has(&entry.unwrap().path(), text));
            }
            let bytes = std::fs::read(path).unwrap_or_default();
            bytes.windows(text.len()).any(|window| window == text)
        }
        has(self.data.path(), text.as_bytes())
    }

    /// The names of all kept document files.
    pub fn files(&self) -> Vec<String> {
        let folder = self.data.path().join("data");
        let mut names = Vec::new();
        let mut folders = vec![folder];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                if entry.path().is_dir() {
                    folders.push(entry.path());
                } else if name.len() == 64 {
                    names.push(name);
                }
            }
        }
        names
    }

    /// Codes of the work that was given up.
    pub async fn dead(&self) -> Vec<String> {
        let permit = self.permit();
        let rows = queue::dead(&self.store, &permit, 100).await.unwrap();
        rows.into_iter()
            .map(|row| format!("{} {}", row.kind, row.error_code))
            .collect()
    }
}

/// Asks until it is so; fails after ten seconds.
pub async fn eventually(mut so: impl AsyncFnMut() -> bool) {
    for _ in 0..2400 {
        if so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("it never happened");
}

/// The server's edge, as thin as it is there.
async fn deliver(
    State(integrations): State<Integrations>,
    Path(secret): Path<String>,
    body: Bytes,
) -> StatusCode {
    match webhook::receive(&integrations, &secret, &body).await {
        Ok(Received::Stored | Received::Duplicate | Received::Ping) => StatusCode::OK,
        Ok(Received::Unknown) => StatusCode::NOT_FOUND,
        Ok(Received::Rejected(_)) => StatusCode::BAD_REQUEST,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

fn now() -> Millis {
    let since = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap();
    Millis(i64::try_from(since.as_millis()).unwrap())
}

/// With PostgreSQL there is no key file.
const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

async fn open(data: &TempDir, postgres: Option<&Database>, clock: &Clock) -> Store {
    let sqlite = || format!("sqlite://{}", data.path().join("clara.db").display());
    Store::open(&hiring::Config {
        database_url: postgres.map_or_else(sqlite, Database::url),
        data_dir: data.path().join("data"),
        key: postgres.map(|_| KEY.parse().unwrap()),
        clock: clock.clone(),
    })
    .await
    .unwrap()
}
