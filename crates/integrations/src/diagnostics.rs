//! The diagnostics bundle of an organization: what helps to find a fault, without anything about a person. Ids, codes, counts and times alone.

use hiring::gaps::Gap;
use hiring::permission::ManageIntegrations;
use hiring::reconciliations::{Difference, Reconciliation};
use hiring::{Permit, imports, integrations, jobs, queue, readiness};
use serde_json::{Value, json};

use crate::Integrations;
use crate::error::Error;
use crate::health::{self, Health, Level};

/// Outcomes and rows of each sort.
const SHOWN: u32 = 200;

/// What this server knows of itself and of the organization. `configuration` is the caller's: names and switches, no value that could be a secret.
///
/// # Errors
/// [`hiring::Error::Unavailable`].
pub async fn bundle(
    everything: &Integrations,
    permit: &Permit<ManageIntegrations>,
    configuration: Value,
) -> Result<Value, Error> {
    let store = everything.store();
    let views = permit.also().map_err(hiring::Error::from)?;
    let sees_jobs = permit.also().map_err(hiring::Error::from)?;
    let schema = readiness::versions(store).await?;
    let ready = readiness::check(store).await;
    let depth = queue::depth(store, permit).await?;
    let mut connections = Vec::new();
    for known in integrations::list(store, permit).await? {
        connections.push(connection(
            &health::read(everything, &views, known.id).await?,
        ));
    }
    let mut listed = Vec::new();
    for summary in jobs::list(store, &sees_jobs).await? {
        let import = imports::read(store, &sees_jobs, summary.job.id).await?;
        listed.push(json!({
            "id": summary.job.id, "applications": summary.total, "requirement_set_version": summary.job.requirement_set_version,
            "last_sync_at": summary.job.last_sync_at,
            "import": import.map(|import| json!({ "id": import.id, "state": import.state, "total": import.total, "done": import.done,
                "failed": import.failed, "error": import.error, "started_at": import.started_at, "finished_at": import.finished_at })),
        }));
    }
    Ok(json!({
        "made_at": store.now(),
        "organization": permit.organization(),
        "versions": { "clara": env!("CARGO_PKG_VERSION"), "schema_of_database": schema.database, "schema_of_program": schema.program },
        "configuration": configuration,
        "ready": { "database": ready.database, "schema": ready.schema, "files": ready.files },
        "queue": { "waiting": depth.waiting, "running": depth.running, "dead": depth.dead, "oldest": depth.oldest,
            "lag_seconds": queue::lag(store, permit).await?.as_secs() },
        "connections": connections,
        "jobs": listed,
        "work_that_failed": troubled(everything, permit).await?,
        "recent_work": recent(everything, permit),
    }))
}

fn connection(health: &Health) -> Value {
    let known = &health.integration;
    let checks: Vec<Value> = health
        .checks
        .iter()
        .map(|check| json!({ "check": check.code, "level": level(check.level), "words": check.words }))
        .collect();
    let webhooks: Vec<Value> = health
        .webhooks
        .iter()
        .map(|health| {
            let webhook = &health.webhook;
            json!({ "id": webhook.id, "event": webhook.event, "level": level(health.level), "active": webhook.active, "verified": webhook.verified,
                "problem": webhook.problem, "last_delivery_at": webhook.last_delivery_at, "reached_at": webhook.reached_at, "checked_at": webhook.checked_at, "key_refused_at": webhook.key_refused_at })
        })
        .collect();
    let runs = health
        .runs
        .iter()
        .map(|run| reconciliation(&run.run, &run.difference));
    json!({
        "id": known.id, "provider": known.provider, "state": known.state, "level": level(health.level()),
        "connected_at": known.connected_at, "disconnected_at": known.disconnected_at, "disconnected_reason": known.disconnected_reason,
        "token_expires_at": known.token_expires_at, "last_sync_at": known.last_sync_at,
        "checks": checks, "webhooks": webhooks, "reconciliations": runs.collect::<Vec<_>>(), "next_reconciliation_at": health.next_run_at,
        "gaps_in_a_day": health.gaps_lately, "gaps": health.gaps.iter().map(gap).collect::<Vec<_>>(),
        "calls_in_a_minute": health.usage.sent, "told_to_wait": health.usage.told_to_wait,
    })
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Green => "green",
        Level::Amber => "amber",
        Level::Red => "red",
    }
}

fn reconciliation(run: &Reconciliation, found: &Difference) -> Value {
    json!({
        "id": run.id, "job": run.job, "by_itself": run.by.is_none(), "state": run.state, "dry_run": run.dry_run, "paused": run.paused,
        "error": run.error, "listed": run.listed, "missing": found.missing, "changed": found.changed, "gone": found.gone,
        "looked_at_for_documents": found.documents, "started_at": run.started_at, "finished_at": run.finished_at,
    })
}

fn gap(gap: &Gap) -> Value {
    json!({ "kind": gap.kind, "ats_id": gap.remote_id, "changed_at": gap.changed_at, "found_at": gap.found_at })
}

async fn troubled(
    everything: &Integrations,
    permit: &Permit<ManageIntegrations>,
) -> Result<Vec<Value>, Error> {
    let rows = queue::troubled(everything.store(), permit, SHOWN).await?;
    let rows = rows.into_iter().map(|row| {
        json!({ "row": row.id, "kind": row.kind, "state": row.state, "attempts": row.attempts, "error": row.error_code, "at": row.at })
    });
    Ok(rows.collect())
}

fn recent(everything: &Integrations, permit: &Permit<ManageIntegrations>) -> Vec<Value> {
    let newest = everything
        .outcomes()
        .of(permit.organization(), SHOWN as usize);
    let newest = newest.into_iter().map(|outcome| {
        json!({ "row": outcome.row, "kind": outcome.kind, "outcome": outcome.outcome, "error": outcome.code, "attempt": outcome.attempt,
            "took_ms": u64::try_from(outcome.took.as_millis()).unwrap_or(u64::MAX), "at": outcome.at })
    });
    newest.collect()
}
