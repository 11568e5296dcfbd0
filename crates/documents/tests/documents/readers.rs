//! Processes that read several files: which file goes to which process, and what a file's end does to the next ones.

use std::time::{Duration, Instant};

use documents::sandbox::{Readers, Sandbox};
use documents::{Unreadable, extract};
use nix::errno::Errno;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tempfile::TempDir;

use crate::support::docx::{Docx, paragraph};
use crate::support::{Pdf, line, reader};

/// How long a process may take to go that nobody needs: far longer than it takes.
const PATIENCE: Duration = Duration::from_secs(60);
const PICTURE: &[u8] = b"\x89PNG";

/// Readers each of whose processes writes its number down before it reads.
struct Noted {
    readers: Readers,
    folder: TempDir,
}

impl Noted {
    fn new() -> Self {
        Self::first_doing("")
    }

    /// `script` is run in a shell that becomes the reader; `$0` is the file of numbers.
    fn first_doing(script: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let script = format!("echo $$ >> $0; {script} exec {} --many", reader().display());
        let noted = folder.path().join("started").display().to_string();
        let sandbox = Sandbox::new("/bin/sh").with_arguments(["-c", &*script, &*noted]);
        Self {
            readers: Readers::new(sandbox),
            folder,
        }
    }

    /// The processes so far.
    fn started(&self) -> Vec<Pid> {
        let noted = std::fs::read_to_string(self.folder.path().join("started")).unwrap();
        let numbers = noted.lines().map(|number| number.parse().unwrap());
        numbers.map(Pid::from_raw).collect()
    }

    fn reads(&self, owner: &str) {
        assert_eq!(self.readers.extract(owner, b"text"), extract(b"text"));
    }
}

fn runs(process: Pid) -> bool {
    kill(process, None) != Err(Errno::ESRCH)
}

#[test]
fn one_process_reads_the_files_of_one_owner() {
    let noted = Noted::new();
    for _ in 0..3 {
        noted.reads("acme");
    }
    assert_eq!(noted.started().len(), 1);
    noted.reads("globex");
    assert_eq!(noted.started().len(), 2);
    noted.reads("acme");
    assert_eq!(noted.started().len(), 2);
}

#[test]
fn a_file_is_read_as_if_it_were_the_first() {
    let noted = Noted::new();
    let page = line(72.0, 700.0, 10.0, "Seen") + &line(72.0, 600.0, 1.0, "tiny");
    let files = [
        Pdf::new().page(page).build(),
        Docx::body(&paragraph("Text")).build(),
        Pdf::new().page(line(72.0, 700.0, 10.0, "Another")).build(),
    ];
    for file in files.iter().chain(files.iter().rev()) {
        assert_eq!(noted.readers.extract("acme", file), extract(file));
    }
    assert_eq!(noted.started().len(), 1);
}

#[test]
fn a_file_that_was_refused_is_the_last_of_its_process() {
    let noted = Noted::new();
    noted.reads("acme");
    assert_eq!(noted.readers.extract("acme", PICTURE), extract(PICTURE));
    assert!(!runs(noted.started()[0]));
    noted.reads("acme");
    assert_eq!(noted.started().len(), 2);
}

#[test]
fn a_process_ends_after_many_files() {
    let noted = Noted::new();
    for _ in 0..257 {
        noted.reads("acme");
    }
    assert_eq!(noted.started().len(), 2);
    assert!(!runs(noted.started()[0]));
}

#[test]
fn a_process_that_was_killed_at_rest_costs_no_file() {
    let noted = Noted::new();
    noted.reads("acme");
    kill(noted.started()[0], Signal::SIGKILL).unwrap();
    noted.reads("acme");
    assert_eq!(noted.started().len(), 2);
}

#[test]
fn a_file_whose_process_was_killed_is_read_once_more() {
    let once = "test $(wc -l < $0) -gt 1 || { head -c 8 > /dev/null; kill -9 $$; };";
    let once = Noted::first_doing(once);
    once.reads("acme");
    assert_eq!(once.started().len(), 2);

    let always = Noted::first_doing("head -c 8 > /dev/null; kill -9 $$;");
    let read = always.readers.extract("acme", b"text");
    assert_eq!(read, Err(Unreadable::Crashed));
    assert_eq!(always.started().len(), 2);
}

#[test]
fn a_file_that_brings_its_process_down_is_not_read_again() {
    let noted = Noted::first_doing("head -c 8 > /dev/null; kill -SEGV $$;");
    let read = noted.readers.extract("acme", b"text");
    assert_eq!(read, Err(Unreadable::Crashed));
    assert_eq!(noted.started().len(), 1);
}

#[test]
fn nobody_rests_for_long_and_few_rest_at_once() {
    let noted = Noted::new();
    let owners = ["a", "b", "c", "d", "e", "f"];
    for owner in owners {
        noted.reads(owner);
    }
    let started = noted.started();
    assert_eq!(started.len(), owners.len());
    assert!(started.iter().filter(|process| runs(**process)).count() <= 4);
    let began = Instant::now();
    while started.iter().any(|process| runs(*process)) {
        assert!(began.elapsed() < PATIENCE, "a process rests for ever");
        std::thread::sleep(Duration::from_millis(20));
    }
    // Whoever comes then gets a new one.
    noted.reads("f");
    assert_eq!(noted.started().len(), owners.len() + 1);
}

#[test]
fn no_process_outlives_its_readers() {
    let noted = Noted::new();
    noted.reads("acme");
    let started = noted.started();
    drop(noted.readers);
    assert!(!runs(started[0]));
}
