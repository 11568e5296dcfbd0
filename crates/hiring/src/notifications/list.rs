//! The bell: what a member was told, in words made now.

use sqlx::any::AnyRow;
use sqlx::query;

use super::NotificationKind;
use crate::db::{Connection, RowExt, statements_block};
use crate::events::{EventKind, Pending};
use crate::permission::OwnAccount;
use crate::shares::Decision;
use crate::shares::access::Seen;
use crate::{
    AccountId, ApplicationId, Error, JobId, Millis, NotificationId, OrganizationId, Permit,
    RecipientId, Store,
};

/// Names are joined in: of a candidate who was removed there is none.
macro_rules! told_sql {
    ($where:expr) => {
        concat!(
            "SELECT n.id, n.kind, n.created_at, n.read_at, n.decision, n.job_id, j.title, n.application_id, c.name AS candidate, n.recipient_id, \
             COALESCE(who.name, ",
            $crate::shares::recipient_name!(),
            ", r.email) AS who FROM notifications n \
             LEFT JOIN jobs j ON j.organization_id = n.organization_id AND j.id = n.job_id \
             LEFT JOIN applications a ON a.organization_id = n.organization_id AND a.id = n.application_id AND a.removed_at IS NULL \
             LEFT JOIN candidates c ON c.organization_id = a.organization_id AND c.id = a.candidate_id \
             LEFT JOIN share_recipients r ON r.organization_id = n.organization_id AND r.id = n.recipient_id AND n.kind IN ('decision', 'share_undelivered') \
             LEFT JOIN accounts who ON who.id = n.by_account WHERE n.organization_id = $1 AND n.account_id = $2 AND ",
            $where
        )
    };
}
pub(super) use told_sql;

statements_block! {
    LIST = told_sql!("n.created_at > 0 ORDER BY n.created_at DESC, n.id DESC LIMIT $3");
    UNREAD = "SELECT COUNT(*) AS many FROM notifications WHERE organization_id = $1 AND account_id = $2 AND read_at IS NULL";
    READ_ALL = "UPDATE notifications SET read_at = $3 WHERE organization_id = $1 AND account_id = $2 AND read_at IS NULL AND created_at <= $4";
}

/// Something that a member was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// Id.
    pub id: NotificationId,
    /// What it is about.
    pub kind: NotificationKind,
    /// When.
    pub at: Millis,
    /// Whether it was read.
    pub read: bool,
    /// Who did it: a name, or a mail address without one.
    pub who: Option<String>,
    /// What was decided.
    pub decision: Option<Decision>,
    /// The job, and its title.
    pub job: Option<(JobId, String)>,
    /// The candidacy, and the candidate's name; none if it was removed or is out of sight.
    pub application: Option<(ApplicationId, String)>,
    /// The share that the member is asked about.
    pub recipient: Option<RecipientId>,
}

/// What the holder of this permit was told last, the newest first.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list(
    store: &Store,
    permit: &Permit<OwnAccount>,
    limit: u32,
) -> Result<Vec<Notification>, Error> {
    let mut connection = store.database().reader().await?;
    let seen = Seen::by(&mut connection, permit).await?;
    let rows = query(LIST)
        .bind(permit.organization())
        .bind(permit.actor().account())
        .bind(i64::from(limit))
        .fetch_all(&mut *connection)
        .await?;
    let told = rows.iter().map(told).collect::<Result<Vec<_>, _>>()?;
    Ok(told.into_iter().map(|told| in_sight(told, &seen)).collect())
}

/// How much of it was not read yet.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn unread(store: &Store, permit: &Permit<OwnAccount>) -> Result<u64, Error> {
    query(UNREAD)
        .bind(permit.organization())
        .bind(permit.actor().account())
        .fetch_one(&mut *store.database().reader().await?)
        .await?
        .count("many")
}

/// All that the member was told until then counts as read, on every device.
///
/// # Errors
/// [`Error::Unavailable`]; [`Error::NotFound`] without a person.
pub async fn mark_read(
    store: &Store,
    permit: &Permit<OwnAccount>,
    until: Millis,
) -> Result<(), Error> {
    let account = permit.actor().account().ok_or(Error::NotFound)?;
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    let now = tx.now();
    let read = query(READ_ALL)
        .bind(organization)
        .bind(account)
        .bind(now)
        .bind(until)
        .execute(tx.connection())
        .await?;
    if read.rows_affected() > 0 {
        tx.tell(
            organization,
            Pending::for_one(EventKind::Notification, account),
        );
    }
    tx.commit().await
}

/// Without the names of what this member may not see (any more).
pub(super) fn in_sight(mut told: Notification, seen: &Seen) -> Notification {
    let hidden = |id| seen.application(id).is_err();
    if told.application.as_ref().is_some_and(|(id, _)| hidden(*id)) {
        told.application = None;
    }
    told
}

pub(super) async fn seen_by(
    connection: &mut Connection,
    organization: OrganizationId,
    account: AccountId,
) -> Result<Option<Seen>, Error> {
    let member = crate::accounts::membership(connection, organization, account).await?;
    match member {
        Some(member) => {
            let permit = member.permit::<OwnAccount>()?;
            Seen::by(connection, &permit).await.map(Some)
        }
        None => Ok(None),
    }
}

pub(super) fn told(row: &AnyRow) -> Result<Notification, Error> {
    let job: Option<JobId> = row.get_as("job_id")?;
    let application: Option<ApplicationId> = row.get_as("application_id")?;
    Ok(Notification {
        id: row.get_as("id")?,
        kind: row.get_as("kind")?,
        at: row.get_as("created_at")?,
        read: row.get_as::<Option<Millis>>("read_at")?.is_some(),
        who: row.get_as("who")?,
        decision: row.get_as("decision")?,
        job: job.zip(row.get_as("title")?),
        application: application.zip(row.get_as("candidate")?),
        recipient: row.get_as("recipient_id")?,
    })
}
