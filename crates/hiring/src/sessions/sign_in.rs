//! Signing in with a password: throttled by account and by client, the same work for unknown accounts, a fresh token each time.

use std::time::Duration;

use super::{Client, SessionToken, start, throttle};
use crate::{Error, Member, Secret, Store, accounts, passwords};

/// Why somebody is not signed in, or their password does not count.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Address or password is wrong, or the account belongs to no organization; not said which.
    #[error("the mail address or the password is wrong")]
    Wrong,
    /// Too many wrong tries; the password was not looked at.
    #[error("too many wrong tries: wait {} seconds", retry_after.as_secs())]
    Throttled {
        /// How long to wait.
        retry_after: Duration,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] Error),
}

/// Checks the password and starts a session in the account's first organization (by name).
///
/// # Errors
/// [`SignInError`].
pub async fn sign_in(
    store: &Store,
    email: &str,
    password: &Secret,
    client: &Client,
) -> Result<(SessionToken, Member), SignInError> {
    let email = accounts::normal_email(email);
    let subjects = [throttle::account(&email), throttle::client(client.address)];
    // Counted before the password is looked at, and taken back if it was right: a hundred tries at once are a hundred tries.
    throttle::count(store, &subjects).await?;
    let account = accounts::by_email(&mut *store.database().reader().await?, &email).await?;
    let (account, hash) = account.unzip();
    let fits = passwords::verify(password.clone(), hash).await?;
    let (true, Some(account)) = (fits, account) else {
        return Err(SignInError::Wrong);
    };
    let mut tx = store.begin().await?;
    throttle::forgive(&mut tx, &subjects).await?;
    let organizations = accounts::memberships_of(tx.connection(), account).await?;
    let Some(member) = organizations.into_iter().next() else {
        return Err(SignInError::Wrong);
    };
    let token = start(&mut tx, account, member.organization, &client.device).await?;
    tx.commit().await?;
    Ok((token, member))
}
