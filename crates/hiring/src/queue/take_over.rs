//! Taking over from a server that died. With SQLite one server at a time works on the queue, so whatever is leased when it starts
//! was its predecessor's, and need not wait until the lease ends.

use std::time::Duration;

use sqlx::any::AnyRow;
use sqlx::query;

use super::settle::again;
use super::{Leased, backoff};
use crate::db::{Dialect, RowExt, statements_block};
use crate::folder_lock::FolderLock;
use crate::token::random_bytes;
use crate::{Error, OpenError, Store};

statements_block! {
    LEASED = "SELECT organization_id, id, kind, dedupe, payload, attempts, ready_at, created_at, lease FROM queue WHERE state = 'running' \
        AND NOT EXISTS (SELECT 1 FROM handed_mails h WHERE h.organization_id = queue.organization_id AND h.id = queue.id)";
    // A mail that may have arrived must not become one with the next about the same: it is looked at first, by whoever claims it.
    LET_GO = "UPDATE queue SET ready_at = $1 WHERE state = 'running' \
        AND EXISTS (SELECT 1 FROM handed_mails h WHERE h.organization_id = queue.organization_id AND h.id = queue.id)";
}

/// Hold it for as long as this process works on the queue. The system lets go of the lock when the process ends, however it ends.
#[derive(Debug)]
pub struct Tenure {
    /// None with PostgreSQL: there servers work side by side, and leases run out by themselves.
    _lock: Option<FolderLock>,
}

/// Makes this process the one that works on the queue, and gives back what its predecessor had leased. Its tries count: one of these rows may
/// have brought it down. They are ready at once the first time, then after a growing pause, so that the others get done meanwhile.
///
/// # Errors
/// [`OpenError::InUse`] if another process works on this data directory.
pub async fn take_over(store: &Store) -> Result<Tenure, OpenError> {
    if store.database().dialect() == Dialect::Postgres {
        return Ok(Tenure { _lock: None });
    }
    let lock = FolderLock::at_work(store.data_dir())?;
    give_back(store)
        .await
        .map_err(|error| OpenError::Database(error.to_string()))?;
    Ok(Tenure { _lock: Some(lock) })
}

async fn give_back(store: &Store) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    let now = tx.now();
    tx.execute(query(LET_GO).bind(now)).await?;
    tx.commit().await?;
    let rows = {
        let mut connection = store.database().reader().await?;
        query(LEASED).fetch_all(&mut *connection).await?
    };
    for row in &rows {
        let leased = leased(row)?;
        let pause = match leased.attempt {
            ..=1 => Duration::ZERO,
            attempt => backoff(attempt - 1, u64::from_le_bytes(random_bytes())),
        };
        again(store, &leased, leased.attempt, pause, "lease_ran_out").await?;
    }
    Ok(())
}

fn leased(row: &AnyRow) -> Result<Leased, Error> {
    Ok(Leased {
        organization: row.get_as("organization_id")?,
        id: row.get_as("id")?,
        kind: row.get_as("kind")?,
        payload: row.json("payload")?,
        attempt: row.get_as("attempts")?,
        until: row.get_as("ready_at")?,
        since: row.get_as("created_at")?,
        key: row.get_as("dedupe")?,
        lease: row.get_as("lease")?,
    })
}
