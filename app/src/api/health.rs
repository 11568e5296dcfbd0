//! What the health page asks for.

use leptos::prelude::*;

use crate::{
    error::ClaraError,
    wire::health::{Canary, Health},
};

/// How a connection fares.
#[server(endpoint = "health/read", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn read_health(integration: String) -> Result<Health, ClaraError> {
    use super::convert_health::health;
    use crate::context::{parsed, permitted, refuse, request};
    use hiring::permission::ViewIntegrations;
    let (store, permit) = permitted::<ViewIntegrations>()?;
    let read = integrations::health::read(&request()?.integrations, &permit, parsed(&integration)?)
        .await
        .map_err(refuse)?;
    health(&store, &permit, read).await.map_err(refuse)
}

/// Makes anew what is wrong with the webhooks.
#[server(endpoint = "health/repair", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn repair_webhooks(integration: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse, request};
    use hiring::permission::ManageIntegrations;
    let (_, permit) = permitted::<ManageIntegrations>()?;
    integrations::health::repair(&request()?.integrations, &permit, parsed(&integration)?)
        .await
        .map_err(refuse)
}

/// Has the ATS call each webhook with an empty test.
#[server(endpoint = "health/canary", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn send_canary(integration: String) -> Result<Canary, ClaraError> {
    use crate::context::{parsed, permitted, refuse, request};
    use hiring::permission::ManageIntegrations;
    let (_, permit) = permitted::<ManageIntegrations>()?;
    let sent =
        integrations::health::canary(&request()?.integrations, &permit, parsed(&integration)?)
            .await
            .map_err(refuse)?;
    Ok(Canary {
        asked: sent.asked,
        arrived: sent.arrived,
    })
}
