//! The real `clara serve`, killed and started again on the same data and address.

use std::net::SocketAddr;
use std::process::Command;

use hiring::{Clock, Member, Store, organizations};

use super::{PASSWORD, Persona, Process, anywhere};

const OWNER: &str = "owner@acme.example";

/// A data folder with one organization, and at most one process that serves it.
pub struct Killable {
    process: Option<Process>,
    address: SocketAddr,
    folder: tempfile::TempDir,
    settings: Vec<(&'static str, String)>,
    pub member: Member,
}

impl Killable {
    /// Ready to be started, with settings beyond those that every process needs.
    pub async fn prepare(settings: Vec<(&'static str, String)>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("site/pkg")).unwrap();
        let store = open(&folder).await;
        let acme = organizations::create(&store, "Acme", "UTC").await.unwrap();
        let member = organizations::create_owner(&store, acme.id, OWNER, OWNER, PASSWORD)
            .await
            .unwrap();
        store.close().await;
        Self {
            process: None,
            address: anywhere(),
            folder,
            settings,
            member,
        }
    }

    /// Starts it; it may not listen yet.
    pub fn start(&mut self) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clara"));
        command
            .args(["serve", "--site"])
            .arg(self.folder.path().join("site"))
            .env("CLARA_LISTEN", self.address.to_string())
            .env("CLARA_DATA_DIR", self.folder.path().join("data"))
            .envs(self.settings.iter().map(|(name, value)| (name, value)));
        self.process = Some(Process::start(command, self.folder.path()));
    }

    /// SIGKILL: nothing of it runs any more.
    pub fn kill(&mut self) {
        let mut process = self.process.take().unwrap();
        assert!(process.runs(), "it ended by itself: {}", process.log());
    }

    /// The owner, once the process answers.
    pub async fn owner(&mut self) -> Persona {
        let address = self.process.as_mut().unwrap().address().await;
        let mut owner = Persona::stranger(format!("http://{address}"));
        let answer = owner.sign_in(OWNER, PASSWORD).await;
        assert_eq!(answer.location(), "/jobs");
        owner
    }

    /// A second look at what the process keeps.
    pub async fn store(&self) -> Store {
        open(&self.folder).await
    }
}

async fn open(folder: &tempfile::TempDir) -> Store {
    let data_dir = folder.path().join("data");
    let config = hiring::Config {
        database_url: format!("sqlite://{}", data_dir.join("clara.db").display()),
        data_dir,
        key: None,
        clock: Clock::default(),
    };
    Store::open(&config).await.unwrap()
}
