//! What begins, pauses and ends a reconciliation. One of a job is a recruiter's to begin, one of a whole connection an admin's.

use serde_json::json;
use sqlx::query;

use super::read::read_in;
use super::{Reconciliation, RunState, run, run_columns};
use crate::db::{Flag, RowExt, Tx, statements_block};
use crate::events::Pending;
use crate::permission::{ManageIntegrations, Right, ScreenCandidates};
use crate::queue::{Task, enqueue_all, enqueue_in};
use crate::{
    Error, IntegrationId, JobId, OrganizationId, Permit, ReconciliationId, Store, audit, jobs,
};

statements_block! {
    UNDER_WAY = concat!("SELECT ", run_columns!(), " FROM reconciliations WHERE organization_id = $1 AND integration_id = $2 \
        AND COALESCE(job_id, '') = $3 AND state IN ('comparing', 'applying') ORDER BY started_at DESC, id DESC LIMIT 1");
    INSERT = "INSERT INTO reconciliations (organization_id, id, integration_id, job_id, account_id, state, dry_run, paused, listed, started_at, updated_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, $8, $8)";
    EXPECT_JOB = "INSERT INTO reconciliation_jobs (organization_id, reconciliation_id, job_id, compared) VALUES ($1, $2, $3, 0)";
    JOBS = "SELECT j.id FROM jobs j WHERE j.organization_id = $1 AND j.integration_id = $2 AND j.active = 1 \
        AND EXISTS (SELECT 1 FROM imports i WHERE i.organization_id = j.organization_id AND i.job_id = j.id) \
        AND NOT EXISTS (SELECT 1 FROM imports i WHERE i.organization_id = j.organization_id AND i.job_id = j.id AND i.state = 'running') ORDER BY j.id";
    SET_PAUSED = "UPDATE reconciliations SET paused = $3, updated_at = $4 WHERE organization_id = $1 AND id = $2 AND state IN ('comparing', 'applying')";
    SET_STATE = "UPDATE reconciliations SET state = $3, paused = 0, updated_at = $4 WHERE organization_id = $1 AND id = $2";
    CANCEL = "UPDATE reconciliations SET state = 'cancelled', updated_at = $3, finished_at = $3 WHERE organization_id = $1 AND id = $2 \
        AND state IN ('comparing', 'compared', 'applying')";
    QUEUE_FOUND = "UPDATE reconciliation_items SET state = 'waiting' WHERE organization_id = $1 AND reconciliation_id = $2 AND state = 'found'";
    WAITING = "SELECT remote_id FROM reconciliation_items WHERE organization_id = $1 AND reconciliation_id = $2 AND state = 'waiting' ORDER BY remote_id";
}

/// Begins the comparison of all jobs of a connection, or answers the one that is under way. `compare` is the work that does it.
/// Jobs that are being imported are left out: nothing of theirs is missing yet.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn begin(
    store: &Store,
    permit: &Permit<ManageIntegrations>,
    integration: IntegrationId,
    dry_run: bool,
    compare: impl FnOnce(ReconciliationId) -> Task,
) -> Result<Reconciliation, Error> {
    crate::integrations::read(store, permit, integration).await?;
    begin_in(store, permit, integration, None, dry_run, compare).await
}

/// The same of one job, which came through a connection.
///
/// # Errors
/// [`Error::NotFound`] for a job that is not processed, or that no ATS knows.
pub async fn begin_job(
    store: &Store,
    permit: &Permit<ScreenCandidates>,
    job: JobId,
    dry_run: bool,
    compare: impl FnOnce(ReconciliationId) -> Task,
) -> Result<Reconciliation, Error> {
    let known = jobs::store::read_in(
        &mut *store.database().reader().await?,
        permit.organization(),
        job,
    )
    .await?;
    let integration = known
        .integration
        .filter(|_| known.active)
        .ok_or(Error::NotFound)?;
    begin_in(store, permit, integration, Some(job), dry_run, compare).await
}

async fn begin_in<C: Right>(
    store: &Store,
    permit: &Permit<C>,
    integration: IntegrationId,
    job: Option<JobId>,
    dry_run: bool,
    compare: impl FnOnce(ReconciliationId) -> Task,
) -> Result<Reconciliation, Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    let now = tx.now();
    tx.alone_on(integration).await?;
    let scope = job.map_or_else(String::new, |job| job.to_string());
    let under_way = query(UNDER_WAY)
        .bind(organization)
        .bind(integration)
        .bind(scope)
        .fetch_optional(tx.connection())
        .await?;
    if let Some(row) = under_way {
        return run(&row);
    }
    let id = ReconciliationId::fresh();
    tx.execute(
        query(INSERT)
            .bind(organization)
            .bind(id)
            .bind(integration)
            .bind(job)
            .bind(permit.actor().account())
            .bind(RunState::Comparing)
            .bind(Flag(dry_run))
            .bind(now),
    )
    .await?;
    let of = match job {
        Some(job) => vec![job],
        None => jobs_of(&mut tx, organization, integration).await?,
    };
    for job in of {
        tx.execute(query(EXPECT_JOB).bind(organization).bind(id).bind(job))
            .await?;
    }
    enqueue_in(&mut tx, organization, &compare(id)).await?;
    if permit.actor().account().is_some() {
        let detail = json!({ "integration": integration, "job": job, "dry_run": dry_run });
        audit::record(
            &mut tx,
            permit,
            "reconciliation.begin",
            &id.to_string(),
            &detail,
        )
        .await?;
        tx.tell(organization, Pending::integration());
    }
    let begun = read_in(tx.connection(), organization, id).await?;
    tx.commit().await?;
    Ok(begun)
}

async fn jobs_of(
    tx: &mut Tx,
    organization: OrganizationId,
    integration: IntegrationId,
) -> Result<Vec<JobId>, Error> {
    query(JOBS)
        .bind(organization)
        .bind(integration)
        .fetch_all(tx.connection())
        .await?
        .iter()
        .map(|row| row.get_as("id"))
        .collect()
}

/// Pauses it: nothing more is asked of the ATS for it until [`resume`].
///
/// # Errors
/// [`Error::NotFound`] if nothing is under way; [`Error::Forbidden`] where it is an admin's.
pub async fn pause(
    store: &Store,
    permit: &Permit<ScreenCandidates>,
    id: ReconciliationId,
) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    allowed(&mut tx, permit, id).await?;
    set_paused(&mut tx, permit, id, true).await?;
    changed(tx, permit, id, "reconciliation.pause").await
}

/// Lets it go on where it was. `compare` and `fetch` are the work of its two halves.
///
/// # Errors
/// As [`pause`].
pub async fn resume(
    store: &Store,
    permit: &Permit<ScreenCandidates>,
    id: ReconciliationId,
    compare: Task,
    fetch: impl Fn(&str) -> Task,
) -> Result<(), Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    let known = allowed(&mut tx, permit, id).await?;
    set_paused(&mut tx, permit, id, false).await?;
    if known.state == RunState::Comparing {
        enqueue_in(&mut tx, organization, &compare).await?;
    }
    enqueue_waiting(&mut tx, organization, id, fetch).await?;
    changed(tx, permit, id, "reconciliation.resume").await
}

/// Fetches what a dry run found.
///
/// # Errors
/// [`Error::NotFound`] if it does not wait for this; [`Error::Forbidden`] where it is an admin's.
pub async fn apply(
    store: &Store,
    permit: &Permit<ScreenCandidates>,
    id: ReconciliationId,
    fetch: impl Fn(&str) -> Task,
) -> Result<(), Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    let now = tx.now();
    tx.alone_on(id).await?;
    let known = allowed(&mut tx, permit, id).await?;
    if known.state != RunState::Compared {
        return Err(Error::NotFound);
    }
    tx.execute(query(QUEUE_FOUND).bind(organization).bind(id))
        .await?;
    tx.execute(
        query(SET_STATE)
            .bind(organization)
            .bind(id)
            .bind(RunState::Applying)
            .bind(now),
    )
    .await?;
    enqueue_waiting(&mut tx, organization, id, fetch).await?;
    super::work::finish_if_settled(&mut tx, organization, id).await?;
    changed(tx, permit, id, "reconciliation.apply").await
}

/// Ends it: what was fetched stays, what was only found is left.
///
/// # Errors
/// [`Error::NotFound`] if it has ended; [`Error::Forbidden`] where it is an admin's.
pub async fn cancel(
    store: &Store,
    permit: &Permit<ScreenCandidates>,
    id: ReconciliationId,
) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    let now = tx.now();
    allowed(&mut tx, permit, id).await?;
    let cancelled = query(CANCEL)
        .bind(permit.organization())
        .bind(id)
        .bind(now)
        .execute(tx.connection())
        .await?;
    if cancelled.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    changed(tx, permit, id, "reconciliation.cancel").await
}

async fn allowed(
    tx: &mut Tx,
    permit: &Permit<ScreenCandidates>,
    id: ReconciliationId,
) -> Result<Reconciliation, Error> {
    let known = read_in(tx.connection(), permit.organization(), id).await?;
    if known.job.is_none() {
        permit.also::<ManageIntegrations>()?;
    }
    Ok(known)
}

async fn set_paused(
    tx: &mut Tx,
    permit: &Permit<ScreenCandidates>,
    id: ReconciliationId,
    paused: bool,
) -> Result<(), Error> {
    let now = tx.now();
    let changed = query(SET_PAUSED)
        .bind(permit.organization())
        .bind(id)
        .bind(Flag(paused))
        .bind(now)
        .execute(tx.connection())
        .await?;
    if changed.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    Ok(())
}

async fn enqueue_waiting(
    tx: &mut Tx,
    organization: OrganizationId,
    id: ReconciliationId,
    fetch: impl Fn(&str) -> Task,
) -> Result<(), Error> {
    let rows = query(WAITING)
        .bind(organization)
        .bind(id)
        .fetch_all(tx.connection())
        .await?;
    let mut tasks = Vec::with_capacity(rows.len());
    for row in &rows {
        tasks.push(fetch(&row.get_as::<String>("remote_id")?));
    }
    enqueue_all(tx, tasks.iter().map(|task| (organization, task))).await
}

async fn changed(
    mut tx: Tx,
    permit: &Permit<ScreenCandidates>,
    id: ReconciliationId,
    action: &str,
) -> Result<(), Error> {
    audit::record(&mut tx, permit, action, &id.to_string(), &json!({})).await?;
    tx.tell(permit.organization(), Pending::integration());
    tx.commit().await
}
