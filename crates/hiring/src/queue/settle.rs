//! Ending a lease: done, again later, or dead. A worker whose lease ran out and was claimed anew settles nothing.

use std::time::Duration;

use sqlx::query;

use super::{LEASE, Leased, MAX_ATTEMPTS, backoff};
use crate::db::{RowExt, Tx, statements_block};
use crate::events::Pending;
use crate::token::random_bytes;
use crate::{Error, Millis, OrganizationId, Permit, Store};

statements_block! {
    DONE = "DELETE FROM queue WHERE organization_id = $1 AND id = $2 AND lease = $3 RETURNING \
        CAST(CASE WHEN EXISTS (SELECT 1 FROM queue w WHERE w.organization_id = queue.organization_id AND w.dedupe = queue.dedupe AND w.state = 'waiting') \
        THEN 1 ELSE 0 END AS BIGINT) AS held_back, \
        CAST(CASE WHEN EXISTS (SELECT 1 FROM queue d WHERE d.organization_id = queue.organization_id AND d.kind = queue.kind AND d.dedupe = queue.dedupe \
        AND d.state = 'dead') THEN 1 ELSE 0 END AS BIGINT) AS given_up_before";
    EXTEND = "UPDATE queue SET ready_at = $4, updated_at = $5 WHERE organization_id = $1 AND id = $2 AND lease = $3";
    FOLLOWED = "UPDATE queue SET attempts = $3, ready_at = $4, error_code = $5, updated_at = $6 \
        WHERE organization_id = $1 AND state = 'waiting' AND (kind, dedupe) = \
        (SELECT kind, dedupe FROM queue WHERE organization_id = $1 AND id = $2 AND lease = $7)";
    AGAIN = "UPDATE queue SET state = 'waiting', lease = NULL, attempts = $4, ready_at = $5, error_code = $6, updated_at = $7 \
        WHERE organization_id = $1 AND id = $2 AND lease = $3";
    DEAD = "UPDATE queue SET state = 'dead', lease = NULL, ready_at = $4, error_code = $5, updated_at = $6 \
        WHERE organization_id = $1 AND id = $2 AND lease = $3";
    OBSOLETE = "DELETE FROM queue WHERE organization_id = $1 AND kind = $2 AND dedupe = $3 AND state = 'dead' AND id <> $4";
    GO_ON = "UPDATE queue SET ready_at = $3, updated_at = $3 WHERE organization_id = $1 AND state = 'waiting' AND error_code = $2 AND ready_at > $3";
    DEPTH = "SELECT state, COUNT(*) AS many, MIN(created_at) AS oldest FROM queue WHERE organization_id = $1 GROUP BY state";
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

/// The work is done; the row goes, and with it what was given up under its key. False: the lease was lost, somebody else has it.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn done(store: &Store, leased: &Leased) -> Result<bool, Error> {
    let mut tx = store.begin().await?;
    let ended = done_in(&mut tx, leased).await?;
    tx.commit().await?;
    Ok(ended)
}

/// [`done`] in the transaction of the work's last step.
pub(crate) async fn done_in(tx: &mut Tx, leased: &Leased) -> Result<bool, Error> {
    let ended = query(DONE)
        .bind(leased.organization)
        .bind(&*leased.id)
        .bind(&*leased.lease)
        .fetch_optional(tx.connection())
        .await?;
    let Some(row) = ended else { return Ok(false) };
    if row.flag("given_up_before")? && obsolete(tx, leased).await? {
        tx.tell(leased.organization, Pending::integration());
    }
    if row.flag("held_back")? {
        tx.wake_queue(None);
    }
    Ok(true)
}

/// The work goes on: the lease is counted anew. False: it was lost, stop.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn extend(store: &Store, leased: &Leased) -> Result<bool, Error> {
    let mut tx = store.begin().await?;
    let extended = extend_in(&mut tx, leased).await?;
    tx.commit().await?;
    Ok(extended)
}

/// The same, with what else must hold from then on.
pub(crate) async fn extend_in(tx: &mut Tx, leased: &Leased) -> Result<bool, Error> {
    let now = tx.now();
    let extended = query(EXTEND)
        .bind(leased.organization)
        .bind(&*leased.id)
        .bind(&*leased.lease)
        .bind(now.after(LEASE))
        .bind(now)
        .execute(tx.connection())
        .await?;
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

/// The work can never succeed: dead at once, where people see it, once for each key.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn fail(store: &Store, leased: &Leased, error_code: &str) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    fail_in(&mut tx, leased, error_code).await?;
    tx.commit().await
}

/// [`fail`] in the transaction of what follows from it. False: the lease was lost, somebody else has it.
pub(crate) async fn fail_in(tx: &mut Tx, leased: &Leased, error_code: &str) -> Result<bool, Error> {
    let now = tx.now();
    let died = query(DEAD)
        .bind(leased.organization)
        .bind(&*leased.id)
        .bind(&*leased.lease)
        .bind(Millis::NEVER)
        .bind(error_code)
        .bind(now)
        .execute(tx.connection())
        .await?;
    let died = died.rows_affected() == 1;
    if died {
        obsolete(tx, leased).await?;
        tx.tell(leased.organization, Pending::integration());
    }
    tx.wake_queue(None);
    Ok(died)
}

/// Ends the pause of what rests for this reason: it no longer holds.
pub(crate) async fn go_on(
    tx: &mut Tx,
    organization: OrganizationId,
    reason: &str,
) -> Result<(), Error> {
    let now = tx.now();
    tx.execute(query(GO_ON).bind(organization).bind(reason).bind(now))
        .await?;
    tx.wake_queue(None);
    Ok(())
}

/// What was given up before under the same key is no news any more. Whether there was anything.
async fn obsolete(tx: &mut Tx, leased: &Leased) -> Result<bool, Error> {
    let gone = query(OBSOLETE)
        .bind(leased.organization)
        .bind(&*leased.kind)
        .bind(leased.key.as_deref())
        .bind(&*leased.id)
        .execute(tx.connection())
        .await?;
    Ok(gone.rows_affected() > 0)
}

pub(super) async fn again(
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
        tx.execute(
            query(DONE)
                .bind(leased.organization)
                .bind(&*leased.id)
                .bind(&*leased.lease),
        )
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
    tx.wake_queue(None);
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
