//! From the configuration to the ATSs that can be connected here.

use anyhow::Context;
use documents::sandbox::Sandbox;
use hiring::Store;
use integrations::ProviderConfig;
use lever::{Environment, Pace};

use crate::config::{Config, OAuthApp};

/// What [`integrations::Integrations`] is made of.
///
/// # Errors
///
/// When the simulator's addresses cannot be used, or the path of this program (which reads documents in a child) is unknown.
pub fn settings(config: &Config, store: Store) -> anyhow::Result<integrations::Config> {
    let program = match &config.document_reader {
        Some(program) => {
            anyhow::ensure!(
                program.is_file(),
                "CLARA_DOCUMENT_READER is wrong: there is no file {}",
                program.display()
            );
            program.clone()
        }
        None => std::env::current_exe()
            .context("the path of this program is unknown: set CLARA_DOCUMENT_READER")?,
    };
    Ok(integrations::Config {
        store,
        sandbox: Sandbox::new(program),
        providers: providers(config)?,
        public_url: config.url.as_url().clone(),
        settings: lever::Settings::default(),
    })
}

fn providers(config: &Config) -> anyhow::Result<Vec<ProviderConfig>> {
    let mut providers = Vec::new();
    if let Some(OAuthApp {
        client_id,
        client_secret,
    }) = config.lever.clone()
    {
        providers.push(ProviderConfig::lever(client_id, client_secret));
    }
    if let Some(OAuthApp {
        client_id,
        client_secret,
    }) = config.lever_sandbox.clone()
    {
        providers.push(ProviderConfig::lever_sandbox(client_id, client_secret));
    }
    if let Some(simulator) = config.simulator.clone() {
        let environment = Environment::custom(
            &simulator.base_url,
            &simulator.authorize_url,
            &simulator.token_url,
        )
        .context("CLARA_SIMULATOR is wrong")?;
        providers.push(ProviderConfig::simulator(
            simulator.app.client_id,
            simulator.app.client_secret,
            environment,
            match simulator.rate_limit {
                Some(requests) => Pace::per_second(requests),
                None => Pace::UNLIMITED,
            },
        ));
    }
    if let Some(folder) = config.import_dir.clone() {
        providers.push(ProviderConfig::folder(folder));
    }
    Ok(providers)
}

/// The origins at which an ATS asks for consent: pages may send a form that is redirected there.
pub fn authorities(config: &Config) -> Vec<String> {
    let simulator = config
        .simulator
        .as_ref()
        .and_then(|simulator| simulator.authorize_url.parse().ok());
    [
        config
            .lever
            .as_ref()
            .map(|_| Environment::production().authorize_url().clone()),
        config
            .lever_sandbox
            .as_ref()
            .map(|_| Environment::sandbox().authorize_url().clone()),
        simulator,
    ]
    .into_iter()
    .flatten()
    .map(|url: url::Url| url.origin().ascii_serialization())
    .collect()
}
