//! SQLite's one connection that writes, and the transaction around a batch on it.
//!
//! It is not the driver's own transaction: that takes five calls to the connection's thread for each batch, with those by which its pool sees
//! whether the connection lives. What fails here is given up together with its connection, and SQLite takes back what is not committed.

use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, ConnectOptions, Connection, Executor};

/// SQLite takes the writer's lock at once: a reader's cannot be raised while another writes. The savepoint is around all of a batch: SQLite may take a
/// whole transaction back by itself (a full disk); then it is gone, and the batch fails instead of committing the half that came after.
const BEGIN: &str = "BEGIN IMMEDIATE; SAVEPOINT around";
/// Without the savepoint it ends at the first of them.
const COMMIT: &str = "RELEASE around; COMMIT";
const AROUND_ANEW: &str = "RELEASE around; SAVEPOINT around";
const ROLLBACK: &str = "ROLLBACK";

/// The connection that writes, opened when it is first needed.
pub(super) struct Writer {
    options: AnyConnectOptions,
    /// What a new connection is told first.
    session: &'static str,
    connection: Option<AnyConnection>,
    in_batch: bool,
    is_closed: bool,
}

impl Writer {
    pub(super) fn new(options: AnyConnectOptions, session: &'static str) -> Self {
        Self {
            options,
            session,
            connection: None,
            in_batch: false,
            is_closed: false,
        }
    }

    /// Whether a batch is open.
    pub(super) fn in_batch(&self) -> bool {
        self.in_batch
    }

    pub(super) fn is_open(&self) -> bool {
        self.connection.is_some()
    }

    /// The connection, if it is open.
    pub(super) fn connection(&mut self) -> Option<&mut AnyConnection> {
        self.connection.as_mut()
    }

    /// The connection, opened if it is not.
    pub(super) async fn connected(&mut self) -> Result<&mut AnyConnection, sqlx::Error> {
        if self.is_closed {
            return Err(sqlx::Error::PoolClosed);
        }
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => {
                let mut fresh = self.options.connect().await?;
                fresh.execute(self.session).await?;
                fresh
            }
        };
        Ok(self.connection.insert(connection))
    }

    /// Opens a batch.
    pub(super) async fn begin(&mut self) -> Result<(), sqlx::Error> {
        let begun = self.connected().await?.execute(BEGIN).await;
        self.or_lose(begun)?;
        self.in_batch = true;
        Ok(())
    }

    /// Waits for the disk.
    pub(super) async fn commit(&mut self) -> Result<(), sqlx::Error> {
        self.end(COMMIT).await
    }

    pub(super) async fn roll_back(&mut self) -> Result<(), sqlx::Error> {
        self.end(ROLLBACK).await
    }

    /// Keeps what there is of a batch as it is, with nothing of a turn that never began.
    pub(super) async fn around_anew(&mut self) -> Result<(), sqlx::Error> {
        self.connected().await?.execute(AROUND_ANEW).await?;
        Ok(())
    }

    /// Gives the connection up, and with it what is not committed.
    pub(super) fn lose(&mut self) {
        self.connection = None;
        self.in_batch = false;
    }

    pub(super) async fn close(&mut self) {
        self.is_closed = true;
        self.in_batch = false;
        if let Some(connection) = self.connection.take() {
            // It is gone either way.
            let _ = connection.close().await;
        }
    }

    async fn end(&mut self, how: &'static str) -> Result<(), sqlx::Error> {
        let ended = self.connected().await?.execute(how).await;
        self.or_lose(ended)?;
        self.in_batch = false;
        Ok(())
    }

    fn or_lose<T>(&mut self, outcome: Result<T, sqlx::Error>) -> Result<(), sqlx::Error> {
        match outcome {
            Ok(_) => Ok(()),
            Err(error) => {
                self.lose();
                Err(error)
            }
        }
    }
}
