//! Integrations: an organization's connections to an ATS, with their sealed tokens. What is at the other end this crate does not know.

pub(crate) mod lease;
pub(crate) mod lifecycle;
pub(crate) mod oauth;
pub(crate) mod revoked;
pub(crate) mod set_up;
pub(crate) mod tokens;

use serde_json::Value;
use sqlx::any::AnyRow;

pub use lease::RefreshLease;
pub use lifecycle::{
    REVOKED, active, asked, connected, disconnect, list, purge_stale, read, synced,
};
pub use oauth::{Begun, Redeemed, STATE_LASTS, begin, redeem};
pub use set_up::{ask, granted, grants, set_up};
pub use tokens::{TokenSet, Tokens, store_tokens, tokens};

use crate::db::{RowExt, text_enum};
use crate::{AccountId, Error, IntegrationId, Millis};

text_enum! {
    /// Which ATS.
    pub enum Provider {
        /// Lever.
        Lever = "lever",
        /// Lever's own test environment.
        LeverSandbox = "lever_sandbox",
        /// The built-in simulator.
        Simulator = "simulator",
        /// A folder on the server.
        Folder = "folder",
    }
}

text_enum! {
    /// Where a connection stands.
    pub enum IntegrationState {
        /// Consent was asked for, and is not there yet.
        Pending = "pending",
        /// Connected.
        Active = "active",
        /// Revoked, or disconnected here.
        Disconnected = "disconnected",
    }
}

/// A connection, without its tokens.
#[derive(Clone, Debug, PartialEq)]
pub struct Integration {
    /// Id.
    pub id: IntegrationId,
    /// Which ATS.
    pub provider: Provider,
    /// Where it stands.
    pub state: IntegrationState,
    /// The environment's addresses, in the connector's own shape.
    pub urls: Value,
    /// Which account of the ATS, where it said so.
    pub remote_account: Option<String>,
    /// When the access token ends.
    pub token_expires_at: Option<Millis>,
    /// Who connected it.
    pub connected_by: Option<AccountId>,
    /// When.
    pub connected_at: Option<Millis>,
    /// When it was disconnected.
    pub disconnected_at: Option<Millis>,
    /// Why: a code.
    pub disconnected_reason: Option<String>,
    /// When it last answered.
    pub last_sync_at: Option<Millis>,
    /// When its stages and archive reasons were last learnt.
    pub statuses_learnt_at: Option<Millis>,
    /// Whether a person saved its status mapping.
    pub is_mapped: bool,
    /// When the wizard was walked to its end.
    pub set_up_at: Option<Millis>,
    /// When it was begun.
    pub created_at: Millis,
}

/// What a row of [`Integration`] is read from.
macro_rules! columns {
    () => {
        "id, provider, state, urls, remote_account, token_expires_at, connected_by, connected_at, disconnected_at, disconnected_reason, last_sync_at, \
         statuses_learnt_at, statuses_version, set_up_at, created_at"
    };
}
pub(crate) use columns;

pub(crate) fn integration(row: &AnyRow) -> Result<Integration, Error> {
    Ok(Integration {
        id: row.get_as("id")?,
        provider: row.get_as("provider")?,
        state: row.get_as("state")?,
        urls: row.json("urls")?,
        remote_account: row.get_as("remote_account")?,
        token_expires_at: row.get_as("token_expires_at")?,
        connected_by: row.get_as("connected_by")?,
        connected_at: row.get_as("connected_at")?,
        disconnected_at: row.get_as("disconnected_at")?,
        disconnected_reason: row.get_as("disconnected_reason")?,
        last_sync_at: row.get_as("last_sync_at")?,
        statuses_learnt_at: row.get_as("statuses_learnt_at")?,
        is_mapped: row.get_as::<i64>("statuses_version")? > 0,
        set_up_at: row.get_as("set_up_at")?,
        created_at: row.get_as("created_at")?,
    })
}
