//! Connecting and disconnecting: the way to the consent page and back, and whether the connection works.

use hiring::integrations::{self, Begun, IntegrationState, Provider, Redeemed, TokenSet};
use hiring::permission::{ManageIntegrations, Operate};
use hiring::{IntegrationId, Millis, Permit, Secret, erasure, jobs};
use lever::{Callback, CallbackError, OAuthError};
use url::Url;

use crate::Integrations;
use crate::connector::{Connector, ConnectorError};
use crate::error::{ConnectError, Error};
use crate::lever_connector::{SCOPES, token_set};
use crate::providers::Access;
use crate::tasks::{CreateWebhooks, ImportJob, PurgeConnection, Task};

/// What the connection test found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectionTest {
    /// What was tried, and how it went.
    pub steps: Vec<TestStep>,
}

/// One thing that was tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestStep {
    /// For people: "Read job postings".
    pub name: &'static str,
    /// Why not, in a sentence.
    pub error: Option<String>,
}

impl ConnectionTest {
    /// Whether everything worked.
    pub fn passed(&self) -> bool {
        self.steps.iter().all(|step| step.error.is_none())
    }
}

/// Begins a connection; the browser is to be sent to the address. With `again` it is another consent for a connection that exists.
pub async fn begin(
    integrations: &Integrations,
    permit: &Permit<ManageIntegrations>,
    provider: Provider,
    again: Option<IntegrationId>,
    session_hash: &str,
) -> Result<Url, Error> {
    let config = integrations.provider(provider)?;
    let app = config.app(&integrations.callback())?;
    if let Access::Folder(root) = &config.access {
        // Better now than at the first look.
        integrations.folder(root, permit.organization()).await?;
    }
    let begun = integrations::begin(
        integrations.store(),
        permit,
        provider,
        &config.urls(),
        again,
        session_hash,
    )
    .await?;
    let Some(app) = app else {
        return at_once(integrations, &begun, session_hash).await;
    };
    let scopes = SCOPES.iter().map(|(scope, _)| *scope);
    Ok(app.authorize_url(begun.state.expose(), scopes))
}

/// Where nobody needs to consent the connection stands already; the way leads to the selection of jobs.
async fn at_once(
    integrations: &Integrations,
    begun: &Begun,
    session_hash: &str,
) -> Result<Url, Error> {
    let store = integrations.store();
    let redeemed = integrations::redeem(store, begun.state.expose(), session_hash).await?;
    let no_tokens = TokenSet {
        access: Secret::new(""),
        refresh: None,
        expires_at: Millis::NEVER,
    };
    establish(integrations, &redeemed, &no_tokens, None).await?;
    let place = format!("settings/integrations/{}/jobs", begun.integration);
    Ok(integrations.address(&place))
}

/// What the browser brought back. The state is used up whatever the answer is.
pub async fn complete(
    integrations: &Integrations,
    callback: &Callback,
    session_hash: &str,
) -> Result<IntegrationId, ConnectError> {
    let state = callback.state.as_deref().unwrap_or_default();
    let redeemed = match integrations::redeem(integrations.store(), state, session_hash).await {
        Err(hiring::Error::NotFound) => return Err(ConnectError::WrongState),
        outcome => outcome?,
    };
    let code = callback.code(state).map_err(|error| match error {
        CallbackError::WrongState => ConnectError::WrongState,
        CallbackError::Refused { .. } | CallbackError::Incomplete => ConnectError::Refused,
    })?;
    let app = integrations
        .provider(redeemed.integration.provider)?
        .app(&integrations.callback())?
        .ok_or(ConnectError::WrongState)?;
    let tokens = app.exchange(code).await.map_err(|error| match error {
        OAuthError::InvalidGrant | OAuthError::InvalidClient | OAuthError::Refused { .. } => {
            ConnectError::Exchange
        }
        OAuthError::Server { .. } | OAuthError::Network(_) | OAuthError::Garbage => {
            ConnectError::Unavailable
        }
    })?;
    let account = lever::account_hint(&tokens.access);
    establish(
        integrations,
        &redeemed,
        &token_set(&tokens),
        account.as_deref(),
    )
    .await?;
    Ok(redeemed.integration.id)
}

/// Keeps what lets CLARA in, and queues what is to be done with it.
async fn establish(
    integrations: &Integrations,
    redeemed: &Redeemed,
    tokens: &TokenSet,
    account: Option<&str>,
) -> Result<(), hiring::Error> {
    let (store, permit) = (integrations.store(), &redeemed.permit);
    let integration = &redeemed.integration;
    let mut tasks = vec![CreateWebhooks::of(integration.id).task()];
    // After a pause in the connection, the jobs that were processed before are read again: nobody told us what happened meanwhile.
    let known = jobs::of_integration(store, permit, integration.id).await?;
    let processed = known.into_iter().filter(|job| job.active);
    tasks.extend(processed.map(|job| ImportJob::of(job.id).task()));
    integrations::connected(store, permit, integration.id, tokens, account, &tasks).await?;
    integrations.forget(integration.id);
    Ok(())
}

/// Asks the ATS for a little of everything that CLARA needs.
pub async fn test(
    integrations: &Integrations,
    permit: &Permit<ManageIntegrations>,
    integration: IntegrationId,
) -> Result<ConnectionTest, Error> {
    let system = integrations.store().system(permit.organization());
    let connector = integrations.connector(&system, integration).await?;
    let mut steps = vec![
        step("Read job postings", connector.jobs().await.map(drop)),
        step(
            "Read candidates",
            connector
                .changed_since(integrations.store().now(), 1, None)
                .await
                .map(drop),
        ),
    ];
    if !connector.events().is_empty() {
        steps.push(step(
            "Manage webhooks",
            connector.webhooks().await.map(drop),
        ));
    }
    Ok(ConnectionTest { steps })
}

fn step(name: &'static str, outcome: Result<(), ConnectorError>) -> TestStep {
    TestStep {
        name,
        error: outcome.err().map(|error| error.to_string()),
    }
}

/// What becomes of the candidates that a connection brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Data {
    /// They stay.
    Keep,
    /// They are erased.
    Purge,
}

/// Ends a connection from CLARA's side: its webhooks are deleted in the ATS where that still works, its tokens forgotten.
pub async fn disconnect(
    integrations: &Integrations,
    permit: &Permit<ManageIntegrations>,
    integration: IntegrationId,
    data: Data,
) -> Result<(), Error> {
    let store = integrations.store();
    let system = store.system(permit.organization());
    let known = integrations::read(store, permit, integration).await?;
    if known.state == IntegrationState::Active {
        let connector = integrations.connector(&system, integration).await?;
        delete_webhooks(integrations, &system, integration, &*connector).await?;
    }
    integrations::disconnect(store, permit, integration, "by_person").await?;
    integrations.forget(integration);
    match data {
        Data::Keep => Ok(()),
        Data::Purge => purge(integrations, permit, integration).await,
    }
}

/// Has everything erased that a connection, which has ended, brought of candidates.
pub async fn purge(
    integrations: &Integrations,
    permit: &Permit<ManageIntegrations>,
    integration: IntegrationId,
) -> Result<(), Error> {
    let work = PurgeConnection::of(integration).task();
    Ok(erasure::ask_purge(integrations.store(), permit, integration, work).await?)
}

/// What the ATS does not delete stays there and leads nowhere: its secret path is forgotten here.
async fn delete_webhooks(
    integrations: &Integrations,
    permit: &Permit<Operate>,
    integration: IntegrationId,
    connector: &dyn Connector,
) -> Result<(), Error> {
    let store = integrations.store();
    for webhook in hiring::webhooks::list(store, permit, integration).await? {
        if let Some(remote) = &webhook.remote_id
            && let Err(error) = connector.delete_webhook(remote).await
        {
            tracing::warn!(%integration, code = error.code(), "a webhook could not be deleted in the ATS");
        }
        hiring::webhooks::remove(store, permit, webhook.id).await?;
    }
    Ok(())
}
