//! One reading process, as its parent sees it: it is asked file after file, and is killed when its time is over, whether it reads or rests.

use std::io::{BufReader, BufWriter, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::{LENGTH_BYTES, Limits, Sandbox};
use crate::extracted::Extracted;
use crate::unreadable::Unreadable;

/// A reader that nothing is asked of ends after about this time: what it holds of memory is not held for long.
const REST: Duration = Duration::from_secs(2);
/// Files up to this many bytes are handed over in one write: as much as a pipe takes.
const ONE_WRITE: usize = 64 << 10;
/// What mimalloc is told, CLARA's allocator: to take memory from the system piece by piece, so that the process's limits count what it holds and not
/// what it may come to hold; and to keep for the next file what one file gave back. It is all gone with the process, which reads no further after a
/// large file and rests for [`REST`] at most.
const ALLOCATOR: [(&str, &str); 3] = [
    ("MIMALLOC_ARENA_RESERVE", "0"),
    ("MIMALLOC_EAGER_COMMIT", "0"),
    ("MIMALLOC_PURGE_DELAY", "-1"),
];

/// A process that reads. It is gone when this is dropped.
pub(super) struct Reader {
    stdin: BufWriter<ChildStdin>,
    stdout: BufReader<ChildStdout>,
    process: Arc<Process>,
    limits: Limits,
    files: u32,
}

/// Why a process gave no answer.
pub(super) enum Lost {
    /// It was killed, for the file took too long.
    Overdue,
    /// It ended, as far as is known by this; or it said what is no answer.
    Ended(Option<ExitStatus>),
}

impl Lost {
    /// What is known of the file by that.
    pub(super) fn reason(&self) -> Unreadable {
        /// Sent at the soft limit of CPU time.
        const SIGXCPU: i32 = 24;
        match self {
            Self::Overdue => Unreadable::TimedOut,
            Self::Ended(_) if self.signal() == Some(SIGXCPU) => Unreadable::TimedOut,
            Self::Ended(_) => Unreadable::Crashed,
        }
    }

    /// Whether the file had all the time there is.
    pub(super) fn is_overdue(&self) -> bool {
        matches!(self, Self::Overdue)
    }

    /// Whether somebody else killed the process: no file does that.
    pub(super) fn is_killed(&self) -> bool {
        const SIGKILL: i32 = 9;
        self.signal() == Some(SIGKILL)
    }

    #[cfg(unix)]
    fn signal(&self) -> Option<i32> {
        use std::os::unix::process::ExitStatusExt;
        match self {
            Self::Ended(status) => status.and_then(|status| status.signal()),
            Self::Overdue => None,
        }
    }

    #[cfg(not(unix))]
    fn signal(&self) -> Option<i32> {
        None
    }
}

impl Reader {
    /// Starts a process.
    pub(super) fn start(sandbox: &Sandbox) -> Result<Self, Unreadable> {
        let mut child = Command::new(&sandbox.program)
            .args(&sandbox.arguments)
            .env_clear()
            .env(
                "PDF_OXIDE_MAX_DECOMPRESS_MB",
                (crate::MAX_UNPACKED_BYTES >> 20).to_string(),
            )
            .envs(ALLOCATOR)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|_| Unreadable::NotStarted)?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let process = Arc::new(Process::of(child, sandbox.limits.wall_clock));
        let watched = Arc::clone(&process);
        let watching = std::thread::Builder::new()
            .name("document reader".to_owned())
            .spawn(move || watched.watch());
        let (Some((stdin, stdout)), Ok(_)) = (pipes, watching) else {
            process.end();
            return Err(Unreadable::NotStarted);
        };
        Ok(Self {
            stdin: BufWriter::with_capacity(ONE_WRITE, stdin),
            stdout: BufReader::new(stdout),
            process,
            limits: sandbox.limits,
            files: 0,
        })
    }

    /// How many files it was asked for.
    pub(super) fn files(&self) -> u32 {
        self.files
    }

    /// Asks for a file. After an `Err` the process is of no more use. Blocks up to the wall-clock limit.
    pub(super) fn read(&mut self, bytes: &[u8]) -> Result<Result<Extracted, Unreadable>, Lost> {
        self.files += 1;
        if !self.process.lives_for(self.limits.wall_clock) {
            return Err(Lost::Ended(None));
        }
        let Ok(answer) = self.ask(bytes) else {
            return Err(self.process.lost());
        };
        let read = answer.and_then(|answer| serde_json::from_slice(&answer).ok());
        // If it is over just now, whoever asks next finds that out.
        self.process.lives_for(REST);
        read.ok_or(Lost::Ended(None))
    }

    /// The answer as it comes; none if it is longer than it may be. An error: the pipe was closed.
    fn ask(&mut self, bytes: &[u8]) -> std::io::Result<Option<Vec<u8>>> {
        let length = u32::try_from(bytes.len()).map_err(std::io::Error::other)?;
        self.stdin.write_all(&length.to_le_bytes())?;
        self.stdin.write_all(bytes)?;
        self.stdin.flush()?;
        let mut length = [0; LENGTH_BYTES];
        self.stdout.read_exact(&mut length)?;
        let length = u32::from_le_bytes(length);
        if u64::from(length) > self.limits.output_bytes {
            return Ok(None);
        }
        let length = usize::try_from(length).map_err(std::io::Error::other)?;
        let mut answer = vec![0; length];
        self.stdout.read_exact(&mut answer)?;
        Ok(Some(answer))
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.process.end();
    }
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader")
            .field("files", &self.files)
            .finish_non_exhaustive()
    }
}

/// What is watched of a process.
struct Process {
    life: Mutex<Life>,
    ended: Condvar,
}

struct Life {
    child: Child,
    /// When it is killed if nothing happens before.
    until: Instant,
    /// That happened.
    overdue: bool,
    /// Nobody needs it any more.
    ended: bool,
}

impl Process {
    fn of(child: Child, lives_for: Duration) -> Self {
        Self {
            life: Mutex::new(Life {
                child,
                until: Instant::now() + lives_for,
                overdue: false,
                ended: false,
            }),
            ended: Condvar::new(),
        }
    }

    fn life(&self) -> MutexGuard<'_, Life> {
        self.life.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts its time anew. False: it is over.
    fn lives_for(&self, time: Duration) -> bool {
        let mut life = self.life();
        life.until = Instant::now() + time;
        !life.overdue
    }

    /// Kills it when its time is over. Looks from time to time, so that no file has to wake this thread.
    fn watch(&self) {
        let mut life = self.life();
        while !life.ended {
            let left = life.until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                life.overdue = true;
                // Who waits for its answer finds the pipe closed.
                let _ = life.child.kill();
                let _ = life.child.wait();
                return;
            }
            let waited = self.ended.wait_timeout(life, left.min(REST));
            life = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Why there is no answer. A process that closed its output is about to end; one that lives on is not waited for beyond its time.
    fn lost(&self) -> Lost {
        loop {
            let mut life = self.life();
            if life.overdue {
                return Lost::Overdue;
            }
            match life.child.try_wait() {
                Ok(Some(status)) => return Lost::Ended(Some(status)),
                Ok(None) if Instant::now() < life.until => {}
                _ => return Lost::Ended(None),
            }
            drop(life);
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// The process is gone when this returns.
    fn end(&self) {
        let mut life = self.life();
        life.ended = true;
        let _ = life.child.kill();
        let _ = life.child.wait();
        drop(life);
        self.ended.notify_all();
    }
}
