//! Claiming a row: the organization that waited longest first, within it by priority and age.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use sqlx::{AnyConnection, query};

use super::{LEASE, Leased, RowState};
use crate::db::{RowExt, Tx, statements_block};
use crate::{Error, Millis, OrganizationId, Store};

/// How many organizations are looked into before the worker sleeps: those after them are looked into next time.
const LOOK_INTO: i64 = 64;

/// How long an idle worker sleeps at most: rows of other processes and rows whose time comes wake nobody.
const IDLE: Duration = Duration::from_secs(1);

statements_block! {
    WITH_WORK = "SELECT t.organization_id FROM queue_turns t \
        WHERE EXISTS (SELECT 1 FROM queue q WHERE q.organization_id = t.organization_id AND q.ready_at <= $1) \
        ORDER BY t.served_at, t.organization_id LIMIT $2";
    KINDS = "WITH RECURSIVE present (kind) AS (SELECT MIN(q.kind) FROM queue q WHERE q.organization_id = $1 \
        UNION ALL SELECT (SELECT MIN(q.kind) FROM queue q WHERE q.organization_id = $1 AND q.kind > p.kind) FROM present p WHERE p.kind IS NOT NULL) \
        SELECT kind FROM present WHERE kind IS NOT NULL";
    TAKE = "UPDATE queue SET state = $6, lease = $3, ready_at = $4, attempts = attempts + 1, updated_at = $5 \
        WHERE organization_id = $1 AND id = $2 RETURNING kind, dedupe, payload, attempts, created_at";
    SERVED = "UPDATE queue_turns SET served_at = (SELECT MAX(served_at) FROM queue_turns) + 1 WHERE organization_id = $1";
}

/// Waits for the next row of one of these kinds and leases it; none once `stop` is done. `looking` is called at every look, also while there
/// is nothing to do.
pub async fn next(
    store: &Store,
    kinds: &[&str],
    stop: impl Future<Output = ()>,
    looking: impl Fn(),
) -> Option<Leased> {
    let mut stop = pin!(stop);
    let mut wakeups = store.queue_wakeups();
    loop {
        // Stopped before the look, never in the middle of it: a lease would be left that nobody works on.
        tokio::select! {
            biased;
            () = &mut stop => return None,
            () = async {} => {}
        }
        looking();
        // Before the look, so that a row that comes between the look and the sleep wakes us.
        wakeups.mark_unchanged();
        match claim(store, kinds).await {
            Ok(Some(leased)) => return Some(leased),
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "the queue could not be read"),
        }
        tokio::select! {
            () = &mut stop => return None,
            () = tokio::time::sleep(IDLE) => {}
            _ = wakeups.changed() => {}
        }
    }
}

/// Leases the next row of one of these kinds; none: nothing is ready. A row whose lease ran out is ready again; one that ran out
/// too often comes as [`Leased::is_spent`], to be given up instead of tried, so that what kills a worker does not kill every worker.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn claim(store: &Store, kinds: &[&str]) -> Result<Option<Leased>, Error> {
    let now = store.now();
    let with_work = with_work(&mut *store.database().reader().await?, now).await?;
    for organization in with_work {
        // A look from a reader first: workers who would find nothing do not take the writer's turn.
        if !is_due(store, organization, kinds, now).await? {
            continue;
        }
        // One transaction for each: who holds an organization's turn and waits for another's may wait for ever.
        let mut tx = store.begin().await?;
        let leased = claim_of(&mut tx, organization, kinds, now).await?;
        tx.commit().await?;
        if leased.is_some() {
            return Ok(leased);
        }
    }
    Ok(None)
}

async fn is_due(
    store: &Store,
    organization: OrganizationId,
    kinds: &[&str],
    now: Millis,
) -> Result<bool, Error> {
    let mut connection = store.database().reader().await?;
    let look = store.database().dialect().look();
    let due = first(&mut connection, look, organization, kinds, now).await?;
    Ok(due.is_some())
}

async fn with_work(
    connection: &mut AnyConnection,
    now: Millis,
) -> Result<Vec<OrganizationId>, Error> {
    let rows = query(WITH_WORK)
        .bind(now)
        .bind(LOOK_INTO)
        .fetch_all(connection)
        .await?;
    rows.iter()
        .map(|row| row.get_as("organization_id"))
        .collect()
}

/// The row of these kinds that is due first. One look into the index for each kind of which there are rows at all, which the database leaps
/// through: the rows of other kinds are never walked over.
async fn first(
    connection: &mut AnyConnection,
    pick: &'static str,
    organization: OrganizationId,
    kinds: &[&str],
    now: Millis,
) -> Result<Option<String>, Error> {
    let present = query(KINDS)
        .bind(organization)
        .fetch_all(&mut *connection)
        .await?;
    let mut first: Option<(i64, i64, String)> = None;
    for row in &present {
        let kind: String = row.get_as("kind")?;
        if !kinds.contains(&&*kind) {
            continue;
        }
        if let Some(row) = query(pick)
            .bind(organization)
            .bind(kind)
            .bind(now)
            .fetch_optional(&mut *connection)
            .await?
        {
            let found = (
                row.get_as("priority")?,
                row.get_as("ready_at")?,
                row.get_as("id")?,
            );
            first = Some(first.map_or(found.clone(), |first| first.min(found)));
        }
    }
    Ok(first.map(|(_, _, id)| id))
}

async fn claim_of(
    tx: &mut Tx,
    organization: OrganizationId,
    kinds: &[&str],
    now: Millis,
) -> Result<Option<Leased>, Error> {
    let dialect = tx.store().database().dialect();
    query(dialect.turn())
        .bind(organization)
        .fetch_optional(tx.connection())
        .await?;
    let picked = first(tx.connection(), dialect.pick(), organization, kinds, now).await?;
    let Some(id) = picked else {
        return Ok(None);
    };
    let lease = crate::token::random();
    let until = now.after(LEASE);
    let row = query(TAKE)
        .bind(organization)
        .bind(&*id)
        .bind(&*lease)
        .bind(until)
        .bind(now)
        .bind(RowState::Running)
        .fetch_optional(tx.connection())
        .await?
        .ok_or(Error::NotFound)?;
    query(SERVED)
        .bind(organization)
        .execute(tx.connection())
        .await?;
    Ok(Some(Leased {
        organization,
        id,
        kind: row.get_as("kind")?,
        key: row.get_as("dedupe")?,
        payload: row.json("payload")?,
        attempt: row.get_as("attempts")?,
        until,
        since: row.get_as("created_at")?,
        lease,
    }))
}
