//! Ending a lease: done, again later, or dead. A worker whose lease ran out and was claimed anew settles nothing.

use std::time::Duration;

use sqlx::query;

use super::{LEASE, Leased, MAX_ATTEMPTS, backoff};
use crate::db::{RowExt, Tx, statements_block};
use crate::permission::{ManageIntegrations, ViewIntegrations};
use crate::token::random_bytes;
use crate::{Error, Millis, Permit, Store, audit};

statements_block! {
    DONE = "DELETE FROM queue WHERE organization_id = $1 AND id = $2 AND lease = $3";
    EXTEND = "UPDATE queue SET ready_at = $4, updated_at = $5 WHERE organization_id = $1 AND id = $2 AND lease = $3";
    FOLLOWED = "UPDATE queue SET attempts = $3, ready_at = $4, error_code = $5, updated_at = $6 \
        WHERE organization_id = $1 AND state = 'waiting' AND (kind, dedupe) = \
        (SELECT kind, dedupe FROM queue WHERE organization_id = $1 AND id = $2 AND lease = $7)";
    AGAIN = "UPDATE queue SET state = 'waiting', lease = NULL, attempts = $4, ready_at = $5, error_code = $6, updated_at = $7 \
        WHERE organization_id = $1 AND id = $2 AND lease = $3";
    DEAD = "UPDATE queue SET state = 'dead', lease = NULL, ready_at = $4, error_code = $5, updated_at = $6 \
        WHERE organization_id = $1 AND id = $2 AND lease = $3";
    LIST_DEAD = "SELECT id, kind, payload, attempts, error_code, updated_at FROM queue \
        WHERE organization_id = $1 AND ready_at = $2 AND state = 'dead' ORDER BY updated_at DESC, id LIMIT $3";
    SUPERSEDED = "DELETE FROM queue WHERE organization_id = $1 AND id = $2 AND state = 'dead' AND EXISTS \
        (SELECT 1 FROM queue w WHERE w.organization_id = queue.organization_id AND w.kind = queue.kind AND w.dedupe = queue.dedupe AND w.state = 'waiting')";
    REVIVE = "UPDATE queue SET state = 'waiting', attempts = 0, ready_at = $3, updated_at = $3 WHERE organization_id = $1 AND id = $2 AND state = 'dead'";
    DEPTH = "SELECT state, COUNT(*) AS many, MIN(created_at) AS oldest FROM queue WHERE organization_id = $1 GROUP BY state";
}

/// Work that was given up.
#[derive(Clone, Debug, PartialEq)]
pub struct DeadRow {
    /// The row.
    pub id: String,
    /// What it was to do.
    pub kind: String,
    /// On what.
    pub payload: serde_json::Value,
    /// How often it was tried.
    pub attempts: i64,
    /// Why it failed last.
    pub error_code: String,
    /// When it was given up.
    pub at: Millis,
}

/// How much there is to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Depth {
    /// Waiting rows.
    pub waiting: u64,
    /// Running rows.
    pub running: u64,
    /// Dead rows.
    pub dead: u64,
    /// Since when the oldest waits or runs.
    pub oldest: Option<Millis>,
}

/// The work is done; the row goes. False: the lease was lost, somebody else has it.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn done(store: &Store, leased: &Leased) -> Result<bool, Error> {
    let mut tx = store.begin().await?;
    let ended = query(DONE)
        .bind(leased.organization)
        .bind(&*leased.id)
        .bind(&*leased.lease)
        .execute(tx.connection())
        .await?;
    tx.wake_queue();
    tx.commit().await?;
    Ok(ended.rows_affected() == 1)
}

/// The work goes on: the lease is counted anew. False: it was lost, stop.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn extend(store: &Store, leased: &Leased) -> Result<bool, Error> {
    let mut tx = store.begin().await?;
    let now = tx.now();
    let extended = query(EXTEND)
        .bind(leased.organization)
        .bind(&*leased.id)
        .bind(&*leased.lease)
        .bind(now.after(LEASE))
        .bind(now)
        .execute(tx.connection())
        .await?;
    tx.commit().await?;
    Ok(extended.rows_affected() == 1)
}

/// The work failed for now: again after a growing pause; after [`MAX_ATTEMPTS`] tries it is dead. `error_code` is a word for people and reports, without data.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn retry(store: &Store, leased: &Leased, error_code: &str) -> Result<(), Error> {
    if leased.attempt >= MAX_ATTEMPTS {
        return fail(store, leased, error_code).await;
    }
    let pause = backoff(leased.attempt, u64::from_le_bytes(random_bytes()));
    again(store, leased, leased.attempt, pause, error_code).await
}

/// The work must wait (a rate limit, a connection that rests): again after `pause`; this try does not count.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn postpone(
    store: &Store,
    leased: &Leased,
    pause: Duration,
    reason: &str,
) -> Result<(), Error> {
    again(store, leased, leased.attempt - 1, pause, reason).await
}

/// The work can never succeed: dead at once, where people see it.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn fail(store: &Store, leased: &Leased, error_code: &str) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    let now = tx.now();
    query(DEAD)
        .bind(leased.organization)
        .bind(&*leased.id)
        .bind(&*leased.lease)
        .bind(Millis::NEVER)
        .bind(error_code)
        .bind(now)
        .execute(tx.connection())
        .await?;
    tx.wake_queue();
    tx.commit().await
}

async fn again(
    store: &Store,
    leased: &Leased,
    attempts: i64,
    pause: Duration,
    error_code: &str,
) -> Result<(), Error> {
    while !given_back(store, leased, attempts, pause, error_code).await? {}
    Ok(())
}

/// False: on PostgreSQL a follow-up came in just now; look again, and it is found.
async fn given_back(
    store: &Store,
    leased: &Leased,
    attempts: i64,
    pause: Duration,
    error_code: &str,
) -> Result<bool, Error> {
    let mut tx = store.begin().await?;
    let (now, at) = (tx.now(), tx.now().after(pause));
    if followed(&mut tx, leased, attempts, at, error_code).await? {
        // The follow-up does the work of both.
        query(DONE)
            .bind(leased.organization)
            .bind(&*leased.id)
            .bind(&*leased.lease)
            .execute(tx.connection())
            .await?;
    } else {
        let waits = query(AGAIN)
            .bind(leased.organization)
            .bind(&*leased.id)
            .bind(&*leased.lease)
            .bind(attempts)
            .bind(at)
            .bind(error_code)
            .bind(now)
            .execute(tx.connection())
            .await;
        match waits {
            Err(sqlx::Error::Database(error)) if error.is_unique_violation() => return Ok(false),
            outcome => outcome?,
        };
    }
    tx.wake_queue();
    tx.commit().await?;
    Ok(true)
}

/// Hands tries and pause to the row that waits with the same key, if there is one and the lease still holds.
async fn followed(
    tx: &mut Tx,
    leased: &Leased,
    attempts: i64,
    at: Millis,
    error_code: &str,
) -> Result<bool, Error> {
    let now = tx.now();
    let followed = query(FOLLOWED)
        .bind(leased.organization)
        .bind(&*leased.id)
        .bind(attempts)
        .bind(at)
        .bind(error_code)
        .bind(now)
        .bind(&*leased.lease)
        .execute(tx.connection())
        .await?;
    Ok(followed.rows_affected() > 0)
}

/// What was given up, newest first, at most `limit`.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn dead(
    store: &Store,
    permit: &Permit<ViewIntegrations>,
    limit: u32,
) -> Result<Vec<DeadRow>, Error> {
    let mut connection = store.database().reader().await?;
    let rows = query(LIST_DEAD)
        .bind(permit.organization())
        .bind(Millis::NEVER)
        .bind(i64::from(limit))
        .fetch_all(&mut *connection)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(DeadRow {
                id: row.get_as("id")?,
                kind: row.get_as("kind")?,
                payload: row.json("payload")?,
                attempts: row.get_as("attempts")?,
                error_code: row
                    .get_as::<Option<String>>("error_code")?
                    .unwrap_or_default(),
                at: row.get_as("updated_at")?,
            })
        })
        .collect()
}

/// Tries dead work again, from the first attempt.
///
/// # Errors
/// [`Error::NotFound`] if no dead row has this id here.
pub async fn revive(
    store: &Store,
    permit: &Permit<ManageIntegrations>,
    id: &str,
) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    let now = tx.now();
    let organization = permit.organization();
    // A waiting row with the same key already does it.
    let superseded = query(SUPERSEDED)
        .bind(organization)
        .bind(id)
        .execute(tx.connection())
        .await?
        .rows_affected();
    let revived = query(REVIVE)
        .bind(organization)
        .bind(id)
        .bind(now)
        .execute(tx.connection())
        .await?
        .rows_affected();
    if superseded + revived == 0 {
        return Err(Error::NotFound);
    }
    audit::record(&mut tx, permit, "queue.revive", id, &serde_json::json!({})).await?;
    tx.announce_work();
    tx.commit().await
}

/// How much there is to do in the organization.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn depth<C>(store: &Store, permit: &Permit<C>) -> Result<Depth, Error> {
    let mut connection = store.database().reader().await?;
    let mut depth = Depth::default();
    for row in query(DEPTH)
        .bind(permit.organization())
        .fetch_all(&mut *connection)
        .await?
    {
        let many = row.count("many")?;
        match row.get_as("state")? {
            super::RowState::Waiting => depth.waiting = many,
            super::RowState::Running => depth.running = many,
            super::RowState::Dead => {
                depth.dead = many;
                continue;
            }
        }
        let oldest: Option<Millis> = row.get_as("oldest")?;
        depth.oldest = [depth.oldest, oldest].into_iter().flatten().min();
    }
    Ok(depth)
}
