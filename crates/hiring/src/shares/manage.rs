//! What a recruiter does with a share afterwards: withdraw a candidate, remind somebody, revoke the link of one person or of all.

use serde_json::json;
use sqlx::query;

use super::send::{expiry, extend, member_at, read_share, settle};
use crate::db::{RowExt, Tx, statements_block};
use crate::events::{EventKind, Pending};
use crate::mails::{self, Cause};
use crate::permission::ShareCandidates;
use crate::{ApplicationId, Error, JobId, Permit, RecipientId, ShareId, Store};

statements_block! {
    WITHDRAW = "UPDATE share_items SET withdrawn_at = $4 WHERE organization_id = $1 AND share_id = $2 AND application_id = $3 AND withdrawn_at IS NULL";
    RECIPIENT = "SELECT r.share_id, r.email, s.job_id, s.due_at FROM share_recipients r JOIN shares s ON s.organization_id = r.organization_id AND s.id = r.share_id \
        WHERE r.organization_id = $1 AND r.id = $2 AND r.revoked_at IS NULL";
    STANDING = "SELECT id, email FROM share_recipients WHERE organization_id = $1 AND share_id = $2 AND revoked_at IS NULL ORDER BY id";
    REMINDED = "UPDATE share_recipients SET reminded_at = $3 WHERE organization_id = $1 AND id = $2";
    UNDECIDED = "SELECT i.application_id FROM share_items i JOIN applications a ON a.organization_id = i.organization_id AND a.id = i.application_id \
        WHERE i.organization_id = $1 AND i.recipient_id = $2 AND i.withdrawn_at IS NULL AND i.decision IS NULL AND a.removed_at IS NULL";
    REVOKE = "UPDATE share_recipients SET revoked_at = $3 WHERE organization_id = $1 AND id = $2 AND revoked_at IS NULL";
    ITEMS_OF = "SELECT application_id FROM share_items WHERE organization_id = $1 AND share_id = $2 ORDER BY application_id";
}

/// Takes a candidate out of a share: nobody of it sees them any more.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn withdraw(
    store: &Store,
    permit: &Permit<ShareCandidates>,
    share: ShareId,
    application: ApplicationId,
) -> Result<(), Error> {
    let organization = permit.organization();
    let (job, _) = read_share(store, permit, share).await?;
    let mut tx = store.begin().await?;
    let now = tx.now();
    tx.alone_on(job).await?;
    let withdrawn = query(WITHDRAW)
        .bind(organization)
        .bind(share)
        .bind(application)
        .bind(now)
        .execute(tx.connection())
        .await?;
    if withdrawn.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    for (_, email) in standing(&mut tx, permit, share).await? {
        tell_member(&mut tx, permit, &email).await?;
    }
    let detail = json!({ "application": application });
    settle(
        tx,
        permit,
        job,
        "share.withdraw",
        share,
        &detail,
        &[application],
    )
    .await
}

/// Owes somebody another mail about what they have not decided yet, with the same link, which works for longer from now on.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] if they decided on everything.
pub async fn remind(
    store: &Store,
    permit: &Permit<ShareCandidates>,
    recipient: RecipientId,
) -> Result<(), Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    let now = tx.now();
    let row = query(RECIPIENT)
        .bind(organization)
        .bind(recipient)
        .fetch_optional(tx.connection())
        .await?
        .ok_or(Error::NotFound)?;
    let open = query(UNDECIDED)
        .bind(organization)
        .bind(recipient)
        .fetch_optional(tx.connection())
        .await?;
    if open.is_none() {
        return Err(Error::invalid(
            "recipient",
            "They decided on every candidate, so there is nothing to remind them of.",
        ));
    }
    extend(
        &mut tx,
        organization,
        recipient,
        expiry(now, row.get_as("due_at")?),
    )
    .await?;
    tx.execute(query(REMINDED).bind(organization).bind(recipient).bind(now))
        .await?;
    mails::owe(&mut tx, organization, Cause::Share(recipient)).await?;
    let job: JobId = row.get_as("job_id")?;
    settle(tx, permit, job, "share.remind", recipient, &json!({}), &[]).await
}

/// Takes the share back, from one person or from everybody: their links stop working at once. What they decided stays in the log.
///
/// # Errors
/// [`Error::NotFound`] also if it was revoked already.
pub async fn revoke(
    store: &Store,
    permit: &Permit<ShareCandidates>,
    share: ShareId,
    only: Option<RecipientId>,
) -> Result<(), Error> {
    let organization = permit.organization();
    let (job, _) = read_share(store, permit, share).await?;
    let mut tx = store.begin().await?;
    let now = tx.now();
    tx.alone_on(job).await?;
    let mut recipients = standing(&mut tx, permit, share).await?;
    recipients.retain(|(id, _)| only.is_none_or(|only| only == *id));
    if recipients.is_empty() {
        return Err(Error::NotFound);
    }
    for (recipient, email) in &recipients {
        tx.execute(query(REVOKE).bind(organization).bind(*recipient).bind(now))
            .await?;
        mails::forget_failed(&mut tx, organization, Cause::Share(*recipient)).await?;
        tell_member(&mut tx, permit, email).await?;
    }
    let applications = query(ITEMS_OF)
        .bind(organization)
        .bind(share)
        .fetch_all(tx.connection())
        .await?
        .iter()
        .map(|row| row.get_as("application_id"))
        .collect::<Result<std::collections::BTreeSet<ApplicationId>, _>>()?;
    let applications: Vec<_> = applications.into_iter().collect();
    let detail = json!({ "recipient": only });
    settle(
        tx,
        permit,
        job,
        "share.revoke",
        share,
        &detail,
        &applications,
    )
    .await
}

async fn standing(
    tx: &mut Tx,
    permit: &Permit<ShareCandidates>,
    share: ShareId,
) -> Result<Vec<(RecipientId, String)>, Error> {
    query(STANDING)
        .bind(permit.organization())
        .bind(share)
        .fetch_all(tx.connection())
        .await?
        .iter()
        .map(|row| Ok((row.get_as("id")?, row.get_as("email")?)))
        .collect()
}

/// A member who looks at it now sees at once that it is gone.
async fn tell_member(
    tx: &mut Tx,
    permit: &Permit<ShareCandidates>,
    email: &str,
) -> Result<(), Error> {
    let organization = permit.organization();
    if let Some(account) = member_at(tx, organization, email).await? {
        tx.tell(organization, Pending::for_one(EventKind::Share, account));
    }
    Ok(())
}
