//! The runtime in which the server works.

use std::io;

use tokio::runtime::{Builder, Runtime};

/// After how many tasks a thread looks for those that other threads woke. SQLite commits in a thread of its own, for which all who write wait; files
/// and resumes are read in others: by itself the runtime would have them wait for a fifth of a millisecond each time.
const LOOKS_AROUND_EVERY: u32 = 3;

/// A runtime with a thread for each core.
///
/// # Errors
/// When the system has no threads left.
pub fn runtime() -> io::Result<Runtime> {
    Builder::new_multi_thread()
        .enable_all()
        .global_queue_interval(LOOKS_AROUND_EVERY)
        .build()
}
