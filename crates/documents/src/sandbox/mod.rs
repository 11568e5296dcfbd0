//! Reading in a child process with limits: a hostile file costs that process, never the server.
//!
//! The parent, [`Sandbox`], hands the bytes over by stdin and takes JSON from stdout. The child, [`child_main`], gives up by [`confine`] what reading
//! does not need before it reads.

mod child;

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use crate::extracted::Extracted;
use crate::unreadable::Unreadable;

pub use child::{CPU_SECONDS, Confinement, MEMORY_BYTES, child_main, confine};

/// What the child may use. The parent holds it to the first two, the child itself to its constants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Time until the child is killed.
    pub wall_clock: Duration,
    /// Most bytes of JSON that are taken.
    pub output_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            wall_clock: Duration::from_secs(15),
            output_bytes: 32 << 20,
        }
    }
}

/// Reads documents by a program that calls [`child_main`].
#[derive(Debug, Clone)]
pub struct Sandbox {
    program: PathBuf,
    arguments: Vec<String>,
    limits: Limits,
}

impl Sandbox {
    /// `program` is the path to the `clara` binary; it is run as `clara parse-document`.
    pub fn new(program: impl Into<PathBuf>) -> Self {
        Self {
            program: program.into(),
            arguments: vec!["parse-document".to_owned()],
            limits: Limits::default(),
        }
    }

    /// Another program's arguments.
    #[must_use]
    pub fn with_arguments(
        mut self,
        arguments: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.arguments = arguments.into_iter().map(Into::into).collect();
        self
    }

    /// Other limits.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Reads a document. Blocks up to the wall-clock limit: call it where blocking is allowed.
    pub fn extract(&self, bytes: &[u8]) -> Result<Extracted, Unreadable> {
        if bytes.len() > crate::MAX_BYTES {
            return Err(Unreadable::TooLarge {
                limit_mb: (crate::MAX_BYTES >> 20) as u32,
            });
        }
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .env_clear()
            .env(
                "PDF_OXIDE_MAX_DECOMPRESS_MB",
                (crate::MAX_UNPACKED_BYTES >> 20).to_string(),
            )
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|_| Unreadable::NotStarted)?;
        self.converse(&mut child, bytes)
    }

    /// Writes, reads and waits; the child is gone when this returns.
    fn converse(&self, child: &mut Child, bytes: &[u8]) -> Result<Extracted, Unreadable> {
        let deadline = Instant::now() + self.limits.wall_clock;
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
        let (sender, receiver) = mpsc::channel();
        std::thread::scope(|scope| {
            scope.spawn(move || {
                // A child that dies early closes the pipe; its status says why.
                let _ = stdin.map(|mut stdin| stdin.write_all(bytes));
            });
            scope.spawn(move || {
                let mut output = Vec::new();
                let read = stdout.map(|stdout| {
                    stdout
                        .take(self.limits.output_bytes + 1)
                        .read_to_end(&mut output)
                });
                let _ = sender.send(read.is_some_and(|read| read.is_ok()).then_some(output));
            });
            let output = receiver.recv_timeout(deadline.saturating_duration_since(Instant::now()));
            let timed_out = output.is_err();
            let status = if timed_out {
                None
            } else {
                wait_until(child, deadline)
            };
            // Without this a child that hangs would keep the threads above, and so this scope, waiting.
            let _ = child.kill();
            let _ = child.wait();
            let output = output
                .ok()
                .flatten()
                .filter(|output| output.len() as u64 <= self.limits.output_bytes);
            match (output, status) {
                _ if timed_out => Err(Unreadable::TimedOut),
                (Some(output), Some(status)) if status.success() => {
                    serde_json::from_slice(&output).unwrap_or(Err(Unreadable::Crashed))
                }
                (_, status) => Err(of_death(status)),
            }
        })
    }
}

/// The child's status, if it ends before the deadline. It has closed its output, so it is about to.
fn wait_until(child: &mut Child, deadline: Instant) -> Option<ExitStatus> {
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if Instant::now() < deadline => std::thread::sleep(Duration::from_millis(1)),
            _ => return None,
        }
    }
}

fn of_death(status: Option<ExitStatus>) -> Unreadable {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        /// Sent at the soft limit of CPU time.
        const SIGXCPU: i32 = 24;
        if status.and_then(|status| status.signal()) == Some(SIGXCPU) {
            return Unreadable::TimedOut;
        }
    }
    let _ = status;
    Unreadable::Crashed
}
