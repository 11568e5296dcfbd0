//! Jobs a page at a time, with how many cards stand where: for programs.

use std::collections::HashMap;

use sqlx::query;

use super::list::ColumnCount;
use super::{Job, job, job_columns, store};
use crate::db::{Connection, RowExt, statements_block};
use crate::permission::ViewJobs;
use crate::{Error, JobId, OrganizationId, Page, Permit, Store};

statements_block! {
    PAGE = concat!("SELECT ", job_columns!(), " FROM jobs j WHERE j.organization_id = $1 AND j.active = 1 AND j.id > $2 ORDER BY j.id LIMIT $3");
    COUNTS = "SELECT p.job_id, p.column_id, COUNT(*) AS many FROM placements p \
        JOIN applications a ON a.organization_id = p.organization_id AND a.id = p.application_id \
        WHERE p.organization_id = $1 AND p.job_id >= $2 AND p.job_id <= $3 AND a.removed_at IS NULL GROUP BY p.job_id, p.column_id";
}

/// A job, and how many cards stand where.
#[derive(Clone, Debug, PartialEq)]
pub struct CountedJob {
    /// The job.
    pub job: Job,
    /// Per column, where not zero.
    pub counts: Vec<ColumnCount>,
}

/// The processed jobs after one, in the order in which they were selected first; none for a hiring manager, to whom nothing was shared.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn page(
    store: &Store,
    permit: &Permit<ViewJobs>,
    after: Option<JobId>,
    limit: u32,
) -> Result<Page<CountedJob>, Error> {
    if permit.sees_unshared().is_err() {
        return Ok(Page::of(Vec::new(), limit));
    }
    let organization = permit.organization();
    let mut connection = store.database().reader().await?;
    let jobs = query(PAGE)
        .bind(organization)
        .bind(after.map_or_else(String::new, |after| after.to_string()))
        .bind(Page::<Job>::ask(limit))
        .fetch_all(&mut *connection)
        .await?
        .iter()
        .map(job)
        .collect::<Result<Vec<_>, _>>()?;
    let page = Page::of(jobs, limit);
    let (Some(first), Some(last)) = (page.items.first(), page.items.last()) else {
        return Ok(Page::of(Vec::new(), limit));
    };
    let mut counts = counts(&mut connection, organization, first.id, last.id).await?;
    Ok(Page {
        more: page.more,
        items: page
            .items
            .into_iter()
            .map(|job| CountedJob {
                counts: counts.remove(&job.id).unwrap_or_default(),
                job,
            })
            .collect(),
    })
}

/// One job with its counts.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn counted(
    store: &Store,
    permit: &Permit<ViewJobs>,
    id: JobId,
) -> Result<CountedJob, Error> {
    permit.sees_unshared()?;
    let organization = permit.organization();
    let mut connection = store.database().reader().await?;
    let job = store::read_in(&mut *connection, organization, id).await?;
    let mut counts = counts(&mut connection, organization, id, id).await?;
    Ok(CountedJob {
        counts: counts.remove(&id).unwrap_or_default(),
        job,
    })
}

/// The counts of all jobs from one id to another.
async fn counts(
    connection: &mut Connection,
    organization: OrganizationId,
    first: JobId,
    last: JobId,
) -> Result<HashMap<JobId, Vec<ColumnCount>>, Error> {
    let rows = query(COUNTS)
        .bind(organization)
        .bind(first)
        .bind(last)
        .fetch_all(connection)
        .await?;
    let mut counts: HashMap<JobId, Vec<ColumnCount>> = HashMap::new();
    for row in rows {
        counts
            .entry(row.get_as("job_id")?)
            .or_default()
            .push(ColumnCount {
                column: row.get_as("column_id")?,
                count: row.count("many")?,
            });
    }
    Ok(counts)
}
