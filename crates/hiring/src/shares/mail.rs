//! The mail of a share: made of what its recipient has not decided on when it is sent, so that what was withdrawn meanwhile is not named.

use sqlx::query;

use super::{live, reviewer};
use crate::db::{RowExt, Tx, statements_block};
use crate::events::{EventKind, Pending};
use crate::mails::{Mail, ShareMail};
use crate::notifications::{self, About, NotificationKind};
use crate::{Error, JobId, Millis, OrganizationId, RecipientId, Store};

statements_block! {
    ONE = "SELECT r.email, r.token, r.expires_at, r.reminded_at, r.reminded_before_at, r.reminded_overdue_at, s.message, s.due_at, j.title, o.name AS organization_name, a.name AS sharer \
        FROM share_recipients r JOIN shares s ON s.organization_id = r.organization_id AND s.id = r.share_id \
        JOIN jobs j ON j.organization_id = s.organization_id AND j.id = s.job_id JOIN organizations o ON o.id = s.organization_id \
        LEFT JOIN accounts a ON a.id = s.shared_by \
        WHERE r.organization_id = $1 AND r.id = $2 AND r.revoked_at IS NULL AND r.expires_at > $3";
    NAMES = concat!(
        "SELECT c.name FROM share_items i JOIN share_recipients r ON r.organization_id = i.organization_id AND r.id = i.recipient_id \
         JOIN applications a ON a.organization_id = i.organization_id AND a.id = i.application_id \
         JOIN candidates c ON c.organization_id = a.organization_id AND c.id = a.candidate_id \
         WHERE i.organization_id = $1 AND i.recipient_id = $2 AND i.decision IS NULL AND a.removed_at IS NULL AND ",
        live!(),
        " ORDER BY i.added_at, i.application_id"
    );
    SHARER = "SELECT s.job_id, s.shared_by FROM share_recipients r JOIN shares s ON s.organization_id = r.organization_id AND s.id = r.share_id \
        WHERE r.organization_id = $1 AND r.id = $2 AND r.revoked_at IS NULL";
}

/// The mail that a recipient is owed; none if nothing is left to decide on.
pub(crate) async fn mail(
    store: &Store,
    organization: OrganizationId,
    recipient: RecipientId,
) -> Result<Mail, Error> {
    let mut connection = store.database().reader().await?;
    let row = query(ONE)
        .bind(organization)
        .bind(recipient)
        .bind(store.now())
        .fetch_optional(&mut *connection)
        .await?
        .ok_or(Error::NotFound)?;
    let candidates = query(NAMES)
        .bind(organization)
        .bind(recipient)
        .fetch_all(&mut *connection)
        .await?
        .iter()
        .map(|row| row.get_as("name"))
        .collect::<Result<Vec<String>, _>>()?;
    if candidates.is_empty() {
        return Err(Error::NotFound);
    }
    let reminded: Option<Millis> = row.get_as("reminded_at")?;
    let by_itself = [
        row.get_as::<Option<Millis>>("reminded_before_at")?,
        row.get_as::<Option<Millis>>("reminded_overdue_at")?,
    ];
    let due_at: Option<Millis> = row.get_as("due_at")?;
    let sealed: String = row.get_as("token")?;
    Ok(Mail::Share(ShareMail {
        to: row.get_as("email")?,
        organization: row.get_as("organization_name")?,
        shared_by: row.get_as::<Option<String>>("sharer")?.unwrap_or_default(),
        job_title: row.get_as("title")?,
        message: row.get_as("message")?,
        candidates,
        due_at,
        is_overdue: due_at.is_some_and(|due| due < store.now()),
        is_reminder: reminded.is_some(),
        by_itself: reminded.is_some() && by_itself.contains(&reminded),
        token: store
            .sealer()
            .unseal(organization, &reviewer::row_name(recipient), &sealed)?,
        expires_at: row.get_as("expires_at")?,
    }))
}

/// A recipient's mail never arrives: whoever shared is told, and sees it in the job's history of shares.
pub(crate) async fn undelivered(
    tx: &mut Tx,
    organization: OrganizationId,
    recipient: RecipientId,
) -> Result<(), Error> {
    let row = query(SHARER)
        .bind(organization)
        .bind(recipient)
        .fetch_optional(tx.connection())
        .await?;
    let Some(row) = row else {
        return Ok(());
    };
    let job: JobId = row.get_as("job_id")?;
    let about = About {
        job: Some(job),
        recipient: Some(recipient),
        ..About::default()
    };
    let (to, kind) = (row.get_as("shared_by")?, NotificationKind::ShareUndelivered);
    notifications::add(tx, organization, to, kind, &about).await?;
    tx.tell(organization, Pending::of_job(EventKind::Share, job));
    Ok(())
}
