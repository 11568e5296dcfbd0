//! The sandboxed child alone: `parse_document < resume.pdf` prints the outcome as JSON.

use std::process::ExitCode;

fn main() -> ExitCode {
    documents::sandbox::child_main()
}
