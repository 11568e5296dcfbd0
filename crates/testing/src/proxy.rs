//! A line to the PostgreSQL of this test program that can be slowed down, cut, refused and stalled: what a network does to a database.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::database::socket;

/// What the line does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Carries everything.
    Open,
    /// Carries everything, each piece after this while.
    Slow(Duration),
    /// Nobody listens, and what was connected is cut.
    Refused,
    /// Whoever connects is cut off, and what was connected is cut.
    Cut,
    /// Connections stand, and carry nothing until it is open again.
    Stalled,
}

/// A port of this machine that leads to the database.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    line: watch::Sender<Line>,
    accepts: JoinHandle<()>,
}

impl Proxy {
    /// An open one.
    pub async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let line = watch::Sender::new(Line::Open);
        let accepts = tokio::spawn(accept(listener, address, line.subscribe()));
        Self {
            address,
            line,
            accepts,
        }
    }

    /// For [`Database::url_at`](crate::Database::url_at).
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// From now on the line does this.
    pub fn set(&self, line: Line) {
        self.line.send_replace(line);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepts.abort();
    }
}

async fn accept(listener: TcpListener, address: SocketAddr, mut line: watch::Receiver<Line>) {
    let mut listener = Some(listener);
    loop {
        let now = *line.borrow_and_update();
        if now == Line::Refused {
            listener = None;
            if line.changed().await.is_err() {
                return;
            }
            continue;
        }
        let open = match listener.take() {
            Some(open) => open,
            None => TcpListener::bind(address).await.unwrap(),
        };
        tokio::select! {
            connection = open.accept() => if now != Line::Cut {
                tokio::spawn(carry(connection.unwrap().0, line.clone()));
            },
            changed = line.changed() => if changed.is_err() { return },
        }
        listener = Some(open);
    }
}

/// Until one side hangs up, or the line is cut.
async fn carry(client: TcpStream, line: watch::Receiver<Line>) {
    let database = UnixStream::connect(socket()).await.unwrap();
    let (from_client, to_client) = client.into_split();
    let (from_database, to_database) = database.into_split();
    let mut fate = line.clone();
    tokio::select! {
        () = pump(from_client, to_database, line.clone()) => {}
        () = pump(from_database, to_client, line) => {}
        _ = fate.wait_for(|line| matches!(line, Line::Cut | Line::Refused)) => {}
    }
}

async fn pump(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut line: watch::Receiver<Line>,
) {
    let mut buffer = vec![0; 16 * 1024];
    while let Ok(many @ 1..) = from.read(&mut buffer).await {
        let carries = line.wait_for(|line| *line != Line::Stalled).await.is_ok();
        let now = *line.borrow();
        if let Line::Slow(pause) = now {
            tokio::time::sleep(pause).await;
        }
        if !carries || to.write_all(&buffer[..many]).await.is_err() {
            return;
        }
    }
}
