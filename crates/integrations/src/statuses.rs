//! The ATS's stages and archive reasons, brought to the store: before the first application comes in, when an admin looks, and with every
//! comparison of a whole connection.

use hiring::permission::{ManageIntegrations, Operate};
use hiring::status_mapping;
use hiring::{IntegrationId, Permit, Store};

use crate::Integrations;
use crate::connector::Connector;
use crate::error::Error;

/// Reads the list now.
///
/// # Errors
/// [`Error::Ats`], [`Error::Store`]; what was known stays.
pub async fn refresh(
    integrations: &Integrations,
    permit: &Permit<ManageIntegrations>,
    integration: IntegrationId,
) -> Result<(), Error> {
    let system = integrations.store().system(permit.organization());
    let connector = integrations.connector(&system, integration).await?;
    learn(integrations.store(), &system, &*connector, integration).await
}

/// Reads the list if it never was.
pub(crate) async fn ensure(
    integrations: &Integrations,
    permit: &Permit<Operate>,
    connector: &dyn Connector,
    integration: IntegrationId,
) -> Result<(), Error> {
    if integrations.learnt().contains(&integration) {
        return Ok(());
    }
    let store = integrations.store();
    if !status_mapping::is_learnt(store, permit, integration).await? {
        learn(store, permit, connector, integration).await?;
    }
    integrations.learnt().insert(integration);
    Ok(())
}

/// Reads the list, and says in the log what is new in it.
pub(crate) async fn learn(
    store: &Store,
    permit: &Permit<Operate>,
    connector: &dyn Connector,
    integration: IntegrationId,
) -> Result<(), Error> {
    let all = connector.statuses().await?;
    let new = status_mapping::learn(store, permit, integration, &all).await?;
    if new > 0 {
        tracing::warn!(%integration, new, "the ATS has stages or archive reasons that nobody mapped");
    }
    Ok(())
}
