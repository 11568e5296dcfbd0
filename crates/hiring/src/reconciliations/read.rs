//! Reconciliations as people and workers look at them.

use sqlx::query;

use super::{Finding, ItemState, Reconciliation, run, run_columns};
use crate::db::{Connection, RowExt, statements_block};
use crate::permission::{Operate, ViewIntegrations, ViewJobs};
use crate::{Error, IntegrationId, OrganizationId, Permit, ReconciliationId, Store};

statements_block! {
    READ = concat!("SELECT ", run_columns!(), " FROM reconciliations WHERE organization_id = $1 AND id = $2");
    LAST = concat!("SELECT ", run_columns!(), " FROM reconciliations WHERE organization_id = $1 AND integration_id = $2 AND job_id IS NULL \
        AND account_id IS NULL AND state IN ('finished', 'failed') ORDER BY started_at DESC, id DESC LIMIT 1");
    NEWEST = concat!("SELECT ", run_columns!(), " FROM reconciliations WHERE organization_id = $1 AND integration_id = $2 \
        ORDER BY started_at DESC, id DESC LIMIT $3");
    ITEMS = "SELECT finding, state, COUNT(*) AS many FROM reconciliation_items WHERE organization_id = $1 AND reconciliation_id = $2 GROUP BY finding, state";
    JOBS = "SELECT COUNT(*) AS many, COUNT(CASE WHEN compared = 1 THEN 1 END) AS compared FROM reconciliation_jobs \
        WHERE organization_id = $1 AND reconciliation_id = $2";
}

/// What a comparison found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// In the ATS, not here.
    pub missing: u64,
    /// Changed in the ATS.
    pub changed: u64,
    /// Here, no longer in the ATS.
    pub gone: u64,
    /// Looked at for a late document.
    pub documents: u64,
}

impl Difference {
    /// Whether anything is known to be different.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.missing + self.changed + self.gone == 0
    }
}

/// How far a reconciliation is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Jobs to compare.
    pub jobs: u64,
    /// Of them compared.
    pub compared: u64,
    /// Findings that were fetched.
    pub done: u64,
    /// Findings that could not be.
    pub failed: u64,
    /// Findings whose fetch is queued.
    pub waiting: u64,
}

/// One reconciliation. One of a whole connection is for those who may see connections.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn read(
    store: &Store,
    permit: &Permit<ViewJobs>,
    id: ReconciliationId,
) -> Result<Reconciliation, Error> {
    permit.sees_unshared()?;
    read_in(
        &mut *store.database().reader().await?,
        permit.organization(),
        id,
    )
    .await
}

/// The same for a worker.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn read_for_work(
    store: &Store,
    permit: &Permit<Operate>,
    id: ReconciliationId,
) -> Result<Reconciliation, Error> {
    read_in(
        &mut *store.database().reader().await?,
        permit.organization(),
        id,
    )
    .await
}

/// The last one of a connection that ran by itself to its end.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn last<C>(
    store: &Store,
    permit: &Permit<C>,
    integration: IntegrationId,
) -> Result<Option<Reconciliation>, Error> {
    let mut connection = store.database().reader().await?;
    query(LAST)
        .bind(permit.organization())
        .bind(integration)
        .fetch_optional(&mut *connection)
        .await?
        .as_ref()
        .map(run)
        .transpose()
}

/// The newest ones of a connection, newest first.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn newest(
    store: &Store,
    permit: &Permit<ViewIntegrations>,
    integration: IntegrationId,
    limit: u32,
) -> Result<Vec<Reconciliation>, Error> {
    let mut connection = store.database().reader().await?;
    query(NEWEST)
        .bind(permit.organization())
        .bind(integration)
        .bind(i64::from(limit))
        .fetch_all(&mut *connection)
        .await?
        .iter()
        .map(run)
        .collect()
}

/// What it found so far.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn difference<C>(
    store: &Store,
    permit: &Permit<C>,
    id: ReconciliationId,
) -> Result<Difference, Error> {
    let mut difference = Difference::default();
    for (finding, _, many) in items(store, permit, id).await? {
        match finding {
            Finding::Missing => difference.missing += many,
            Finding::Changed => difference.changed += many,
            Finding::Gone => difference.gone += many,
            Finding::Document => difference.documents += many,
        }
    }
    Ok(difference)
}

/// How far it is.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn progress<C>(
    store: &Store,
    permit: &Permit<C>,
    id: ReconciliationId,
) -> Result<Progress, Error> {
    let mut progress = Progress::default();
    for (_, state, many) in items(store, permit, id).await? {
        match state {
            ItemState::Done => progress.done += many,
            ItemState::Failed => progress.failed += many,
            ItemState::Waiting => progress.waiting += many,
            ItemState::Found => {}
        }
    }
    let mut connection = store.database().reader().await?;
    let row = query(JOBS)
        .bind(permit.organization())
        .bind(id)
        .fetch_one(&mut *connection)
        .await?;
    progress.jobs = row.count("many")?;
    progress.compared = row.count("compared")?;
    Ok(progress)
}

async fn items<C>(
    store: &Store,
    permit: &Permit<C>,
    id: ReconciliationId,
) -> Result<Vec<(Finding, ItemState, u64)>, Error> {
    let mut connection = store.database().reader().await?;
    query(ITEMS)
        .bind(permit.organization())
        .bind(id)
        .fetch_all(&mut *connection)
        .await?
        .iter()
        .map(|row| {
            Ok((
                row.get_as("finding")?,
                row.get_as("state")?,
                row.count("many")?,
            ))
        })
        .collect()
}

pub(crate) async fn read_in(
    connection: &mut Connection,
    organization: OrganizationId,
    id: ReconciliationId,
) -> Result<Reconciliation, Error> {
    let row = query(READ)
        .bind(organization)
        .bind(id)
        .fetch_optional(connection)
        .await?;
    run(&row.ok_or(Error::NotFound)?)
}
