//! The subcommands, run as people and scripts run them.

mod admin;
mod help;
mod lines;
mod profile;
mod requirements;
mod screen;
mod settings;
mod simulator;

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A folder with files, and `clara` run in it.
struct Shell {
    folder: TempDir,
}

impl Shell {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn clara(&self, arguments: &[&str]) -> Ran {
        self.with_input(arguments, "")
    }

    fn with_input(&self, arguments: &[&str], input: &str) -> Ran {
        self.ran(arguments, input, &[])
    }

    fn ran(&self, arguments: &[&str], input: &str, variables: &[(&str, &str)]) -> Ran {
        let mut child = Command::new(env!("CARGO_BIN_EXE_clara"))
            .args(arguments)
            .envs(variables.iter().copied())
            .current_dir(self.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that reads no input may be gone before it is written.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        Ran(child.wait_with_output().unwrap())
    }
}

/// What a command printed.
struct Ran(Output);

impl Ran {
    fn code(&self) -> i32 {
        self.0.status.code().unwrap()
    }

    fn out(&self) -> String {
        String::from_utf8(self.0.stdout.clone()).unwrap()
    }

    fn err(&self) -> String {
        String::from_utf8(self.0.stderr.clone()).unwrap()
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.out()).unwrap()
    }

    fn lines(&self) -> Vec<Value> {
        self.out()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

const JOB: &str = "Backend Engineer\n\nRequirements\n- 3+ years of experience with Rust\n- Experience with PostgreSQL\n- Fluent English\n\nNice to have\n- Kubernetes\n";
const FITTING: &str = "Amara Okafor\n\nExperience\nBackend Engineer, Northwind Ltd, Jan 2021 - Present\n- Services in Rust on PostgreSQL\n\nLanguages\nEnglish: C2\n";
const OTHER: &str = "Jonas Weber\n\nExperience\nStaff Nurse, Mercy Hospital, 2015 - Present\n- Cared for patients\n";
