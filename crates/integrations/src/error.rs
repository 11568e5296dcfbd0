//! The errors that people see: what happened, what was kept, what to do.

use crate::connector::ConnectorError;

/// Why something that a person asked for was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store said no: not found, not allowed, not available.
    #[error(transparent)]
    Store(#[from] hiring::Error),
    /// The ATS said no, or nothing.
    #[error(transparent)]
    Ats(#[from] ConnectorError),
    /// This installation has no client id and secret for the ATS.
    #[error(
        "{0} is not set up in this installation: its client id and secret are missing from the configuration."
    )]
    NotConfigured(&'static str),
    /// Several organizations share this server, and the folder has none for this one.
    #[error(
        "There is no folder for this organization. Several organizations share this server, so each one's jobs stand in a sub-folder of CLARA_IMPORT_DIR named by the organization's id."
    )]
    NoFolder,
}

/// Why a connection was not made. Nothing was kept, and it can be tried again.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// The answer does not belong to a request of this browser: forged, too late, used before, or begun in another session.
    #[error(
        "This answer does not belong to a request that you made here, or it came too late. Nothing was connected. Start again from Settings, Integrations."
    )]
    WrongState,
    /// The person pressed *Deny*.
    #[error(
        "Access was not granted in the ATS. Nothing was connected. Press Accept there, or ask a Super Admin to."
    )]
    Refused,
    /// The person may not grant access.
    #[error(
        "Whoever signed in to the ATS is not a Super Admin there. Nothing was connected. Ask a Super Admin to connect, or to make you one."
    )]
    NotSuperAdmin,
    /// Consent came back with less than was asked for.
    #[error(
        "The ATS did not grant every permission that CLARA needs. Nothing was connected. Revoke the half-made app there, then connect again and accept the whole list."
    )]
    MissingScopes(Vec<&'static str>),
    /// The ATS's token endpoint refused the code, or the client id and secret.
    #[error(
        "The ATS did not accept the answer. Nothing was connected. Try again; if it happens again, check the client id and secret."
    )]
    Exchange,
    /// A connection that exists was asked for again, and consent came from another account of the ATS.
    #[error(
        "This is another account of the ATS than the one that was connected here. Nothing was changed. Sign in there with the account of before, or connect this one by Add New Integration."
    )]
    OtherAccount,
    /// The ATS does not answer.
    #[error(
        "The ATS does not answer properly just now. Nothing was connected. Try again in a minute."
    )]
    Unavailable,
    /// The store or the configuration.
    #[error(transparent)]
    Other(#[from] Error),
}

impl From<hiring::Error> for ConnectError {
    fn from(error: hiring::Error) -> Self {
        Self::Other(error.into())
    }
}
