//! What a consent asked for and what the ATS granted, and that the wizard was walked to its end.

use serde_json::json;
use sqlx::query;

use super::Begun;
use crate::db::{RowExt, statements_block};
use crate::events::Pending;
use crate::permission::ManageIntegrations;
use crate::{Error, IntegrationId, Permit, Store, audit, token};

statements_block! {
    ASK = "UPDATE oauth_states SET asked = $3 WHERE organization_id = $1 AND state_hash = $2";
    GRANT = "UPDATE integrations SET granted_scopes = $3 WHERE organization_id = $1 AND id = $2";
    GRANTED = "SELECT granted_scopes FROM integrations WHERE organization_id = $1 AND id = $2";
    SET_UP = "UPDATE integrations SET set_up_at = $3 WHERE organization_id = $1 AND id = $2 AND set_up_at IS NULL AND state = 'active'";
}

/// Remembers that a consent asks for more than usual: `what` is the caller's word for it, given back by [`redeem`](super::redeem).
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn ask(
    store: &Store,
    permit: &Permit<ManageIntegrations>,
    begun: &Begun,
    what: &str,
) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    tx.execute(
        query(ASK)
            .bind(permit.organization())
            .bind(token::sha256_hex(begun.state.expose()))
            .bind(what),
    )
    .await?;
    tx.commit().await
}

/// Keeps what the ATS granted.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn granted(
    store: &Store,
    permit: &Permit<ManageIntegrations>,
    id: IntegrationId,
    scopes: &[String],
) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    tx.execute(
        query(GRANT)
            .bind(permit.organization())
            .bind(id)
            .bind(scopes.join(" ")),
    )
    .await?;
    tx.commit().await
}

/// Whether the ATS granted a scope, as far as it said.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn grants<C>(
    store: &Store,
    permit: &Permit<C>,
    id: IntegrationId,
    scope: &str,
) -> Result<bool, Error> {
    let mut connection = store.database().reader().await?;
    let row = query(GRANTED)
        .bind(permit.organization())
        .bind(id)
        .fetch_optional(&mut *connection)
        .await?;
    let granted: Option<String> = row.ok_or(Error::NotFound)?.get_as("granted_scopes")?;
    Ok(granted.is_some_and(|granted| granted.split(' ').any(|known| known == scope)))
}

/// The wizard was walked to its end. Said again it changes nothing.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] if the connection is not active.
pub async fn set_up(
    store: &Store,
    permit: &Permit<ManageIntegrations>,
    id: IntegrationId,
) -> Result<(), Error> {
    let known = super::read(store, permit, id).await?;
    if known.state != super::IntegrationState::Active {
        return Err(Error::invalid(
            "integration",
            "This connection is not active, so its set-up cannot be finished. Reconnect it first.",
        ));
    }
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    let now = tx.now();
    let done = query(SET_UP)
        .bind(organization)
        .bind(id)
        .bind(now)
        .execute(tx.connection())
        .await?;
    if done.rows_affected() > 0 {
        audit::record(
            &mut tx,
            permit,
            "integration.set_up",
            &id.to_string(),
            &json!({}),
        )
        .await?;
        tx.tell(organization, Pending::integration());
    }
    tx.commit().await
}
