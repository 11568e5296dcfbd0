//! Sessions: who is signed in, in which organization. The cookie carries a random token; only its hash is stored.

pub(crate) mod list;
mod sign_in;
pub(crate) mod throttle;

use std::net::IpAddr;
use std::time::Duration;

use sqlx::query;

pub use list::{Session, end, end_others, list};
pub use sign_in::{SignInError, sign_in};

use crate::db::{RowExt, statements_block};
use crate::{AccountId, Error, Member, OrganizationId, Secret, Store, Tx, accounts, token};

/// How long a session lasts without a request.
pub const IDLE: Duration = Duration::from_secs(14 * 24 * 3600);

/// `last_seen_at` is written at most so often: a page makes many requests.
const TOUCH: Duration = Duration::from_secs(3600);

statements_block! {
    INSERT = "INSERT INTO sessions (token_hash, account_id, organization_id, device, created_at, last_seen_at, expires_at) VALUES ($1, $2, $3, $6, $4, $4, $5)";
    READ = "SELECT m.organization_id, o.name AS organization_name, m.account_id, m.role, a.name, a.email, s.last_seen_at \
        FROM sessions s JOIN members m ON m.organization_id = s.organization_id AND m.account_id = s.account_id AND m.deactivated_at IS NULL \
        JOIN accounts a ON a.id = m.account_id JOIN organizations o ON o.id = m.organization_id \
        WHERE s.token_hash = $1 AND s.expires_at > $2";
    TOUCH_SEEN = "UPDATE sessions SET last_seen_at = $2, expires_at = $3 WHERE token_hash = $1";
    TOUCH_MEMBER = "UPDATE members SET last_seen_at = $3 WHERE organization_id = $1 AND account_id = $2";
    DELETE = "DELETE FROM sessions WHERE token_hash = $1 RETURNING organization_id, device";
    DELETE_EXPIRED = "DELETE FROM sessions WHERE expires_at <= $1";
}

/// Where somebody comes from.
#[derive(Clone, Debug)]
pub struct Client {
    /// The address behind trusted proxies.
    pub address: IpAddr,
    /// "Firefox on Linux"; empty if it is not known.
    pub device: String,
}

/// What a cookie carries: 32 random bytes as base64url.
#[derive(Clone, Debug)]
pub struct SessionToken(Secret);

impl SessionToken {
    /// From a cookie's value. Anything may stand there; only a known token finds a session.
    #[must_use]
    pub fn from_cookie(value: &str) -> Self {
        Self(Secret::new(value))
    }

    /// The cookie's value.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// Its SHA-256 in hex: what is stored, and what an OAuth state is bound to.
    #[must_use]
    pub fn hash(&self) -> String {
        token::sha256_hex(self.0.expose())
    }
}

/// Who holds this token, and where; none if it is unknown, expired or signed out, or if the account left the organization.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn read(store: &Store, token: &SessionToken) -> Result<Option<Member>, Error> {
    let now = store.now();
    let hash = token.hash();
    let row = query(READ)
        .bind(&*hash)
        .bind(now)
        .fetch_optional(&mut *store.database().reader().await?)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let member = accounts::member(&row)?;
    if now.since(row.get_as("last_seen_at")?) >= TOUCH
        && let Err(error) = touch(store, hash, &member).await
    {
        // A mark, and no more: where nothing can be written (the disk is full), people go on reading.
        tracing::warn!(%error, "when a session was used last was not kept");
    }
    Ok(Some(member))
}

/// Remembers that a session is used now.
async fn touch(store: &Store, hash: String, member: &Member) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    let now = tx.now();
    tx.execute(query(TOUCH_SEEN).bind(hash).bind(now).bind(now.after(IDLE)))
        .await?;
    seen(&mut tx, member.account, member.organization).await?;
    tx.commit().await
}

/// Ends the session; an unknown token is fine.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn sign_out(store: &Store, token: &SessionToken) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    end_in(&mut tx, token).await?;
    tx.commit().await
}

/// Carries the session into another organization of the same account, under a new token; the old one ends.
///
/// # Errors
/// [`Error::NotFound`] if the token is not signed in, or its account does not belong there.
pub async fn switch_organization(
    store: &Store,
    token: &SessionToken,
    to: OrganizationId,
) -> Result<(SessionToken, Member), Error> {
    let member = read(store, token).await?.ok_or(Error::NotFound)?;
    let mut tx = store.begin().await?;
    let member = accounts::membership(tx.connection(), to, member.account)
        .await?
        .ok_or(Error::NotFound)?;
    // Ended meanwhile (deactivated, signed out elsewhere): it does not come to life again.
    let device = end_in(&mut tx, token).await?.ok_or(Error::NotFound)?;
    let token = start(&mut tx, member.account, to, &device).await?;
    tx.commit().await?;
    Ok((token, member))
}

/// Ends the session of a token, and answers its device; none if there was no such session.
pub(crate) async fn end_in(tx: &mut Tx, token: &SessionToken) -> Result<Option<String>, Error> {
    let ended = query(DELETE)
        .bind(token.hash())
        .fetch_all(tx.connection())
        .await?;
    list::tell(tx, &ended)?;
    ended.first().map(|row| row.get_as("device")).transpose()
}

/// Starts a session under a fresh token.
pub(crate) async fn start(
    tx: &mut Tx,
    account: AccountId,
    organization: OrganizationId,
    device: &str,
) -> Result<SessionToken, Error> {
    let token = SessionToken(Secret::new(token::random()));
    let now = tx.now();
    tx.execute(query(DELETE_EXPIRED).bind(now)).await?;
    tx.execute(
        query(INSERT)
            .bind(token.hash())
            .bind(account)
            .bind(organization)
            .bind(now)
            .bind(now.after(IDLE))
            .bind(device),
    )
    .await?;
    seen(tx, account, organization).await?;
    Ok(token)
}

async fn seen(tx: &mut Tx, account: AccountId, organization: OrganizationId) -> Result<(), Error> {
    let now = tx.now();
    tx.execute(
        query(TOUCH_MEMBER)
            .bind(organization)
            .bind(account)
            .bind(now),
    )
    .await?;
    Ok(())
}
