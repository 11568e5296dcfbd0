//! How long the work of an organization has been waiting.

use std::time::Duration;

use sqlx::query;

use crate::db::{RowExt, statements_block};
use crate::{Error, Millis, Permit, Store};

statements_block! {
    READY_SINCE = "SELECT MIN(ready_at) AS ready_since FROM queue WHERE organization_id = $1 AND state = 'waiting' AND ready_at <= $2";
    TROUBLED = "SELECT id, kind, state, attempts, error_code, updated_at FROM queue \
        WHERE organization_id = $1 AND error_code IS NOT NULL ORDER BY updated_at DESC, id LIMIT $2";
}

/// A row that failed at least once, without what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TroubledRow {
    /// The row.
    pub id: String,
    /// What it is to do.
    pub kind: String,
    /// Where it stands.
    pub state: super::RowState,
    /// How often it was tried.
    pub attempts: i64,
    /// Why it failed last.
    pub error_code: String,
    /// When.
    pub at: Millis,
}

/// For how long the oldest row has been ready and nobody has taken it.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn lag<C>(store: &Store, permit: &Permit<C>) -> Result<Duration, Error> {
    let now = store.now();
    let mut connection = store.database().reader().await?;
    let row = query(READY_SINCE)
        .bind(permit.organization())
        .bind(now)
        .fetch_one(&mut *connection)
        .await?;
    let since: Option<Millis> = row.get_as("ready_since")?;
    Ok(since.map_or(Duration::ZERO, |since| now.since(since)))
}

/// Rows that failed at least once, the newest failure first.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn troubled<C>(
    store: &Store,
    permit: &Permit<C>,
    limit: u32,
) -> Result<Vec<TroubledRow>, Error> {
    let mut connection = store.database().reader().await?;
    query(TROUBLED)
        .bind(permit.organization())
        .bind(i64::from(limit))
        .fetch_all(&mut *connection)
        .await?
        .iter()
        .map(|row| {
            Ok(TroubledRow {
                id: row.get_as("id")?,
                kind: row.get_as("kind")?,
                state: row.get_as("state")?,
                attempts: row.get_as("attempts")?,
                error_code: row.get_as("error_code")?,
                at: row.get_as("updated_at")?,
            })
        })
        .collect()
}
