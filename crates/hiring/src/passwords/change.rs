//! A new password for one's own account: the old one is asked for, and every other session ends.

use serde_json::json;
use sqlx::query;

use crate::db::statements_block;
use crate::sessions::{self, SignInError, throttle};
use crate::{AccountId, Error, Member, Secret, Store, Tx, accounts};

statements_block! {
    SET = "UPDATE accounts SET password_hash = $2 WHERE id = $1";
    DELETE_RESETS = "DELETE FROM password_resets WHERE account_id = $1";
}

/// Changes the member's password. The session whose token has the hash `current` goes on, all others end.
///
/// # Errors
/// [`SignInError::Wrong`] or [`SignInError::Throttled`] for the old one; [`Error::Invalid`] within [`SignInError::Store`] for the new one.
pub async fn change(
    store: &Store,
    member: &Member,
    old: &Secret,
    new: &Secret,
    current: &str,
) -> Result<(), SignInError> {
    super::check(new.expose())?;
    let subjects = [throttle::account(&member.email)];
    throttle::count(store, &subjects).await?;
    let account = accounts::by_email(&mut *store.database().reader().await?, &member.email).await?;
    let (account, hash) = account.unzip();
    let fits = super::verify(old.clone(), hash).await?;
    let (true, Some(account)) = (fits, account) else {
        return Err(SignInError::Wrong);
    };
    let hash = super::hash(new.clone()).await?;
    let mut tx = store.begin().await?;
    throttle::forgive(&mut tx, &subjects).await?;
    set_in(&mut tx, account, &hash, current).await?;
    accounts::audit_everywhere(&mut tx, account, "account.change_password", &json!({})).await?;
    tx.commit().await?;
    Ok(())
}

/// Sets a password: links that could reset it stop working, and every session ends but the one whose token has the hash `but`.
pub(super) async fn set_in(
    tx: &mut Tx,
    account: AccountId,
    hash: &str,
    but: &str,
) -> Result<(), Error> {
    tx.execute(query(SET).bind(account).bind(hash)).await?;
    tx.execute(query(DELETE_RESETS).bind(account)).await?;
    sessions::list::end_all_in(tx, account, but).await
}
