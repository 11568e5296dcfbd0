//! Small builders of PDF and DOCX files, so that a test shows exactly what is in its file.

pub mod bombs;
pub mod docx;
pub mod layouts;
pub mod mutations;
pub mod pdf;

use std::path::PathBuf;

use documents::sandbox::Sandbox;

pub use docx::Docx;
pub use pdf::{Pdf, line, lines};

/// The visible text of a file that must be readable.
pub fn text_of(bytes: &[u8]) -> String {
    documents::extract(bytes).unwrap().text()
}

/// One of the crate's examples, which `cargo test` builds beside the tests.
pub fn program(name: &str) -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let program = tests
        .ancestors()
        .nth(2)
        .unwrap()
        .join("examples")
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(
        program.exists(),
        "{} is missing: cargo build -p documents --examples",
        program.display()
    );
    program
}

/// The program that reads documents in the child.
pub fn reader() -> PathBuf {
    program("parse_document")
}

pub fn sandbox() -> Sandbox {
    Sandbox::new(reader())
}
