//! Work that was given up: listed for people, tried again, discarded.

use serde_json::json;
use sqlx::query;

use crate::db::{RowExt, statements_block};
use crate::events::Pending;
use crate::permission::ManageIntegrations;
use crate::{Error, Millis, Permit, Store, audit};

statements_block! {
    LIST = "SELECT id, kind, payload, attempts, error_code, created_at, updated_at FROM queue \
        WHERE organization_id = $1 AND state = 'dead' ORDER BY updated_at DESC, id LIMIT $2";
    COUNT = "SELECT COUNT(*) AS many FROM queue WHERE organization_id = $1 AND state = 'dead'";
    SUPERSEDED = "DELETE FROM queue WHERE organization_id = $1 AND (id = $2 OR kind = $3) AND state = 'dead' AND EXISTS \
        (SELECT 1 FROM queue w WHERE w.organization_id = queue.organization_id AND w.kind = queue.kind AND w.dedupe = queue.dedupe \
        AND (w.state = 'waiting' OR (w.state = 'dead' AND w.id > queue.id)))";
    REVIVE = "UPDATE queue SET state = 'waiting', attempts = 0, error_code = NULL, ready_at = $4, updated_at = $4 \
        WHERE organization_id = $1 AND (id = $2 OR kind = $3) AND state = 'dead'";
    DISCARD = "DELETE FROM queue WHERE organization_id = $1 AND (id = $2 OR kind = $3) AND state = 'dead'";
}

/// Work that was given up.
#[derive(Clone, Debug, PartialEq)]
pub struct DeadRow {
    /// The row.
    pub id: String,
    /// What it was to do.
    pub kind: String,
    /// On what.
    pub payload: serde_json::Value,
    /// How often it was tried.
    pub attempts: i64,
    /// Why it failed last.
    pub error_code: String,
    /// When it was first asked for.
    pub since: Millis,
    /// When it was given up.
    pub at: Millis,
}

/// Which of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dead<'a> {
    /// One row, by its id.
    Row(&'a str),
    /// All of one kind.
    Kind(&'a str),
}

impl<'a> Dead<'a> {
    fn row(self) -> Option<&'a str> {
        match self {
            Self::Row(id) => Some(id),
            Self::Kind(_) => None,
        }
    }

    fn kind(self) -> Option<&'a str> {
        match self {
            Self::Row(_) => None,
            Self::Kind(kind) => Some(kind),
        }
    }

    /// What the audit names as the target.
    fn target(self) -> &'a str {
        match self {
            Self::Row(target) | Self::Kind(target) => target,
        }
    }
}

/// What was given up, newest first, at most `limit`.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn dead(
    store: &Store,
    permit: &Permit<ManageIntegrations>,
    limit: u32,
) -> Result<Vec<DeadRow>, Error> {
    let mut connection = store.database().reader().await?;
    let rows = query(LIST)
        .bind(permit.organization())
        .bind(i64::from(limit))
        .fetch_all(&mut *connection)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(DeadRow {
                id: row.get_as("id")?,
                kind: row.get_as("kind")?,
                payload: row.json("payload")?,
                attempts: row.get_as("attempts")?,
                error_code: row
                    .get_as::<Option<String>>("error_code")?
                    .unwrap_or_default(),
                since: row.get_as("created_at")?,
                at: row.get_as("updated_at")?,
            })
        })
        .collect()
}

/// How much was given up.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn count_dead(store: &Store, permit: &Permit<ManageIntegrations>) -> Result<u64, Error> {
    let mut connection = store.database().reader().await?;
    query(COUNT)
        .bind(permit.organization())
        .fetch_one(&mut *connection)
        .await?
        .count("many")
}

/// Tries dead work again, from the first attempt; what a waiting row with the same key does already is left to that one.
///
/// # Errors
/// [`Error::NotFound`] if there is no such dead work here.
pub async fn revive(
    store: &Store,
    permit: &Permit<ManageIntegrations>,
    which: Dead<'_>,
) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    let now = tx.now();
    let organization = permit.organization();
    let superseded = query(SUPERSEDED)
        .bind(organization)
        .bind(which.row())
        .bind(which.kind())
        .execute(tx.connection())
        .await?
        .rows_affected();
    let revived = query(REVIVE)
        .bind(organization)
        .bind(which.row())
        .bind(which.kind())
        .bind(now)
        .execute(tx.connection())
        .await?
        .rows_affected();
    let rows = superseded + revived;
    if rows == 0 {
        return Err(Error::NotFound);
    }
    let detail = json!({ "rows": rows });
    audit::record(&mut tx, permit, "queue.revive", which.target(), &detail).await?;
    tx.tell(organization, Pending::integration());
    tx.announce_work(None);
    tx.commit().await
}

/// Forgets dead work: nobody will do it.
///
/// # Errors
/// [`Error::NotFound`] if there is no such dead work here.
pub async fn discard(
    store: &Store,
    permit: &Permit<ManageIntegrations>,
    which: Dead<'_>,
) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    let organization = permit.organization();
    let rows = query(DISCARD)
        .bind(organization)
        .bind(which.row())
        .bind(which.kind())
        .execute(tx.connection())
        .await?
        .rows_affected();
    if rows == 0 {
        return Err(Error::NotFound);
    }
    let detail = json!({ "rows": rows });
    audit::record(&mut tx, permit, "queue.discard", which.target(), &detail).await?;
    tx.tell(organization, Pending::integration());
    tx.commit().await
}
