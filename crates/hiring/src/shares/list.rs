//! The history of a job's shares: who was sent what, how the mail fares, what was decided.

use std::collections::HashMap;

use sqlx::any::AnyRow;
use sqlx::query;

use super::{Decision, Reminder, Terms, recipient_name, reminders_off};
use crate::db::{RowExt, statements_block};
use crate::mails::{self, Delivery, SEND_MAIL};
use crate::permission::ShareCandidates;
use crate::{ApplicationId, Error, JobId, Millis, Permit, RecipientId, ShareId, Store, jobs};

statements_block! {
    SHARES = "SELECT s.id, s.message, s.shows_score, s.shows_evidence, s.votes, s.due_at, s.created_at, s.erased, a.name AS sharer FROM shares s \
        LEFT JOIN accounts a ON a.id = s.shared_by WHERE s.organization_id = $1 AND s.job_id = $2 ORDER BY s.created_at DESC, s.id DESC LIMIT 200";
    RECIPIENTS = concat!(
        "SELECT r.id, r.share_id, r.email, ",
        recipient_name!(),
        " AS name, r.expires_at, r.opened_at, r.reminded_at, r.reminded_before_at, r.reminded_overdue_at, r.revoked_at, CAST(CASE WHEN ",
        reminders_off!(),
        " THEN 1 ELSE 0 END AS BIGINT) AS reminders_off, \
        (SELECT q.state FROM queue q WHERE q.organization_id = r.organization_id AND q.kind = $3 AND q.dedupe = r.id ORDER BY q.id DESC LIMIT 1) AS mail_state \
         FROM share_recipients r JOIN shares s ON s.organization_id = r.organization_id AND s.id = r.share_id \
         WHERE r.organization_id = $1 AND s.job_id = $2 ORDER BY r.email"
    );
    ITEMS = "SELECT i.recipient_id, i.application_id, c.name, i.decision, i.comment, i.decided_at, i.acted_at FROM share_items i \
        JOIN applications a ON a.organization_id = i.organization_id AND a.id = i.application_id \
        JOIN candidates c ON c.organization_id = a.organization_id AND c.id = a.candidate_id \
        WHERE i.organization_id = $1 AND a.job_id = $2 AND i.withdrawn_at IS NULL AND a.removed_at IS NULL ORDER BY c.name, i.application_id";
}

/// A candidate before one hiring manager.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Which.
    pub application: ApplicationId,
    /// The candidate's name.
    pub name: String,
    /// What was decided.
    pub decision: Option<Decision>,
    /// What was said.
    pub comment: String,
    /// When.
    pub decided_at: Option<Millis>,
    /// The recruiter went on since.
    pub acted: bool,
}

/// One hiring manager of a share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// Their part of the share.
    pub id: RecipientId,
    /// Mail address.
    pub email: String,
    /// Name, if they have an account.
    pub name: Option<String>,
    /// How their mail fares.
    pub delivery: Delivery,
    /// Until when their link works.
    pub expires_at: Millis,
    /// When they opened it.
    pub opened_at: Option<Millis>,
    /// When they were reminded, and whether that went out by itself; of those that somebody sent the last one. Oldest first.
    pub reminders: Vec<(Millis, Option<Reminder>)>,
    /// They want no reminders that go out by themselves.
    pub reminders_off: bool,
    /// When their link was revoked.
    pub revoked_at: Option<Millis>,
    /// What is before them.
    pub items: Vec<Item>,
}

/// A share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Id.
    pub id: ShareId,
    /// Who shared.
    pub shared_by: String,
    /// What they wrote.
    pub message: String,
    /// What is shown.
    pub terms: Terms,
    /// By when a decision is wanted.
    pub due_at: Option<Millis>,
    /// When.
    pub created_at: Millis,
    /// With whom.
    pub recipients: Vec<Recipient>,
    /// How many of its candidates were erased since.
    pub erased: u64,
}

/// The shares of a job, the newest first, at most 200.
///
/// # Errors
/// [`Error::NotFound`] without such a job.
pub async fn list(
    store: &Store,
    permit: &Permit<ShareCandidates>,
    job: JobId,
) -> Result<Vec<Share>, Error> {
    let organization = permit.organization();
    let mut connection = store.database().reader().await?;
    jobs::store::read_in(&mut *connection, organization, job).await?;
    let mut items: HashMap<RecipientId, Vec<Item>> = HashMap::new();
    for row in query(ITEMS)
        .bind(organization)
        .bind(job)
        .fetch_all(&mut *connection)
        .await?
    {
        let item = Item {
            application: row.get_as("application_id")?,
            name: row.get_as("name")?,
            decision: row.get_as("decision")?,
            comment: row.get_as("comment")?,
            decided_at: row.get_as("decided_at")?,
            acted: row.get_as::<Option<Millis>>("acted_at")?.is_some(),
        };
        items
            .entry(row.get_as("recipient_id")?)
            .or_default()
            .push(item);
    }
    let mut recipients: HashMap<ShareId, Vec<Recipient>> = HashMap::new();
    for row in query(RECIPIENTS)
        .bind(organization)
        .bind(job)
        .bind(SEND_MAIL)
        .fetch_all(&mut *connection)
        .await?
    {
        let id = row.get_as("id")?;
        let recipient = Recipient {
            id,
            email: row.get_as("email")?,
            name: row.get_as("name")?,
            delivery: mails::delivery(&row)?,
            expires_at: row.get_as("expires_at")?,
            opened_at: row.get_as("opened_at")?,
            reminders: reminders(&row)?,
            reminders_off: row.flag("reminders_off")?,
            revoked_at: row.get_as("revoked_at")?,
            items: items.remove(&id).unwrap_or_default(),
        };
        recipients
            .entry(row.get_as("share_id")?)
            .or_default()
            .push(recipient);
    }
    query(SHARES)
        .bind(organization)
        .bind(job)
        .fetch_all(&mut *connection)
        .await?
        .iter()
        .map(|row| {
            let id = row.get_as("id")?;
            Ok(Share {
                shared_by: row.get_as::<Option<String>>("sharer")?.unwrap_or_default(),
                message: row.get_as("message")?,
                terms: Terms {
                    score: row.flag("shows_score")?,
                    evidence: row.flag("shows_evidence")?,
                    votes: row.get_as("votes")?,
                },
                due_at: row.get_as("due_at")?,
                created_at: row.get_as("created_at")?,
                recipients: recipients.remove(&id).unwrap_or_default(),
                erased: row.count("erased")?,
                id,
            })
        })
        .collect()
}

fn reminders(row: &AnyRow) -> Result<Vec<(Millis, Option<Reminder>)>, Error> {
    let mut all = Vec::new();
    for (column, reminder) in [
        ("reminded_before_at", Reminder::Before),
        ("reminded_overdue_at", Reminder::Overdue),
    ] {
        let at: Option<Millis> = row.get_as(column)?;
        all.extend(at.map(|at| (at, Some(reminder))));
    }
    let last: Option<Millis> = row.get_as("reminded_at")?;
    if let Some(last) = last.filter(|last| all.iter().all(|(at, _)| at != last)) {
        all.push((last, None));
    }
    all.sort_by_key(|(at, _)| *at);
    Ok(all)
}
