//! What *Settings → Integrations* asks for.

use leptos::prelude::*;

use crate::{
    error::ClaraError,
    wire::integrations::{ConnectionTest, Integration, Postings, Provider},
};

/// All connections of the organization.
#[server(endpoint = "integrations/list", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn list_integrations() -> Result<Vec<Integration>, ClaraError> {
    use super::convert_integrations::{Beside, integration};
    use crate::context::{permitted, refuse};
    use hiring::{
        accounts, erasure, integrations, jobs,
        permission::{ViewIntegrations, ViewJobs},
        status_mapping, webhooks, write_back,
    };
    let (store, permit) = permitted::<ViewIntegrations>()?;
    let (_, jobs_permit) = permitted::<ViewJobs>()?;
    let names = accounts::names(&store, &permit).await.map_err(refuse)?;
    let jobs = jobs::list(&store, &jobs_permit).await.map_err(refuse)?;
    let unmapped = status_mapping::unmapped(&store, &permit).await;
    let unmapped = unmapped.map_err(refuse)?;
    let mut all = Vec::new();
    for read in integrations::list(&store, &permit).await.map_err(refuse)? {
        let webhooks = webhooks::list(&store, &permit, read.id)
            .await
            .map_err(refuse)?;
        let processed = jobs
            .iter()
            .filter(|summary| summary.job.integration == Some(read.id))
            .count();
        let held = erasure::held(&store, &permit, read.id)
            .await
            .map_err(refuse)?;
        let written = write_back::list(&store, &permit, read.id).await;
        let beside = Beside {
            jobs: processed,
            held,
            unmapped: unmapped.get(&read.id).copied().unwrap_or(0),
            write_back_ended: written
                .map_err(refuse)?
                .iter()
                .any(|job| job.ended.is_some()),
        };
        all.push(integration(read, &beside, webhooks, &names));
    }
    Ok(all)
}

/// The ATSs that can be connected.
#[server(endpoint = "integrations/providers", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn list_providers() -> Result<Vec<Provider>, ClaraError> {
    use super::convert_integrations::provider;
    use crate::context::{permitted, request};
    use hiring::permission::ViewIntegrations;
    permitted::<ViewIntegrations>()?;
    let set_up: Vec<_> = request()?.integrations.providers().collect();
    Ok(hiring::integrations::Provider::ALL
        .iter()
        .map(|known| (*known, set_up.contains(known)))
        // A folder is of interest only to those who have one.
        .filter(|(known, is_set_up)| *is_set_up || *known != hiring::integrations::Provider::Folder)
        .map(|(known, is_set_up)| provider(known, is_set_up))
        .collect())
}

/// Begins a connection and leads to the ATS's consent page; `again` is a connection that exists.
#[server(endpoint = "integrations/connect", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn connect(provider: String, again: Option<String>) -> Result<(), ClaraError> {
    use crate::context::{permitted, refuse, request};
    use hiring::permission::ManageIntegrations;
    let (_, permit) = permitted::<ManageIntegrations>()?;
    let request = request()?;
    let session = request.session_hash.ok_or(ClaraError::NotSignedIn)?;
    let provider = hiring::integrations::Provider::ALL
        .iter()
        .copied()
        .find(|known| known.as_str() == provider)
        .ok_or(ClaraError::NotFound)
        .map_err(refuse)?;
    let again = again
        .filter(|id| !id.is_empty())
        .map(|id| id.parse())
        .transpose()
        .map_err(|error: hiring::Error| refuse(error))?;
    let url =
        integrations::connect::begin(&request.integrations, &permit, provider, again, &session)
            .await
            .map_err(refuse)?;
    leptos_axum::redirect(url.as_str());
    Ok(())
}

/// Tries out whether a connection works.
#[server(endpoint = "integrations/test", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn test_connection(integration: String) -> Result<ConnectionTest, ClaraError> {
    use super::convert_integrations::test;
    use crate::context::{permitted, refuse, request};
    use hiring::permission::ManageIntegrations;
    let (store, permit) = permitted::<ManageIntegrations>()?;
    let id = integration
        .parse()
        .map_err(|error: hiring::Error| refuse(error))?;
    let known = hiring::integrations::read(&store, &permit, id)
        .await
        .map_err(refuse)?;
    let found = integrations::connect::test(&request()?.integrations, &permit, id)
        .await
        .map_err(refuse)?;
    Ok(test(&known, found))
}

/// The jobs that the ATS offers.
#[server(endpoint = "integrations/postings", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn list_postings(integration: String) -> Result<Postings, ClaraError> {
    use super::convert_integrations::postings;
    use crate::context::{permitted, refuse, request};
    use hiring::permission::ManageIntegrations;
    let (store, permit) = permitted::<ManageIntegrations>()?;
    let id = integration
        .parse()
        .map_err(|error: hiring::Error| refuse(error))?;
    let known = hiring::integrations::read(&store, &permit, id)
        .await
        .map_err(refuse)?;
    let offered = integrations::select::postings(&request()?.integrations, &permit, id)
        .await
        .map_err(refuse)?;
    Ok(postings(known.provider, offered))
}

/// Processes these jobs, and no others, of a connection; `purge` forgets the candidates of those that are left out, `estimated_seconds` is how long
/// whoever chose them was told that the import takes. As JSON: a form cannot say an empty list.
#[server(endpoint = "integrations/select", client = crate::api::client::OfPage, output = crate::api::json::Answer, input = server_fn::codec::Json)]
pub async fn select_jobs(
    integration: String,
    postings: Vec<String>,
    purge: bool,
    estimated_seconds: Option<u32>,
) -> Result<(), ClaraError> {
    use crate::context::{permitted, refuse, request};
    use hiring::{jobs::Candidates, permission::ManageIntegrations};
    use std::time::Duration;
    let (_, permit) = permitted::<ManageIntegrations>()?;
    let id = integration
        .parse()
        .map_err(|error: hiring::Error| refuse(error))?;
    let left = if purge {
        Candidates::Purge
    } else {
        Candidates::Keep
    };
    let told = estimated_seconds.map(|seconds| Duration::from_secs(u64::from(seconds)));
    integrations::select::apply(&request()?.integrations, &permit, id, &postings, left, told)
        .await
        .map_err(refuse)?;
    Ok(())
}

/// Ends a connection; with `purge` the candidates that it brought are erased.
#[server(endpoint = "integrations/disconnect", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn disconnect(integration: String, purge: bool) -> Result<(), ClaraError> {
    use crate::context::{permitted, refuse, request};
    use hiring::permission::ManageIntegrations;
    let (_, permit) = permitted::<ManageIntegrations>()?;
    let id = integration
        .parse()
        .map_err(|error: hiring::Error| refuse(error))?;
    let data = if purge {
        integrations::connect::Data::Purge
    } else {
        integrations::connect::Data::Keep
    };
    integrations::connect::disconnect(&request()?.integrations, &permit, id, data)
        .await
        .map_err(refuse)
}

/// Erases the candidates that a connection brought which has ended.
#[server(endpoint = "integrations/purge", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn purge(integration: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse, request};
    use hiring::permission::ManageIntegrations;
    let (_, permit) = permitted::<ManageIntegrations>()?;
    integrations::connect::purge(&request()?.integrations, &permit, parsed(&integration)?)
        .await
        .map_err(refuse)
}
