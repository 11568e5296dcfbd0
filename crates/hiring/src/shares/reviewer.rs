//! Who decides: the holder of a link, or a member with whom something is shared. The value is the right to one person's part of one share.

use serde_json::json;
use sqlx::any::AnyRow;
use sqlx::query;

use crate::db::{RowExt, statements_block};
use crate::key_rotation::SealedColumn;
use crate::permission::{Actor, ViewJobs};
use crate::{
    AccountId, Error, JobId, Millis, OrganizationId, Permit, RecipientId, Secret, ShareId, Store,
    audit, token,
};

/// The columns a [`Reviewer`] is read from.
macro_rules! reviewer_sql {
    ($where:literal) => {
        concat!(
            "SELECT r.organization_id, r.id, r.share_id, r.expires_at, s.job_id, s.shared_by FROM share_recipients r \
             JOIN shares s ON s.organization_id = r.organization_id AND s.id = r.share_id WHERE r.revoked_at IS NULL AND ",
            $where
        )
    };
}

statements_block! {
    BY_TOKEN = reviewer_sql!("r.token_hash = $1 AND r.expires_at > $2");
    BY_MEMBER = reviewer_sql!("r.organization_id = $1 AND r.id = $2 AND r.email = (SELECT email FROM accounts WHERE id = $3)");
    OPENED = "UPDATE share_recipients SET opened_at = $3 WHERE organization_id = $1 AND id = $2 AND opened_at IS NULL";
    OF_OTHER_KEYS = "SELECT organization_id, id, token AS sealed FROM share_recipients WHERE token NOT LIKE $1 LIMIT $2";
    RESEAL = "UPDATE share_recipients SET token = $4 WHERE organization_id = $1 AND id = $2 AND token = $3";
}

/// What a rotation of the key seals anew here.
pub(crate) const SEALED: SealedColumn = SealedColumn {
    of_other_keys: OF_OTHER_KEYS,
    reseal: RESEAL,
    row_name: |id| row_name(id),
};

/// Somebody who may decide on what is shared with them, and on nothing else.
#[derive(Clone, Debug)]
pub struct Reviewer {
    pub(crate) organization: OrganizationId,
    pub(crate) actor: Actor,
    pub(crate) share: ShareId,
    pub(crate) job: JobId,
    pub(crate) shared_by: AccountId,
    pub(crate) recipient: RecipientId,
    pub(crate) expires_at: Millis,
}

impl Reviewer {
    /// Names their part of the share.
    #[must_use]
    pub fn recipient(&self) -> RecipientId {
        self.recipient
    }

    /// Until when a link works.
    #[must_use]
    pub fn expires_at(&self) -> Millis {
        self.expires_at
    }
}

/// Whoever holds a link. Looking changes nothing.
///
/// # Errors
/// [`Error::NotFound`] if it is unknown, revoked or too old: not said which.
pub async fn by_link(store: &Store, link: &Secret) -> Result<Reviewer, Error> {
    let row = query(BY_TOKEN)
        .bind(token::sha256_hex(link.expose()))
        .bind(store.now())
        .fetch_optional(&mut *store.database().reader().await?)
        .await?;
    reviewer(&row.ok_or(Error::NotFound)?, None)
}

/// A member, for a share that came to their address.
///
/// # Errors
/// [`Error::NotFound`] if it came to somebody else, or was revoked.
pub async fn by_member(
    store: &Store,
    permit: &Permit<ViewJobs>,
    recipient: RecipientId,
) -> Result<Reviewer, Error> {
    let row = query(BY_MEMBER)
        .bind(permit.organization())
        .bind(recipient)
        .bind(permit.actor().account())
        .fetch_optional(&mut *store.database().reader().await?)
        .await?;
    reviewer(&row.ok_or(Error::NotFound)?, Some(permit.actor()))
}

/// [`by_link`] by the press of a button: that it was opened is kept.
///
/// # Errors
/// As [`by_link`].
pub async fn open(store: &Store, link: &Secret) -> Result<Reviewer, Error> {
    let reviewer = by_link(store, link).await?;
    if let Err(error) = keep_opened(store, &reviewer).await {
        // A mark, and no more: where nothing can be written (the disk is full), what is shared can be read all the same.
        tracing::warn!(%error, "that a share was opened was not kept");
    }
    Ok(reviewer)
}

/// Remembers the first time.
async fn keep_opened(store: &Store, reviewer: &Reviewer) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    let now = tx.now();
    let first = query(OPENED)
        .bind(reviewer.organization)
        .bind(reviewer.recipient)
        .bind(now)
        .execute(tx.connection())
        .await?;
    if first.rows_affected() == 1 {
        audit::record_by(
            &mut tx,
            reviewer.organization,
            reviewer.actor,
            "share.open",
            &reviewer.recipient.to_string(),
            &json!({}),
        )
        .await?;
    }
    tx.commit().await
}

fn reviewer(row: &AnyRow, member: Option<Actor>) -> Result<Reviewer, Error> {
    let recipient = row.get_as("id")?;
    Ok(Reviewer {
        organization: row.get_as("organization_id")?,
        actor: member.unwrap_or(Actor::Recipient(recipient)),
        share: row.get_as("share_id")?,
        job: row.get_as("job_id")?,
        shared_by: row.get_as("shared_by")?,
        recipient,
        expires_at: row.get_as("expires_at")?,
    })
}

/// The row that a token is sealed for.
pub(crate) fn row_name(id: impl std::fmt::Display) -> String {
    format!("share_recipient/{id}")
}

/// A link's secret as it is kept: sealed, for the mail alone.
///
/// # Errors
/// [`Error::Unavailable`] where it cannot be sealed.
pub(super) fn seal(
    store: &Store,
    organization: OrganizationId,
    id: RecipientId,
    secret: &Secret,
) -> Result<String, Error> {
    store.sealer().seal(organization, &row_name(id), secret)
}
