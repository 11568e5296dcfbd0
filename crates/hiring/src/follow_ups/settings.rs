//! When a connection's candidates are asked: stages, delay, quiet hours, reminder; and whether at all.

use std::collections::BTreeMap;

use questions::Asking;
use serde_json::json;
use sqlx::query;

use super::{asking, people};
use crate::db::{Connection, Flag, Json, RowExt, Tx, statements_block};
use crate::events::Pending;
use crate::permission::{ManageIntegrations, ViewIntegrations};
use crate::{Error, IntegrationId, Millis, OrganizationId, Permit, Store, audit, integrations};

statements_block! {
    READ = "SELECT active, body, since FROM follow_up_settings WHERE organization_id = $1 AND integration_id = $2";
    WRITE = "INSERT INTO follow_up_settings (organization_id, integration_id, active, body, since, updated_at) VALUES ($1, $2, $3, $4, $5, $6) \
        ON CONFLICT (organization_id, integration_id) DO UPDATE SET active = excluded.active, body = excluded.body, since = excluded.since, updated_at = excluded.updated_at";
    SWITCH_OFF = "UPDATE follow_up_settings SET active = 0, since = '{}', updated_at = $3 WHERE organization_id = $1 AND integration_id = $2 AND active = 1";
}

/// How a connection's candidates are asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Whether they are asked.
    pub active: bool,
    /// When.
    pub asking: Asking,
    /// From when on entering a stage counts: who stood in it before is left alone.
    pub(crate) since: BTreeMap<String, Millis>,
}

/// Who is asked, when a stage begins to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// Only those who enter it from now on.
    FromNowOn,
    /// Those who stand in it now, too.
    WithThosePresent,
}

/// The settings of a connection; those that every connection begins with, if nobody wrote any.
///
/// # Errors
/// [`Error::NotFound`] if the connection is not here.
pub async fn read(
    store: &Store,
    permit: &Permit<ViewIntegrations>,
    integration: IntegrationId,
) -> Result<Settings, Error> {
    integrations::read(store, permit, integration).await?;
    let mut connection = store.database().reader().await?;
    read_in(&mut connection, permit.organization(), integration).await
}

pub(super) async fn read_in(
    connection: &mut Connection,
    organization: OrganizationId,
    integration: IntegrationId,
) -> Result<Settings, Error> {
    let row = query(READ)
        .bind(organization)
        .bind(integration)
        .fetch_optional(connection)
        .await?;
    row.map_or_else(
        || Ok(Settings::default()),
        |row| {
            Ok(Settings {
                active: row.flag("active")?,
                asking: row.json("body")?,
                since: row.json("since")?,
            })
        },
    )
}

/// Writes the settings. With `active` candidates are asked from now on: in stages that counted before as before, in others as `start` says.
/// How many are asked who stood there already.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] for settings that contradict themselves, or none to be active with.
pub async fn write(
    store: &Store,
    permit: &Permit<ManageIntegrations>,
    integration: IntegrationId,
    asking: Asking,
    active: bool,
    start: Start,
) -> Result<u64, Error> {
    let asking = asking.checked()?;
    if active && asking.stages.is_empty() {
        return Err(Error::invalid(
            "stages",
            "Choose at least one stage in which candidates are asked.",
        ));
    }
    integrations::read(store, permit, integration).await?;
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    tx.alone_on(integration).await?;
    let now = tx.now();
    let before = read_in(tx.connection(), organization, integration).await?;
    let counted = |stage: &str| before.since.get(stage).copied().filter(|_| before.active);
    let fresh: Vec<String> = asking
        .stages
        .iter()
        .filter(|stage| active && counted(&stage.id).is_none())
        .map(|stage| stage.id.clone())
        .collect();
    let since: BTreeMap<String, Millis> = asking
        .stages
        .iter()
        .filter(|_| active)
        .map(|stage| (stage.id.clone(), counted(&stage.id).unwrap_or(now)))
        .collect();
    tx.execute(
        query(WRITE)
            .bind(organization)
            .bind(integration)
            .bind(Flag(active))
            .bind(Json(&asking))
            .bind(Json(&since))
            .bind(now),
    )
    .await?;
    let present = if start == Start::WithThosePresent {
        ask_present(&mut tx, organization, integration, &fresh).await?
    } else {
        0
    };
    let detail = json!({ "active": active, "settings": asking, "present": present });
    changed(&mut tx, permit, integration, &detail).await?;
    tx.commit().await?;
    Ok(present)
}

/// Asks nobody any more. What was asked already can still be answered.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn switch_off(
    store: &Store,
    permit: &Permit<ManageIntegrations>,
    integration: IntegrationId,
) -> Result<(), Error> {
    integrations::read(store, permit, integration).await?;
    let mut tx = store.begin().await?;
    let now = tx.now();
    let ended = query(SWITCH_OFF)
        .bind(permit.organization())
        .bind(integration)
        .bind(now)
        .execute(tx.connection())
        .await?;
    if ended.rows_affected() > 0 {
        changed(&mut tx, permit, integration, &json!({ "active": false })).await?;
    }
    tx.commit().await
}

async fn changed(
    tx: &mut Tx,
    permit: &Permit<ManageIntegrations>,
    integration: IntegrationId,
    detail: &serde_json::Value,
) -> Result<(), Error> {
    audit::record(
        tx,
        permit,
        "follow_ups.settings",
        &integration.to_string(),
        detail,
    )
    .await?;
    tx.tell(permit.organization(), Pending::integration());
    Ok(())
}

/// Plans to ask those who stand in these stages now.
async fn ask_present(
    tx: &mut Tx,
    organization: OrganizationId,
    integration: IntegrationId,
    stages: &[String],
) -> Result<u64, Error> {
    let now = tx.now();
    let mut many = 0;
    for person in people::of_connection(tx.connection(), organization, integration).await? {
        let is_there = person.stage.as_ref().is_some_and(|at| stages.contains(at));
        if is_there && person.asked.is_none() && person.why_not().is_none() {
            many += u64::from(asking::plan(tx, organization, &person, now).await?);
        }
    }
    Ok(many)
}
