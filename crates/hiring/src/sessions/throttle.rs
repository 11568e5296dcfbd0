//! Wrong passwords and requests for a reset: after five the pauses grow, for the account and for the client alike.

use std::net::IpAddr;
use std::time::Duration;

use sqlx::query;

use super::SignInError;
use crate::db::{RowExt, Tx, statements_block};
use crate::token::sha256_hex;
use crate::{Error, Millis, Store};

/// Tries without a pause.
const FREE: i64 = 5;

/// The first pause; each further wrong try doubles it.
const FIRST_PAUSE: Duration = Duration::from_secs(5);

/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(15 * 60);

/// After so long without a wrong try, all is forgotten.
const FORGET: Duration = Duration::from_secs(24 * 3600);

statements_block! {
    BLOCKED = "SELECT blocked_until FROM sign_in_failures WHERE subject = $1 AND blocked_until > $2";
    COUNT = "INSERT INTO sign_in_failures (subject, failures, last_at, blocked_until) VALUES ($1, 1, $2, 0) \
        ON CONFLICT (subject) DO UPDATE SET last_at = excluded.last_at, \
        failures = CASE WHEN sign_in_failures.last_at < $3 THEN 1 ELSE sign_in_failures.failures + 1 END RETURNING failures";
    BLOCK = "UPDATE sign_in_failures SET blocked_until = $2 WHERE subject = $1";
    FORGIVE = "DELETE FROM sign_in_failures WHERE subject = $1";
    FORGIVE_ONE = "UPDATE sign_in_failures SET failures = failures - 1, blocked_until = 0 WHERE subject = $1";
    PRUNE = "DELETE FROM sign_in_failures WHERE last_at < $1";
}

/// Whose tries are counted: the hash of an address, so that the table holds none.
pub(crate) enum Subject {
    Account(String),
    Client(String),
}

impl Subject {
    fn key(&self) -> &str {
        match self {
            Self::Account(key) | Self::Client(key) => key,
        }
    }

    /// Many people sit behind one client address, and a script cycles through many accounts from one: ten times the tries.
    fn free(&self) -> i64 {
        match self {
            Self::Account(_) => FREE,
            Self::Client(_) => FREE * 10,
        }
    }
}

pub(crate) fn account(email: &str) -> Subject {
    Subject::Account(sha256_hex(format!("account {email}")))
}

pub(crate) fn client(address: IpAddr) -> Subject {
    Subject::Client(sha256_hex(format!("client {}", network(address))))
}

/// Requests for a password reset: counted apart, so that asking for one does not slow down signing in.
pub(crate) fn resets(email: &str, address: IpAddr) -> [Subject; 2] {
    [
        Subject::Account(sha256_hex(format!("reset account {email}"))),
        Subject::Client(sha256_hex(format!("reset client {}", network(address)))),
    ]
}

/// An IPv6 client has a whole /64 to itself.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("{:?}/64", &address.segments()[..4]),
    }
}

/// The pause after so many wrong tries beyond the free ones: 5 s, 10 s, … 15 min.
pub(super) fn pause(beyond: i64) -> Duration {
    match u32::try_from(beyond) {
        Ok(0) | Err(_) => Duration::ZERO,
        Ok(beyond) => FIRST_PAUSE
            .saturating_mul(2u32.saturating_pow(beyond - 1))
            .min(LONGEST_PAUSE),
    }
}

/// Counts a try of each, unless one of them must wait.
pub(crate) async fn count(store: &Store, subjects: &[Subject]) -> Result<(), SignInError> {
    let mut tx = store.begin().await?;
    count_in(&mut tx, subjects).await?;
    tx.commit().await?;
    Ok(())
}

/// The same in a transaction that goes on.
pub(crate) async fn count_in(tx: &mut Tx, subjects: &[Subject]) -> Result<(), SignInError> {
    let now = tx.now();
    for subject in subjects {
        tx.alone_on(subject.key()).await?;
    }
    query(PRUNE)
        .bind(now.before(FORGET))
        .execute(tx.connection())
        .await
        .map_err(Error::from)?;
    for subject in subjects {
        let row = query(BLOCKED)
            .bind(subject.key())
            .bind(now)
            .fetch_optional(tx.connection())
            .await
            .map_err(Error::from)?;
        if let Some(row) = row {
            let until: Millis = row.get_as("blocked_until")?;
            return Err(SignInError::Throttled {
                retry_after: until.since(now),
            });
        }
    }
    for subject in subjects {
        let row = query(COUNT)
            .bind(subject.key())
            .bind(now)
            .bind(now.before(FORGET))
            .fetch_one(tx.connection())
            .await;
        let failures: i64 = row.map_err(Error::from)?.get_as("failures")?;
        let until = now.after(pause(failures - subject.free() + 1));
        if until > now {
            query(BLOCK)
                .bind(subject.key())
                .bind(until)
                .execute(tx.connection())
                .await
                .map_err(Error::from)?;
        }
    }
    Ok(())
}

/// The password was right: the account's tries are forgotten, the client's lose this one (else one's own account would clear the way to others').
pub(crate) async fn forgive(tx: &mut Tx, subjects: &[Subject]) -> Result<(), Error> {
    for subject in subjects {
        let statement = match subject {
            Subject::Account(_) => FORGIVE,
            Subject::Client(_) => FORGIVE_ONE,
        };
        tx.execute(query(statement).bind(subject.key())).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_quarter_of_an_hour() {
        let seconds: Vec<u64> = (0..11).map(|beyond| pause(beyond).as_secs()).collect();
        assert_eq!(seconds, [0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900]);
        assert_eq!(pause(-40), Duration::ZERO);
    }
}
