//! Webhooks: where an ATS calls us. Found by the hash of a secret path; each delivery is kept once, with the work it asks for.

mod ask;
pub(crate) mod by_hand;
pub(crate) mod check;
pub(crate) mod intake;

use std::time::Duration;

use sqlx::any::AnyRow;
use sqlx::query;

pub use ask::{Asked, ask};
pub use by_hand::{give_key, prepare_by_hand};
pub use check::{Problem, checked, key_refused, reached, told};
pub use intake::{Receipt, store_receipt};

use crate::db::{RowExt, statements_block};
use crate::key_rotation::SealedColumn;
use crate::permission::Operate;
use crate::{
    Error, IntegrationId, Millis, OrganizationId, Permit, Secret, Store, WebhookId, token,
};

/// How long tokens of deliveries are remembered: an ATS that retries or reruns later than this is heard twice, which is harmless.
pub const REMEMBERED: Duration = Duration::from_secs(30 * 24 * 3600);

statements_block! {
    INSERT = "INSERT INTO webhooks (organization_id, id, integration_id, event, path_hash, active, verified, created_at) VALUES ($1, $2, $3, $4, $5, 0, 0, $6)";
    CREATED = "UPDATE webhooks SET remote_id = $3, signature_token = $4, active = 1, problem = NULL WHERE organization_id = $1 AND id = $2";
    LIST = "SELECT id, integration_id, event, remote_id, active, verified, last_delivery_at, problem, checked_at, reached_at, by_hand, key_refused_at, \
        CASE WHEN signature_token IS NULL THEN 0 ELSE 1 END AS has_secret, path_hash FROM webhooks \
        WHERE organization_id = $1 AND integration_id = $2 ORDER BY event, id";
    FIND = "SELECT organization_id, id, integration_id, event, signature_token, active, by_hand FROM webhooks WHERE path_hash = $1";
    DELETE = "DELETE FROM webhooks WHERE organization_id = $1 AND id = $2";
    PRUNE = "DELETE FROM webhook_receipts WHERE organization_id = $1 AND received_at < $2";
    OF_OTHER_KEYS = "SELECT organization_id, id, signature_token AS sealed FROM webhooks WHERE signature_token NOT LIKE $1 LIMIT $2";
    RESEAL = "UPDATE webhooks SET signature_token = $4 WHERE organization_id = $1 AND id = $2 AND signature_token = $3";
}

/// What a rotation of the key seals anew here.
pub(crate) const SEALED: SealedColumn = SealedColumn {
    of_other_keys: OF_OTHER_KEYS,
    reseal: RESEAL,
    row_name: |id| row_name(id),
};

/// A webhook, without its secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Id.
    pub id: WebhookId,
    /// Of which connection.
    pub integration: IntegrationId,
    /// Which event.
    pub event: String,
    /// The ATS's id of it, once it exists there.
    pub remote_id: Option<String>,
    /// Whether it exists at the ATS.
    pub active: bool,
    /// Whether a genuine delivery ever arrived.
    pub verified: bool,
    /// When the last one did.
    pub last_delivery_at: Option<Millis>,
    /// What the last look at the ATS found wrong with it.
    pub problem: Option<Problem>,
    /// When that look was.
    pub checked_at: Option<Millis>,
    /// When anything came to its path last, also an empty test; to one made by hand only what its key fits.
    pub reached_at: Option<Millis>,
    /// Whether the key of its signatures is known.
    pub has_secret: bool,
    /// Whether people make it in the ATS, and not CLARA.
    pub by_hand: bool,
    /// When a delivery came that the key, which a person brought, does not fit; none once one came that it fits.
    pub key_refused_at: Option<Millis>,
    path_hash: String,
}

impl Webhook {
    /// Whether this secret part of a path is its own.
    #[must_use]
    pub fn is_at(&self, path_secret: &str) -> bool {
        self.path_hash == token::sha256_hex(path_secret)
    }
}

/// Whom a secret path belongs to.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// The organization's permit, for the receipt.
    pub permit: Permit<Operate>,
    /// The webhook.
    pub webhook: WebhookId,
    /// Its connection.
    pub integration: IntegrationId,
    /// Its event.
    pub event: String,
    /// What signatures are checked with; none until the ATS has given it.
    pub signature_token: Option<Secret>,
    /// Whether deliveries are wanted.
    pub active: bool,
    /// Whether a person made it in the ATS and brought the key.
    pub by_hand: bool,
}

/// Prepares a webhook: its path must answer before the ATS is asked to make it. Gives the secret part of the path.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn prepare(
    store: &Store,
    permit: &Permit<Operate>,
    integration: IntegrationId,
    event: &str,
) -> Result<(WebhookId, Secret), Error> {
    let mut tx = store.begin().await?;
    let now = tx.now();
    let (id, path) = (WebhookId::fresh(), token::random());
    tx.execute(
        query(INSERT)
            .bind(permit.organization())
            .bind(id)
            .bind(integration)
            .bind(event)
            .bind(token::sha256_hex(&path))
            .bind(now),
    )
    .await?;
    tx.commit().await?;
    Ok((id, Secret::new(path)))
}

/// The ATS made it: keeps its id there and the signature token (sealed), which is shown only once.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn created(
    store: &Store,
    permit: &Permit<Operate>,
    id: WebhookId,
    remote_id: &str,
    signature_token: Option<&Secret>,
) -> Result<(), Error> {
    let organization = permit.organization();
    let sealed = signature_token
        .map(|secret| sealed(store, organization, id, secret))
        .transpose()?;
    let mut tx = store.begin().await?;
    let changed = query(CREATED)
        .bind(organization)
        .bind(id)
        .bind(remote_id)
        .bind(sealed)
        .execute(tx.connection())
        .await?;
    if changed.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    tx.tell(organization, crate::events::Pending::integration());
    tx.commit().await
}

/// A connection's webhooks.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list<C>(
    store: &Store,
    permit: &Permit<C>,
    integration: IntegrationId,
) -> Result<Vec<Webhook>, Error> {
    let mut connection = store.database().reader().await?;
    let rows = query(LIST)
        .bind(permit.organization())
        .bind(integration)
        .fetch_all(&mut *connection)
        .await?;
    rows.iter().map(webhook).collect()
}

/// Forgets a webhook; its path is unknown from now on.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn remove(store: &Store, permit: &Permit<Operate>, id: WebhookId) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    tx.execute(query(DELETE).bind(permit.organization()).bind(id))
        .await?;
    tx.commit().await
}

/// Whom a secret path belongs to. Looked up by its hash, so that time tells nothing about other paths.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn find(store: &Store, path_secret: &str) -> Result<Endpoint, Error> {
    let mut connection = store.database().reader().await?;
    let row = query(FIND)
        .bind(token::sha256_hex(path_secret))
        .fetch_optional(&mut *connection)
        .await?
        .ok_or(Error::NotFound)?;
    let organization = row.get_as("organization_id")?;
    let webhook: WebhookId = row.get_as("id")?;
    let sealed: Option<String> = row.get_as("signature_token")?;
    Ok(Endpoint {
        permit: store.system(organization),
        webhook,
        integration: row.get_as("integration_id")?,
        event: row.get_as("event")?,
        signature_token: sealed
            .map(|sealed| {
                store
                    .sealer()
                    .unseal(organization, &row_name(webhook), &sealed)
            })
            .transpose()?,
        active: row.flag("active")?,
        by_hand: row.flag("by_hand")?,
    })
}

/// Forgets tokens of deliveries older than [`REMEMBERED`].
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn prune(store: &Store, permit: &Permit<Operate>) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    let before = tx.now().before(REMEMBERED);
    tx.execute_at_length(query(PRUNE).bind(permit.organization()).bind(before))
        .await?;
    tx.commit().await
}

/// A signature token as it is kept.
fn sealed(
    store: &Store,
    organization: OrganizationId,
    id: WebhookId,
    secret: &Secret,
) -> Result<String, Error> {
    store.sealer().seal(organization, &row_name(id), secret)
}

fn row_name(id: impl std::fmt::Display) -> String {
    format!("webhooks/{id}/signature")
}

fn webhook(row: &AnyRow) -> Result<Webhook, Error> {
    Ok(Webhook {
        id: row.get_as("id")?,
        integration: row.get_as("integration_id")?,
        event: row.get_as("event")?,
        remote_id: row.get_as("remote_id")?,
        active: row.flag("active")?,
        verified: row.flag("verified")?,
        last_delivery_at: row.get_as("last_delivery_at")?,
        problem: row.get_as("problem")?,
        checked_at: row.get_as("checked_at")?,
        reached_at: row.get_as("reached_at")?,
        has_secret: row.flag("has_secret")?,
        path_hash: row.get_as("path_hash")?,
        by_hand: row.flag("by_hand")?,
        key_refused_at: row.get_as("key_refused_at")?,
    })
}
