//! SQLite's one connection that writes, and the transaction around a batch on it.
//!
//! What fails here is given up together with its connection, and SQLite takes back what is not committed.

use std::path::PathBuf;

use super::connection::Connection;
use super::direct::Direct;

/// SQLite takes the writer's lock at once: a reader's cannot be raised while another writes. The savepoint is around all of a batch: SQLite may take a
/// whole transaction back by itself (a full disk); then it is gone, and the batch fails instead of committing the half that came after.
const BEGIN: &str = "BEGIN IMMEDIATE; SAVEPOINT around";
/// Without the savepoint it ends at the first of them.
const COMMIT: &str = "RELEASE around; COMMIT";
const ROLLBACK: &str = "ROLLBACK";

/// The connection that writes, opened when it is first needed.
pub(super) struct Writer {
    file: PathBuf,
    /// What a new connection is told first.
    session: &'static str,
    connection: Option<Connection>,
    in_batch: bool,
    is_closed: bool,
}

impl Writer {
    pub(super) fn new(file: PathBuf, session: &'static str) -> Self {
        Self {
            file,
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
    pub(super) fn connection(&mut self) -> Option<&mut Connection> {
        self.connection.as_mut()
    }

    /// Opens a batch.
    pub(super) async fn begin(&mut self) -> Result<(), sqlx::Error> {
        self.end(BEGIN).await?;
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

    /// Gives the connection up, and with it what is not committed.
    pub(super) fn lose(&mut self) {
        self.connection = None;
        self.in_batch = false;
    }

    /// One statement within a batch.
    pub(super) fn step(&self, sql: &str) -> Result<(), sqlx::Error> {
        match &self.connection {
            Some(Connection::Direct(direct)) => direct.step(sql),
            _ => Err(sqlx::Error::WorkerCrashed),
        }
    }

    /// Waits for the disk: the last one who closes a file empties its log.
    pub(super) async fn close(&mut self) {
        self.is_closed = true;
        self.in_batch = false;
        let connection = self.connection.take();
        // It is gone either way.
        let _ = tokio::task::spawn_blocking(move || drop(connection)).await;
    }

    /// Carries out what may wait, outside of a batch or at its ends. Whatever fails, the connection is given up.
    async fn end(&mut self, how: &'static str) -> Result<(), sqlx::Error> {
        let direct = self.take().await?;
        self.in_batch = false;
        let (direct, done) = direct
            .in_a_thread(move |direct| direct.carry_out(how))
            .await?;
        done?;
        self.connection = Some(Connection::Direct(direct));
        Ok(())
    }

    /// Has `work` done by the connection, outside of a batch.
    pub(super) async fn in_a_thread<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&Direct) -> T + Send + 'static,
    ) -> Result<T, sqlx::Error> {
        let (direct, done) = self.take().await?.in_a_thread(work).await?;
        self.connection = Some(Connection::Direct(direct));
        Ok(done)
    }

    /// The connection, opened if it is not.
    async fn take(&mut self) -> Result<Direct, sqlx::Error> {
        if self.is_closed {
            return Err(sqlx::Error::PoolClosed);
        }
        if let Some(Connection::Direct(direct)) = self.connection.take() {
            return Ok(direct);
        }
        let (file, session) = (self.file.clone(), self.session);
        let opening = tokio::task::spawn_blocking(move || Direct::open(&file, session));
        opening.await.map_err(|_| sqlx::Error::WorkerCrashed)?
    }
}
