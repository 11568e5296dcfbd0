//! Secrets at rest: XChaCha20-Poly1305 with a key id, bound to the organization and the row they stand in.

use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};

use crate::token::{random_bytes, sha256_hex};
use crate::{Error, OpenError, OrganizationId, Secret};

const NONCE: usize = 24;

/// 32 bytes that seal secrets.
#[derive(Clone)]
pub struct Key([u8; 32]);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

impl FromStr for Key {
    type Err = OpenError;

    /// From base64, with or without padding.
    fn from_str(text: &str) -> Result<Self, OpenError> {
        let bytes = STANDARD_NO_PAD
            .decode(text.trim().trim_end_matches('='))
            .map_err(|_| OpenError::BadKey)?;
        bytes.try_into().map(Self).map_err(|_| OpenError::BadKey)
    }
}

impl Key {
    /// A fresh key.
    #[must_use]
    pub fn random() -> Self {
        Self(random_bytes())
    }

    /// The key file of a data directory (mode 0600), made if it is missing.
    ///
    /// # Errors
    /// [`OpenError::DataDir`] if it cannot be read or written, [`OpenError::BadKey`] if it holds no key: then it is left alone, since
    /// what it sealed could not be read with another.
    pub(crate) fn beside(data_dir: &Path) -> Result<Self, OpenError> {
        let path = data_dir.join("key");
        let at_fault = |source| OpenError::DataDir {
            path: path.display().to_string(),
            source,
        };
        match std::fs::File::open(&path) {
            Ok(mut file) => {
                let mut text = String::new();
                file.read_to_string(&mut text).map_err(at_fault)?;
                text.parse()
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let key = Self::random();
                // Written aside and linked, so that two first starts at once agree on one key and a crash leaves no half of one.
                let aside = data_dir.join(format!("key.{}", std::process::id()));
                let mut file = std::fs::OpenOptions::new()
                    .write(true)
                    .create(true)
                    .truncate(true)
                    .mode(0o600)
                    .open(&aside)
                    .map_err(at_fault)?;
                file.write_all(STANDARD_NO_PAD.encode(key.0).as_bytes())
                    .and_then(|()| file.sync_all())
                    .map_err(at_fault)?;
                let linked = std::fs::hard_link(&aside, &path);
                std::fs::remove_file(&aside).map_err(at_fault)?;
                match linked {
                    Ok(()) => std::fs::File::open(data_dir)
                        .and_then(|dir| dir.sync_all())
                        .map(|()| key)
                        .map_err(at_fault),
                    Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                        Self::beside(data_dir)
                    }
                    Err(error) => Err(at_fault(error)),
                }
            }
            Err(error) => Err(at_fault(error)),
        }
    }
}

/// Seals and unseals.
pub struct Sealer {
    cipher: XChaCha20Poly1305,
    key_id: String,
}

impl Sealer {
    /// With this key. Its id (the head of its hash) stands in front of everything it seals.
    #[must_use]
    pub fn new(key: &Key) -> Self {
        Self {
            cipher: XChaCha20Poly1305::new(&key.0.into()),
            key_id: sha256_hex(key.0)[..8].to_owned(),
        }
    }

    /// `key id.base64(nonce ‖ ciphertext)`; opens only with the same organization and row.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if the cipher refuses (a secret of hundreds of gigabytes).
    pub fn seal(
        &self,
        organization: OrganizationId,
        row: &str,
        secret: &Secret,
    ) -> Result<String, Error> {
        let nonce = random_bytes::<NONCE>();
        let aad = Self::aad(organization, row);
        let payload = Payload {
            msg: secret.expose().as_bytes(),
            aad: aad.as_bytes(),
        };
        let sealed = self
            .cipher
            .encrypt(XNonce::from_slice(&nonce), payload)
            .map_err(|_| Error::Unavailable("a secret could not be sealed".into()))?;
        Ok(format!(
            "{}.{}",
            self.key_id,
            STANDARD_NO_PAD.encode([nonce.as_slice(), &sealed].concat())
        ))
    }

    /// The secret again.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if it was sealed with another key, for another row, or was changed.
    pub fn unseal(
        &self,
        organization: OrganizationId,
        row: &str,
        sealed: &str,
    ) -> Result<Secret, Error> {
        let broken = || {
            Error::Unavailable(
                "a secret could not be opened: it was sealed with another key, or was changed"
                    .into(),
            )
        };
        let (key_id, body) = sealed.split_once('.').ok_or_else(broken)?;
        if key_id != self.key_id {
            return Err(broken());
        }
        let bytes = STANDARD_NO_PAD.decode(body).map_err(|_| broken())?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE).ok_or_else(broken)?;
        let aad = Self::aad(organization, row);
        let payload = Payload {
            msg: sealed,
            aad: aad.as_bytes(),
        };
        let clear = self
            .cipher
            .decrypt(XNonce::from_slice(nonce), payload)
            .map_err(|_| broken())?;
        String::from_utf8(clear)
            .map(Secret::new)
            .map_err(|_| broken())
    }

    fn aad(organization: OrganizationId, row: &str) -> String {
        format!("{organization}/{row}")
    }
}
