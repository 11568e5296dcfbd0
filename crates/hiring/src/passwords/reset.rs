//! A lost password: a link by mail, good for an hour and once. Nobody learns whether an address has an account.

use std::net::IpAddr;
use std::time::Duration;

use serde_json::json;
use sqlx::query;

use super::change;
use crate::db::{RowExt, statements_block};
use crate::key_rotation::SealedColumn;
use crate::mails::{self, Cause, Mail};
use crate::sessions::{SignInError, throttle};
use crate::{
    AccountId, Error, Millis, OrganizationId, PasswordResetId, Secret, Store, accounts, token,
};

/// How long a link works.
pub const LASTS: Duration = Duration::from_secs(3600);

statements_block! {
    INSERT = "INSERT INTO password_resets (id, organization_id, account_id, token_hash, token, expires_at) VALUES ($1, $2, $3, $4, $5, $6)";
    FIND = "SELECT a.id, a.email FROM password_resets r JOIN accounts a ON a.id = r.account_id WHERE r.token_hash = $1 AND r.expires_at > $2";
    TAKE = "DELETE FROM password_resets WHERE token_hash = $1 AND expires_at > $2";
    MAIL = "SELECT r.token, r.expires_at, a.name, a.email FROM password_resets r JOIN accounts a ON a.id = r.account_id \
        WHERE r.organization_id = $1 AND r.id = $2 AND r.expires_at > $3 AND r.token IS NOT NULL";
    FORGET_TOKEN = "UPDATE password_resets SET token = NULL WHERE organization_id = $1 AND id = $2";
    OF_OTHER_KEYS = "SELECT organization_id, id, token AS sealed FROM password_resets WHERE token IS NOT NULL AND token NOT LIKE $1 LIMIT $2";
    RESEAL = "UPDATE password_resets SET token = $4 WHERE organization_id = $1 AND id = $2 AND token = $3";
    PRUNE = "DELETE FROM password_resets WHERE expires_at <= $1";
}

/// What a rotation of the key seals anew here.
pub(crate) const SEALED: SealedColumn = SealedColumn {
    of_other_keys: OF_OTHER_KEYS,
    reseal: RESEAL,
    row_name: |id| row_name(id),
};

/// Sends a link to the address, if it has an account that may come in somewhere. The answer and, to a few statements, the work are the same if not.
///
/// # Errors
/// [`SignInError::Throttled`] after too many requests for this address or from this client.
pub async fn request(store: &Store, email: &str, client: IpAddr) -> Result<(), SignInError> {
    let email = accounts::normal_email(email);
    let mut tx = store.begin().await?;
    throttle::count_in(&mut tx, &throttle::resets(&email, client)).await?;
    let now = tx.now();
    query(PRUNE)
        .bind(now)
        .execute(tx.connection())
        .await
        .map_err(Error::from)?;
    let account = accounts::by_email(tx.connection(), &email).await?;
    let memberships = match account {
        Some((account, _)) => accounts::memberships_of(tx.connection(), account).await?,
        None => Vec::new(),
    };
    if let Some(member) = memberships.first() {
        let (id, token) = (PasswordResetId::fresh(), Secret::new(token::random()));
        let sealed = store
            .sealer()
            .seal(member.organization, &row_name(id), &token)?;
        query(INSERT)
            .bind(id)
            .bind(member.organization)
            .bind(member.account)
            .bind(token::sha256_hex(token.expose()))
            .bind(sealed)
            .bind(now.after(LASTS))
            .execute(tx.connection())
            .await
            .map_err(Error::from)?;
        mails::owe(&mut tx, member.organization, Cause::PasswordReset(id)).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Whether the link with this token still works. Looking changes nothing.
///
/// # Errors
/// [`Error::NotFound`] if not.
pub async fn check(store: &Store, token: &str) -> Result<(), Error> {
    find(store, token).await.map(drop)
}

/// Sets the password by a link, once. Every session of the account ends, and its other links stop working.
///
/// # Errors
/// [`Error::NotFound`] for a dead link; [`Error::Invalid`] for a password that is too short or too long: the link still works then.
pub async fn redeem(store: &Store, token: &str, password: &Secret) -> Result<(), Error> {
    let (account, email) = find(store, token).await?;
    super::check(password.expose())?;
    let hash = super::hash(password.clone()).await?;
    let mut tx = store.begin().await?;
    let now = tx.now();
    let taken = query(TAKE)
        .bind(token::sha256_hex(token))
        .bind(now)
        .execute(tx.connection())
        .await?;
    if taken.rows_affected() == 0 {
        return Err(Error::NotFound);
    }
    change::set_in(&mut tx, account, &hash, "").await?;
    throttle::forgive(&mut tx, &[throttle::account(&email)]).await?;
    accounts::audit_everywhere(&mut tx, account, "account.reset_password", &json!({})).await?;
    tx.commit().await
}

async fn find(store: &Store, token: &str) -> Result<(AccountId, String), Error> {
    let row = query(FIND)
        .bind(token::sha256_hex(token))
        .bind(store.now())
        .fetch_optional(&mut *store.database().reader().await?)
        .await?
        .ok_or(Error::NotFound)?;
    Ok((row.get_as("id")?, row.get_as("email")?))
}

/// The mail of a reset; not found once it is sent.
pub(crate) async fn mail(
    store: &Store,
    organization: OrganizationId,
    id: PasswordResetId,
) -> Result<Mail, Error> {
    let row = query(MAIL)
        .bind(organization)
        .bind(id)
        .bind(store.now())
        .fetch_optional(&mut *store.database().reader().await?)
        .await?
        .ok_or(Error::NotFound)?;
    let sealed: String = row.get_as("token")?;
    let expires_at: Millis = row.get_as("expires_at")?;
    Ok(Mail::PasswordReset {
        to: row.get_as("email")?,
        name: row.get_as("name")?,
        token: store
            .sealer()
            .unseal(organization, &row_name(id), &sealed)?,
        expires_at,
    })
}

/// Forgets the sealed token: only the mail needed it.
pub(crate) async fn forget_token(
    store: &Store,
    organization: OrganizationId,
    id: PasswordResetId,
) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    tx.execute(query(FORGET_TOKEN).bind(organization).bind(id))
        .await?;
    tx.commit().await
}

/// The row that a token is sealed for.
fn row_name(id: impl std::fmt::Display) -> String {
    format!("password_reset/{id}")
}
