//! The real program as a process of its own, with what it prints and logs.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

pub struct Process {
    child: Child,
    folder: PathBuf,
}

impl Process {
    /// `clara serve` on a free port and a folder of its own.
    pub async fn serve(folder: &Path, variables: &[(&str, &str)]) -> Self {
        let site = folder.join("site");
        std::fs::create_dir_all(site.join("pkg")).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_clara"));
        command
            .args(["serve", "--site"])
            .arg(site)
            .env("CLARA_LISTEN", "127.0.0.1:0")
            .env("CLARA_DATA_DIR", folder.join("data"))
            .envs(variables.iter().copied());
        let mut process = Self::start(command, folder);
        process.address().await;
        process
    }

    /// Any command; what it prints and logs goes to files in the folder.
    pub fn start(mut command: Command, folder: &Path) -> Self {
        let file = |name| File::create(folder.join(name)).unwrap();
        let child = command
            .stdout(file("printed"))
            .stderr(file("log"))
            .spawn()
            .unwrap();
        Self {
            child,
            folder: folder.to_owned(),
        }
    }

    /// Where it listens, as it prints it.
    pub async fn address(&mut self) -> String {
        let line = "CLARA listens on http://";
        self.eventually("it listens", |process| {
            let printed = process.printed();
            let (_, rest) = printed.split_once(line)?;
            rest.split_once('\n').map(|(address, _)| address.to_owned())
        })
        .await
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn printed(&self) -> String {
        std::fs::read_to_string(self.folder.join("printed")).unwrap()
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.join("log")).unwrap()
    }

    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args([&format!("-{name}"), &self.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    /// Whether it has not ended by itself.
    pub fn runs(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    pub async fn ended(&mut self) -> ExitStatus {
        self.eventually("it ends", |process| process.child.try_wait().unwrap())
            .await
    }

    pub async fn eventually<T>(
        &mut self,
        what: &str,
        mut look: impl FnMut(&mut Self) -> Option<T>,
    ) -> T {
        let began = Instant::now();
        loop {
            if let Some(seen) = look(self) {
                return seen;
            }
            assert!(
                began.elapsed() < Duration::from_secs(180),
                "it never happened: {what}\n{}\n{}",
                self.printed(),
                self.log()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
