//! The status mapping: every stage and archive reason of an ATS → a column of the board, or *no change*.
//!
//! What an ATS has is learnt with [`learn`]; the first time a column is guessed from each name. What turns up later is *unmapped* and moves no
//! card until a person says what it means: that is the drift which admins are told of. [`applications::upsert`](crate::applications::upsert)
//! follows the mapping in the transaction that keeps a new stage or archive reason, so that each change moves its card once.

pub(crate) mod follow;
mod guess;
pub(crate) mod learn;
pub(crate) mod save;
pub(crate) mod standing;

use std::collections::HashMap;

use sqlx::any::AnyRow;
use sqlx::query;

pub use learn::{is_learnt, learn};
pub use save::{Choice, Saved, defaults, save};
pub use standing::{APPLY_MAPPING, Preview, apply_some, preview};

use crate::db::{Connection, RowExt, statements_block, text_enum};
use crate::{ColumnId, Error, IntegrationId, OrganizationId, Permit, Store, integrations};

statements_block! {
    LIST = "SELECT kind, remote_id, name, hired, column_id, origin, position FROM statuses \
        WHERE organization_id = $1 AND integration_id = $2 AND gone_at IS NULL ORDER BY kind DESC, position, remote_id";
    VERSION = "SELECT statuses_version FROM integrations WHERE organization_id = $1 AND id = $2";
    UNMAPPED = "SELECT integration_id, COUNT(*) AS unmapped FROM statuses \
        WHERE organization_id = $1 AND origin = 'unmapped' AND gone_at IS NULL GROUP BY integration_id";
    STANDING = "SELECT CASE WHEN a.archived_reason_id IS NULL THEN 'stage' ELSE 'archive_reason' END AS kind, \
        COALESCE(a.archived_reason_id, a.stage_id) AS remote_id, COUNT(*) AS candidates FROM applications a \
        JOIN jobs j ON j.organization_id = a.organization_id AND j.id = a.job_id \
        WHERE a.organization_id = $1 AND j.integration_id = $2 AND a.removed_at IS NULL GROUP BY 1, 2";
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

text_enum! {
    /// How a status came to its column.
    pub enum Origin {
        /// Guessed from its name when the connection was made.
        Guessed = "guessed",
        /// Chosen by a person.
        Chosen = "chosen",
        /// It turned up later, and nobody said what it means: it moves no card.
        Unmapped = "unmapped",
    }
}

/// Which status of an ATS.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct StatusKey {
    /// A stage, or an archive reason.
    pub kind: StatusKind,
    /// The ATS's id of it, opaque.
    pub id: String,
}

impl StatusKey {
    /// The status of a candidacy: why it ended, or else the stage in which it stands.
    pub(crate) fn of(stage: Option<String>, reason: Option<String>) -> Option<Self> {
        match (reason, stage) {
            (Some(id), _) => Some(Self {
                kind: StatusKind::ArchiveReason,
                id,
            }),
            (None, Some(id)) => Some(Self {
                kind: StatusKind::Stage,
                id,
            }),
            (None, None) => None,
        }
    }
}

/// A status with what it means here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Which.
    pub key: StatusKey,
    /// For people.
    pub name: String,
    /// Of an archive reason: the person was hired.
    pub hired: bool,
    /// Where its cards stand; none: no change.
    pub column: Option<ColumnId>,
    /// How it came to that column.
    pub origin: Origin,
    /// How many candidates stand in it.
    pub candidates: u64,
}

/// A connection's whole mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// Grows with every mapping that is saved: give it to [`save`].
    pub version: i64,
    /// Stages in pipeline order, then archive reasons.
    pub statuses: Vec<Status>,
}

/// The mapping of a connection, with how many candidates stand in each status.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn read<C>(
    store: &Store,
    permit: &Permit<C>,
    integration: IntegrationId,
) -> Result<Mapping, Error> {
    integrations::read(store, permit, integration).await?;
    let organization = permit.organization();
    let mut connection = store.database().reader().await?;
    let mut standing = HashMap::new();
    for row in query(STANDING)
        .bind(organization)
        .bind(integration)
        .fetch_all(&mut *connection)
        .await?
    {
        let Some(id) = row.get_as("remote_id")? else {
            continue;
        };
        let kind = row.get_as("kind")?;
        standing.insert(StatusKey { kind, id }, row.count("candidates")?);
    }
    let mut mapping = read_in(&mut connection, organization, integration).await?;
    for status in &mut mapping.statuses {
        status.candidates = standing.get(&status.key).copied().unwrap_or(0);
    }
    Ok(mapping)
}

/// How many statuses nobody mapped, by connection; those with none are left out.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn unmapped<C>(
    store: &Store,
    permit: &Permit<C>,
) -> Result<HashMap<IntegrationId, u64>, Error> {
    let mut connection = store.database().reader().await?;
    query(UNMAPPED)
        .bind(permit.organization())
        .fetch_all(&mut *connection)
        .await?
        .iter()
        .map(|row| Ok((row.get_as("integration_id")?, row.count("unmapped")?)))
        .collect()
}

/// Without counts.
async fn read_in(
    connection: &mut Connection,
    organization: OrganizationId,
    integration: IntegrationId,
) -> Result<Mapping, Error> {
    let row = query(VERSION)
        .bind(organization)
        .bind(integration)
        .fetch_optional(&mut *connection)
        .await?
        .ok_or(Error::NotFound)?;
    let rows = query(LIST)
        .bind(organization)
        .bind(integration)
        .fetch_all(connection)
        .await?;
    Ok(Mapping {
        version: row.get_as("statuses_version")?,
        statuses: rows.iter().map(status).collect::<Result<_, _>>()?,
    })
}

fn status(row: &AnyRow) -> Result<Status, Error> {
    Ok(Status {
        key: StatusKey {
            kind: row.get_as("kind")?,
            id: row.get_as("remote_id")?,
        },
        name: row.get_as("name")?,
        hired: row.flag("hired")?,
        column: row.get_as("column_id")?,
        origin: row.get_as("origin")?,
        candidates: 0,
    })
}
