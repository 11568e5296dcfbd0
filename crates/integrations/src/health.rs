//! How a connection fares, in words: what is well, what is not, and what to do. And what can be done about it at a press: repair, canary.

mod checks;

use std::time::Duration;

use hiring::gaps::{self, Gap, Gaps};
use hiring::integrations::Integration;
use hiring::permission::{ManageIntegrations, ViewIntegrations};
use hiring::reconciliations::{self, Difference, Reconciliation};
use hiring::webhooks::Webhook;
use hiring::{IntegrationId, Millis, Permit, queue, status_mapping, webhooks};
use lever::Usage;

use crate::Integrations;
use crate::error::Error;
use crate::tasks::{CreateWebhooks, Reconcile, Task};

/// How far back gaps are counted for the state of today.
const LATELY: Duration = Duration::from_secs(86_400);
/// How many gaps and comparisons are shown.
const SHOWN: u32 = 8;
/// How long a canary is waited for, and how often it is looked for.
const CANARY: (Duration, Duration) = (Duration::from_secs(5), Duration::from_millis(200));

/// How something fares; the worst of all is the state of the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// All is well.
    Green,
    /// It works; something is to be looked at.
    Amber,
    /// Somebody must do something.
    Red,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// A word for programs.
    pub code: &'static str,
    /// What: "Webhooks".
    pub name: &'static str,
    /// How it fares.
    pub level: Level,
    /// In a sentence.
    pub words: String,
    /// What to do; none where nothing is to be done.
    pub remedy: Option<&'static str>,
}

/// A webhook and how it fares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookHealth {
    /// As it is kept.
    pub webhook: Webhook,
    /// How it fares.
    pub level: Level,
    /// In a few words.
    pub words: &'static str,
}

/// A comparison and what it found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// As it is kept.
    pub run: Reconciliation,
    /// What it found.
    pub difference: Difference,
}

/// How a connection fares.
#[derive(Clone, Debug, PartialEq)]
pub struct Health {
    /// The connection.
    pub integration: Integration,
    /// Everything that was looked at.
    pub checks: Vec<Check>,
    /// Each webhook.
    pub webhooks: Vec<WebhookHealth>,
    /// The newest comparisons.
    pub runs: Vec<Run>,
    /// When the next one is due.
    pub next_run_at: Option<Millis>,
    /// The newest changes that no webhook told.
    pub gaps: Vec<Gap>,
    /// How many there were in a day.
    pub gaps_lately: u64,
    /// How much of the rate limit this server used in the last minute.
    pub usage: Usage,
    /// How much work was given up.
    pub failed_work: u64,
}

impl Health {
    /// The state of the whole: that of the worst part.
    #[must_use]
    pub fn level(&self) -> Level {
        let levels = self.checks.iter().map(|check| check.level);
        levels.max().unwrap_or(Level::Green)
    }
}

/// What the checks look at.
struct Facts<'a> {
    now: Millis,
    integration: &'a Integration,
    webhooks: &'a [Webhook],
    gaps: Gaps,
    lag: Duration,
    last_run: Option<&'a Reconciliation>,
    usage: Usage,
    failed_work: u64,
    unmapped: u64,
}

/// How a connection fares now.
///
/// # Errors
/// [`hiring::Error::NotFound`].
pub async fn read(
    integrations: &Integrations,
    permit: &Permit<ViewIntegrations>,
    id: IntegrationId,
) -> Result<Health, Error> {
    let store = integrations.store();
    let now = store.now();
    let integration = hiring::integrations::read(store, permit, id).await?;
    let webhooks = webhooks::list(store, permit, id).await?;
    let gaps = gaps::count(store, permit, id, now.before(LATELY)).await?;
    let last_run = reconciliations::last(store, permit, id).await?;
    let failed_work = queue::depth(store, permit).await?.dead;
    let usage = integrations.usage(id).unwrap_or_default();
    let facts = Facts {
        now,
        integration: &integration,
        webhooks: &webhooks,
        gaps,
        lag: queue::lag(store, permit).await?,
        last_run: last_run.as_ref(),
        usage,
        failed_work,
        unmapped: status_mapping::unmapped(store, permit)
            .await?
            .remove(&id)
            .unwrap_or_default(),
    };
    let checks = checks::all(&facts);
    let silent = checks::are_silent(&facts);
    let mut runs = Vec::new();
    for run in reconciliations::newest(store, permit, id, SHOWN).await? {
        let difference = reconciliations::difference(store, permit, run.id).await?;
        runs.push(Run { run, difference });
    }
    Ok(Health {
        checks,
        webhooks: webhooks
            .iter()
            .map(|webhook| checks::webhook(webhook, silent))
            .collect(),
        runs,
        next_run_at: reconciliations::due(store, permit, id, Reconcile::EVERY).await?,
        gaps: gaps::newest(store, permit, id, SHOWN).await?,
        gaps_lately: gaps.many,
        usage,
        failed_work,
        integration,
    })
}

/// Makes anew what is wrong with the webhooks.
///
/// # Errors
/// [`ConnectorError::Disconnected`](crate::connector::ConnectorError::Disconnected).
pub async fn repair(
    integrations: &Integrations,
    permit: &Permit<ManageIntegrations>,
    id: IntegrationId,
) -> Result<(), Error> {
    let store = integrations.store();
    let system = store.system(permit.organization());
    integrations.connector(&system, id).await?;
    let work = CreateWebhooks::of(id).task();
    Ok(hiring::integrations::asked(store, permit, id, "webhooks.repair", Some(work)).await?)
}

/// What came of a canary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Canary {
    /// Webhooks that the ATS was asked to test.
    pub asked: usize,
    /// Those whose test arrived here.
    pub arrived: usize,
}

/// Has the ATS call each webhook with an empty test, and waits for these to arrive.
///
/// # Errors
/// What the ATS says; [`hiring::Error::Invalid`] without a webhook.
pub async fn canary(
    integrations: &Integrations,
    permit: &Permit<ManageIntegrations>,
    id: IntegrationId,
) -> Result<Canary, Error> {
    let store = integrations.store();
    let system = store.system(permit.organization());
    let connector = integrations.connector(&system, id).await?;
    let known = webhooks::list(store, permit, id).await?;
    let remote: Vec<String> = known
        .into_iter()
        .filter_map(|known| known.remote_id)
        .collect();
    if remote.is_empty() {
        let error = hiring::Error::Invalid {
            field: "webhooks",
            message: "CLARA made no webhook here that it could have tested. One that was made by hand has a test button beside it in the ATS. Nothing was sent.".to_owned(),
        };
        return Err(error.into());
    }
    let began = store.now();
    hiring::integrations::asked(store, permit, id, "webhooks.canary", None).await?;
    connector.test_webhooks(&remote).await?;
    let mut waited = Duration::ZERO;
    loop {
        let reached = webhooks::list(store, permit, id).await?.into_iter();
        let arrived = reached
            .filter(|webhook| webhook.reached_at.is_some_and(|at| at >= began))
            .count();
        if arrived >= remote.len() || waited >= CANARY.0 {
            return Ok(Canary {
                asked: remote.len(),
                arrived,
            });
        }
        tokio::time::sleep(CANARY.1).await;
        waited += CANARY.1;
    }
}
