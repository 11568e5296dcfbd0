//! Gaps: changes that CLARA found by looking although a webhook should have told. They say whether the webhooks work.

use std::time::Duration;

use sqlx::any::AnyRow;
use sqlx::query;

use crate::db::{RowExt, statements_block, text_enum};
use crate::events::Pending;
use crate::permission::Operate;
use crate::{Error, IntegrationId, Millis, Permit, Store};

/// A delivery may come a moment after CLARA looked: until then a gap is a suspicion.
pub const CONFIRMED_AFTER: Duration = Duration::from_secs(30);

/// How long gaps are kept.
pub const KEPT: Duration = Duration::from_secs(30 * 86_400);

/// How far the clocks of both sides may differ.
const SLACK: Duration = Duration::from_secs(120);

/// What a gap is read from and which ones count: found before $4, and no delivery about the candidacy since the change.
macro_rules! confirmed {
    ($what:literal) => {
        concat!(
            "SELECT ",
            $what,
            " FROM gaps g WHERE g.organization_id = $1 AND g.integration_id = $2 AND g.found_at >= $3 AND g.found_at <= $4 AND NOT EXISTS \
             (SELECT 1 FROM webhook_receipts r WHERE r.organization_id = g.organization_id AND r.integration_id = g.integration_id \
             AND r.subject = g.remote_id AND r.received_at >= g.changed_at)"
        )
    };
}

statements_block! {
    SUSPECT = "INSERT INTO gaps (organization_id, id, integration_id, remote_id, kind, changed_at, found_at) \
        SELECT organization_id, $3, id, $4, $5, $6, $7 FROM integrations WHERE organization_id = $1 AND id = $2 AND connected_at <= $8";
    COUNT = confirmed!("COUNT(*) AS many, MAX(g.found_at) AS newest");
    NEWEST = concat!(confirmed!("g.remote_id, g.kind, g.changed_at, g.found_at"), " ORDER BY g.found_at DESC, g.id DESC LIMIT $5");
    PRUNE = "DELETE FROM gaps WHERE organization_id = $1 AND found_at < $2";
}

text_enum! {
    /// What no webhook told.
    pub enum GapKind {
        /// Somebody applied.
        Created = "created",
        /// Another stage, archived, or taken back.
        Moved = "moved",
        /// Deleted.
        Deleted = "deleted",
    }
}

/// A change that no webhook told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The ATS's id of the candidacy.
    pub remote_id: String,
    /// What.
    pub kind: GapKind,
    /// When it happened, as far as the ATS says.
    pub changed_at: Millis,
    /// When CLARA found it.
    pub found_at: Millis,
}

/// How many, and when the newest was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gaps {
    /// How many.
    pub many: u64,
    /// When CLARA found the newest.
    pub newest: Option<Millis>,
}

/// Notes what was found by looking. What happened before the connection was made, or while it was down, is none.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn suspect(
    store: &Store,
    permit: &Permit<Operate>,
    integration: IntegrationId,
    remote_id: &str,
    kind: GapKind,
    changed_at: Millis,
) -> Result<(), Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    let now = tx.now();
    tx.execute(
        query(SUSPECT)
            .bind(organization)
            .bind(integration)
            .bind(uuid::Uuid::now_v7().to_string())
            .bind(remote_id)
            .bind(kind)
            .bind(changed_at.min(now).before(SLACK))
            .bind(now)
            .bind(changed_at),
    )
    .await?;
    tx.tell(organization, Pending::integration());
    tx.commit().await
}

/// The confirmed gaps since a time.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn count<C>(
    store: &Store,
    permit: &Permit<C>,
    integration: IntegrationId,
    since: Millis,
) -> Result<Gaps, Error> {
    let until = store.now().before(CONFIRMED_AFTER);
    let mut connection = store.database().reader().await?;
    let row = query(COUNT)
        .bind(permit.organization())
        .bind(integration)
        .bind(since)
        .bind(until)
        .fetch_one(&mut *connection)
        .await?;
    Ok(Gaps {
        many: row.count("many")?,
        newest: row.get_as("newest")?,
    })
}

/// The newest confirmed gaps, newest first.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn newest<C>(
    store: &Store,
    permit: &Permit<C>,
    integration: IntegrationId,
    limit: u32,
) -> Result<Vec<Gap>, Error> {
    let until = store.now().before(CONFIRMED_AFTER);
    let mut connection = store.database().reader().await?;
    query(NEWEST)
        .bind(permit.organization())
        .bind(integration)
        .bind(Millis(0))
        .bind(until)
        .bind(i64::from(limit))
        .fetch_all(&mut *connection)
        .await?
        .iter()
        .map(gap)
        .collect()
}

/// Forgets gaps older than [`KEPT`].
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn prune(store: &Store, permit: &Permit<Operate>) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    let before = tx.now().before(KEPT);
    tx.execute_at_length(query(PRUNE).bind(permit.organization()).bind(before))
        .await?;
    tx.commit().await
}

fn gap(row: &AnyRow) -> Result<Gap, Error> {
    Ok(Gap {
        remote_id: row.get_as("remote_id")?,
        kind: row.get_as("kind")?,
        changed_at: row.get_as("changed_at")?,
        found_at: row.get_as("found_at")?,
    })
}
