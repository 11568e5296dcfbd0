//! Ending mails of news by a link, without a session: one press, for all kinds. Where a share asks somebody to decide, its mail still comes, but
//! no reminder by itself.

use serde_json::json;
use sqlx::query;

use super::{Cadence, NotificationKind, choices, hours};
use crate::db::{RowExt, statements_block};
use crate::key_rotation::SealedColumn;
use crate::permission::Actor;
use crate::shares::reminders;
use crate::{AccountId, Error, OrganizationId, Secret, Store, Tx, audit, token};

statements_block! {
    FIND = "SELECT organization_id, account_id FROM unsubscribe_links WHERE token_hash = $1";
    READ = "SELECT token FROM unsubscribe_links WHERE organization_id = $1 AND account_id = $2";
    INSERT = "INSERT INTO unsubscribe_links (organization_id, account_id, token_hash, token) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (organization_id, account_id) DO NOTHING";
    OF_OTHER_KEYS = "SELECT organization_id, account_id AS id, token AS sealed FROM unsubscribe_links WHERE token NOT LIKE $1 LIMIT $2";
    RESEAL = "UPDATE unsubscribe_links SET token = $4 WHERE organization_id = $1 AND account_id = $2 AND token = $3";
}

/// What a rotation of the key seals anew here.
pub(crate) const SEALED: SealedColumn = SealedColumn {
    of_other_keys: OF_OTHER_KEYS,
    reseal: RESEAL,
    row_name: |id| row_name(id),
};

/// No more mails of news for whoever this link was mailed to; of a share's link, no more reminders by themselves. Said twice is said once.
///
/// # Errors
/// [`Error::NotFound`] for an unknown link.
pub async fn unsubscribe(store: &Store, link: &Secret) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    let row = query(FIND)
        .bind(token::sha256_hex(link.expose()))
        .fetch_optional(tx.connection())
        .await?;
    let Some(row) = row else {
        // A reminder has no link of its own for that: the share's does it.
        reminders::end(&mut tx, link).await?;
        return tx.commit().await;
    };
    let (organization, account) = (row.get_as("organization_id")?, row.get_as("account_id")?);
    for kind in NotificationKind::ALL {
        if kind.usually().is_some() {
            choices::set(&mut tx, organization, account, *kind, Cadence::Off).await?;
        }
    }
    hours::set_reminders(&mut tx, organization, account, false).await?;
    audit::record_by(
        &mut tx,
        organization,
        Actor::Account(account),
        "notification.unsubscribe",
        &account.to_string(),
        &json!({}),
    )
    .await?;
    tx.commit().await
}

/// The link of a member, made when the first mail needs it.
pub(super) async fn link(
    tx: &mut Tx,
    organization: OrganizationId,
    account: AccountId,
) -> Result<Secret, Error> {
    let store = tx.store().clone();
    let fresh = Secret::new(token::random());
    tx.execute(
        query(INSERT)
            .bind(organization)
            .bind(account)
            .bind(token::sha256_hex(fresh.expose()))
            .bind(
                store
                    .sealer()
                    .seal(organization, &row_name(account), &fresh)?,
            ),
    )
    .await?;
    let sealed: String = query(READ)
        .bind(organization)
        .bind(account)
        .fetch_one(tx.connection())
        .await?
        .get_as("token")?;
    store
        .sealer()
        .unseal(organization, &row_name(account), &sealed)
}

/// The row that a token is sealed for.
fn row_name(id: impl std::fmt::Display) -> String {
    format!("unsubscribe_link/{id}")
}
