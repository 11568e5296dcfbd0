//! The child process takes every blow. It is `examples/parse_document.rs`, which `cargo test` builds beside the tests.

use std::path::PathBuf;
use std::time::Duration;

use documents::sandbox::{Limits, Sandbox};
use documents::{Unreadable, extract};

use crate::support::docx::{Docx, paragraph};
use crate::support::{Pdf, line, lines};

fn sandbox() -> Sandbox {
    let tests = std::env::current_exe().unwrap();
    let program: PathBuf = tests
        .ancestors()
        .nth(2)
        .unwrap()
        .join("examples")
        .join(format!("parse_document{}", std::env::consts::EXE_SUFFIX));
    assert!(
        program.exists(),
        "{} is missing: cargo build -p documents --examples",
        program.display()
    );
    Sandbox::new(program)
}

fn shell(script: &str) -> Sandbox {
    Sandbox::new("/bin/sh").with_arguments(["-c", script])
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
fn survives_nesting_that_overflows_the_stack() {
    let nested = "[".repeat(200_000);
    for file in [
        format!("%PDF-1.7\n1 0 obj\n{nested}\nendobj\ntrailer << /Root 1 0 R >>\n").into_bytes(),
        Pdf::new()
            .page(format!("{} {nested} TJ", line(72.0, 700.0, 10.0, "Seen")))
            .build(),
        Docx::body(&"<w:tbl><w:tr><w:tc>".repeat(200_000)).build(),
        format!("<html>{}Seen", "<div>".repeat(200_000)).into_bytes(),
    ] {
        // Whatever the answer is, there is one.
        match sandbox().extract(&file) {
            Ok(read) => assert_eq!(read.text(), "Seen"),
            Err(error) => assert!(
                matches!(
                    error,
                    Unreadable::Broken
                        | Unreadable::Crashed
                        | Unreadable::Empty
                        | Unreadable::TooLarge { .. }
                ),
                "{error:?}"
            ),
        }
    }
}

#[test]
fn survives_mutated_files() {
    let columns = lines(60.0, 700.0, &["Contact", "London", "555 1234"])
        + &lines(
            260.0,
            700.0,
            &["Profile", "Engineer since 2018", "Mathematician"],
        );
    let files = [
        Pdf::new()
            .page(&columns)
            .page(columns.clone())
            .resources("/XObject << /F 5 0 R >>")
            .stream(
                "/Type /XObject /Subtype /Form /BBox [0 0 9 9]",
                b"1 g 0 0 9 9 re f",
            )
            .build(),
        Docx::body(&paragraph("Ada Lovelace, engineer")).build(),
    ];
    // xorshift64: the same flips at every run.
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % below as u64) as usize
    };
    for round in 0..48 {
        let mut file = files[round % files.len()].clone();
        for _ in 0..=random(24) {
            let at = random(file.len());
            file[at] ^= 1 << random(8);
        }
        if round % 5 == 0 {
            file.truncate(random(file.len()) + 1);
        }
        let answer = sandbox().extract(&file);
        assert!(
            !matches!(answer, Err(Unreadable::NotStarted | Unreadable::TimedOut)),
            "round {round}: {answer:?}"
        );
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
    assert_eq!(
        shell("exec cat /dev/zero")
            .with_limits(Limits {
                output_bytes: 1_000,
                ..Limits::default()
            })
            .extract(b"text"),
        Err(Unreadable::Crashed)
    );
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
    assert_eq!(
        shell("echo '{\"Ok\":{\"format\":\"text\",\"pages\":[]}}'; exit 1").extract(b"text"),
        Err(Unreadable::Crashed)
    );
    assert_eq!(
        shell("echo nonsense").extract(b"text"),
        Err(Unreadable::Crashed)
    );
    assert_eq!(
        Sandbox::new("/nowhere/clara").extract(b"text"),
        Err(Unreadable::NotStarted)
    );
}

#[test]
fn gives_the_child_no_environment() {
    // `env` is a built-in of no shell: what it prints is all that the child has.
    let printed = shell(
        "test -z \"$HOME$USER$CLARA_SECRET_KEY\" && printf '{\"Err\":{\"code\":\"scanned\"}}'",
    )
    .extract(b"text");
    assert_eq!(printed, Err(Unreadable::Scanned));
}
