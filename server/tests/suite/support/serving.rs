//! The real `clara serve`, one of several processes on the same data, on an address that it keeps.

use std::net::SocketAddr;
use std::process::Command;

use hiring::{Clock, Config, Member, Store, organizations};

use super::{Kept, PASSWORD, Persona, Process, anywhere};

pub const OWNER: &str = "owner@acme.example";

/// What the settings of a process say beyond where everything is kept.
type Settings<'a> = &'a [(&'a str, &'a str)];

impl Kept {
    /// A look at what the processes keep, past them; its schema is made if there is none.
    pub async fn store(&self) -> Store {
        let database = self.variable("CLARA_DATABASE_URL");
        let sqlite = || format!("sqlite://{}", self.folder().join("clara.db").display());
        let config = Config {
            database_url: database.unwrap_or_else(sqlite),
            data_dir: self.folder().to_owned(),
            key: self
                .variable("CLARA_SECRET_KEY")
                .map(|key| key.parse().unwrap()),
            clock: Clock::default(),
        };
        Store::open(&config).await.unwrap()
    }

    /// `clara` with the settings that say where everything is.
    pub fn clara(&self, arguments: &[&str], settings: Settings<'_>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clara"));
        command.args(arguments);
        for name in ["CLARA_DATA_DIR", "CLARA_DATABASE_URL", "CLARA_SECRET_KEY"] {
            if let Some(value) = self.variable(name) {
                command.env(name, value);
            }
        }
        command.envs(settings.iter().copied());
        command
    }
}

/// Acme with its owner.
pub async fn acme(store: &Store) -> Member {
    let acme = organizations::create(store, "Acme", "UTC").await.unwrap();
    organizations::create_owner(store, acme.id, OWNER, OWNER, PASSWORD)
        .await
        .unwrap()
}

pub struct Serving {
    process: Process,
    address: SocketAddr,
    metrics: SocketAddr,
    /// What it prints and logs.
    folder: tempfile::TempDir,
}

impl Serving {
    pub async fn start(kept: &Kept, settings: Settings<'_>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("site/pkg")).unwrap();
        let (address, metrics) = (anywhere(), anywhere());
        let process = serve(kept, address, metrics, &folder, settings).await;
        Self {
            process,
            address,
            metrics,
            folder,
        }
    }

    /// Stops it as a deployment does, and starts it again on the same address.
    pub async fn again(&mut self, kept: &Kept, settings: Settings<'_>) {
        self.process.signal("TERM");
        assert!(self.process.ended().await.success(), "{}", self.log());
        self.process = serve(kept, self.address, self.metrics, &self.folder, settings).await;
    }

    pub fn process(&mut self) -> &mut Process {
        &mut self.process
    }

    pub fn log(&self) -> String {
        self.process.log()
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub async fn owner(&self) -> Persona {
        let mut owner = Persona::stranger(self.url());
        owner.signs_in(OWNER).await;
        owner
    }

    /// How much work from the queue it has done.
    pub async fn work_done(&self) -> u64 {
        let mut prometheus = Persona::stranger(format!("http://{}", self.metrics));
        let measured = prometheus.get("/metrics").await.body;
        let done = measured.lines().filter(|line| {
            line.starts_with("clara_work_duration_seconds_count")
                && line.contains("outcome=\"done\"")
        });
        done.filter_map(|line| line.rsplit(' ').next()?.parse::<u64>().ok())
            .sum()
    }
}

async fn serve(
    kept: &Kept,
    address: SocketAddr,
    metrics: SocketAddr,
    folder: &tempfile::TempDir,
    settings: Settings<'_>,
) -> Process {
    let mut command = kept.clara(&["serve", "--site"], settings);
    command
        .arg(folder.path().join("site"))
        .env("CLARA_LISTEN", address.to_string())
        .env("CLARA_METRICS_LISTEN", metrics.to_string());
    let mut process = Process::start(command, folder.path());
    process.address().await;
    process
}
