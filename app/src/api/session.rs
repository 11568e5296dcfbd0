//! What the shell asks for.

use leptos::prelude::*;

use crate::{error::ClaraError, wire::session::Surroundings};

/// Organizations to switch between, whom to ask, and where the live connection begins.
#[server(endpoint = "session/surroundings", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn read_surroundings() -> Result<Surroundings, ClaraError> {
    use crate::{
        context::{permitted, refuse, request},
        wire::session::Organization,
    };
    use hiring::{
        accounts, events,
        integrations::{self, IntegrationState},
        permission::{Capability, ManageIntegrations, ViewIntegrations, ViewJobs, allows},
        queue, status_mapping,
    };
    let (store, permit) = permitted::<ViewJobs>()?;
    let member = request()?.member.ok_or(ClaraError::NotSignedIn)?;
    // Before everything else that a page reads: what happens meanwhile is heard again, never missed.
    let event = events::newest(&store, &permit).await.map_err(refuse)?;
    let organizations = accounts::memberships(&store, &member)
        .await
        .map_err(refuse)?;
    let members = accounts::members(&store, &permit).await.map_err(refuse)?;
    let (failed_work, unmapped) = match member.permit::<ManageIntegrations>() {
        Ok(permit) => {
            let unmapped = status_mapping::unmapped(&store, &permit).await;
            (
                queue::count_dead(&store, &permit).await.map_err(refuse)?,
                unmapped.map_err(refuse)?.values().sum(),
            )
        }
        Err(_) => (0, 0),
    };
    let revoked = match member.permit::<ViewIntegrations>() {
        Ok(permit) => integrations::list(&store, &permit).await.map_err(refuse)?,
        Err(_) => Vec::new(),
    };
    Ok(Surroundings {
        revoked: revoked
            .into_iter()
            .filter(|known| known.state == IntegrationState::Disconnected)
            .filter(|known| known.disconnected_reason.as_deref() == Some(integrations::REVOKED))
            .map(|known| ::integrations::label(known.provider).to_owned())
            .collect(),
        organizations: organizations
            .into_iter()
            .map(|membership| Organization {
                id: membership.organization.to_string(),
                name: membership.organization_name,
            })
            .collect(),
        admins: members
            .into_iter()
            .filter(|member| allows(member.role, Capability::ManageIntegrations))
            .map(|member| member.name)
            .collect(),
        failed_work,
        unmapped,
        event,
    })
}
