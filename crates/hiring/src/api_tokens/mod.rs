//! Tokens of the public API: made by a person, for a program that acts with that person's rights, narrowed by scopes. Only the hash is kept.

pub(crate) mod requests;
pub mod scope;

use std::time::Duration;

use serde_json::json;
use sqlx::any::AnyRow;
use sqlx::query;

pub use requests::RequestKey;
pub use scope::{Scope, Scoped};

use crate::db::{Json, RowExt, statements_block};
use crate::permission::{Actor, ManageApiTokens};
use crate::{ApiTokenId, Error, Forbidden, Member, Millis, Permit, Secret, Store};
use crate::{accounts, audit, token};

/// What every token begins with, so that people and scanners recognise one that leaked.
pub const PREFIX: &str = "clara_";

/// The longest life of a token, in days.
pub const MAX_DAYS: u32 = 366;

/// So many characters after the prefix are shown in lists: enough to tell tokens apart, too few to guess the rest.
const OPENING: usize = 4;

/// `last_used_at` is written at most so often.
const TOUCH: Duration = Duration::from_secs(3600);

statements_block! {
    INSERT = "INSERT INTO api_tokens (organization_id, id, token_hash, opening, name, scopes, account_id, created_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    LIST = "SELECT t.id, t.opening, t.name, t.scopes, a.name AS created_by, t.created_at, t.expires_at, t.last_used_at, t.revoked_at \
        FROM api_tokens t JOIN accounts a ON a.id = t.account_id WHERE t.organization_id = $1 ORDER BY t.created_at DESC, t.id DESC";
    REVOKE = "UPDATE api_tokens SET revoked_at = COALESCE(revoked_at, $3) WHERE organization_id = $1 AND id = $2 RETURNING revoked_at";
    BY_HASH = "SELECT organization_id, id, account_id, scopes, last_used_at FROM api_tokens \
        WHERE token_hash = $1 AND revoked_at IS NULL AND expires_at > $2";
    USED = "UPDATE api_tokens SET last_used_at = $3 WHERE organization_id = $1 AND id = $2";
}

/// A token as lists show it; what it was is known to nobody any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    /// Id.
    pub id: ApiTokenId,
    /// Its first characters.
    pub opening: String,
    /// What it is for, as its maker said.
    pub name: String,
    /// What it may be used for.
    pub scopes: Vec<Scope>,
    /// The name of its maker.
    pub created_by: String,
    /// Since when.
    pub created_at: Millis,
    /// Until when.
    pub expires_at: Millis,
    /// When it was used last, to the hour.
    pub last_used_at: Option<Millis>,
    /// Since when it is revoked.
    pub revoked_at: Option<Millis>,
}

/// A token just made: the one time that it is seen.
#[derive(Clone, Debug)]
pub struct NewApiToken {
    /// Its id.
    pub id: ApiTokenId,
    /// The token: to be shown once.
    pub token: Secret,
}

/// Who holds a token: its maker, as far as the scopes go.
#[derive(Clone, Debug)]
pub struct Bearer {
    member: Member,
    token: ApiTokenId,
    scopes: Vec<Scope>,
}

/// Why a token gives no permit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It was not made for this.
    #[error("the token lacks the scope {0}")]
    Scope(Scope),
    /// Its maker may not do this (any more).
    #[error(transparent)]
    Role(#[from] Forbidden),
}

impl Bearer {
    /// The token.
    #[must_use]
    pub fn token(&self) -> ApiTokenId {
        self.token
    }

    /// The permit, if the token has the scope and its maker's role the capability.
    ///
    /// # Errors
    /// [`Refused`] if one of them has not.
    pub fn permit<S: Scoped>(&self) -> Result<Permit<S::Right>, Refused> {
        if !self.scopes.contains(&S::SCOPE) {
            return Err(Refused::Scope(S::SCOPE));
        }
        let actor = Actor::Token {
            account: self.member.account,
            token: self.token,
        };
        Ok(self.member.permit_as(actor)?)
    }
}

/// Makes a token that acts with the maker's rights for so many days.
///
/// # Errors
/// [`Error::Invalid`] for no name, no scope, or a life beyond [`MAX_DAYS`].
pub async fn create(
    store: &Store,
    permit: &Permit<ManageApiTokens>,
    name: &str,
    scopes: &[Scope],
    days: u32,
) -> Result<NewApiToken, Error> {
    let name = accounts::filled("name", name)?;
    let scopes: Vec<Scope> = Scope::ALL
        .iter()
        .copied()
        .filter(|scope| scopes.contains(scope))
        .collect();
    if scopes.is_empty() {
        return Err(Error::invalid("scopes", "Choose at least one scope."));
    }
    if !(1..=MAX_DAYS).contains(&days) {
        return Err(Error::invalid(
            "days",
            format!("A token lives for 1 to {MAX_DAYS} days."),
        ));
    }
    let account = permit
        .actor()
        .account()
        .ok_or_else(|| Error::invalid("account", "Only a person makes a token."))?;
    let token = format!("{PREFIX}{}", token::random());
    let mut tx = store.begin().await?;
    let now = tx.now();
    let id = ApiTokenId::fresh();
    tx.execute(
        query(INSERT)
            .bind(permit.organization())
            .bind(id)
            .bind(token::sha256_hex(&token))
            .bind(&token[..PREFIX.len() + OPENING])
            .bind(&*name)
            .bind(Json(&scopes))
            .bind(account)
            .bind(now)
            .bind(now.after(Duration::from_secs(u64::from(days) * 24 * 3600))),
    )
    .await?;
    let detail = json!({ "scopes": scopes, "days": days });
    audit::record(
        &mut tx,
        permit,
        "api_token.create",
        &id.to_string(),
        &detail,
    )
    .await?;
    tx.commit().await?;
    Ok(NewApiToken {
        id,
        token: Secret::new(token),
    })
}

/// The organization's tokens, newest first, also those that ended.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn list(store: &Store, permit: &Permit<ManageApiTokens>) -> Result<Vec<ApiToken>, Error> {
    query(LIST)
        .bind(permit.organization())
        .fetch_all(&mut *store.database().reader().await?)
        .await?
        .iter()
        .map(api_token)
        .collect()
}

/// Ends a token at once; one that is revoked stays so.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn revoke(
    store: &Store,
    permit: &Permit<ManageApiTokens>,
    id: ApiTokenId,
) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    let now = tx.now();
    query(REVOKE)
        .bind(permit.organization())
        .bind(id)
        .bind(now)
        .fetch_optional(tx.connection())
        .await?
        .ok_or(Error::NotFound)?;
    audit::record(
        &mut tx,
        permit,
        "api_token.revoke",
        &id.to_string(),
        &json!({}),
    )
    .await?;
    tx.commit().await
}

/// Who holds this token; none if it is unknown, expired or revoked, or if its maker left the organization.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn authenticate(store: &Store, presented: &Secret) -> Result<Option<Bearer>, Error> {
    if !presented.expose().starts_with(PREFIX) {
        return Ok(None);
    }
    let now = store.now();
    let mut connection = store.database().reader().await?;
    let row = query(BY_HASH)
        .bind(token::sha256_hex(presented.expose()))
        .bind(now)
        .fetch_optional(&mut *connection)
        .await?;
    let Some(row) = row else { return Ok(None) };
    // As the maker is now: a role that was lowered narrows the token, a membership that ended ends it.
    let maker = accounts::membership(
        &mut connection,
        row.get_as("organization_id")?,
        row.get_as("account_id")?,
    );
    let Some(member) = maker.await? else {
        return Ok(None);
    };
    drop(connection);
    let bearer = Bearer {
        member,
        token: row.get_as("id")?,
        scopes: row.json("scopes")?,
    };
    let last_used: Option<Millis> = row.get_as("last_used_at")?;
    if last_used.is_none_or(|last_used| now.since(last_used) >= TOUCH)
        && let Err(error) = touch(store, &bearer).await
    {
        // A mark, and no more: where nothing can be written (the disk is full), programs go on reading.
        tracing::warn!(%error, "when a token was used last was not kept");
    }
    Ok(Some(bearer))
}

/// Remembers that a token is used now.
async fn touch(store: &Store, bearer: &Bearer) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    let now = tx.now();
    tx.execute(
        query(USED)
            .bind(bearer.member.organization)
            .bind(bearer.token)
            .bind(now),
    )
    .await?;
    tx.commit().await
}

fn api_token(row: &AnyRow) -> Result<ApiToken, Error> {
    Ok(ApiToken {
        id: row.get_as("id")?,
        opening: row.get_as("opening")?,
        name: row.get_as("name")?,
        scopes: row.json("scopes")?,
        created_by: row.get_as("created_by")?,
        created_at: row.get_as("created_at")?,
        expires_at: row.get_as("expires_at")?,
        last_used_at: row.get_as("last_used_at")?,
        revoked_at: row.get_as("revoked_at")?,
    })
}
