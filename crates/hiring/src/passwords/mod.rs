//! Passwords: argon2id, on a blocking thread, the same work whether or not the account exists. Changed with the old one, or reset by mail.

pub(crate) mod change;
pub mod reset;

use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};

pub use change::change;

use crate::token::random_bytes;
use crate::{Error, Secret};

/// Shortest password, in characters (NIST SP 800-63B asks for 8 at least).
pub const MIN_CHARS: usize = 10;

/// Longest, in bytes: hashing megabytes would be an attack.
const MAX_BYTES: usize = 1024;

/// What a password for an unknown account is compared with: a hash of nothing anyone knows.
static NOBODY: LazyLock<String> =
    LazyLock::new(|| hash_now(&crate::token::random()).unwrap_or_default());

/// Checks length.
///
/// # Errors
/// [`Error::Invalid`] saying what is asked for.
pub fn check(password: &str) -> Result<(), Error> {
    if password.chars().count() < MIN_CHARS {
        return Err(Error::invalid(
            "password",
            format!("Choose a password of at least {MIN_CHARS} characters."),
        ));
    }
    if password.len() > MAX_BYTES {
        return Err(Error::invalid(
            "password",
            format!("Choose a password of at most {MAX_BYTES} bytes."),
        ));
    }
    Ok(())
}

/// Hashes, off the async threads.
pub(crate) async fn hash(password: Secret) -> Result<String, Error> {
    blocking(move || hash_now(password.expose()))
        .await?
        .ok_or_else(|| Error::Unavailable("a password could not be hashed".into()))
}

/// Whether the password fits the hash; without a hash the same work is done for nothing.
pub(crate) async fn verify(password: Secret, hash: Option<String>) -> Result<bool, Error> {
    blocking(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.clone());
        if password.expose().len() > MAX_BYTES {
            return false;
        }
        let fits = PasswordHash::new(&hash).is_ok_and(|hash| {
            Argon2::default()
                .verify_password(password.expose().as_bytes(), &hash)
                .is_ok()
        });
        fits && known
    })
    .await
}

/// Argon2id with the crate's defaults: 19 MiB, 2 passes, 1 lane (OWASP's first recommendation).
fn hash_now(password: &str) -> Option<String> {
    let salt = SaltString::encode_b64(&random_bytes::<16>()).ok()?;
    Some(
        Argon2::default()
            .hash_password(password.as_bytes(), &salt)
            .ok()?
            .to_string(),
    )
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| Error::Unavailable("the work was stopped".into()))
}
