//! CLARA and its ATS in one process: what makes the tests short.

use std::path::Path as FilePath;
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::post;
use documents::sandbox::Sandbox;
use hiring::board::{Card, CardState};
use hiring::integrations::Provider;
use hiring::jobs::Candidates;
use hiring::permission::{ManageIntegrations, Operate, Right, ViewJobs};
use hiring::reconciliations::Reconciliation;
use hiring::{
    Clock, IntegrationId, JobId, Member, Millis, Permit, ReconciliationId, Secret, Store, board,
    organizations, queue, reconciliations,
};
use integrations::tasks::{BULK, LIVE, Reconcile, Task, WatchConnection};
use integrations::webhook::Received;
use integrations::{
    Callback, Config, Environment, Integrations, Pace, ProviderConfig, RetryPolicy, Settings,
    connect, select, webhook, workers,
};
use reqwest::{Client, Method, redirect::Policy};
use serde_json::{Value, json};
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
        let integrations = integrations(&simulator, &store, &public_url);
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
        self.integrations = integrations(&self.simulator, &self.store, &self.public_url);
    }

    /// Another process on the same data, with connections of its own.
    pub async fn beside(&self) -> Integrations {
        let store = open(&self.data, self.postgres.as_ref(), &self.clock).await;
        integrations(&self.simulator, &store, &self.public_url)
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

    /// What Lever says, with the account's own key.
    pub async fn lever(&self, path: &str) -> Value {
        let facts = self.simulator.facts();
        let request = self.http.get(format!("{}{path}", facts.base_url));
        let answer = request
            .basic_auth(&facts.api_key, Some(""))
            .send()
            .await
            .unwrap();
        answer.json().await.unwrap()
    }

    /// A call of the simulator's own API.
    pub async fn sim(&self, method: Method, path: &str, body: Value) -> Value {
        let origin = self
            .simulator
            .facts()
            .base_url
            .trim_end_matches("/v1")
            .to_owned();
        let url = format!("{origin}/sim/api{path}");
        let answer = self
            .http
            .request(method, url)
            .json(&body)
            .send()
            .await
            .unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        let bytes = answer.bytes().await.unwrap();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    pub async fn fault(&self, kind: &str, method: &str, path: &str, times: u32) {
        let fault = json!({ "kind": kind, "method": method, "path": path, "times": times });
        self.sim(Method::POST, "/faults", fault).await;
    }

    /// Somebody applies; gives the opportunity's id. The webhook comes by itself.
    pub async fn applicant(&self, posting: &str, name: &str) -> String {
        let resume = "Senior engineer\n\nExperience\nSenior Engineer, Contoso, 2016-01 – Present\nBuilt services in Rust, Python, SQL and PostgreSQL on Linux and Kubernetes.\n\nEducation\nBSc Computer Science, UCC, 2012";
        // Lever tells people apart by their addresses.
        let email = format!("{}@mail.example", name.to_lowercase().replace(' ', "."));
        self.added(json!({ "name": name, "email": email, "posting": posting, "cover_letter": "I would like to work with you.",
            "resume": { "name": "cv.txt", "text": resume } }))
        .await
    }

    pub async fn added(&self, applicant: Value) -> String {
        let added = self.sim(Method::POST, "/opportunities", applicant).await;
        added["data"]["id"].as_str().unwrap().to_owned()
    }

    /// Waits until what happened in Lever was delivered, all of it, and leaves work; then does the work.
    pub async fn hear(&self) {
        eventually(async || {
            let left = queue::depth(&self.store, &self.system()).await.unwrap();
            left.waiting > 0 && self.all_is_delivered().await
        })
        .await;
        self.work().await;
    }

    /// Whether no delivery is on its way: one action may make several, of which the first is not yet the one that matters.
    async fn all_is_delivered(&self) -> bool {
        let deliveries = self.sim(Method::GET, "/deliveries", Value::Null).await;
        let mut deliveries = deliveries["data"].as_array().unwrap().iter();
        !deliveries.any(|delivery| delivery["pending"] == true)
    }

    /// The notes on an opportunity in Lever.
    pub async fn notes(&self, opportunity: &str) -> Vec<String> {
        let notes = self
            .sim(
                Method::GET,
                &format!("/opportunities/{opportunity}/notes"),
                Value::Null,
            )
            .await;
        let notes = notes["data"].as_array().unwrap().iter();
        notes
            .map(|note| note["fields"][0]["value"].as_str().unwrap().to_owned())
            .filter(|text| text.contains("[clara:"))
            .collect()
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

    /// How many webhooks Lever has, whoever made them.
    pub async fn webhooks_in_lever(&self) -> usize {
        let origin = self.simulator.facts().base_url.trim_end_matches("/v1");
        let page = self.http.get(format!("{origin}/settings/webhooks"));
        let page = page.send().await.unwrap().text().await.unwrap();
        page.matches("<section aria-label=").count()
    }

    /// From now on Lever tells nothing.
    pub async fn silence(&self) {
        self.sim(Method::PUT, "/event_groups", json!({ "all": false }))
            .await;
    }

    /// The ids of a posting's opportunities in Lever.
    pub async fn opportunities(&self, posting: &str) -> Vec<String> {
        let there = self
            .lever(&format!("/opportunities?posting_id={posting}"))
            .await;
        let there = there["data"].as_array().unwrap().iter();
        there
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect()
    }

    /// How many calls Lever has answered since they were counted anew.
    pub async fn calls(&self) -> u64 {
        let calls = self.sim(Method::GET, "/calls", Value::Null).await;
        let calls = calls["data"].as_object().unwrap().values();
        calls.map(|many| many.as_u64().unwrap()).sum()
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

/// The child process of `examples/document_reader.rs`, which cargo builds beside the tests.
fn sandbox() -> Sandbox {
    let test = std::env::current_exe().unwrap();
    let program = test
        .parent()
        .unwrap()
        .parent()
        .unwrap()
        .join("examples/document_reader");
    assert!(
        program.exists(),
        "build it with: cargo build -p integrations --example document_reader"
    );
    Sandbox::new(program)
}

pub fn integrations(simulator: &Simulator, store: &Store, public_url: &Url) -> Integrations {
    with_secret(
        simulator,
        store,
        public_url,
        &simulator.facts().client_secret,
    )
}

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_millis(1500);

fn as_simulator(simulator: &Simulator, secret: &str, pace: Pace) -> ProviderConfig {
    let facts = simulator.facts();
    let environment =
        Environment::custom(&facts.base_url, &facts.authorize_url, &facts.token_url).unwrap();
    ProviderConfig::simulator(
        facts.client_id.clone(),
        Secret::new(secret),
        environment,
        pace,
    )
}

/// With a client secret of the test's choice.
pub fn with_secret(
    simulator: &Simulator,
    store: &Store,
    public_url: &Url,
    secret: &str,
) -> Integrations {
    let simulator = as_simulator(simulator, secret, Pace::UNLIMITED);
    with_provider(simulator, store, public_url, PATIENCE)
}

fn with_provider(
    provider: ProviderConfig,
    store: &Store,
    public_url: &Url,
    timeout: Duration,
) -> Integrations {
    Integrations::new(Config {
        store: store.clone(),
        sandbox: sandbox(),
        providers: vec![provider],
        public_url: public_url.clone(),
        settings: Settings {
            timeout,
            retry: RetryPolicy {
                attempts: 3,
                base: Duration::from_millis(1),
                cap: Duration::from_millis(5),
                longest_retry_after: Duration::from_secs(1),
            },
        },
    })
}

impl Clara {
    /// With a folder in the simulator's place.
    pub async fn importing(folder: &FilePath) -> Self {
        let mut clara = Self::start().await;
        let provider = ProviderConfig::folder(folder.to_owned());
        clara.integrations = with_provider(provider, &clara.store, &clara.public_url, PATIENCE);
        clara
    }

    /// From now on it keeps to Lever's rate, which the simulator does not ask for.
    pub fn at_levers_pace(&mut self) {
        let secret = &self.simulator.facts().client_secret;
        let simulator = as_simulator(&self.simulator, secret, Pace::LEVER);
        self.integrations = with_provider(simulator, &self.store, &self.public_url, PATIENCE);
    }

    /// From now on it gives up soon on an answer that does not come.
    pub fn impatient(&mut self) {
        let secret = &self.simulator.facts().client_secret;
        let simulator = as_simulator(&self.simulator, secret, Pace::UNLIMITED);
        let timeout = Duration::from_millis(300);
        self.integrations = with_provider(simulator, &self.store, &self.public_url, timeout);
    }

    pub fn with_secret(&self, secret: &str) -> Integrations {
        with_secret(&self.simulator, &self.store, &self.public_url, secret)
    }
}
