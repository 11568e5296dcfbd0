//! The ATSs that can be connected, and what this installation knows of each.

use std::path::PathBuf;

use hiring::Secret;
use hiring::integrations::Provider;
use lever::{App, ClientId, ClientSecret, Environment, Pace};
use serde_json::{Value, json};
use url::Url;

use crate::error::Error;

/// How this installation reaches one ATS.
#[derive(Clone, Debug)]
pub struct ProviderConfig {
    /// Which.
    pub provider: Provider,
    pub(crate) access: Access,
}

/// What it takes to get in.
#[derive(Clone, Debug)]
pub(crate) enum Access {
    /// Lever, or what answers as it does: consent by OAuth.
    Lever(Box<LeverApp>),
    /// A folder on the server.
    Folder(PathBuf),
}

/// This installation's registration with a Lever.
#[derive(Clone, Debug)]
pub(crate) struct LeverApp {
    client_id: String,
    client_secret: Secret,
    pub(crate) environment: Environment,
    pub(crate) pace: Pace,
}

impl ProviderConfig {
    /// Lever.
    pub fn lever(client_id: impl Into<String>, client_secret: Secret) -> Self {
        let environment = Environment::production();
        Self::of(
            Provider::Lever,
            client_id,
            client_secret,
            environment,
            Pace::LEVER,
        )
    }

    /// Lever's own test environment.
    pub fn lever_sandbox(client_id: impl Into<String>, client_secret: Secret) -> Self {
        let environment = Environment::sandbox();
        Self::of(
            Provider::LeverSandbox,
            client_id,
            client_secret,
            environment,
            Pace::LEVER,
        )
    }

    /// The built-in simulator, or anything else that answers as Lever does, at the pace that it allows.
    pub fn simulator(
        client_id: impl Into<String>,
        client_secret: Secret,
        environment: Environment,
        pace: Pace,
    ) -> Self {
        Self::of(
            Provider::Simulator,
            client_id,
            client_secret,
            environment,
            pace,
        )
    }

    /// A folder on the server with a sub-folder for each job. Where several organizations share the server, it has one for each organization, named
    /// by its id, and the jobs are in there.
    pub fn folder(root: PathBuf) -> Self {
        Self {
            provider: Provider::Folder,
            access: Access::Folder(root),
        }
    }

    fn of(
        provider: Provider,
        client_id: impl Into<String>,
        client_secret: Secret,
        environment: Environment,
        pace: Pace,
    ) -> Self {
        Self {
            provider,
            access: Access::Lever(Box::new(LeverApp {
                client_id: client_id.into(),
                client_secret,
                environment,
                pace,
            })),
        }
    }

    /// The app that consent is asked for; none where nobody needs to consent.
    pub(crate) fn app(&self, callback: &Url) -> Result<Option<App>, Error> {
        match &self.access {
            Access::Lever(app) => app.registered(callback).map(Some),
            Access::Folder(_) => Ok(None),
        }
    }

    /// What stands beside the connection, to see later where it was made.
    pub(crate) fn urls(&self) -> Value {
        match &self.access {
            Access::Lever(app) => json!({
                "api_root": app.environment.api_root(),
                "authorize_url": app.environment.authorize_url(),
                "token_url": app.environment.token_url(),
            }),
            Access::Folder(_) => json!({}),
        }
    }
}

impl LeverApp {
    pub(crate) fn registered(&self, callback: &Url) -> Result<App, Error> {
        App::new(
            &self.environment,
            ClientId::new(self.client_id.clone()),
            ClientSecret::new(self.client_secret.expose().to_owned()),
            callback,
        )
        .map_err(|error| Error::Ats(error.into()))
    }
}

/// As it stands in the interface.
pub fn label(provider: Provider) -> &'static str {
    match provider {
        Provider::Lever => "Lever",
        Provider::LeverSandbox => "Lever sandbox",
        Provider::Simulator => "Built-in simulator",
        Provider::Folder => "Folder",
    }
}
