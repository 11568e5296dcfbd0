//! Integrations as the server wires them: a provider, its pace, its patience, a child process that reads documents.

use std::path::Path;
use std::time::Duration;

use documents::sandbox::Sandbox;
use hiring::{Secret, Store};
use integrations::{
    Config, Environment, Integrations, Pace, ProviderConfig, RetryPolicy, Settings,
};
use simulator::Simulator;
use url::Url;

use super::Clara;

/// The child process of `examples/document_reader.rs`, which cargo builds beside the tests.
fn sandbox() -> Sandbox {
    let test = std::env::current_exe().unwrap();
    let program = test
        .parent()
        .unwrap()
        .parent()
        .unwrap()
        .join("examples/document_reader");
    assert!(
        program.exists(),
        "build it with: cargo build -p integrations --example document_reader"
    );
    Sandbox::new(program)
}

/// Its app is the simulator's.
pub(super) fn integrations(simulator: &Simulator, store: &Store, public_url: &Url) -> Integrations {
    with_secret(
        simulator,
        store,
        public_url,
        &simulator.facts().client_secret,
    )
}

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_millis(1500);

fn as_simulator(simulator: &Simulator, secret: &str, pace: Pace) -> ProviderConfig {
    let facts = simulator.facts();
    let environment =
        Environment::custom(&facts.base_url, &facts.authorize_url, &facts.token_url).unwrap();
    ProviderConfig::simulator(
        facts.client_id.clone(),
        Secret::new(secret),
        environment,
        pace,
    )
}

/// With a client secret of the test's choice.
fn with_secret(
    simulator: &Simulator,
    store: &Store,
    public_url: &Url,
    secret: &str,
) -> Integrations {
    let simulator = as_simulator(simulator, secret, Pace::UNLIMITED);
    with_provider(simulator, store, public_url, PATIENCE)
}

fn with_provider(
    provider: ProviderConfig,
    store: &Store,
    public_url: &Url,
    timeout: Duration,
) -> Integrations {
    Integrations::new(Config {
        store: store.clone(),
        sandbox: sandbox(),
        providers: vec![provider],
        public_url: public_url.clone(),
        settings: Settings {
            timeout,
            retry: RetryPolicy {
                attempts: 3,
                base: Duration::from_millis(1),
                cap: Duration::from_millis(5),
                longest_retry_after: Duration::from_secs(1),
            },
        },
    })
}

impl Clara {
    /// With a folder in the simulator's place.
    pub async fn importing(folder: &Path) -> Self {
        let mut clara = Self::start().await;
        let provider = ProviderConfig::folder(folder.to_owned());
        clara.integrations = with_provider(provider, &clara.store, &clara.public_url, PATIENCE);
        clara
    }

    /// From now on it keeps to Lever's rate, which the simulator does not ask for.
    pub fn at_levers_pace(&mut self) {
        let secret = &self.simulator.facts().client_secret;
        let simulator = as_simulator(&self.simulator, secret, Pace::LEVER);
        self.integrations = with_provider(simulator, &self.store, &self.public_url, PATIENCE);
    }

    /// From now on it gives up soon on an answer that does not come.
    pub fn impatient(&mut self) {
        let secret = &self.simulator.facts().client_secret;
        let simulator = as_simulator(&self.simulator, secret, Pace::UNLIMITED);
        let timeout = Duration::from_millis(300);
        self.integrations = with_provider(simulator, &self.store, &self.public_url, timeout);
    }

    pub fn with_secret(&self, secret: &str) -> Integrations {
        with_secret(&self.simulator, &self.store, &self.public_url, secret)
    }
}
