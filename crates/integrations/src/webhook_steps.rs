//! The wizard's webhooks: a test delivery that really arrives, and the way by hand where the ATS's API refuses.

use hiring::permission::ManageIntegrations;
use hiring::webhooks::{self, Asked, Problem, Webhook};
use hiring::{IntegrationId, Permit, WebhookId};

use crate::Integrations;
use crate::connector::ConnectorError;
use crate::error::Error;
use crate::tasks::{CreateWebhooks, Task};

/// An event that CLARA wants to hear of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// As the ATS's API names it.
    pub event: &'static str,
    /// As the ATS's settings page names it.
    pub group: &'static str,
    /// Its webhook, if there is one.
    pub webhook: Option<Webhook>,
}

/// How the webhooks of a connection stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Every event.
    pub wanted: Vec<Wanted>,
    /// The ATS refused to make webhooks: a permission, the plan, or it could not reach CLARA.
    pub refused: bool,
}

/// A webhook that a person is to make in the ATS.
#[derive(Clone, Debug)]
pub struct ByHand {
    /// For [`give_key`](webhooks::give_key).
    pub webhook: WebhookId,
    /// Where it is to call; shown this once.
    pub url: String,
}

/// How the webhooks of a connection stand.
///
/// # Errors
/// [`Error::Store`].
pub async fn standing(
    integrations: &Integrations,
    permit: &Permit<ManageIntegrations>,
    integration: IntegrationId,
) -> Result<Standing, Error> {
    let store = integrations.store();
    hiring::integrations::read(store, permit, integration).await?;
    let mut known = webhooks::list(store, permit, integration).await?;
    let refused = known
        .iter()
        .any(|webhook| webhook.problem == Some(Problem::Refused));
    let events = events(integrations, permit, integration).await?;
    let wanted = events.iter().map(|&event| {
        let at = known.iter().position(|webhook| webhook.event == event);
        Wanted {
            event,
            group: group(event),
            webhook: at.map(|at| known.swap_remove(at)),
        }
    });
    let wanted = wanted.collect();
    Ok(Standing { wanted, refused })
}

/// Makes the webhooks that are missing.
///
/// # Errors
/// [`Error::Store`].
pub async fn create(
    integrations: &Integrations,
    permit: &Permit<ManageIntegrations>,
    integration: IntegrationId,
) -> Result<(), Error> {
    let task = CreateWebhooks::of(integration).task();
    let store = integrations.store();
    Ok(webhooks::ask(store, permit, integration, Asked::Create, &[task]).await?)
}

/// Asks the ATS for a test delivery to every webhook that CLARA made. They arrive by themselves, and each is noted on its webhook.
///
/// # Errors
/// [`Error::Ats`] where the ATS refuses or cannot reach CLARA.
pub async fn test(
    integrations: &Integrations,
    permit: &Permit<ManageIntegrations>,
    integration: IntegrationId,
) -> Result<(), Error> {
    let store = integrations.store();
    let system = store.system(permit.organization());
    let connector = integrations.connector(&system, integration).await?;
    webhooks::ask(store, permit, integration, Asked::Test, &[]).await?;
    let known = webhooks::list(store, permit, integration).await?;
    let made: Vec<String> = known
        .into_iter()
        .filter_map(|webhook| webhook.remote_id)
        .collect();
    connector.test_webhooks(&made).await?;
    Ok(())
}

/// Prepares a webhook that a person will make in the ATS's settings.
///
/// # Errors
/// [`hiring::Error::NotFound`] for an event that CLARA does not listen to.
pub async fn by_hand(
    integrations: &Integrations,
    permit: &Permit<ManageIntegrations>,
    integration: IntegrationId,
    event: &str,
) -> Result<ByHand, Error> {
    let events = events(integrations, permit, integration).await?;
    if !events.contains(&event) {
        return Err(hiring::Error::NotFound.into());
    }
    let store = integrations.store();
    let (webhook, secret) = webhooks::prepare_by_hand(store, permit, integration, event).await?;
    let path = format!("hooks/lever/{}", secret.expose());
    Ok(ByHand {
        webhook,
        url: integrations.address(&path).to_string(),
    })
}

/// What the ATS can tell of; nothing while it is not connected.
async fn events(
    integrations: &Integrations,
    permit: &Permit<ManageIntegrations>,
    integration: IntegrationId,
) -> Result<&'static [&'static str], Error> {
    let system = integrations.store().system(permit.organization());
    match integrations.connector(&system, integration).await {
        Ok(connector) => Ok(connector.events()),
        Err(Error::Ats(ConnectorError::Disconnected)) => Ok(&[]),
        Err(error) => Err(error),
    }
}

/// Lever's names of the groups under *Settings > Integrations and API > Webhooks*.
fn group(event: &str) -> &'static str {
    match event {
        "applicationCreated" => "Application Created",
        "candidateStageChange" => "Candidate Stage Change",
        "candidateArchiveChange" => "Candidate Archive State Change",
        "candidateHired" => "Candidate Hired",
        "candidateDeleted" => "Candidate Deleted",
        _ => "Other",
    }
}
