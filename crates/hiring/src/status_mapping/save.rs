//! Saving a mapping: all of it at once, by whoever saw its newest version.

use std::collections::HashMap;

use serde_json::json;
use sqlx::query;

use super::{APPLY_MAPPING, FetchedStatus, Mapping, Origin, StatusKey, guess, read_in};
use crate::db::statements_block;
use crate::events::Pending;
use crate::permission::ManageIntegrations;
use crate::queue::{Task, enqueue_in};
use crate::{ColumnId, Error, IntegrationId, Permit, Store, audit, columns};

statements_block! {
    CHOOSE = "UPDATE statuses SET column_id = $5, origin = 'chosen' WHERE organization_id = $1 AND integration_id = $2 AND kind = $3 AND remote_id = $4";
    NEXT = "UPDATE integrations SET statuses_version = statuses_version + 1 WHERE organization_id = $1 AND id = $2 AND statuses_version = $3";
}

/// What a person says a status means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Which status.
    pub key: StatusKey,
    /// The column of its cards; none: no change.
    pub column: Option<ColumnId>,
}

/// What became of a mapping that somebody wanted to save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is the mapping now.
    Done(Mapping),
    /// Somebody else saved meanwhile: this is theirs, and nothing was changed.
    Changed(Mapping),
}

/// Makes these choices the mapping; statuses that are not named keep theirs. With `apply`, cards that stand in a status whose meaning changed are
/// moved, as a row of the queue; else only what changes in the ATS from now on moves a card.
///
/// # Errors
/// [`Error::NotFound`] for a connection, status or column that is not here.
pub async fn save(
    store: &Store,
    permit: &Permit<ManageIntegrations>,
    integration: IntegrationId,
    expected_version: i64,
    choices: &[Choice],
    apply: bool,
) -> Result<Saved, Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    tx.alone_on(integration).await?;
    let before = read_in(tx.connection(), organization, integration).await?;
    if before.version != expected_version {
        return Ok(Saved::Changed(before));
    }
    let board = columns::all(tx.connection(), organization).await?;
    let is_here = |id| board.iter().any(|column| column.id == id);
    if choices
        .iter()
        .filter_map(|choice| choice.column)
        .any(|id| !is_here(id))
    {
        return Err(Error::NotFound);
    }
    let known: HashMap<&StatusKey, _> = before
        .statuses
        .iter()
        .map(|status| (&status.key, (status.column, status.origin)))
        .collect();
    let mut changed = Vec::new();
    for choice in choices {
        let (column, origin) = *known.get(&choice.key).ok_or(Error::NotFound)?;
        if column != choice.column || origin == Origin::Unmapped {
            changed.push(choice.key.clone());
        }
        tx.execute(
            query(CHOOSE)
                .bind(organization)
                .bind(integration)
                .bind(choice.key.kind)
                .bind(&*choice.key.id)
                .bind(choice.column),
        )
        .await?;
    }
    tx.execute(
        query(NEXT)
            .bind(organization)
            .bind(integration)
            .bind(expected_version),
    )
    .await?;
    if apply && !changed.is_empty() {
        let payload = json!({ "integration": integration, "statuses": changed });
        let task = Task::new(APPLY_MAPPING, payload)
            .keyed(format!("{integration}/{}", expected_version + 1));
        enqueue_in(&mut tx, organization, &task).await?;
    }
    let detail = json!({ "version": expected_version + 1, "changed": changed, "applied": apply });
    audit::record(
        &mut tx,
        permit,
        "status_mapping.save",
        &integration.to_string(),
        &detail,
    )
    .await?;
    tx.tell(organization, Pending::integration());
    let mapping = read_in(tx.connection(), organization, integration).await?;
    tx.commit().await?;
    Ok(Saved::Done(mapping))
}

/// The column that each status's name suggests: what *Reset to defaults* chooses.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn defaults(
    store: &Store,
    permit: &Permit<ManageIntegrations>,
    integration: IntegrationId,
) -> Result<Vec<Choice>, Error> {
    let organization = permit.organization();
    let mut connection = store.database().reader().await?;
    let mapping = read_in(&mut connection, organization, integration).await?;
    let board = columns::all(&mut *connection, organization).await?;
    let statuses: Vec<FetchedStatus> = mapping
        .statuses
        .into_iter()
        .map(|status| FetchedStatus {
            kind: status.key.kind,
            remote_id: status.key.id,
            name: status.name,
            hired: status.hired,
        })
        .collect();
    let guesses: Vec<Option<ColumnId>> = guess::columns(&statuses, &board)
        .into_iter()
        .map(|column| column.map(|column| column.id))
        .collect();
    Ok(statuses
        .into_iter()
        .zip(guesses)
        .map(|(status, column)| Choice {
            key: StatusKey {
                kind: status.kind,
                id: status.remote_id,
            },
            column,
        })
        .collect())
}
