//! Telling somebody, in the transaction of what is told.

use serde_json::json;
use sqlx::query;

use super::{Cadence, KEPT, NotificationKind, choices, hours};
use crate::db::{Tx, statements_block};
use crate::events::{EventKind, Pending};
use crate::mails::{self, Cause};
use crate::permission::{Right, allows};
use crate::shares::Decision;
use crate::{AccountId, ApplicationId, Error, JobId, OrganizationId, RecipientId, accounts};

statements_block! {
    UPSERT = "INSERT INTO notifications (organization_id, id, account_id, kind, about, job_id, application_id, recipient_id, by_account, decision, created_at, mail_due_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
        ON CONFLICT (organization_id, account_id, kind, about) WHERE read_at IS NULL DO UPDATE SET decision = excluded.decision, \
        created_at = excluded.created_at, mail_due_at = excluded.mail_due_at, mail_id = NULL, mailed_at = NULL";
    FORGET = "DELETE FROM notifications WHERE organization_id = $1 AND account_id = $2 AND kind = $3 AND about = $4 AND read_at IS NULL";
    PRUNE = "DELETE FROM notifications WHERE organization_id = $1 AND account_id = $2 AND read_at < $3";
}

/// What is told: ids, and what was decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The job.
    pub job: Option<JobId>,
    /// The candidacy.
    pub application: Option<ApplicationId>,
    /// The hiring manager's part of a share: who decided, whom a mail did not reach, or what the member is asked about.
    pub recipient: Option<RecipientId>,
    /// The member who did it.
    pub by: Option<AccountId>,
    /// What was decided.
    pub decision: Option<Decision>,
}

impl About {
    /// The same for news of the same: the later takes the place of the earlier while that is unread.
    fn key(&self) -> String {
        json!([self.job, self.application, self.recipient, self.by]).to_string()
    }
}

/// Tells one member. Who did it is not told of it.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn add(
    tx: &mut Tx,
    organization: OrganizationId,
    to: AccountId,
    kind: NotificationKind,
    about: &About,
) -> Result<(), Error> {
    let cadence = choices::of(tx.connection(), organization, to, kind).await?;
    add_by(tx, organization, to, kind, about, cadence).await
}

/// Tells one member, by mail as soon as the cadence says; none: in the bell alone.
async fn add_by(
    tx: &mut Tx,
    organization: OrganizationId,
    to: AccountId,
    kind: NotificationKind,
    about: &About,
    cadence: Option<Cadence>,
) -> Result<(), Error> {
    if about.by == Some(to) {
        return Ok(());
    }
    let now = tx.now();
    let hours = hours::of(tx.connection(), organization, Some(to)).await?;
    let due = cadence.and_then(|cadence| cadence.due(now, &hours));
    tx.execute(
        query(PRUNE)
            .bind(organization)
            .bind(to)
            .bind(now.before(KEPT)),
    )
    .await?;
    tx.execute(
        query(UPSERT)
            .bind(organization)
            .bind(uuid::Uuid::now_v7().to_string())
            .bind(to)
            .bind(kind)
            .bind(about.key())
            .bind(about.job)
            .bind(about.application)
            .bind(about.recipient)
            .bind(about.by)
            .bind(about.decision)
            .bind(now)
            .bind(due),
    )
    .await?;
    if let (Some(cadence), Some(due)) = (cadence, due) {
        owe_mail(tx, organization, to, cadence, due).await?;
    }
    tx.tell(organization, Pending::for_one(EventKind::Notification, to));
    Ok(())
}

/// Tells every member whose role has the capability `C`: those who can do something about it.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn add_for<C: Right>(
    tx: &mut Tx,
    organization: OrganizationId,
    kind: NotificationKind,
    about: &About,
) -> Result<(), Error> {
    for account in able::<C>(tx, organization).await? {
        add(tx, organization, account, kind, about).await?;
    }
    Ok(())
}

/// [`add_for`] in the bell alone: of this a mail of its own tells.
pub(crate) async fn add_to_bells<C: Right>(
    tx: &mut Tx,
    organization: OrganizationId,
    kind: NotificationKind,
    about: &About,
) -> Result<(), Error> {
    for account in able::<C>(tx, organization).await? {
        add_by(tx, organization, account, kind, about, None).await?;
    }
    Ok(())
}

async fn able<C: Right>(
    tx: &mut Tx,
    organization: OrganizationId,
) -> Result<Vec<AccountId>, Error> {
    let members = accounts::members_in(tx.connection(), organization).await?;
    let able = members
        .iter()
        .filter(|member| allows(member.role, C::CAPABILITY));
    Ok(able.map(|member| member.account).collect())
}

/// Forgets what was told and not read yet: it is no longer so.
pub(crate) async fn forget_unread(
    tx: &mut Tx,
    organization: OrganizationId,
    to: AccountId,
    kind: NotificationKind,
    about: &About,
) -> Result<(), Error> {
    tx.execute(
        query(FORGET)
            .bind(organization)
            .bind(to)
            .bind(kind)
            .bind(about.key()),
    )
    .await?;
    tx.tell(organization, Pending::for_one(EventKind::Notification, to));
    Ok(())
}

async fn owe_mail(
    tx: &mut Tx,
    organization: OrganizationId,
    to: AccountId,
    cadence: Cadence,
    due: crate::Millis,
) -> Result<(), Error> {
    mails::owe_at(tx, organization, Cause::News(to, cadence), due).await
}
