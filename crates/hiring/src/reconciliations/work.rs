//! What a worker says of a reconciliation: what it compared, what it found, what became of that.

use std::time::Duration;

use sqlx::query;

use super::read::read_in;
use super::{Finding, ItemState, RunState};
use crate::db::{RowExt, Tx, statements_block};
use crate::events::Pending;
use crate::permission::Operate;
use crate::queue::{Task, enqueue_all};
use crate::{Error, IntegrationId, JobId, Millis, OrganizationId, Permit, ReconciliationId, Store};

/// How long reconciliations are kept.
const KEPT: Duration = Duration::from_secs(7 * 86_400);

statements_block! {
    STARTED = "SELECT MAX(started_at) AS at FROM reconciliations WHERE organization_id = $1 AND integration_id = $2 AND job_id IS NULL AND account_id IS NULL";
    CONNECTED = "SELECT connected_at FROM integrations WHERE organization_id = $1 AND id = $2 AND state = 'active'";
    LEFT = "SELECT job_id FROM reconciliation_jobs WHERE organization_id = $1 AND reconciliation_id = $2 AND compared = 0 ORDER BY job_id";
    COMPARED = "UPDATE reconciliation_jobs SET compared = 1 WHERE organization_id = $1 AND reconciliation_id = $2 AND job_id = $3 AND compared = 0";
    LISTED = "UPDATE reconciliations SET listed = listed + $3, updated_at = $4 WHERE organization_id = $1 AND id = $2";
    FOUND = "INSERT INTO reconciliation_items (organization_id, reconciliation_id, remote_id, finding, state) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (organization_id, reconciliation_id, remote_id) DO NOTHING";
    SETTLE = "UPDATE reconciliation_items SET state = $4 WHERE organization_id = $1 AND reconciliation_id = $2 AND remote_id = $3 AND state = 'waiting'";
    SET_STATE = "UPDATE reconciliations SET state = $3, error = $4, updated_at = $5, finished_at = $6 WHERE organization_id = $1 AND id = $2 \
        AND state IN ('comparing', 'applying')";
    UNSETTLED = "SELECT COUNT(*) AS many FROM reconciliation_items WHERE organization_id = $1 AND reconciliation_id = $2 AND state = 'waiting'";
    PRUNE_ITEMS = "DELETE FROM reconciliation_items WHERE organization_id = $1 AND reconciliation_id IN \
        (SELECT id FROM reconciliations WHERE organization_id = $1 AND updated_at < $2)";
    PRUNE_JOBS = "DELETE FROM reconciliation_jobs WHERE organization_id = $1 AND reconciliation_id IN \
        (SELECT id FROM reconciliations WHERE organization_id = $1 AND updated_at < $2)";
    PRUNE = "DELETE FROM reconciliations WHERE organization_id = $1 AND updated_at < $2";
}

/// When the next one of a connection is due; none while it is not connected. A new connection imports first.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn due<C>(
    store: &Store,
    permit: &Permit<C>,
    integration: IntegrationId,
    every: Duration,
) -> Result<Option<Millis>, Error> {
    let mut connection = store.database().reader().await?;
    let Some(connected) = query(CONNECTED)
        .bind(permit.organization())
        .bind(integration)
        .fetch_optional(&mut *connection)
        .await?
    else {
        return Ok(None);
    };
    let connected: Option<Millis> = connected.get_as("connected_at")?;
    let started: Option<Millis> = query(STARTED)
        .bind(permit.organization())
        .bind(integration)
        .fetch_one(&mut *connection)
        .await?
        .get_as("at")?;
    let before = connected.max(started).unwrap_or_default();
    Ok(Some(before.after(every)))
}

/// The jobs that are still to be compared.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn jobs_left(
    store: &Store,
    permit: &Permit<Operate>,
    id: ReconciliationId,
) -> Result<Vec<JobId>, Error> {
    let mut connection = store.database().reader().await?;
    query(LEFT)
        .bind(permit.organization())
        .bind(id)
        .fetch_all(&mut *connection)
        .await?
        .iter()
        .map(|row| row.get_as("job_id"))
        .collect()
}

/// Keeps what was found; unless it is a dry run, the work that closes the difference is queued with it. What was found before stays as it is.
///
/// # Errors
/// [`Error::NotFound`] if it has ended.
pub async fn found(
    store: &Store,
    permit: &Permit<Operate>,
    id: ReconciliationId,
    findings: &[(String, Finding)],
    fetch: impl Fn(&str) -> Task,
) -> Result<(), Error> {
    if findings.is_empty() {
        return Ok(());
    }
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    tx.alone_on(id).await?;
    let known = read_in(tx.connection(), organization, id).await?;
    if known.state != RunState::Comparing {
        return Err(Error::NotFound);
    }
    let state = if known.dry_run {
        ItemState::Found
    } else {
        ItemState::Waiting
    };
    let mut tasks = Vec::new();
    for (remote_id, finding) in findings {
        let fresh = query(FOUND)
            .bind(organization)
            .bind(id)
            .bind(&**remote_id)
            .bind(*finding)
            .bind(state)
            .execute(tx.connection())
            .await?;
        if fresh.rows_affected() == 1 && state == ItemState::Waiting {
            tasks.push(fetch(remote_id));
        }
    }
    enqueue_all(&mut tx, tasks.iter().map(|task| (organization, task))).await?;
    tx.commit().await
}

/// A job was compared; so many were listed.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn job_compared(
    store: &Store,
    permit: &Permit<Operate>,
    id: ReconciliationId,
    job: JobId,
    listed: u64,
) -> Result<(), Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    let now = tx.now();
    let fresh = query(COMPARED)
        .bind(organization)
        .bind(id)
        .bind(job)
        .execute(tx.connection())
        .await?;
    if fresh.rows_affected() == 1 {
        tx.execute(
            query(LISTED)
                .bind(organization)
                .bind(id)
                .bind(i64::try_from(listed).unwrap_or(i64::MAX))
                .bind(now),
        )
        .await?;
    }
    tx.commit().await
}

/// Everything was compared: a dry run waits for a person now, any other goes on until what it found is fetched.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn settled_all(
    store: &Store,
    permit: &Permit<Operate>,
    id: ReconciliationId,
) -> Result<(), Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    tx.alone_on(id).await?;
    let known = read_in(tx.connection(), organization, id).await?;
    if known.state != RunState::Comparing {
        return Ok(());
    }
    let next = if known.dry_run {
        RunState::Compared
    } else {
        RunState::Applying
    };
    set_state(&mut tx, organization, id, next, None).await?;
    if next == RunState::Applying {
        finish_if_settled(&mut tx, organization, id).await?;
    }
    if known.by.is_some() {
        tx.tell(organization, Pending::integration());
    }
    tx.commit().await
}

/// A finding was fetched, or could not be. The last one ends the reconciliation.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn settle_item(
    store: &Store,
    permit: &Permit<Operate>,
    id: ReconciliationId,
    remote_id: &str,
    state: ItemState,
) -> Result<(), Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    tx.alone_on(id).await?;
    tx.execute(
        query(SETTLE)
            .bind(organization)
            .bind(id)
            .bind(remote_id)
            .bind(state),
    )
    .await?;
    finish_if_settled(&mut tx, organization, id).await?;
    tx.commit().await
}

/// Gives it up.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn fail(
    store: &Store,
    permit: &Permit<Operate>,
    id: ReconciliationId,
    code: &str,
) -> Result<(), Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    set_state(&mut tx, organization, id, RunState::Failed, Some(code)).await?;
    tx.tell(organization, Pending::integration());
    tx.commit().await
}

pub(super) async fn finish_if_settled(
    tx: &mut Tx,
    organization: OrganizationId,
    id: ReconciliationId,
) -> Result<(), Error> {
    let known = read_in(tx.connection(), organization, id).await?;
    let left = query(UNSETTLED)
        .bind(organization)
        .bind(id)
        .fetch_one(tx.connection())
        .await?
        .count("many")?;
    if known.state == RunState::Applying && left == 0 {
        set_state(tx, organization, id, RunState::Finished, None).await?;
        if known.by.is_some() {
            tx.tell(organization, Pending::integration());
        }
    }
    Ok(())
}

async fn set_state(
    tx: &mut Tx,
    organization: OrganizationId,
    id: ReconciliationId,
    state: RunState,
    error: Option<&str>,
) -> Result<(), Error> {
    let now = tx.now();
    let ended = matches!(state, RunState::Finished | RunState::Failed).then_some(now);
    tx.execute(
        query(SET_STATE)
            .bind(organization)
            .bind(id)
            .bind(state)
            .bind(error)
            .bind(now)
            .bind(ended),
    )
    .await?;
    Ok(())
}

/// Forgets those that are older than a week.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn prune(store: &Store, permit: &Permit<Operate>) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    let before = tx.now().before(KEPT);
    for statement in [PRUNE_ITEMS, PRUNE_JOBS, PRUNE] {
        tx.execute_at_length(query(statement).bind(permit.organization()).bind(before))
            .await?;
    }
    tx.commit().await
}
