//! Tests that are short in `make test` and long in `make soak`.

use std::fmt::Display;

/// Set by `cargo xtask soak`.
const SOAK: &str = "CLARA_SOAK";

/// How much of something is done: a little, or in a soak all of it.
pub fn many(short: u32, soak: u32) -> u32 {
    if std::env::var_os(SOAK).is_some() {
        soak
    } else {
        short
    }
}

/// Says what was measured, in a line that `cargo xtask soak` finds.
pub fn figure(what: &str, result: impl Display) {
    eprintln!("figure | {what} | {result}");
}
