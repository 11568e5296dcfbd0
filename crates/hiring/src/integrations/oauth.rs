//! The way out to consent and back: a state that works once, for ten minutes, in the session that began.

use std::time::Duration;

use serde_json::{Value, json};
use sqlx::query;

use super::{Integration, IntegrationState, Provider, columns, integration};
use crate::db::{Json, RowExt, statements_block};
use crate::permission::ManageIntegrations;
use crate::{
    AccountId, Error, IntegrationId, OrganizationId, Permit, Secret, Store, accounts, audit, token,
};

/// How long a person may take at the ATS's consent page.
pub const STATE_LASTS: Duration = Duration::from_secs(600);

statements_block! {
    INSERT = "INSERT INTO integrations (organization_id, id, provider, state, urls, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    RENEW = "UPDATE integrations SET urls = $4 WHERE organization_id = $1 AND id = $2 AND provider = $3";
    INSERT_STATE = "INSERT INTO oauth_states (state_hash, session_hash, organization_id, integration_id, account_id, expires_at) VALUES ($1, $2, $3, $4, $5, $6)";
    REDEEM = "DELETE FROM oauth_states WHERE state_hash = $1 AND session_hash = $2 AND expires_at > $3 RETURNING organization_id, integration_id, account_id, asked";
    READ = concat!("SELECT ", columns!(), " FROM integrations WHERE organization_id = $1 AND id = $2");
}

/// What consent is asked with.
#[derive(Clone, Debug)]
pub struct Begun {
    /// The connection, pending.
    pub integration: IntegrationId,
    /// The `state` parameter: unguessable, works once.
    pub state: Secret,
}

/// What a state that came back stands for.
#[derive(Clone, Debug)]
pub struct Redeemed {
    /// Of the person who began, as they are now.
    pub permit: Permit<ManageIntegrations>,
    /// The connection.
    pub integration: Integration,
    /// What was asked for beyond the usual: see [`ask`](super::ask).
    pub asked: Option<String>,
}

/// Begins a connection, or with `again` another consent for one that exists. `session_hash` is
/// [`SessionToken::hash`](crate::sessions::SessionToken::hash): only that browser can finish.
///
/// # Errors
/// [`Error::NotFound`] if `again` is not here or of another provider; [`Error::Invalid`] if the system asks, which has no browser.
pub async fn begin(
    store: &Store,
    permit: &Permit<ManageIntegrations>,
    provider: Provider,
    urls: &Value,
    again: Option<IntegrationId>,
    session_hash: &str,
) -> Result<Begun, Error> {
    let organization = permit.organization();
    let account = permit
        .actor()
        .account()
        .ok_or_else(|| Error::invalid("account", "A person must give consent."))?;
    let mut tx = store.begin().await?;
    let now = tx.now();
    let id = match again {
        Some(id) => {
            let renewed = query(RENEW)
                .bind(organization)
                .bind(id)
                .bind(provider)
                .bind(Json(urls))
                .execute(tx.connection())
                .await?;
            if renewed.rows_affected() == 0 {
                return Err(Error::NotFound);
            }
            id
        }
        None => {
            let id = IntegrationId::fresh();
            tx.execute(
                query(INSERT)
                    .bind(organization)
                    .bind(id)
                    .bind(provider)
                    .bind(IntegrationState::Pending)
                    .bind(Json(urls))
                    .bind(now),
            )
            .await?;
            id
        }
    };
    let state = token::random();
    tx.execute(
        query(INSERT_STATE)
            .bind(token::sha256_hex(&state))
            .bind(session_hash)
            .bind(organization)
            .bind(id)
            .bind(account)
            .bind(now.after(STATE_LASTS)),
    )
    .await?;
    audit::record(
        &mut tx,
        permit,
        "integration.begin",
        &id.to_string(),
        &json!({ "provider": provider }),
    )
    .await?;
    tx.commit().await?;
    Ok(Begun {
        integration: id,
        state: Secret::new(state),
    })
}

/// Takes a state that came back, once. In another session, too late, or twice it is unknown.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] if the person lost the role meanwhile.
pub async fn redeem(store: &Store, state: &str, session_hash: &str) -> Result<Redeemed, Error> {
    let mut tx = store.begin().await?;
    let now = tx.now();
    let row = query(REDEEM)
        .bind(token::sha256_hex(state))
        .bind(session_hash)
        .bind(now)
        .fetch_optional(tx.connection())
        .await?;
    let row = row.ok_or(Error::NotFound)?;
    let organization: OrganizationId = row.get_as("organization_id")?;
    let id: IntegrationId = row.get_as("integration_id")?;
    let account: AccountId = row.get_as("account_id")?;
    let asked = row.get_as("asked")?;
    let member = accounts::membership(tx.connection(), organization, account)
        .await?
        .ok_or(Error::NotFound)?;
    let row = query(READ)
        .bind(organization)
        .bind(id)
        .fetch_optional(tx.connection())
        .await?
        .ok_or(Error::NotFound)?;
    let integration = integration(&row)?;
    tx.commit().await?;
    Ok(Redeemed {
        permit: member.permit()?,
        integration,
        asked,
    })
}
