//! What the wizard's frame and its webhooks step ask for.

use leptos::prelude::*;

use crate::{
    error::ClaraError,
    wire::wizard::{ByHand, Hooks, Progress},
};

/// How far the set-up of a connection is.
#[server(endpoint = "integrations/progress", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn read_progress(integration: String) -> Result<Progress, ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{integrations::IntegrationState, jobs, permission::ManageIntegrations};
    let (store, permit) = permitted::<ManageIntegrations>()?;
    let id = parsed(&integration)?;
    let known = hiring::integrations::read(&store, &permit, id).await;
    let known = known.map_err(refuse)?;
    let jobs = jobs::of_integration(&store, &permit, id).await;
    Ok(Progress {
        ats: integrations::label(known.provider).to_owned(),
        active: known.state == IntegrationState::Active,
        jobs: jobs.map_err(refuse)?.iter().any(|job| job.active),
        mapped: known.is_mapped,
        finished: known.set_up_at.is_some(),
    })
}

/// Ends the wizard.
#[server(endpoint = "integrations/finish", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn finish_setup(integration: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{integrations::set_up, permission::ManageIntegrations};
    let (store, permit) = permitted::<ManageIntegrations>()?;
    let done = set_up(&store, &permit, parsed(&integration)?).await;
    done.map_err(refuse)
}

/// How the webhooks of a connection stand.
#[server(endpoint = "webhooks/standing", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn read_webhooks(integration: String) -> Result<Hooks, ClaraError> {
    use super::convert_integrations::hooks;
    use crate::context::{parsed, permitted, refuse, request};
    use hiring::permission::ManageIntegrations;
    let (store, permit) = permitted::<ManageIntegrations>()?;
    let id = parsed(&integration)?;
    let known = hiring::integrations::read(&store, &permit, id).await;
    let standing =
        integrations::webhook_steps::standing(&request()?.integrations, &permit, id).await;
    Ok(hooks(
        known.map_err(refuse)?.provider,
        standing.map_err(refuse)?,
    ))
}

/// Makes the webhooks that are missing; they appear as they are made.
#[server(endpoint = "webhooks/create", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn create_webhooks(integration: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse, request};
    use hiring::permission::ManageIntegrations;
    let (_, permit) = permitted::<ManageIntegrations>()?;
    let id = parsed(&integration)?;
    let asked = integrations::webhook_steps::create(&request()?.integrations, &permit, id).await;
    asked.map_err(refuse)
}

/// Asks the ATS for test deliveries; each is noted when it arrives.
#[server(endpoint = "webhooks/test", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn test_webhooks(integration: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse, request};
    use hiring::permission::ManageIntegrations;
    let (_, permit) = permitted::<ManageIntegrations>()?;
    let id = parsed(&integration)?;
    let asked = integrations::webhook_steps::test(&request()?.integrations, &permit, id).await;
    asked.map_err(refuse)
}

/// Prepares a webhook that a person will make in the ATS; its address is shown this once.
#[server(endpoint = "webhooks/by-hand", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn prepare_webhook(integration: String, event: String) -> Result<ByHand, ClaraError> {
    use crate::context::{parsed, permitted, refuse, request};
    use hiring::permission::ManageIntegrations;
    let (_, permit) = permitted::<ManageIntegrations>()?;
    let id = parsed(&integration)?;
    let everything = request()?.integrations;
    let made = integrations::webhook_steps::by_hand(&everything, &permit, id, &event).await;
    let made = made.map_err(refuse)?;
    Ok(ByHand {
        webhook: made.webhook.to_string(),
        url: made.url,
    })
}

/// Keeps the signature token that the ATS shows beside a webhook that a person made there.
#[server(endpoint = "webhooks/key", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn give_webhook_key(webhook: String, key: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{Secret, permission::ManageIntegrations, webhooks};
    let (store, permit) = permitted::<ManageIntegrations>()?;
    let id = parsed(&webhook)?;
    let given = webhooks::give_key(&store, &permit, id, &Secret::new(key)).await;
    given.map_err(refuse)
}
