//! *Re-sync*: what a person may have compared and fetched anew, one candidate, one job or a whole connection; and the comparison that is due by itself.

use hiring::applications;
use hiring::permission::{ManageIntegrations, Operate, ScreenCandidates, ViewJobs};
use hiring::reconciliations::{self, Reconciliation};
use hiring::{ApplicationId, IntegrationId, JobId, Permit, ReconciliationId};

use crate::Integrations;
use crate::error::Error;
use crate::tasks::{FetchApplication, Reconcile, ReconcileApplication, Task};

/// Fetches one application anew.
///
/// # Errors
/// [`hiring::Error::NotFound`] for one that no ATS knows; [`ConnectorError::Disconnected`](crate::connector::ConnectorError::Disconnected).
pub async fn application(
    integrations: &Integrations,
    permit: &Permit<ScreenCandidates>,
    application: ApplicationId,
) -> Result<(), Error> {
    let store = integrations.store();
    let system = store.system(permit.organization());
    let place = applications::locate(store, &system, application).await?;
    let (Some(integration), Some(remote)) = (place.integration, &place.remote_id) else {
        return Err(hiring::Error::NotFound.into());
    };
    integrations.connector(&system, integration).await?;
    let work = FetchApplication::found(integration, remote).task();
    Ok(applications::resync(store, permit, application, work).await?)
}

/// Compares one job with the ATS; nothing is fetched before [`apply`].
///
/// # Errors
/// As [`application`].
pub async fn job(
    integrations: &Integrations,
    permit: &Permit<ScreenCandidates>,
    job: JobId,
) -> Result<Reconciliation, Error> {
    let store = integrations.store();
    let system = store.system(permit.organization());
    let known = hiring::jobs::read(store, &system.to::<ViewJobs>(), job).await?;
    let integration = known.integration.ok_or(hiring::Error::NotFound)?;
    integrations.connector(&system, integration).await?;
    let compare = |id| Reconcile::of(integration, id).task();
    Ok(reconciliations::begin_job(store, permit, job, true, compare).await?)
}

/// Compares everything of a connection with the ATS; nothing is fetched before [`apply`].
///
/// # Errors
/// As [`application`].
pub async fn connection(
    integrations: &Integrations,
    permit: &Permit<ManageIntegrations>,
    integration: IntegrationId,
) -> Result<Reconciliation, Error> {
    let store = integrations.store();
    let system = store.system(permit.organization());
    integrations.connector(&system, integration).await?;
    let compare = |id| Reconcile::of(integration, id).task();
    Ok(reconciliations::begin(store, permit, integration, true, compare).await?)
}

/// Fetches what a comparison found.
///
/// # Errors
/// [`hiring::Error::NotFound`] if it does not wait for this.
pub async fn apply(
    integrations: &Integrations,
    permit: &Permit<ScreenCandidates>,
    id: ReconciliationId,
) -> Result<(), Error> {
    let integration = integration_of(integrations, permit, id).await?;
    let fetch = |remote: &str| ReconcileApplication::of(integration, id, remote).task();
    Ok(reconciliations::apply(integrations.store(), permit, id, fetch).await?)
}

/// Lets a paused one go on.
///
/// # Errors
/// [`hiring::Error::NotFound`] if nothing is under way.
pub async fn resume(
    integrations: &Integrations,
    permit: &Permit<ScreenCandidates>,
    id: ReconciliationId,
) -> Result<(), Error> {
    let integration = integration_of(integrations, permit, id).await?;
    let compare = Reconcile::of(integration, id).task();
    let fetch = |remote: &str| ReconcileApplication::of(integration, id, remote).task();
    Ok(reconciliations::resume(integrations.store(), permit, id, compare, fetch).await?)
}

async fn integration_of(
    integrations: &Integrations,
    permit: &Permit<ScreenCandidates>,
    id: ReconciliationId,
) -> Result<IntegrationId, hiring::Error> {
    let system = integrations.store().system(permit.organization());
    let known = reconciliations::read_for_work(integrations.store(), &system, id).await?;
    Ok(known.integration)
}

/// Begins the comparison of a connection that runs by itself, where it is due.
pub(crate) async fn when_due(
    integrations: &Integrations,
    permit: &Permit<Operate>,
    integration: IntegrationId,
) -> Result<(), hiring::Error> {
    let store = integrations.store();
    let due = reconciliations::due(store, permit, integration, Reconcile::EVERY).await?;
    if due.is_some_and(|due| due <= store.now()) {
        let compare = |id| Reconcile::of(integration, id).task();
        let manages = permit.to::<ManageIntegrations>();
        reconciliations::begin(store, &manages, integration, false, compare).await?;
    }
    Ok(())
}
