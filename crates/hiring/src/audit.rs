//! The audit log: every change that a person makes, whatever right they make it by, written with it. Append-only: nothing here changes or deletes a row.

use serde_json::Value;
use sqlx::query;

use crate::db::{Json, RowExt, Tx, statements_block};
use crate::permission::{Actor, ManageSettings};
use crate::{AccountId, Error, Millis, OrganizationId, Permit, Store};

statements_block! {
    INSERT = "INSERT INTO audit_events (organization_id, id, account_id, action, target, detail, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    LIST = "SELECT id, account_id, action, target, detail, created_at FROM audit_events \
        WHERE organization_id = $1 AND created_at < $2 ORDER BY created_at DESC, id DESC LIMIT $3";
    OF_TARGET = "SELECT id, account_id, action, target, detail, created_at FROM audit_events \
        WHERE organization_id = $1 AND target = $2 ORDER BY created_at, id";
}

/// One entry.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditEvent {
    /// Id.
    pub id: String,
    /// Who; none: CLARA itself, or somebody without an account who holds a link: then `detail` says so.
    pub account: Option<AccountId>,
    /// What was done: `noun.verb`.
    pub action: String,
    /// The id of what it was done to.
    pub target: String,
    /// Ids and values, never candidate data.
    pub detail: Value,
    /// When.
    pub at: Millis,
}

/// Writes an entry with its cause; one that a program made names the token too. `detail` holds ids and settings, never candidate data: the log outlives an erasure.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn record<C>(
    tx: &mut Tx,
    permit: &Permit<C>,
    action: &str,
    target: &str,
    detail: &Value,
) -> Result<(), Error> {
    record_by(
        tx,
        permit.organization(),
        permit.actor(),
        action,
        target,
        detail,
    )
    .await
}

/// [`record`] for a hand without a permit: whoever holds a link.
pub(crate) async fn record_by(
    tx: &mut Tx,
    organization: OrganizationId,
    actor: Actor,
    action: &str,
    target: &str,
    detail: &Value,
) -> Result<(), Error> {
    let now = tx.now();
    let mut detail = detail.clone();
    if let (Some(token), Some(fields)) = (actor.token(), detail.as_object_mut()) {
        fields.insert("api_token".into(), token.to_string().into());
    }
    if let (Actor::Recipient(recipient), Some(fields)) = (actor, detail.as_object_mut()) {
        fields.insert("recipient".into(), recipient.to_string().into());
    }
    tx.execute(
        query(INSERT)
            .bind(organization)
            .bind(uuid::Uuid::now_v7().to_string())
            .bind(actor.account())
            .bind(action)
            .bind(target)
            .bind(Json(detail))
            .bind(now),
    )
    .await?;
    Ok(())
}

/// The newest entries before `before`, newest first.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list(
    store: &Store,
    permit: &Permit<ManageSettings>,
    before: Millis,
    limit: u32,
) -> Result<Vec<AuditEvent>, Error> {
    let mut connection = store.database().reader().await?;
    let rows = query(LIST)
        .bind(permit.organization())
        .bind(before)
        .bind(i64::from(limit))
        .fetch_all(&mut *connection)
        .await?;
    rows.iter().map(event).collect()
}

/// What was done to one thing, oldest first.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn of(
    store: &Store,
    permit: &Permit<ManageSettings>,
    target: &str,
) -> Result<Vec<AuditEvent>, Error> {
    let mut connection = store.database().reader().await?;
    query(OF_TARGET)
        .bind(permit.organization())
        .bind(target)
        .fetch_all(&mut *connection)
        .await?
        .iter()
        .map(event)
        .collect()
}

fn event(row: &sqlx::any::AnyRow) -> Result<AuditEvent, Error> {
    Ok(AuditEvent {
        id: row.get_as("id")?,
        account: row.get_as("account_id")?,
        action: row.get_as("action")?,
        target: row.get_as("target")?,
        detail: row.json("detail")?,
        at: row.get_as("created_at")?,
    })
}
