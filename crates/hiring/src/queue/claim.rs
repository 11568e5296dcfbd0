//! Claiming a row: the organization that waited longest first, within it by priority and age.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use sqlx::{Any, Executor, query};

use super::{AtWork, Crew, LEASE, Leased, RowState};
use crate::db::{Connection, RowExt, Tx, statements_block};
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

/// Waits for the next row of the crew's kinds that it has a worker for; none once `stop` is done. `looking` is called every now and then, also while
/// there is nothing to do.
///
/// Of the idle workers one looks into the queue, the others wait behind it: new work wakes one of them, not all. Who looks claims for those behind it,
/// too, as every claim waits for the disk.
pub async fn next<'c>(
    store: &Store,
    crew: &'c Crew,
    stop: impl Future<Output = ()>,
    looking: impl Fn(),
) -> Option<(Leased, AtWork<'c>)> {
    let mut claimed = crew.turn(&looking).await;
    if claimed.is_empty() {
        *claimed = wait(store, crew, stop, looking).await.into();
    }
    let leased = claimed.pop_front()?;
    let at_work = crew.at_work(leased.organization);
    Some((leased, at_work))
}

/// Leases what is next as soon as there is something; nothing once `stop` is done.
async fn wait(
    store: &Store,
    crew: &Crew,
    stop: impl Future<Output = ()>,
    looking: impl Fn(),
) -> Vec<Leased> {
    let kinds = crew.kinds();
    let mut stop = pin!(stop);
    let mut calls = store.queue_calls();
    loop {
        // Stopped before the look, never in the middle of it: a lease would be left that nobody works on.
        tokio::select! {
            biased;
            () = &mut stop => return Vec::new(),
            () = async {} => {}
        }
        looking();
        // Before the look, so that a row that comes between the look and the sleep wakes us.
        let heard = calls.borrow_and_update().of(kinds);
        let share = |organization| crew.share(organization);
        match claim_where(store, kinds, share).await {
            Ok(leased) if leased.is_empty() => {}
            Ok(leased) => return leased,
            Err(error) => tracing::error!(%error, "the queue could not be read"),
        }
        tokio::select! {
            () = &mut stop => return Vec::new(),
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
    Ok(claim_where(store, kinds, |_| 1).await?.pop())
}

/// Leases rows of one organization, of one kind: as many as `share` says of it, or as there are.
async fn claim_where(
    store: &Store,
    kinds: &[&str],
    share: impl Fn(OrganizationId) -> usize,
) -> Result<Vec<Leased>, Error> {
    let now = store.now();
    let dialect = store.database().dialect();
    let with_work = with_work(&mut *store.database().reader().await?, now).await?;
    for organization in with_work {
        let most = share(organization);
        if most == 0 {
            continue;
        }
        let wanted = Wanted {
            organization,
            kinds,
            now,
            most,
        };
        // A look from a reader first: workers who would find nothing do not take the writer's turn.
        let mut reader = store.database().reader().await?;
        let first = wanted.first(&mut *reader, dialect.look()).await?;
        let Some(first) = first else { continue };
        let seen = wanted
            .and_alike(&mut *reader, dialect.look_alike(), first)
            .await?;
        drop(reader);
        // One transaction for each: who holds an organization's turn and waits for another's may wait for ever.
        let mut tx = store.begin().await?;
        let leased = wanted.claim(&mut tx, seen).await?;
        if !leased.is_empty() {
            tx.commit().await?;
            return Ok(leased);
        }
    }
    Ok(Vec::new())
}

async fn with_work(connection: &mut Connection, now: Millis) -> Result<Vec<OrganizationId>, Error> {
    let rows = query(WITH_WORK)
        .bind(now)
        .bind(LOOK_INTO)
        .fetch_all(connection)
        .await?;
    rows.iter()
        .map(|row| row.get_as("organization_id"))
        .collect()
}

/// What is looked for.
struct Wanted<'k> {
    organization: OrganizationId,
    kinds: &'k [&'k str],
    now: Millis,
    most: usize,
}

/// The row that is due first.
struct First {
    id: String,
    kind: String,
    priority: i64,
}

impl Wanted<'_> {
    async fn first(
        &self,
        connection: impl Executor<'_, Database = Any>,
        pick: &'static str,
    ) -> Result<Option<First>, Error> {
        let row = query(pick)
            .bind(self.organization)
            .bind(self.now)
            .bind(format!(",{},", self.kinds.join(",")))
            .fetch_optional(connection)
            .await?;
        row.map(|row| {
            Ok(First {
                id: row.get_as("id")?,
                kind: row.get_as("kind")?,
                priority: row.get_as("priority")?,
            })
        })
        .transpose()
    }

    /// The ids of this row and of those of its kind that come next.
    async fn and_alike(
        &self,
        connection: impl Executor<'_, Database = Any>,
        pick: &'static str,
        first: First,
    ) -> Result<Vec<String>, Error> {
        if self.most == 1 {
            return Ok(vec![first.id]);
        }
        let rows = query(pick)
            .bind(self.organization)
            .bind(first.kind)
            .bind(first.priority)
            .bind(self.now)
            .bind(i64::try_from(self.most).unwrap_or(i64::MAX))
            .fetch_all(connection)
            .await?;
        rows.iter().map(|row| row.get_as("id")).collect()
    }

    /// Leases the rows that were seen, or, where others claim at the same time, those that are first when they have done so.
    async fn claim(&self, tx: &mut Tx, seen: Vec<String>) -> Result<Vec<Leased>, Error> {
        let dialect = tx.store().database().dialect();
        let ids = match dialect.turn() {
            None => seen,
            Some(turn) => {
                tx.execute(query(turn).bind(self.organization)).await?;
                let first = self.first(tx.connection(), dialect.pick()).await?;
                let Some(first) = first else {
                    return Ok(Vec::new());
                };
                self.and_alike(tx.connection(), dialect.pick_alike(), first)
                    .await?
            }
        };
        tx.execute(query(SERVED).bind(self.organization)).await?;
        let mut leased = Vec::with_capacity(ids.len());
        for id in ids {
            leased.extend(self.take(tx, id).await?);
        }
        Ok(leased)
    }

    /// Leases one row, if nobody was faster.
    async fn take(&self, tx: &mut Tx, id: String) -> Result<Option<Leased>, Error> {
        let lease = crate::token::random();
        let until = self.now.after(LEASE);
        let row = query(TAKE)
            .bind(self.organization)
            .bind(&*id)
            .bind(&*lease)
            .bind(until)
            .bind(self.now)
            .bind(RowState::Running)
            .fetch_optional(tx.connection())
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Leased {
            organization: self.organization,
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
}
