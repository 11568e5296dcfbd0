//! Cards that stand already when a mapping is saved: which would move, and moving them, a few at a time.

use std::collections::HashMap;

use sqlx::query;

use super::{Choice, Origin, StatusKey, read_in};
use crate::db::{RowExt, statements_block};
use crate::permission::{ManageIntegrations, Operate};
use crate::{ApplicationId, ColumnId, Error, IntegrationId, Permit, Store, placements};

/// The kind of the row that moves standing cards to where a saved mapping puts them: payload `{"integration": id, "statuses": [key, …]}`.
pub const APPLY_MAPPING: &str = "apply_mapping";

/// How many cards are moved in one transaction.
const TOGETHER: usize = 100;

statements_block! {
    /// Cards that a person moved here are left out by `by_hand`: moved by a person who has an account.
    STANDING = "SELECT a.id, p.column_id, CAST(CASE WHEN p.moved_by IS NULL THEN 0 ELSE 1 END AS BIGINT) AS by_hand, a.stage_id, a.archived_reason_id FROM applications a \
        JOIN jobs j ON j.organization_id = a.organization_id AND j.id = a.job_id \
        JOIN placements p ON p.organization_id = a.organization_id AND p.application_id = a.id \
        WHERE a.organization_id = $1 AND j.integration_id = $2 AND a.removed_at IS NULL ORDER BY a.id";
}

/// What applying a mapping to standing cards would do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// Cards that would move.
    pub moves: u64,
    /// Cards that would, had not a person moved them here: they stay.
    pub stay: u64,
}

/// What saving these choices and applying them would move: cards in statuses whose meaning changes, and which stand elsewhere.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn preview(
    store: &Store,
    permit: &Permit<ManageIntegrations>,
    integration: IntegrationId,
    choices: &[Choice],
) -> Result<Preview, Error> {
    let mut connection = store.database().reader().await?;
    let mapping = read_in(&mut connection, permit.organization(), integration).await?;
    let known: HashMap<_, _> = mapping
        .statuses
        .into_iter()
        .map(|status| (status.key, (status.column, status.origin)))
        .collect();
    let changed: HashMap<StatusKey, ColumnId> = choices
        .iter()
        .filter(|choice| {
            known.get(&choice.key).is_some_and(|(column, origin)| {
                *column != choice.column || *origin == Origin::Unmapped
            })
        })
        .filter_map(|choice| Some((choice.key.clone(), choice.column?)))
        .collect();
    let mut preview = Preview::default();
    for card in standing(&mut connection, permit, integration, &changed).await? {
        if card.by_hand {
            preview.stay += 1;
        } else {
            preview.moves += 1;
        }
    }
    Ok(preview)
}

/// Moves some of the cards that stand in these statuses to where the mapping puts them; false once all stand there. Run again it goes on.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn apply_some(
    store: &Store,
    permit: &Permit<Operate>,
    integration: IntegrationId,
    statuses: &[StatusKey],
) -> Result<bool, Error> {
    let organization = permit.organization();
    let cards = {
        let mut connection = store.database().reader().await?;
        let mapping = read_in(&mut connection, organization, integration).await?;
        let wanted: HashMap<StatusKey, ColumnId> = mapping
            .statuses
            .into_iter()
            .filter(|status| statuses.contains(&status.key))
            .filter_map(|status| Some((status.key, status.column?)))
            .collect();
        standing(&mut connection, permit, integration, &wanted).await?
    };
    let mut cards: Vec<_> = cards.into_iter().filter(|card| !card.by_hand).collect();
    let more = cards.len() > TOGETHER;
    cards.truncate(TOGETHER);
    let mut tx = store.begin().await?;
    for card in cards {
        tx.alone_on(card.application).await?;
        // A person may have been faster; a card that left the board stays away.
        match placements::read_in(tx.connection(), organization, card.application).await {
            Ok(now) if now.moved_by.is_none() => {
                placements::by_ats(&mut tx, organization, card.application, card.to).await?;
            }
            Ok(_) | Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    tx.commit().await?;
    Ok(more)
}

/// A card that does not stand where the mapping puts it.
struct Astray {
    application: ApplicationId,
    to: ColumnId,
    by_hand: bool,
}

async fn standing<C>(
    connection: &mut crate::db::Connection,
    permit: &Permit<C>,
    integration: IntegrationId,
    wanted: &HashMap<StatusKey, ColumnId>,
) -> Result<Vec<Astray>, Error> {
    let rows = query(STANDING)
        .bind(permit.organization())
        .bind(integration)
        .fetch_all(connection)
        .await?;
    let mut astray = Vec::new();
    for row in rows {
        let key = StatusKey::of(row.get_as("stage_id")?, row.get_as("archived_reason_id")?);
        let Some(to) = key.and_then(|key| wanted.get(&key).copied()) else {
            continue;
        };
        if row.get_as::<ColumnId>("column_id")? != to {
            astray.push(Astray {
                application: row.get_as("id")?,
                to,
                by_hand: row.flag("by_hand")?,
            });
        }
    }
    Ok(astray)
}
