//! Connecting and disconnecting: the way to the consent page and back, and whether the connection works.

use hiring::integrations::{self, Begun, IntegrationState, Provider, Redeemed, TokenSet};
use hiring::permission::{ManageIntegrations, ManageWriteBack, Operate};
use hiring::{IntegrationId, Millis, Permit, Secret, erasure, jobs, write_back};
use lever::{Callback, CallbackError, OAuthError, Tokens};
use url::Url;

use crate::Integrations;
use crate::connector::{Connector, ConnectorError};
use crate::error::{ConnectError, Error};
use crate::lever_connector::{SCOPES, WRITE_BACK_SCOPE, token_set};
use crate::providers::Access;
use crate::tasks::{CreateWebhooks, ImportJob, PurgeConnection, Task};

/// What a consent asks for beyond [`SCOPES`].
const WRITE_BACK: &str = "write_back";

/// A connection that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connected {
    /// Which.
    pub integration: IntegrationId,
    /// It was asked for anew, for the sake of write-back.
    pub for_write_back: bool,
}

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
    let store = integrations.store();
    let config = integrations.provider(provider)?;
    if let Access::Folder(root) = &config.access {
        // Better now than at the first look.
        integrations.folder(root, permit.organization()).await?;
    }
    let urls = config.urls();
    let begun = integrations::begin(store, permit, provider, &urls, again, session_hash).await?;
    // Asked for anew with less, write-back would end.
    let used = match again {
        Some(id) => write_back::is_used(store, permit, id).await?,
        None => false,
    };
    match consent(integrations, provider, &begun, used)? {
        Some(address) => Ok(address),
        None => at_once(integrations, &begun, session_hash).await,
    }
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

/// Asks again for a connection that exists, with the permission to move stages.
pub async fn begin_write_back(
    integrations: &Integrations,
    owner: &Permit<ManageWriteBack>,
    integration: IntegrationId,
    session_hash: &str,
) -> Result<Url, Error> {
    let store = integrations.store();
    let permit = owner
        .also::<ManageIntegrations>()
        .map_err(hiring::Error::from)?;
    let known = integrations::read(store, &permit, integration).await?;
    let urls = integrations.provider(known.provider)?.urls();
    if matches!(
        integrations.provider(known.provider)?.access,
        Access::Folder(_)
    ) {
        return Err(no_stages());
    }
    let again = Some(integration);
    let begun =
        integrations::begin(store, &permit, known.provider, &urls, again, session_hash).await?;
    integrations::ask(store, &permit, &begun, WRITE_BACK).await?;
    consent(integrations, known.provider, &begun, true)?.ok_or_else(no_stages)
}

fn no_stages() -> Error {
    let message = "This connection has no stages that CLARA could move. Nothing was changed.";
    let error = hiring::Error::Invalid {
        field: "integration",
        message: message.to_owned(),
    };
    error.into()
}

/// The address of the consent page; none where nobody needs to consent.
fn consent(
    integrations: &Integrations,
    provider: Provider,
    begun: &Begun,
    write_back: bool,
) -> Result<Option<Url>, Error> {
    let app = integrations
        .provider(provider)?
        .app(&integrations.callback())?;
    let wider = write_back.then_some(WRITE_BACK_SCOPE.0);
    let scopes = SCOPES.iter().map(|(scope, _)| *scope).chain(wider);
    Ok(app.map(|app| app.authorize_url(begun.state.expose(), scopes)))
}

/// What the browser brought back. The state is used up whatever the answer is.
pub async fn complete(
    integrations: &Integrations,
    callback: &Callback,
    session_hash: &str,
) -> Result<Connected, ConnectError> {
    let state = callback.state.as_deref().unwrap_or_default();
    let store = integrations.store();
    let redeemed = match integrations::redeem(store, state, session_hash).await {
        Err(hiring::Error::NotFound) => return Err(ConnectError::WrongState),
        outcome => outcome?,
    };
    let code = callback.code(state).map_err(|error| match error {
        CallbackError::WrongState => ConnectError::WrongState,
        CallbackError::Refused { .. } if names_super_admin(callback) => ConnectError::NotSuperAdmin,
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
    let granted = granted(&tokens)?;
    let account = lever::account_hint(&tokens.access);
    // What belongs to one account must not be looked for, or be missed and erased, in another.
    let before = redeemed.integration.remote_account.as_deref();
    if before.is_some() && account.is_some() && before != account.as_deref() {
        return Err(ConnectError::OtherAccount);
    }
    let (permit, id) = (&redeemed.permit, redeemed.integration.id);
    integrations::granted(store, permit, id, &granted).await?;
    let tokens = token_set(&tokens);
    establish(integrations, &redeemed, &tokens, account.as_deref()).await?;
    if !granted.iter().any(|scope| scope == WRITE_BACK_SCOPE.0) {
        write_back::end(store, permit, id, write_back::PERMISSION_LOST).await?;
    }
    Ok(Connected {
        integration: id,
        for_write_back: redeemed.asked.as_deref() == Some(WRITE_BACK),
    })
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

/// Lever says so in words only.
fn names_super_admin(callback: &Callback) -> bool {
    let words = callback.error_description.as_deref().unwrap_or_default();
    words.to_lowercase().contains("super admin")
}

/// What was granted: all that CLARA needs. Where the ATS does not say, it is what was asked for at least.
fn granted(tokens: &Tokens) -> Result<Vec<String>, ConnectError> {
    let needed = SCOPES.iter().map(|(scope, _)| *scope);
    let Some(granted) = &tokens.scopes else {
        return Ok(needed.map(str::to_owned).collect());
    };
    let has = |scope: &str| granted.iter().any(|known| known == scope);
    // To write includes to read.
    let missing: Vec<_> = needed
        .filter(|scope| !has(scope) && !has(&scope.replace(":read:", ":write:")))
        .collect();
    if missing.is_empty() {
        Ok(granted.clone())
    } else {
        Err(ConnectError::MissingScopes(missing))
    }
}

/// Asks the ATS for a little of everything that CLARA needs.
pub async fn test(
    integrations: &Integrations,
    permit: &Permit<ManageIntegrations>,
    integration: IntegrationId,
) -> Result<ConnectionTest, Error> {
    let system = integrations.store().system(permit.organization());
    let connector = integrations.connector(&system, integration).await?;
    let now = integrations.store().now();
    let mut steps = vec![
        step(
            "Read job postings",
            "postings:read:admin",
            connector.jobs().await.map(drop),
        ),
        step(
            "Read candidates",
            "opportunities:read:admin",
            connector.changed_since(now, 1, None).await.map(drop),
        ),
        step(
            "Read stages and archive reasons",
            "stages:read:admin or archive_reasons:read:admin",
            connector.statuses().await.map(drop),
        ),
    ];
    if !connector.events().is_empty() {
        steps.push(step(
            "Manage webhooks",
            "webhooks:write:admin",
            connector.webhooks().await.map(drop),
        ));
    }
    Ok(ConnectionTest { steps })
}

/// What is missing is named, with what to do.
fn step(name: &'static str, scope: &'static str, outcome: Result<(), ConnectorError>) -> TestStep {
    let error = outcome.err().map(|error| match error {
        ConnectorError::Forbidden if scope == "webhooks:write:admin" => format!(
            "The permission {scope} is missing, or your plan has no webhooks. CLARA then looks for changes every minute; the webhooks step says what else can be done."
        ),
        ConnectorError::Forbidden => format!(
            "The permission {scope} is missing. Revoke CLARA in the ATS under Authorized Apps, then connect again and accept the whole list."
        ),
        error => error.to_string(),
    });
    TestStep { name, error }
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
