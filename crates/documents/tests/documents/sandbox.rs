//! The child process takes every blow. It is `examples/parse_document.rs`, which `cargo test` builds beside the tests.

use std::process::Command;
use std::time::Duration;

use documents::sandbox::{Limits, Sandbox};
use documents::{Unreadable, extract};

use crate::support::docx::{Docx, paragraph};
use crate::support::{Pdf, line, program, sandbox};

/// How many bytes a child gets for `b"text"`.
const ASKED: usize = 4 + b"text".len();

fn shell(script: &str) -> Sandbox {
    Sandbox::new("/bin/sh").with_arguments(["-c", script])
}

/// What a shell does to have read what it gets, and to answer.
fn answer(json: &str) -> String {
    let length = u32::try_from(json.len()).unwrap().to_le_bytes();
    let length: String = length.iter().map(|byte| format!("\\{byte:03o}")).collect();
    format!("head -c {ASKED} > /dev/null; printf '{length}{json}'")
}

#[test]
fn answers_as_reading_in_process_does() {
    for file in [
        Pdf::new()
            .page(line(72.0, 700.0, 10.0, "Seen") + &line(72.0, 600.0, 1.0, "tiny"))
            .build(),
        Docx::body(&paragraph("Text")).build(),
        b"\x89PNG".to_vec(),
        Vec::new(),
    ] {
        assert_eq!(sandbox().extract(&file), extract(&file));
    }
}

#[test]
fn stops_a_child_that_hangs_or_talks_without_end() {
    let limits = Limits {
        wall_clock: Duration::from_millis(300),
        output_bytes: 1_000,
    };
    assert_eq!(
        shell("exec sleep 60").with_limits(limits).extract(b"text"),
        Err(Unreadable::TimedOut)
    );
    for endless in ["exec cat /dev/zero", "exec yes"] {
        assert_eq!(
            shell(endless)
                .with_limits(Limits {
                    output_bytes: 1_000,
                    ..Limits::default()
                })
                .extract(b"text"),
            Err(Unreadable::Crashed)
        );
    }
}

#[test]
fn does_not_believe_a_child_that_fails() {
    assert_eq!(
        shell("kill -SEGV $$").extract(b"text"),
        Err(Unreadable::Crashed)
    );
    assert_eq!(
        shell("kill -XCPU $$").extract(b"text"),
        Err(Unreadable::TimedOut)
    );
    let whole = answer("{\"Err\":{\"code\":\"scanned\"}}");
    assert_eq!(shell(&whole).extract(b"text"), Err(Unreadable::Scanned));
    let cut_off = whole.replace("}}'", "'");
    assert_eq!(shell(&cut_off).extract(b"text"), Err(Unreadable::Crashed));
    for nonsense in ["echo nonsense", &*answer("nonsense"), "exit 0"] {
        assert_eq!(shell(nonsense).extract(b"text"), Err(Unreadable::Crashed));
    }
    assert_eq!(
        Sandbox::new("/nowhere/clara").extract(b"text"),
        Err(Unreadable::NotStarted)
    );
}

#[test]
fn gives_the_child_no_environment() {
    // `env` is a built-in of no shell: what it prints is all that the child has.
    let scanned = answer("{\"Err\":{\"code\":\"scanned\"}}");
    let printed = shell(&format!(
        "test -z \"$HOME$USER$CLARA_SECRET_KEY\" || exit; {scanned}"
    ))
    .extract(b"text");
    assert_eq!(printed, Err(Unreadable::Scanned));
}

#[test]
fn leaves_no_child_behind() {
    let folder = tempfile::tempdir().unwrap();
    let noted = folder.path().join("pid");
    let script = format!("echo $$ > {}; exec sleep 60", noted.display());
    let limits = Limits {
        wall_clock: Duration::from_millis(500),
        ..Limits::default()
    };
    let answer = shell(&script).with_limits(limits).extract(b"text");
    assert_eq!(answer, Err(Unreadable::TimedOut));
    let process: i32 = std::fs::read_to_string(noted)
        .unwrap()
        .trim()
        .parse()
        .unwrap();
    let signalled = nix::sys::signal::kill(nix::unistd::Pid::from_raw(process), None);
    assert_eq!(signalled, Err(nix::errno::Errno::ESRCH));
}

#[test]
fn gives_up_what_reading_does_not_need() {
    let output = Command::new(program("confined")).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let (could, confinement) = said
        .trim_end()
        .rsplit_once('\n')
        .unwrap_or(("", said.trim_end()));
    assert_eq!(could, "", "what it could still do");
    println!("{confinement}");
    // Every kernel since 3.17 has it.
    if cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        assert!(confinement.contains("seccomp: true"), "{confinement}");
    }
}
