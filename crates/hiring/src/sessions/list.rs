//! Where an account is signed in, and ending what should not be. A session is named by the head of its token's hash, which opens nothing.

use sqlx::query;

use crate::db::{RowExt, Tx, statements_block};
use crate::events::Pending;
use crate::{AccountId, Error, Member, Millis, OrganizationId, Store, accounts};

statements_block! {
    LIST = "SELECT s.token_hash, s.device, s.created_at, s.last_seen_at, o.name AS organization_name \
        FROM sessions s JOIN members m ON m.organization_id = s.organization_id AND m.account_id = s.account_id AND m.deactivated_at IS NULL \
        JOIN organizations o ON o.id = s.organization_id \
        WHERE s.account_id = $1 AND s.expires_at > $2 ORDER BY s.last_seen_at DESC, s.created_at DESC, s.token_hash";
    END = "DELETE FROM sessions WHERE account_id = $1 AND substr(token_hash, 1, 16) = $2 RETURNING organization_id";
    END_ALL = "DELETE FROM sessions WHERE account_id = $1 AND token_hash <> $2 RETURNING organization_id";
    END_OF_MEMBER = "DELETE FROM sessions WHERE organization_id = $1 AND account_id = $2 RETURNING organization_id";
}

/// How many characters of the hash name a session: 64 bits.
const ID_CHARS: usize = 16;

/// A place where the account is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Names it among the account's.
    pub id: String,
    /// "Firefox on Linux"; empty if it is not known.
    pub device: String,
    /// In which organization.
    pub organization_name: String,
    /// Since when.
    pub created_at: Millis,
    /// When it was last used, to the hour.
    pub last_seen_at: Millis,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// Every session of the member's account, the latest used first. `current` is the hash of the token that asks.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list(store: &Store, member: &Member, current: &str) -> Result<Vec<Session>, Error> {
    let mut connection = store.database().reader().await?;
    let rows = query(LIST)
        .bind(member.account)
        .bind(store.now())
        .fetch_all(&mut *connection)
        .await?;
    rows.iter()
        .map(|row| {
            let hash: String = row.get_as("token_hash")?;
            Ok(Session {
                current: hash == current,
                id: hash.chars().take(ID_CHARS).collect(),
                device: row.get_as("device")?,
                organization_name: row.get_as("organization_name")?,
                created_at: row.get_as("created_at")?,
                last_seen_at: row.get_as("last_seen_at")?,
            })
        })
        .collect()
}

/// Ends one session of the member's account.
///
/// # Errors
/// [`Error::NotFound`] if it has none of this name.
pub async fn end(store: &Store, member: &Member, id: &str) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    let ended = query(END)
        .bind(member.account)
        .bind(id)
        .fetch_all(tx.connection())
        .await?;
    if ended.is_empty() {
        return Err(Error::NotFound);
    }
    tell(&mut tx, &ended)?;
    let detail = serde_json::json!({ "session": id });
    accounts::audit_everywhere(&mut tx, member.account, "session.end", &detail).await?;
    tx.commit().await
}

/// Ends every session of the member's account but the one whose token has the hash `current`.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn end_others(store: &Store, member: &Member, current: &str) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    end_all_in(&mut tx, member.account, current).await?;
    let detail = serde_json::json!({});
    accounts::audit_everywhere(&mut tx, member.account, "session.end_others", &detail).await?;
    tx.commit().await
}

/// Ends every session of an account but the one whose token has the hash `but` (empty: none is spared).
pub(crate) async fn end_all_in(tx: &mut Tx, account: AccountId, but: &str) -> Result<(), Error> {
    let ended = query(END_ALL)
        .bind(account)
        .bind(but)
        .fetch_all(tx.connection())
        .await?;
    tell(tx, &ended)
}

/// Ends every session that an account has in an organization.
pub(crate) async fn end_of_member_in(
    tx: &mut Tx,
    organization: OrganizationId,
    account: AccountId,
) -> Result<(), Error> {
    let ended = query(END_OF_MEMBER)
        .bind(organization)
        .bind(account)
        .fetch_all(tx.connection())
        .await?;
    tell(tx, &ended)
}

/// Wakes the live connections of the organizations in which sessions ended: those that lost theirs close at once.
pub(super) fn tell(tx: &mut Tx, ended: &[sqlx::any::AnyRow]) -> Result<(), Error> {
    for row in ended {
        tx.tell(row.get_as("organization_id")?, Pending::members());
    }
    Ok(())
}
