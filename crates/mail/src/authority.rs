//! A further authority whose certificates are trusted: for mail servers of one's own.

use lettre::transport::smtp::client::{Certificate, TlsParameters};

/// A certificate authority, beside those that the system trusts; cheap to clone.
#[derive(Clone, Debug)]
pub struct Authority(Certificate);

/// A file that is no authority.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("it must hold the certificate of an authority in PEM (-----BEGIN CERTIFICATE-----)")]
pub struct AuthorityError;

impl Authority {
    /// From a PEM file; it may hold several certificates, and all of them are trusted.
    ///
    /// # Errors
    /// [`AuthorityError`] if there is none in it, or one that cannot be read.
    pub fn from_pem(pem: &[u8]) -> Result<Self, AuthorityError> {
        let marker = b"-----BEGIN CERTIFICATE-----";
        if !pem.windows(marker.len()).any(|window| window == marker) {
            return Err(AuthorityError);
        }
        let authority = Self(Certificate::from_pem(pem).map_err(|_| AuthorityError)?);
        // Whether it is a certificate at all is only looked at when it is put to use.
        authority
            .trusted_for("localhost".to_owned())
            .map_err(|_| AuthorityError)?;
        Ok(authority)
    }

    /// TLS with a server of this name, whose certificate this authority may have signed.
    pub(crate) fn trusted_for(
        &self,
        host: String,
    ) -> Result<TlsParameters, lettre::transport::smtp::Error> {
        TlsParameters::builder(host)
            .add_root_certificate(self.0.clone())
            .build()
    }
}
