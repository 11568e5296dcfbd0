//! The signals that ask a process to stop: the first politely, the second at once.

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};

/// SIGINT (Ctrl-C) and SIGTERM, listened to from the start: none is lost in between.
pub struct StopSignals {
    interrupt: Signal,
    terminate: Signal,
}

impl StopSignals {
    /// From here on neither signal ends the process by itself.
    ///
    /// # Errors
    ///
    /// When the system lets nobody listen.
    pub fn listen() -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// Resolves at the next one.
    pub async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => (),
            _ = self.terminate.recv() => (),
        }
    }

    /// Waits for the first signal, then stops; a second one ends the process where it stands, which it survives: all work is repeatable.
    pub async fn then(mut self, stop: impl Future<Output = ()>) {
        self.next().await;
        tokio::select! {
            () = stop => (),
            () = self.next() => {
                eprintln!("clara: stopped at once");
                std::process::exit(1);
            }
        }
    }
}
