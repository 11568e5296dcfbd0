//! `TestApp`: a server of one's own, with people to be.

mod form;
mod kept;
mod killable;
mod lever;
mod persona;
mod pipeline;
mod process;
mod program;
mod seeded;
mod serving;
mod simulated;

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use hiring::permission::ManageMembers;
use hiring::{Member, Role, accounts, organizations};
use server::config::Config;
use server::running::Running;
use server::site::Site;
use sqlx::{AnyConnection, Connection, Executor};

pub use form::Form;
pub use kept::{Kept, On};
pub use killable::Killable;
pub use lever::Lever;
pub use persona::{Answer, Persona};
pub use pipeline::RESUME;
pub use process::Process;
pub use program::Program;
pub use seeded::{MARK, Seeded};
pub use serving::{Serving, acme};
pub use simulated::Simulated;
pub use testing::smtp::{Mood, SmtpServer};

pub const PASSWORD: &str = "correct horse battery";

/// A running server on a free port with a database of its own, and two organizations: Acme with one member of each role, Other with an owner.
pub struct TestApp {
    running: Option<Running>,
    kept: Kept,
    settings: Settings,
}

/// Variables beyond those that every test needs.
type Settings = Vec<(&'static str, String)>;

/// How long a test waits for what happens in the background; reached only when it never happens.
const PATIENCE: Duration = Duration::from_secs(180);

impl TestApp {
    pub async fn start() -> Self {
        Self::with(Vec::new()).await
    }

    /// With further settings.
    pub async fn with(settings: Settings) -> Self {
        Self::keeping(Kept::on(On::Sqlite), settings).await
    }

    /// With a place of its own for what it knows.
    pub async fn keeping(kept: Kept, settings: Settings) -> Self {
        // Another test may have installed it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let running = run(&kept, anywhere(), &settings).await;
        let app = Self {
            running: Some(running),
            kept,
            settings,
        };
        let acme = app.organization("Acme", "owner@acme.example").await;
        for (email, role) in [
            ("admin@acme.example", Role::PartnerAdmin),
            ("recruiter@acme.example", Role::Recruiter),
            ("manager@acme.example", Role::HiringManager),
        ] {
            let permit = acme.permit::<ManageMembers>().unwrap();
            accounts::add_member(app.store(), &permit, email, email, PASSWORD, role)
                .await
                .unwrap();
        }
        app.organization("Other", "owner@other.example").await;
        app
    }

    /// A further organization with this owner; the account may exist already.
    pub async fn organization(&self, name: &str, owner: &str) -> Member {
        let organization = organizations::create(self.store(), name, "UTC")
            .await
            .unwrap();
        organizations::create_owner(self.store(), organization.id, owner, owner, PASSWORD)
            .await
            .unwrap()
    }

    /// Stops the server and starts it again on the same data and address, as a deployment does.
    pub async fn restart(&mut self) {
        let running = self.running.take().unwrap();
        let address = running.address();
        running.stop().await;
        self.running = Some(run(&self.kept, address, &self.settings).await);
    }

    /// Another server beside this one, on the same data.
    pub async fn second_server(&self) -> Running {
        run(&self.kept, anywhere(), &self.settings).await
    }

    pub fn kept(&self) -> &Kept {
        &self.kept
    }

    /// Who signs in with this address, in their first organization.
    pub async fn member(&self, email: &str) -> Member {
        for organization in organizations::list(self.store()).await.unwrap() {
            let system = self.store().system(organization.id);
            let members = accounts::members(self.store(), &system).await.unwrap();
            if let Some(member) = members.into_iter().find(|member| member.email == email) {
                return member;
            }
        }
        panic!("nobody is {email}")
    }

    pub fn running(&self) -> &Running {
        self.running.as_ref().unwrap()
    }

    pub fn store(&self) -> &hiring::Store {
        &self.running().state().store
    }

    /// Where it keeps everything.
    pub fn folder(&self) -> &Path {
        self.kept.folder()
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.running().address())
    }

    pub fn stranger(&self) -> Persona {
        Persona::stranger(self.url(""))
    }

    pub async fn owner(&self) -> Persona {
        self.signed_in("owner@acme.example").await
    }

    pub async fn partner_admin(&self) -> Persona {
        self.signed_in("admin@acme.example").await
    }

    pub async fn recruiter(&self) -> Persona {
        self.signed_in("recruiter@acme.example").await
    }

    pub async fn hiring_manager(&self) -> Persona {
        self.signed_in("manager@acme.example").await
    }

    pub async fn other_organization(&self) -> Persona {
        self.signed_in("owner@other.example").await
    }

    /// Acme's owner, as the store knows them.
    pub async fn acme(&self) -> Member {
        self.member("owner@acme.example").await
    }

    /// The path of the link in the newest mail to somebody, once it comes. `folder` is what it is kept in.
    pub async fn mailed_link(&self, folder: &str, to: &str) -> String {
        let kept = self.running().state().mailer.folder().unwrap().clone();
        self.eventually("a mail comes", async || {
            let mails = kept.list(folder).await.unwrap();
            let mail = mails.into_iter().find(|mail| mail.to == to)?;
            let (_, link) = mail.text.split_once(&self.url(""))?;
            Some(link.split_whitespace().next()?.to_owned())
        })
        .await
    }

    /// Says something to SQLite, past the store.
    pub async fn past_the_store(&self, statement: &'static str) {
        sqlx::any::install_default_drivers();
        let database = self.folder().join("clara.db");
        let mut beside = AnyConnection::connect(&format!("sqlite://{}", database.display()))
            .await
            .unwrap();
        beside.execute(statement).await.unwrap();
        beside.close().await.unwrap();
    }

    /// Waits until `look` sees something.
    pub async fn eventually<T>(&self, what: &str, look: impl AsyncFnMut() -> Option<T>) -> T {
        eventually(what, look).await
    }

    async fn signed_in(&self, email: &str) -> Persona {
        let mut persona = self.stranger();
        persona.signs_in(email).await;
        persona
    }
}

pub async fn eventually<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(seen) = look().await {
            return seen;
        }
        assert!(began.elapsed() < PATIENCE, "it never happened: {what}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A free port that nobody takes meanwhile, so that a server can come back to it: below those of outgoing connections (32,768 and up on Linux).
pub fn anywhere() -> SocketAddr {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    loop {
        let number = std::process::id().wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed));
        let port = u16::try_from(20_000 + number % 12_000).unwrap();
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        if TcpListener::bind(address).is_ok() {
            return address;
        }
    }
}

async fn run(kept: &Kept, listen: SocketAddr, settings: &Settings) -> Running {
    let config = Config::read(|name| match name {
        "CLARA_LISTEN" => Some(listen.to_string()),
        "CLARA_DOCUMENT_READER" => Some(env!("CARGO_BIN_EXE_clara").into()),
        _ => settings
            .iter()
            .find(|(set, _)| *set == name)
            .map(|(_, value)| value.clone())
            .or_else(|| kept.variable(name)),
    });
    Running::start(config.unwrap(), &Site::pages_only())
        .await
        .unwrap()
}
