//! The *Jobs* page: every processed job with its counts, and what is new since one looked last.

use std::collections::HashMap;

use sqlx::query;

use super::{Job, job, job_columns};
use crate::db::{Connection, RowExt, statements_block};
use crate::imports::{self, Import};
use crate::permission::ViewJobs;
use crate::shares::access::Seen;
use crate::{AccountId, ColumnId, Error, JobId, Millis, OrganizationId, Permit, Store};

statements_block! {
    ACTIVE = concat!("SELECT ", job_columns!(), " FROM jobs j WHERE j.organization_id = $1 AND j.active = 1 ORDER BY j.title, j.id");
    COUNTS = "SELECT p.job_id, p.column_id, COUNT(*) AS many FROM placements p \
        JOIN applications a ON a.organization_id = p.organization_id AND a.id = p.application_id \
        WHERE p.organization_id = $1 AND a.removed_at IS NULL GROUP BY p.job_id, p.column_id";
    FRESH = "SELECT a.job_id, COUNT(*) AS many FROM applications a \
        LEFT JOIN job_visits v ON v.organization_id = a.organization_id AND v.job_id = a.job_id AND v.account_id = $2 \
        WHERE a.organization_id = $1 AND a.removed_at IS NULL AND a.created_at > COALESCE(v.visited_at, 0) GROUP BY a.job_id";
    EXISTS = "SELECT id FROM jobs WHERE organization_id = $1 AND id = $2";
    VISITED = "SELECT visited_at FROM job_visits WHERE organization_id = $1 AND account_id = $2 AND job_id = $3";
    VISIT = "INSERT INTO job_visits (organization_id, account_id, job_id, visited_at, previous_at) VALUES ($1, $2, $3, $4, 0) \
        ON CONFLICT (organization_id, account_id, job_id) DO UPDATE SET previous_at = job_visits.visited_at, visited_at = excluded.visited_at \
        RETURNING previous_at";
}

/// How many cards stand in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnCount {
    /// The column ([`columns::list`](crate::columns::list) has its name).
    pub column: ColumnId,
    /// Cards in it.
    pub count: u64,
}

/// A line of the *Jobs* page.
#[derive(Clone, Debug, PartialEq)]
pub struct JobSummary {
    /// The job; its description is left empty here.
    pub job: Job,
    /// Per column, where not zero.
    pub counts: Vec<ColumnCount>,
    /// All cards.
    pub total: u64,
    /// Arrived since this person visited the board last.
    pub fresh: u64,
    /// The import under way.
    pub importing: Option<Import>,
}

/// Every processed job, by title; for a hiring manager those of which candidates are shared with them, which alone are counted.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list(store: &Store, permit: &Permit<ViewJobs>) -> Result<Vec<JobSummary>, Error> {
    let organization = permit.organization();
    let mut connection = store.database().reader().await?;
    let seen = Seen::by(&mut connection, permit).await?;
    let mut counts = match seen.counts() {
        Some(shared) => shared,
        None => all_counts(&mut connection, organization).await?,
    };
    let mut fresh: HashMap<JobId, u64> = HashMap::new();
    for row in query(FRESH)
        .bind(organization)
        .bind(permit.actor().account())
        .fetch_all(&mut *connection)
        .await?
    {
        fresh.insert(row.get_as("job_id")?, row.count("many")?);
    }
    if let Seen::Shared(_) = seen {
        fresh.clear();
    }
    let mut importing: HashMap<JobId, Import> = imports::running(&mut connection, organization)
        .await?
        .into_iter()
        .filter(|_| matches!(seen, Seen::Everything))
        .map(|import| (import.job, import))
        .collect();
    let jobs = query(ACTIVE)
        .bind(organization)
        .fetch_all(&mut *connection)
        .await?
        .iter()
        .map(job)
        .collect::<Result<Vec<_>, _>>()?;
    jobs.into_iter()
        .filter(|job| seen.job(job.id).is_ok())
        .map(|job| {
            let job = Job {
                description: String::new(),
                ..job
            };
            let counts = counts.remove(&job.id).unwrap_or_default();
            Ok(JobSummary {
                total: counts.iter().map(|column| column.count).sum(),
                counts,
                fresh: fresh.remove(&job.id).unwrap_or(0),
                importing: importing.remove(&job.id),
                job,
            })
        })
        .collect()
}

async fn all_counts(
    connection: &mut Connection,
    organization: OrganizationId,
) -> Result<HashMap<JobId, Vec<ColumnCount>>, Error> {
    let mut counts: HashMap<JobId, Vec<ColumnCount>> = HashMap::new();
    for row in query(COUNTS)
        .bind(organization)
        .fetch_all(connection)
        .await?
    {
        let count = ColumnCount {
            column: row.get_as("column_id")?,
            count: row.count("many")?,
        };
        counts.entry(row.get_as("job_id")?).or_default().push(count);
    }
    Ok(counts)
}

/// Notes that this person looks at the board now; answers when they did before (0: never). Cards that arrived since then are new to them.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn visit(store: &Store, permit: &Permit<ViewJobs>, job: JobId) -> Result<Millis, Error> {
    let organization = permit.organization();
    let mut connection = store.database().reader().await?;
    Seen::by(&mut connection, permit).await?.job(job)?;
    query(EXISTS)
        .bind(organization)
        .bind(job)
        .fetch_optional(&mut *connection)
        .await?
        .ok_or(Error::NotFound)?;
    let Some(account) = permit.actor().account() else {
        return Ok(Millis(0));
    };
    let before = query(VISITED)
        .bind(organization)
        .bind(account)
        .bind(job)
        .fetch_optional(&mut *connection)
        .await?;
    drop(connection);
    match keep_visit(store, organization, account, job).await {
        Ok(previous) => Ok(previous),
        Err(error) => {
            // A mark, and no more: where nothing can be written (the disk is full), what is new is told all the same.
            tracing::warn!(%error, "that a board was looked at was not kept");
            before.map_or(Ok(Millis(0)), |row| row.get_as("visited_at"))
        }
    }
}

/// Remembers that a board is looked at now; answers when it was before.
async fn keep_visit(
    store: &Store,
    organization: OrganizationId,
    account: AccountId,
    job: JobId,
) -> Result<Millis, Error> {
    let mut tx = store.begin().await?;
    let now = tx.now();
    let row = query(VISIT)
        .bind(organization)
        .bind(account)
        .bind(job)
        .bind(now)
        .fetch_one(tx.connection())
        .await?;
    let previous = row.get_as("previous_at")?;
    tx.commit().await?;
    Ok(previous)
}
