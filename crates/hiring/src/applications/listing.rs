//! Applications of a job a page at a time, filtered: for programs, which follow what changed.

use sqlx::any::AnyRow;
use sqlx::query;

use crate::board::{self, Card, cards_sql};
use crate::db::{RowExt, statements_block};
use crate::permission::ViewJobs;
use crate::{
    ApplicationId, CandidateId, ColumnId, Error, JobId, Millis, Page, Permit, Store, jobs,
};

statements_block! {
    PAGE = cards_sql!(
        "a.job_id, a.candidate_id, a.url, a.changed_at, ",
        "a.job_id = $2 AND a.id > $3 AND ($4 = '' OR p.column_id = $4) AND COALESCE(a.score, -1) >= $5 AND a.changed_at >= $6 ORDER BY a.id LIMIT $7"
    );
    READ = cards_sql!("a.job_id, a.candidate_id, a.url, a.changed_at, ", "a.id = $2");
}

/// Which applications.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// In this column.
    pub column: Option<ColumnId>,
    /// Scored, with at least so many points.
    pub min_score: Option<u8>,
    /// Of which a card shows something that changed then or later.
    pub changed_since: Option<Millis>,
}

/// An application as a list shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// Its card.
    pub card: Card,
    /// On which job.
    pub job: JobId,
    /// The person.
    pub candidate: CandidateId,
    /// Its page in the ATS.
    pub url: Option<String>,
    /// When anything that its card shows changed last.
    pub changed_at: Millis,
}

/// The applications of a job after one, in the order in which they arrived.
///
/// # Errors
/// [`Error::NotFound`] without such a job.
pub async fn page(
    store: &Store,
    permit: &Permit<ViewJobs>,
    job: JobId,
    filter: Filter,
    after: Option<ApplicationId>,
    limit: u32,
) -> Result<Page<Listed>, Error> {
    permit.sees_unshared()?;
    let organization = permit.organization();
    let mut connection = store.database().reader().await?;
    jobs::store::read_in(&mut *connection, organization, job).await?;
    let rows = query(PAGE)
        .bind(organization)
        .bind(job)
        .bind(after.map_or_else(String::new, |after| after.to_string()))
        .bind(
            filter
                .column
                .map_or_else(String::new, |column| column.to_string()),
        )
        .bind(filter.min_score.map_or(-1, i64::from))
        .bind(filter.changed_since.unwrap_or_default())
        .bind(Page::<Listed>::ask(limit))
        .fetch_all(&mut *connection)
        .await?;
    let items = rows.iter().map(listed).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of(items, limit))
}

/// One application as a list shows it.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn read(
    store: &Store,
    permit: &Permit<ViewJobs>,
    application: ApplicationId,
) -> Result<Listed, Error> {
    permit.sees_unshared()?;
    let mut connection = store.database().reader().await?;
    let row = query(READ)
        .bind(permit.organization())
        .bind(application)
        .fetch_optional(&mut *connection)
        .await?;
    listed(&row.ok_or(Error::NotFound)?)
}

fn listed(row: &AnyRow) -> Result<Listed, Error> {
    Ok(Listed {
        card: board::from_row(row)?,
        job: row.get_as("job_id")?,
        candidate: row.get_as("candidate_id")?,
        url: row.get_as("url")?,
        changed_at: row.get_as("changed_at")?,
    })
}
