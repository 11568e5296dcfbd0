//! What a look at the ATS found of a webhook, that its path was reached, and that its key does not fit.

use sqlx::query;

use crate::db::{statements_block, text_enum};
use crate::events::Pending;
use crate::permission::Operate;
use crate::{Error, IntegrationId, Permit, Store, WebhookId};

statements_block! {
    CHECKED = "UPDATE webhooks SET problem = $3, checked_at = $4 WHERE organization_id = $1 AND id = $2";
    REACHED = "UPDATE webhooks SET reached_at = $3 WHERE organization_id = $1 AND id = $2";
    KEY_REFUSED = "UPDATE webhooks SET key_refused_at = $3 WHERE organization_id = $1 AND id = $2 AND by_hand = 1 AND key_refused_at IS NULL";
    TOLD = "SELECT 1 AS one FROM webhook_receipts WHERE organization_id = $1 AND integration_id = $2 AND subject = $3 AND event = $4 LIMIT 1";
}

text_enum! {
    /// What is wrong with a webhook. Each is mended by making it anew.
    pub enum Problem {
        /// The ATS has it no longer.
        Missing = "missing",
        /// In the ATS it leads to another address.
        Elsewhere = "elsewhere",
        /// The key of its signatures was never told, or is lost.
        SecretLost = "secret_lost",
        /// The ATS refused to make it.
        Refused = "refused",
    }
}

/// What a look at the ATS found.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn checked(
    store: &Store,
    permit: &Permit<Operate>,
    id: WebhookId,
    problem: Option<Problem>,
) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    let now = tx.now();
    tx.execute(
        query(CHECKED)
            .bind(permit.organization())
            .bind(id)
            .bind(problem)
            .bind(now),
    )
    .await?;
    tx.commit().await
}

/// An empty test came to its path: the way is open.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn reached(store: &Store, permit: &Permit<Operate>, id: WebhookId) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    let now = tx.now();
    tx.execute(
        query(REACHED)
            .bind(permit.organization())
            .bind(id)
            .bind(now),
    )
    .await?;
    tx.tell(permit.organization(), Pending::integration());
    tx.commit().await
}

/// A delivery came to a webhook made by hand that the key, which a person brought, does not fit. Written down and told once.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn key_refused(
    store: &Store,
    permit: &Permit<Operate>,
    id: WebhookId,
) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    let now = tx.now();
    let noted = query(KEY_REFUSED)
        .bind(permit.organization())
        .bind(id)
        .bind(now)
        .execute(tx.connection())
        .await?;
    if noted.rows_affected() > 0 {
        tx.tell(permit.organization(), Pending::integration());
    }
    tx.commit().await
}

/// Whether a delivery of this event named the candidacy.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn told(
    store: &Store,
    permit: &Permit<Operate>,
    integration: IntegrationId,
    subject: &str,
    event: &str,
) -> Result<bool, Error> {
    let mut connection = store.database().reader().await?;
    let row = query(TOLD)
        .bind(permit.organization())
        .bind(integration)
        .bind(subject)
        .bind(event)
        .fetch_optional(&mut *connection)
        .await?;
    Ok(row.is_some())
}
