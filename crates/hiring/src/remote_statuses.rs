//! Stages and archive reasons of an ATS, as last listed: what a status mapping chooses from, and how it hears of new ones.

use sqlx::any::AnyRow;
use sqlx::query;

use crate::db::{Flag, RowExt, statements_block, text_enum};
use crate::events::Pending;
use crate::permission::Operate;
use crate::{Error, IntegrationId, Millis, Permit, Store};

statements_block! {
    KNOWN = "SELECT kind, remote_id, name, hired, first_seen_at, gone_at FROM remote_statuses \
        WHERE organization_id = $1 AND integration_id = $2 ORDER BY kind, position, remote_id";
    KEEP = "INSERT INTO remote_statuses (organization_id, integration_id, kind, remote_id, name, position, hired, first_seen_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (organization_id, integration_id, kind, remote_id) \
        DO UPDATE SET name = excluded.name, position = excluded.position, hired = excluded.hired, gone_at = NULL";
    GONE = "UPDATE remote_statuses SET gone_at = $5 WHERE organization_id = $1 AND integration_id = $2 AND kind = $3 AND remote_id = $4";
}

text_enum! {
    /// What an ATS says of where a candidacy stands.
    pub enum StatusKind {
        /// A stage of the pipeline.
        Stage = "stage",
        /// A reason for archiving.
        ArchiveReason = "archive_reason",
    }
}

/// A stage or archive reason as the ATS lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchedStatus {
    /// Which of both.
    pub kind: StatusKind,
    /// The ATS's id.
    pub remote_id: String,
    /// For people.
    pub name: String,
    /// Archived so means hired.
    pub hired: bool,
}

/// One that is or was listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteStatus {
    /// As last listed.
    pub status: FetchedStatus,
    /// When it was first listed.
    pub first_seen_at: Millis,
    /// When it was no longer listed.
    pub gone_at: Option<Millis>,
}

/// Keeps what is listed now; what is not is marked as gone. Answers those that were never listed before.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn keep(
    store: &Store,
    permit: &Permit<Operate>,
    integration: IntegrationId,
    listed: &[FetchedStatus],
) -> Result<Vec<FetchedStatus>, Error> {
    let organization = permit.organization();
    let known = list(store, permit, integration).await?;
    let same = |known: &RemoteStatus, listed: &FetchedStatus| {
        known.status.kind == listed.kind && known.status.remote_id == listed.remote_id
    };
    let fresh: Vec<FetchedStatus> = listed
        .iter()
        .filter(|listed| !known.iter().any(|known| same(known, listed)))
        .cloned()
        .collect();
    let gone: Vec<&RemoteStatus> = known
        .iter()
        .filter(|known| known.gone_at.is_none() && !listed.iter().any(|listed| same(known, listed)))
        .collect();
    let unchanged = gone.is_empty()
        && listed.len() == known.iter().filter(|known| known.gone_at.is_none()).count()
        && listed.iter().all(|listed| {
            known
                .iter()
                .any(|known| known.gone_at.is_none() && known.status == *listed)
        });
    if unchanged {
        return Ok(fresh);
    }
    let mut tx = store.begin().await?;
    let now = tx.now();
    for (position, status) in (0_i64..).zip(listed) {
        query(KEEP)
            .bind(organization)
            .bind(integration)
            .bind(status.kind)
            .bind(&*status.remote_id)
            .bind(&*status.name)
            .bind(position)
            .bind(Flag(status.hired))
            .bind(now)
            .execute(tx.connection())
            .await?;
    }
    for gone in gone {
        query(GONE)
            .bind(organization)
            .bind(integration)
            .bind(gone.status.kind)
            .bind(&*gone.status.remote_id)
            .bind(now)
            .execute(tx.connection())
            .await?;
    }
    tx.tell(organization, Pending::integration());
    tx.commit().await?;
    Ok(fresh)
}

/// All that are or were listed, in the ATS's order.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list<C>(
    store: &Store,
    permit: &Permit<C>,
    integration: IntegrationId,
) -> Result<Vec<RemoteStatus>, Error> {
    let mut connection = store.database().reader().await?;
    query(KNOWN)
        .bind(permit.organization())
        .bind(integration)
        .fetch_all(&mut *connection)
        .await?
        .iter()
        .map(status)
        .collect()
}

fn status(row: &AnyRow) -> Result<RemoteStatus, Error> {
    Ok(RemoteStatus {
        status: FetchedStatus {
            kind: row.get_as("kind")?,
            remote_id: row.get_as("remote_id")?,
            name: row.get_as("name")?,
            hired: row.flag("hired")?,
        },
        first_seen_at: row.get_as("first_seen_at")?,
        gone_at: row.get_as("gone_at")?,
    })
}
