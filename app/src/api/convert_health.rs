//! From health and comparisons as `hiring` and `integrations` know them to what crosses the wire.

use std::time::Duration;

use hiring::{
    Permit, Store,
    gaps::{Gap as ReadGap, GapKind},
    imports::{self, Selected},
    integrations::IntegrationState,
    permission::ViewIntegrations,
    reconciliations::{self, Reconciliation, RunState},
};
use integrations::{
    health::{Health as ReadHealth, Level as ReadLevel},
    label,
};

use crate::wire::health::{Check, Gap, Health, Imported, Level, Resync, Stage, WebhookHealth};

/// So many selections of jobs are shown.
const SELECTIONS: usize = 5;

impl From<ReadLevel> for Level {
    fn from(level: ReadLevel) -> Self {
        match level {
            ReadLevel::Green => Self::Green,
            ReadLevel::Amber => Self::Amber,
            ReadLevel::Red => Self::Red,
        }
    }
}

impl From<RunState> for Stage {
    fn from(state: RunState) -> Self {
        match state {
            RunState::Comparing => Self::Comparing,
            RunState::Compared => Self::Compared,
            RunState::Applying => Self::Applying,
            RunState::Finished => Self::Finished,
            RunState::Cancelled => Self::Cancelled,
            RunState::Failed => Self::Failed,
        }
    }
}

/// How a connection fares.
pub async fn health(
    store: &Store,
    permit: &Permit<ViewIntegrations>,
    read: ReadHealth,
) -> Result<Health, hiring::Error> {
    let level = read.level().into();
    let mut runs = Vec::new();
    for run in read.runs {
        runs.push(resync(store, permit, run.run).await?);
    }
    let selected = imports::selected(store, permit, read.integration.id).await?;
    Ok(Health {
        integration: read.integration.id.to_string(),
        name: label(read.integration.provider).to_owned(),
        active: read.integration.state == IntegrationState::Active,
        level,
        checks: read
            .checks
            .into_iter()
            .map(|check| Check {
                code: check.code.to_owned(),
                name: check.name.to_owned(),
                level: check.level.into(),
                words: check.words,
                remedy: check.remedy.map(str::to_owned),
            })
            .collect(),
        webhooks: read
            .webhooks
            .into_iter()
            .map(|health| WebhookHealth {
                event: health.webhook.event,
                level: health.level.into(),
                words: health.words.to_owned(),
                last_delivery_at: health.webhook.last_delivery_at.map(|at| at.0),
                reached_at: health.webhook.reached_at.map(|at| at.0),
            })
            .collect(),
        runs,
        next_run_at: read.next_run_at.map(|at| at.0),
        gaps: read.gaps.into_iter().map(gap).collect(),
        gaps_lately: read.gaps_lately,
        imports: selected.iter().take(SELECTIONS).map(imported).collect(),
    })
}

fn imported(selected: &Selected) -> Imported {
    let seconds = |time: Duration| {
        let seconds = time.as_millis().div_ceil(1000);
        u32::try_from(seconds).unwrap_or(u32::MAX)
    };
    Imported {
        started_at: selected.started_at.0,
        jobs: selected.jobs,
        applications: selected.applications,
        estimated_seconds: seconds(selected.estimated),
        took_seconds: selected.took.map(seconds),
    }
}

fn gap(gap: ReadGap) -> Gap {
    Gap {
        what: match gap.kind {
            GapKind::Created => "A new application",
            GapKind::Moved => "Another stage, or archived",
            GapKind::Deleted => "A deleted candidate",
        }
        .to_owned(),
        found_at: gap.found_at.0,
    }
}

/// A comparison with what it found and how far it is.
pub async fn resync<C>(
    store: &Store,
    permit: &Permit<C>,
    run: Reconciliation,
) -> Result<Resync, hiring::Error> {
    let found = reconciliations::difference(store, permit, run.id).await?;
    let progress = reconciliations::progress(store, permit, run.id).await?;
    Ok(Resync {
        id: run.id.to_string(),
        stage: run.state.into(),
        paused: run.paused,
        asked: run.by.is_some(),
        started_at: run.started_at.0,
        listed: run.listed,
        missing: found.missing,
        changed: found.changed,
        gone: found.gone,
        jobs: (progress.jobs, progress.compared),
        done: progress.done,
        failed: progress.failed,
        waiting: progress.waiting,
    })
}
