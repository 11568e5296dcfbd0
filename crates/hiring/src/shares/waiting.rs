//! What waits at the top of *Jobs*: for recruiters the candidates that were advanced, for a hiring manager what they are asked about.

use sqlx::query;

use super::{live, recipient_name};
use crate::db::{RowExt, statements_block};
use crate::permission::{ShareCandidates, ViewJobs};
use crate::{ApplicationId, Error, JobId, Millis, Permit, RecipientId, Store};

statements_block! {
    ADVANCED = concat!(
        "SELECT i.application_id, c.name, a.job_id, j.title, a.score, i.comment, i.decided_at, COALESCE(",
        recipient_name!(),
        ", r.email) AS who FROM share_items i \
         JOIN share_recipients r ON r.organization_id = i.organization_id AND r.id = i.recipient_id \
         JOIN applications a ON a.organization_id = i.organization_id AND a.id = i.application_id \
         JOIN candidates c ON c.organization_id = a.organization_id AND c.id = a.candidate_id \
         JOIN jobs j ON j.organization_id = a.organization_id AND j.id = a.job_id \
         WHERE i.organization_id = $1 AND i.decision = 'advance' AND i.acted_at IS NULL AND a.removed_at IS NULL AND ",
        live!(),
        " ORDER BY i.decided_at DESC, i.application_id LIMIT 100"
    );
    WAITING = concat!(
        "SELECT r.id, j.title, s.due_at, s.created_at, who.name AS sharer, COUNT(*) AS many, CAST(SUM(CASE WHEN i.decision IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS undecided \
         FROM accounts me JOIN share_recipients r ON r.email = me.email JOIN shares s ON s.organization_id = r.organization_id AND s.id = r.share_id \
         JOIN jobs j ON j.organization_id = s.organization_id AND j.id = s.job_id LEFT JOIN accounts who ON who.id = s.shared_by \
         JOIN share_items i ON i.organization_id = r.organization_id AND i.recipient_id = r.id \
         JOIN applications a ON a.organization_id = i.organization_id AND a.id = i.application_id \
         WHERE r.organization_id = $1 AND me.id = $2 AND a.removed_at IS NULL AND ",
        live!(),
        " GROUP BY r.id, j.title, s.due_at, s.created_at, who.name ORDER BY s.created_at DESC, r.id LIMIT 100"
    );
}

/// A candidate whom a hiring manager advanced, and nobody acted since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advanced {
    /// Which.
    pub application: ApplicationId,
    /// The candidate's name.
    pub name: String,
    /// Their score.
    pub score: Option<u8>,
    /// For which job.
    pub job: JobId,
    /// Its title.
    pub job_title: String,
    /// Who advanced them.
    pub who: String,
    /// What they said.
    pub comment: String,
    /// When.
    pub at: Millis,
}

/// What a member is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Their part of the share.
    pub recipient: RecipientId,
    /// For which job.
    pub job_title: String,
    /// Who asks.
    pub shared_by: String,
    /// When they were asked.
    pub at: Millis,
    /// By when a decision is wanted.
    pub due_at: Option<Millis>,
    /// Candidates.
    pub candidates: u64,
    /// Those without a decision.
    pub undecided: u64,
}

/// Candidates that were advanced, until somebody acts; the newest decision first, at most 100. One advanced by several stands there once.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn advanced(
    store: &Store,
    permit: &Permit<ShareCandidates>,
) -> Result<Vec<Advanced>, Error> {
    let mut connection = store.database().reader().await?;
    let mut all: Vec<Advanced> = Vec::new();
    for row in query(ADVANCED)
        .bind(permit.organization())
        .fetch_all(&mut *connection)
        .await?
    {
        let application = row.get_as("application_id")?;
        let who: String = row.get_as("who")?;
        if let Some(known) = all
            .iter_mut()
            .find(|known| known.application == application)
        {
            known.who = format!("{} and {who}", known.who);
            continue;
        }
        all.push(Advanced {
            application,
            name: row.get_as("name")?,
            score: crate::screenings::points(row.get_as("score")?),
            job: row.get_as("job_id")?,
            job_title: row.get_as("title")?,
            who,
            comment: row.get_as("comment")?,
            at: row.get_as("decided_at")?,
        });
    }
    Ok(all)
}

/// What this member is asked about, the newest first.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn waiting(store: &Store, permit: &Permit<ViewJobs>) -> Result<Vec<Waiting>, Error> {
    let mut connection = store.database().reader().await?;
    query(WAITING)
        .bind(permit.organization())
        .bind(permit.actor().account())
        .fetch_all(&mut *connection)
        .await?
        .iter()
        .map(|row| {
            Ok(Waiting {
                recipient: row.get_as("id")?,
                job_title: row.get_as("title")?,
                shared_by: row.get_as::<Option<String>>("sharer")?.unwrap_or_default(),
                at: row.get_as("created_at")?,
                due_at: row.get_as("due_at")?,
                candidates: row.count("many")?,
                undecided: row.count("undecided")?,
            })
        })
        .collect()
}
