//! Secrets at rest: XChaCha20-Poly1305 with a key id, bound to the organization and the row they stand in.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};

use crate::keys::{Key, KeyId, Keys};
use crate::token::random_bytes;
use crate::{Error, OrganizationId, Secret};

const NONCE: usize = 24;

/// Seals with the present key, unseals with every one that it was given.
pub struct Sealer {
    present: Cipher,
    earlier: Vec<Cipher>,
}

/// A key at work. Its id stands in front of everything it seals.
struct Cipher {
    key_id: KeyId,
    cipher: XChaCha20Poly1305,
}

impl Cipher {
    fn new(key: &Key) -> Self {
        Self {
            key_id: key.id(),
            cipher: XChaCha20Poly1305::new(key.bytes().into()),
        }
    }
}

impl Sealer {
    /// With these keys.
    #[must_use]
    pub fn new(keys: &Keys) -> Self {
        Self {
            present: Cipher::new(&keys.present),
            earlier: keys.earlier.iter().map(Cipher::new).collect(),
        }
    }

    /// The id of the key that seals.
    #[must_use]
    pub fn key_id(&self) -> &KeyId {
        &self.present.key_id
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
            .present
            .cipher
            .encrypt(XNonce::from_slice(&nonce), payload)
            .map_err(|_| Error::Unavailable("a secret could not be sealed".into()))?;
        Ok(format!(
            "{}.{}",
            self.present.key_id,
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
        let key = std::iter::once(&self.present)
            .chain(&self.earlier)
            .find(|key| key.key_id.as_str() == key_id)
            .ok_or_else(broken)?;
        let bytes = STANDARD_NO_PAD.decode(body).map_err(|_| broken())?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE).ok_or_else(broken)?;
        let aad = Self::aad(organization, row);
        let payload = Payload {
            msg: sealed,
            aad: aad.as_bytes(),
        };
        let clear = key
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
