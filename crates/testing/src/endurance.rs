//! Tests that are short in `make test` and long in `make soak`, and the figures that they give.

use std::fmt::{self, Display};
use std::time::Duration;

/// Set by `cargo xtask soak`.
const SOAK: &str = "CLARA_SOAK";

/// Whether this is a soak, in which times and rates count: a release build, with the machine to itself.
pub fn in_soak() -> bool {
    std::env::var_os(SOAK).is_some()
}

/// How much of something is done: a little, or in a soak all of it.
pub fn many(short: u32, soak: u32) -> u32 {
    if in_soak() { soak } else { short }
}

/// Says what was measured, and what is wanted, as a row of `docs/reliability.md`; `cargo xtask soak` shows all of them together at its end.
pub fn figure(what: &str, measured: impl Display, wanted: &str) {
    eprintln!("soak: | {what} | {measured} | {wanted} |");
}

/// How long most of many things took.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    /// Half of them took no longer.
    pub p50: Duration,
    /// Of a hundred one took longer.
    pub p99: Duration,
}

impl Spread {
    /// Of these times, of which there must be one.
    pub fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self {
            p50: times[times.len() / 2],
            p99: times[times.len() * 99 / 100],
        }
    }
}

impl Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
        let (p50, p99) = (milliseconds(self.p50), milliseconds(self.p99));
        write!(f, "p50 {p50:.1} ms, p99 {p99:.1} ms")
    }
}
