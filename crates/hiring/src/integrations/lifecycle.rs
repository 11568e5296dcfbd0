//! The life of a connection: listed, connected, answering, disconnected.

use std::time::Duration;

use serde_json::json;
use sqlx::query;

use super::{Integration, TokenSet, columns, integration, revoked, tokens};
use crate::db::{RowExt, statements_block};
use crate::events::Pending;
use crate::notifications::{self, About, NotificationKind};
use crate::permission::{ManageIntegrations, Operate};
use crate::queue::Task;
use crate::{Error, IntegrationId, OrganizationId, Permit, Store, audit, queue};

/// A connection that was begun and never consented to is forgotten after this time.
const STALE: Duration = Duration::from_secs(24 * 3600);

/// Why a connection ended that a person ended in the ATS.
pub const REVOKED: &str = "revoked";

statements_block! {
    READ = concat!("SELECT ", columns!(), " FROM integrations WHERE organization_id = $1 AND id = $2");
    LIST = concat!("SELECT ", columns!(), " FROM integrations WHERE organization_id = $1 ORDER BY created_at, id");
    ACTIVE = "SELECT organization_id, id FROM integrations WHERE state = 'active' ORDER BY organization_id, id";
    CONNECT = "UPDATE integrations SET state = 'active', remote_account = COALESCE($3, remote_account), connected_by = $4, connected_at = $5, \
        last_sync_at = COALESCE(last_sync_at, $5), disconnected_at = NULL, disconnected_reason = NULL WHERE organization_id = $1 AND id = $2";
    DISCONNECT = "UPDATE integrations SET state = 'disconnected', access_token = NULL, refresh_token = NULL, token_expires_at = NULL, \
        token_version = token_version + 1, disconnected_at = $3, disconnected_reason = $4 \
        WHERE organization_id = $1 AND id = $2 AND state <> 'disconnected'";
    SILENCE_WEBHOOKS = "UPDATE webhooks SET active = 0 WHERE organization_id = $1 AND integration_id = $2";
    SYNCED = "UPDATE integrations SET last_sync_at = $3 WHERE organization_id = $1 AND id = $2";
    DROP_STATES = "DELETE FROM oauth_states WHERE organization_id = $1 AND (expires_at <= $2 OR integration_id IN \
        (SELECT id FROM integrations WHERE organization_id = $1 AND state = 'pending' AND created_at < $3))";
    DROP_STALE = "DELETE FROM integrations WHERE organization_id = $1 AND state = 'pending' AND created_at < $2";
}

/// The organization's connections, oldest first.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list<C>(store: &Store, permit: &Permit<C>) -> Result<Vec<Integration>, Error> {
    let mut connection = store.database().reader().await?;
    query(LIST)
        .bind(permit.organization())
        .fetch_all(&mut *connection)
        .await?
        .iter()
        .map(integration)
        .collect()
}

/// One connection.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn read<C>(
    store: &Store,
    permit: &Permit<C>,
    id: IntegrationId,
) -> Result<Integration, Error> {
    let mut connection = store.database().reader().await?;
    let row = query(READ)
        .bind(permit.organization())
        .bind(id)
        .fetch_optional(&mut *connection)
        .await?;
    integration(&row.ok_or(Error::NotFound)?)
}

/// Every active connection of every organization: what the watch goes round.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn active(store: &Store) -> Result<Vec<(Permit<Operate>, IntegrationId)>, Error> {
    let mut connection = store.database().reader().await?;
    let rows = query(ACTIVE).fetch_all(&mut *connection).await?;
    rows.iter()
        .map(|row| {
            Ok((
                store.system(row.get_as::<OrganizationId>("organization_id")?),
                row.get_as("id")?,
            ))
        })
        .collect()
}

/// Consent is there: keeps the tokens, marks it active, queues `tasks`, lets work go on that rested without a connection, writes the audit,
/// tells the browsers; all or nothing.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn connected(
    store: &Store,
    permit: &Permit<ManageIntegrations>,
    id: IntegrationId,
    tokens: &TokenSet,
    remote_account: Option<&str>,
    tasks: &[Task],
) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    let now = tx.now();
    let organization = permit.organization();
    let changed = query(CONNECT)
        .bind(organization)
        .bind(id)
        .bind(remote_account)
        .bind(permit.actor().account())
        .bind(now)
        .execute(tx.connection())
        .await?;
    if changed.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    tokens::write(&mut tx, organization, id, tokens).await?;
    for task in tasks {
        queue::enqueue_in(&mut tx, organization, task).await?;
    }
    queue::settle::go_on(&mut tx, organization, queue::DISCONNECTED).await?;
    audit::record(
        &mut tx,
        permit,
        "integration.connect",
        &id.to_string(),
        &json!({}),
    )
    .await?;
    tx.tell(organization, Pending::integration());
    tx.commit().await
}

/// Ends the connection: forgets its tokens, silences its webhooks, writes the audit. False: it was disconnected already.
/// `reason` is a code: [`REVOKED`], `by_person`, …. Of a revocation, whoever can connect again hears by mail, once.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn disconnect(
    store: &Store,
    permit: &Permit<ManageIntegrations>,
    id: IntegrationId,
    reason: &str,
) -> Result<bool, Error> {
    let mut tx = store.begin().await?;
    let now = tx.now();
    let organization = permit.organization();
    query(READ)
        .bind(organization)
        .bind(id)
        .fetch_optional(tx.connection())
        .await?
        .ok_or(Error::NotFound)?;
    let ended = query(DISCONNECT)
        .bind(organization)
        .bind(id)
        .bind(now)
        .bind(reason)
        .execute(tx.connection())
        .await?;
    if ended.rows_affected() == 0 {
        return Ok(false);
    }
    tx.execute(query(SILENCE_WEBHOOKS).bind(organization).bind(id))
        .await?;
    if reason == REVOKED {
        revoked::tell_admins(&mut tx, organization, id).await?;
        let (kind, about) = (NotificationKind::IntegrationTrouble, About::default());
        notifications::add_to_bells::<ManageIntegrations>(&mut tx, organization, kind, &about)
            .await?;
    }
    audit::record(
        &mut tx,
        permit,
        "integration.disconnect",
        &id.to_string(),
        &json!({ "reason": reason }),
    )
    .await?;
    tx.tell(organization, Pending::integration());
    tx.commit().await?;
    Ok(true)
}

/// A person asked for something about a connection: writes the audit, and queues the work if there is some.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn asked(
    store: &Store,
    permit: &Permit<ManageIntegrations>,
    id: IntegrationId,
    action: &str,
    work: Option<Task>,
) -> Result<(), Error> {
    read(store, permit, id).await?;
    let mut tx = store.begin().await?;
    if let Some(work) = &work {
        queue::enqueue_in(&mut tx, permit.organization(), work).await?;
    }
    audit::record(&mut tx, permit, action, &id.to_string(), &json!({})).await?;
    tx.commit().await
}

/// The ATS answered just now.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn synced(
    store: &Store,
    permit: &Permit<Operate>,
    id: IntegrationId,
) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    let now = tx.now();
    tx.execute(query(SYNCED).bind(permit.organization()).bind(id).bind(now))
        .await?;
    tx.commit().await
}

/// Forgets expired OAuth states and connections that were begun and never consented to.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn purge_stale(store: &Store, permit: &Permit<Operate>) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    let now = tx.now();
    let organization = permit.organization();
    tx.execute(
        query(DROP_STATES)
            .bind(organization)
            .bind(now)
            .bind(now.before(STALE)),
    )
    .await?;
    tx.execute(query(DROP_STALE).bind(organization).bind(now.before(STALE)))
        .await?;
    tx.commit().await
}
