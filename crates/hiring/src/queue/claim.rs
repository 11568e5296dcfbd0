//! Claiming a row: the organization that waited longest first, within it by priority and age.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use sqlx::{Any, AnyConnection, Executor, query};

use super::{Crew, LEASE, Leased, RowState};
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
    TAKE = "UPDATE queue SET state = $6, lease = $3, ready_at = $4, attempts = attempts + 1, updated_at = $5 \
        WHERE organization_id = $1 AND id = $2 AND ready_at <= $5 AND NOT EXISTS (SELECT 1 FROM queue r WHERE r.organization_id = queue.organization_id \
        AND r.dedupe = queue.dedupe AND r.id <> queue.id AND r.state = 'running') RETURNING kind, dedupe, payload, attempts, created_at";
    SERVED = "UPDATE queue_turns SET served_at = (SELECT MAX(served_at) FROM queue_turns) + 1 WHERE organization_id = $1";
}

/// Waits for the next row of one of these kinds that the crew has a worker for, and leases it; none once `stop` is done. `looking` is called at every
/// look, also while there is nothing to do.
pub async fn next(
    store: &Store,
    kinds: &[&str],
    crew: &Crew,
    stop: impl Future<Output = ()>,
    looking: impl Fn(),
) -> Option<Leased> {
    let mut stop = pin!(stop);
    let mut calls = store.queue_calls();
    loop {
        // Stopped before the look, never in the middle of it: a lease would be left that nobody works on.
        tokio::select! {
            biased;
            () = &mut stop => return None,
            () = async {} => {}
        }
        looking();
        // Before the look, so that a row that comes between the look and the sleep wakes us.
        let heard = calls.borrow_and_update().of(kinds);
        let may_take = |organization| crew.may_take(organization);
        match claim_where(store, kinds, may_take).await {
            Ok(Some(leased)) => return Some(leased),
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "the queue could not be read"),
        }
        tokio::select! {
            () = &mut stop => return None,
            () = tokio::time::sleep(IDLE) => {}
            () = crew.freed() => {}
            _ = calls.wait_for(|calls| calls.of(kinds) != heard) => {}
        }
    }
}

/// Leases the next row of one of these kinds; none: nothing is ready. A row whose lease ran out is ready again; one that ran out
/// too often comes as [`Leased::is_spent`], to be given up instead of tried, so that what kills a worker does not kill every worker.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn claim(store: &Store, kinds: &[&str]) -> Result<Option<Leased>, Error> {
    claim_where(store, kinds, |_| true).await
}

async fn claim_where(
    store: &Store,
    kinds: &[&str],
    may_take: impl Fn(OrganizationId) -> bool,
) -> Result<Option<Leased>, Error> {
    let now = store.now();
    let look = store.database().dialect().look();
    let with_work = with_work(&mut *store.database().reader().await?, now).await?;
    for organization in with_work {
        if !may_take(organization) {
            continue;
        }
        // A look from a reader first: workers who would find nothing do not take the writer's turn.
        let mut reader = store.database().reader().await?;
        let seen = first(&mut *reader, look, organization, kinds, now).await?;
        drop(reader);
        let Some(seen) = seen else { continue };
        // One transaction for each: who holds an organization's turn and waits for another's may wait for ever.
        let mut tx = store.begin().await?;
        if let Some(leased) = claim_of(&mut tx, organization, kinds, seen, now).await? {
            tx.commit().await?;
            return Ok(Some(leased));
        }
    }
    Ok(None)
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

/// The row of these kinds that is due first.
async fn first(
    connection: impl Executor<'_, Database = Any>,
    pick: &'static str,
    organization: OrganizationId,
    kinds: &[&str],
    now: Millis,
) -> Result<Option<String>, Error> {
    let row = query(pick)
        .bind(organization)
        .bind(now)
        .bind(format!(",{},", kinds.join(",")))
        .fetch_optional(connection)
        .await?;
    row.map(|row| row.get_as("id")).transpose()
}

/// Leases the row that was seen, or, where others claim at the same time, the one that is first when they have done so.
async fn claim_of(
    tx: &mut Tx,
    organization: OrganizationId,
    kinds: &[&str],
    seen: String,
    now: Millis,
) -> Result<Option<Leased>, Error> {
    let dialect = tx.store().database().dialect();
    let id = match dialect.turn() {
        None => seen,
        Some(turn) => {
            tx.later(query(turn).bind(organization)).await?;
            let pick = dialect.pick();
            match first(tx.connection(), pick, organization, kinds, now).await? {
                Some(id) => id,
                None => return Ok(None),
            }
        }
    };
    let lease = crate::token::random();
    let until = now.after(LEASE);
    tx.later(query(SERVED).bind(organization)).await?;
    let row = query(TAKE)
        .bind(organization)
        .bind(&*id)
        .bind(&*lease)
        .bind(until)
        .bind(now)
        .bind(RowState::Running)
        .fetch_optional(tx.connection())
        .await?;
    let Some(row) = row else { return Ok(None) };
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
