//! Candidates: the people, found by name across jobs.

use sqlx::query;

use crate::board::CardState;
use crate::db::{RowExt, statements_block};
use crate::permission::ViewJobs;
use crate::shares::{access::Seen, shared_with};
use crate::{
    ApplicationId, CandidateId, ColumnId, Error, JobId, Millis, Permit, Store, screenings,
};

statements_block! {
    SEARCH = concat!(
        "SELECT c.id AS candidate_id, c.name, a.id, a.job_id, j.title, a.score, a.state, a.applied_at, p.column_id, a.headline \
        FROM applications a JOIN candidates c ON c.organization_id = a.organization_id AND c.id = a.candidate_id \
        JOIN jobs j ON j.organization_id = a.organization_id AND j.id = a.job_id \
        JOIN placements p ON p.organization_id = a.organization_id AND p.application_id = a.id \
        WHERE a.organization_id = $1 AND a.removed_at IS NULL AND (LOWER(c.name) LIKE $2 ESCAPE '\\' OR LOWER(a.headline) LIKE $2 ESCAPE '\\') AND ($5 = '' OR a.id IN (",
        shared_with!("$5"),
        ")) \
        ORDER BY a.applied_at DESC, a.id DESC LIMIT $3 OFFSET $4"
    );
}

/// A line of the *Candidates* page: one candidacy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CandidateRow {
    /// The person.
    pub candidate: CandidateId,
    /// Their name.
    pub name: String,
    /// The application.
    pub application: ApplicationId,
    /// Its one line.
    pub headline: String,
    /// The job.
    pub job: JobId,
    /// The job's title.
    pub job_title: String,
    /// 0–100.
    pub score: Option<u8>,
    /// What the engine knows.
    pub state: CardState,
    /// In which column it stands.
    pub column: ColumnId,
    /// When they applied.
    pub applied_at: Millis,
}

/// Applications whose candidate's name or headline contains `text` (empty: all), newest first; for a hiring manager those that are shared with them.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn search(
    store: &Store,
    permit: &Permit<ViewJobs>,
    text: &str,
    limit: u32,
    offset: u32,
) -> Result<Vec<CandidateRow>, Error> {
    let mut pattern = String::from("%");
    for c in text.trim().to_lowercase().chars().take(100) {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    let mut connection = store.database().reader().await?;
    let seen = Seen::by(&mut connection, permit).await?;
    let only = match (&seen, permit.actor().account()) {
        (Seen::Shared(_), Some(account)) => account.to_string(),
        _ => String::new(),
    };
    let rows = query(SEARCH)
        .bind(permit.organization())
        .bind(pattern)
        .bind(i64::from(limit))
        .bind(i64::from(offset))
        .bind(only)
        .fetch_all(&mut *connection)
        .await?;
    rows.iter()
        .map(|row| {
            let application = row.get_as("id")?;
            let sight = seen.application(application)?;
            let score = screenings::points(row.get_as("score")?);
            Ok(CandidateRow {
                candidate: row.get_as("candidate_id")?,
                name: row.get_as("name")?,
                application,
                headline: row.get_as("headline")?,
                job: row.get_as("job_id")?,
                job_title: row.get_as("title")?,
                score: score.filter(|_| sight.score),
                state: row.get_as("state")?,
                column: row.get_as("column_id")?,
                applied_at: row.get_as("applied_at")?,
            })
        })
        .collect()
}
