//! Learning which statuses an ATS has: guessed the first time, unmapped later, gone when it has them no more.

use std::collections::HashSet;

use sqlx::query;

use super::{FetchedStatus, Origin, StatusKey, guess};
use crate::db::{Flag, RowExt, Tx, statements_block};
use crate::events::Pending;
use crate::permission::Operate;
use crate::{ColumnId, Error, IntegrationId, OrganizationId, Permit, Store, columns};

statements_block! {
    LEARNT = "SELECT CAST(CASE WHEN statuses_learnt_at IS NULL THEN 0 ELSE 1 END AS BIGINT) AS learnt FROM integrations WHERE organization_id = $1 AND id = $2";
    MARK = "UPDATE integrations SET statuses_learnt_at = $3 WHERE organization_id = $1 AND id = $2";
    INSERT = "INSERT INTO statuses (organization_id, integration_id, kind, remote_id, name, position, hired, column_id, origin, first_seen_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (organization_id, integration_id, kind, remote_id) \
        DO UPDATE SET name = excluded.name, position = excluded.position, hired = excluded.hired, gone_at = NULL";
    EVER = "SELECT kind, remote_id FROM statuses WHERE organization_id = $1 AND integration_id = $2";
    GONE = "UPDATE statuses SET gone_at = $5 WHERE organization_id = $1 AND integration_id = $2 AND kind = $3 AND remote_id = $4";
}

/// Whether [`learn`] ever was told what this connection has.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn is_learnt(
    store: &Store,
    permit: &Permit<Operate>,
    integration: IntegrationId,
) -> Result<bool, Error> {
    let mut connection = store.database().reader().await?;
    let row = query(LEARNT)
        .bind(permit.organization())
        .bind(integration)
        .fetch_optional(&mut *connection)
        .await?;
    row.ok_or(Error::NotFound)?.flag("learnt")
}

/// Keeps what the ATS has, all of it: stages in pipeline order, archive reasons. Answers how many are new and unmapped: none the first time,
/// when each is given the column that its name suggests.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn learn(
    store: &Store,
    permit: &Permit<Operate>,
    integration: IntegrationId,
    all: &[FetchedStatus],
) -> Result<usize, Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    tx.alone_on(integration).await?;
    let now = tx.now();
    let first = !query(LEARNT)
        .bind(organization)
        .bind(integration)
        .fetch_optional(tx.connection())
        .await?
        .ok_or(Error::NotFound)?
        .flag("learnt")?;
    let known = ever(&mut tx, organization, integration).await?;
    let board = columns::all(tx.connection(), organization).await?;
    let guesses = guess::columns(all, &board);
    let mut there = HashSet::new();
    let mut new = 0;
    for (position, (status, guessed)) in (0i64..).zip(all.iter().zip(guesses)) {
        let key = StatusKey {
            kind: status.kind,
            id: status.remote_id.clone(),
        };
        let (column, origin) = if first {
            (guessed.map(|column| column.id), Origin::Guessed)
        } else {
            new += usize::from(!known.contains(&key));
            (None, Origin::Unmapped)
        };
        insert(
            &mut tx,
            organization,
            integration,
            status,
            position,
            column,
            origin,
        )
        .await?;
        there.insert(key);
    }
    for gone in known.difference(&there) {
        tx.execute(
            query(GONE)
                .bind(organization)
                .bind(integration)
                .bind(gone.kind)
                .bind(&*gone.id)
                .bind(now),
        )
        .await?;
    }
    tx.execute(query(MARK).bind(organization).bind(integration).bind(now))
        .await?;
    if new > 0 {
        tx.tell(organization, Pending::integration());
    }
    tx.commit().await?;
    Ok(new)
}

/// Every status that ever was.
async fn ever(
    tx: &mut Tx,
    organization: OrganizationId,
    integration: IntegrationId,
) -> Result<HashSet<StatusKey>, Error> {
    query(EVER)
        .bind(organization)
        .bind(integration)
        .fetch_all(tx.connection())
        .await?
        .iter()
        .map(|row| {
            Ok(StatusKey {
                kind: row.get_as("kind")?,
                id: row.get_as("remote_id")?,
            })
        })
        .collect()
}

/// A status that is known keeps its column.
pub(super) async fn insert(
    tx: &mut Tx,
    organization: OrganizationId,
    integration: IntegrationId,
    status: &FetchedStatus,
    position: i64,
    column: Option<ColumnId>,
    origin: Origin,
) -> Result<(), Error> {
    let now = tx.now();
    tx.execute(
        query(INSERT)
            .bind(organization)
            .bind(integration)
            .bind(status.kind)
            .bind(&*status.remote_id)
            .bind(&*status.name)
            .bind(position)
            .bind(Flag(status.hired))
            .bind(column)
            .bind(origin)
            .bind(now),
    )
    .await?;
    Ok(())
}
