//! The ATSs that can be connected, and this installation's credentials for each.

use hiring::Secret;
use hiring::integrations::Provider;
use lever::{App, ClientId, ClientSecret, Environment};
use serde_json::{Value, json};
use url::Url;

use crate::error::Error;

/// This installation's registration with one ATS.
#[derive(Clone, Debug)]
pub struct ProviderConfig {
    /// Which.
    pub provider: Provider,
    /// The client id.
    pub client_id: String,
    /// The client secret.
    pub client_secret: Secret,
    /// Its addresses.
    pub environment: Environment,
}

impl ProviderConfig {
    /// Lever.
    pub fn lever(client_id: impl Into<String>, client_secret: Secret) -> Self {
        Self {
            provider: Provider::Lever,
            client_id: client_id.into(),
            client_secret,
            environment: Environment::production(),
        }
    }

    /// Lever's own test environment.
    pub fn lever_sandbox(client_id: impl Into<String>, client_secret: Secret) -> Self {
        Self {
            provider: Provider::LeverSandbox,
            client_id: client_id.into(),
            client_secret,
            environment: Environment::sandbox(),
        }
    }

    /// The built-in simulator, or anything else that answers as Lever does.
    pub fn simulator(
        client_id: impl Into<String>,
        client_secret: Secret,
        environment: Environment,
    ) -> Self {
        Self {
            provider: Provider::Simulator,
            client_id: client_id.into(),
            client_secret,
            environment,
        }
    }

    pub(crate) fn app(&self, callback: &Url) -> Result<App, Error> {
        App::new(
            &self.environment,
            ClientId::new(self.client_id.clone()),
            ClientSecret::new(self.client_secret.expose().to_owned()),
            callback,
        )
        .map_err(|error| Error::Ats(error.into()))
    }

    /// What stands beside the connection, to see later where it was made.
    pub(crate) fn urls(&self) -> Value {
        json!({
            "api_root": self.environment.api_root(),
            "authorize_url": self.environment.authorize_url(),
            "token_url": self.environment.token_url(),
        })
    }
}

/// As it stands in the interface.
pub fn label(provider: Provider) -> &'static str {
    match provider {
        Provider::Lever => "Lever",
        Provider::LeverSandbox => "Lever sandbox",
        Provider::Simulator => "Built-in simulator",
    }
}
