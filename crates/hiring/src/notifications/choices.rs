//! How soon a member wants a mail of each kind of news.

use serde_json::json;
use sqlx::query;

use super::{Cadence, NotificationKind};
use crate::db::{Connection, RowExt, statements_block};
use crate::permission::OwnAccount;
use crate::{AccountId, Error, OrganizationId, Permit, Store, Tx, audit};

statements_block! {
    ONE = "SELECT cadence FROM notification_choices WHERE organization_id = $1 AND account_id = $2 AND kind = $3";
    ALL = "SELECT kind, cadence FROM notification_choices WHERE organization_id = $1 AND account_id = $2";
    SET = "INSERT INTO notification_choices (organization_id, account_id, kind, cadence) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (organization_id, account_id, kind) DO UPDATE SET cadence = excluded.cadence";
}

/// What the holder of this permit chose, or what is usual, for every kind that has a mail.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn choices(
    store: &Store,
    permit: &Permit<OwnAccount>,
) -> Result<Vec<(NotificationKind, Cadence)>, Error> {
    let rows = query(ALL)
        .bind(permit.organization())
        .bind(permit.actor().account())
        .fetch_all(&mut *store.database().reader().await?)
        .await?;
    let chosen = rows
        .iter()
        .map(|row| Ok((row.get_as("kind")?, row.get_as("cadence")?)))
        .collect::<Result<Vec<(NotificationKind, Cadence)>, Error>>()?;
    let of = |kind: NotificationKind| {
        let chosen = chosen.iter().find(|(of, _)| *of == kind);
        let usual = kind.usually()?;
        Some((kind, chosen.map_or(usual, |(_, cadence)| *cadence)))
    };
    Ok(NotificationKind::ALL
        .iter()
        .filter_map(|kind| of(*kind))
        .collect())
}

/// Chooses how soon a mail tells of a kind of news from now on.
///
/// # Errors
/// [`Error::NotFound`] for a kind that has no mail, or without a person.
pub async fn choose(
    store: &Store,
    permit: &Permit<OwnAccount>,
    kind: NotificationKind,
    cadence: Cadence,
) -> Result<(), Error> {
    let account = permit.actor().account().ok_or(Error::NotFound)?;
    kind.usually().ok_or(Error::NotFound)?;
    let mut tx = store.begin().await?;
    set(&mut tx, permit.organization(), account, kind, cadence).await?;
    let detail = json!({ "kind": kind, "cadence": cadence });
    let target = account.to_string();
    audit::record(&mut tx, permit, "notification.choose", &target, &detail).await?;
    tx.commit().await
}

pub(super) async fn set(
    tx: &mut Tx,
    organization: OrganizationId,
    account: AccountId,
    kind: NotificationKind,
    cadence: Cadence,
) -> Result<(), Error> {
    tx.execute(
        query(SET)
            .bind(organization)
            .bind(account)
            .bind(kind)
            .bind(cadence),
    )
    .await?;
    Ok(())
}

/// What somebody chose for a kind, or what is usual. None: it has no mail.
pub(super) async fn of(
    connection: &mut Connection,
    organization: OrganizationId,
    account: AccountId,
    kind: NotificationKind,
) -> Result<Option<Cadence>, Error> {
    let Some(usual) = kind.usually() else {
        return Ok(None);
    };
    let row = query(ONE)
        .bind(organization)
        .bind(account)
        .bind(kind)
        .fetch_optional(connection)
        .await?;
    row.map_or(Ok(Some(usual)), |row| row.get_as("cadence").map(Some))
}
