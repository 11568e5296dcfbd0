//! Webhooks that people make in the ATS's own settings, where its API refuses: an address to take there, a signature token to bring back.

use serde_json::json;
use sqlx::query;

use super::sealed;
use crate::db::statements_block;
use crate::events::Pending;
use crate::permission::ManageIntegrations;
use crate::{Error, IntegrationId, Permit, Secret, Store, WebhookId, audit, integrations, token};

statements_block! {
    REPLACE = "DELETE FROM webhooks WHERE organization_id = $1 AND integration_id = $2 AND event = $3 AND (by_hand = 1 OR remote_id IS NULL)";
    INSERT = "INSERT INTO webhooks (organization_id, id, integration_id, event, path_hash, active, verified, created_at, by_hand) \
        VALUES ($1, $2, $3, $4, $5, 0, 0, $6, 1)";
    GIVE_KEY = "UPDATE webhooks SET signature_token = $3, active = 1, verified = 0, reached_at = NULL, last_delivery_at = NULL, key_refused_at = NULL \
        WHERE organization_id = $1 AND id = $2 AND by_hand = 1";
}

/// Prepares a webhook that a person will make in the ATS: gives the secret part of its address, which is shown this once. An earlier one for the
/// same event ends.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn prepare_by_hand(
    store: &Store,
    permit: &Permit<ManageIntegrations>,
    integration: IntegrationId,
    event: &str,
) -> Result<(WebhookId, Secret), Error> {
    integrations::read(store, permit, integration).await?;
    let organization = permit.organization();
    let (id, path) = (WebhookId::fresh(), token::random());
    let mut tx = store.begin().await?;
    let now = tx.now();
    tx.execute(
        query(REPLACE)
            .bind(organization)
            .bind(integration)
            .bind(event),
    )
    .await?;
    tx.execute(
        query(INSERT)
            .bind(organization)
            .bind(id)
            .bind(integration)
            .bind(event)
            .bind(token::sha256_hex(&path))
            .bind(now),
    )
    .await?;
    let detail = json!({ "webhook": id, "event": event });
    audit::record(
        &mut tx,
        permit,
        "webhook.prepare",
        &integration.to_string(),
        &detail,
    )
    .await?;
    tx.tell(organization, Pending::integration());
    tx.commit().await?;
    Ok((id, Secret::new(path)))
}

/// The signature token that the ATS shows beside a webhook that a person made there; kept sealed. What arrived before says nothing of it.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] for what cannot be one.
pub async fn give_key(
    store: &Store,
    permit: &Permit<ManageIntegrations>,
    webhook: WebhookId,
    key: &Secret,
) -> Result<(), Error> {
    let length = key.expose().trim().len();
    if !(16..=200).contains(&length) {
        return Err(Error::invalid(
            "key",
            "This is not a signature token: Lever shows 48 letters and digits beside the webhook. Nothing was changed.",
        ));
    }
    let organization = permit.organization();
    let key = Secret::new(key.expose().trim());
    let sealed = sealed(store, organization, webhook, &key)?;
    let mut tx = store.begin().await?;
    let given = query(GIVE_KEY)
        .bind(organization)
        .bind(webhook)
        .bind(sealed)
        .execute(tx.connection())
        .await?;
    if given.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    audit::record(
        &mut tx,
        permit,
        "webhook.give_key",
        &webhook.to_string(),
        &json!({}),
    )
    .await?;
    tx.tell(organization, Pending::integration());
    tx.commit().await
}
