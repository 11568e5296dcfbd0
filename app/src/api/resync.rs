//! *Re-sync*: of one candidate, of a job, of a whole connection.

use leptos::prelude::*;

use crate::{error::ClaraError, wire::health::Resync};

/// Reads one application anew.
#[server(endpoint = "resync/application", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn resync_application(application: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse, request};
    use hiring::permission::ScreenCandidates;
    let (_, permit) = permitted::<ScreenCandidates>()?;
    integrations::resync::application(&request()?.integrations, &permit, parsed(&application)?)
        .await
        .map_err(refuse)
}

/// Compares a job with the ATS; nothing is fetched yet. Answers the comparison's id.
#[server(endpoint = "resync/job", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn compare_job(job: String) -> Result<String, ClaraError> {
    use crate::context::{parsed, permitted, refuse, request};
    use hiring::permission::ScreenCandidates;
    let (_, permit) = permitted::<ScreenCandidates>()?;
    let begun = integrations::resync::job(&request()?.integrations, &permit, parsed(&job)?)
        .await
        .map_err(refuse)?;
    Ok(begun.id.to_string())
}

/// Compares everything of a connection with the ATS; nothing is fetched yet. Answers the comparison's id.
#[server(endpoint = "resync/connection", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn compare_connection(integration: String) -> Result<String, ClaraError> {
    use crate::context::{parsed, permitted, refuse, request};
    use hiring::permission::ManageIntegrations;
    let (_, permit) = permitted::<ManageIntegrations>()?;
    let id = parsed(&integration)?;
    let begun = integrations::resync::connection(&request()?.integrations, &permit, id)
        .await
        .map_err(refuse)?;
    Ok(begun.id.to_string())
}

/// How far a comparison is, and what it found.
#[server(endpoint = "resync/read", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn read_resync(resync: String) -> Result<Resync, ClaraError> {
    use super::convert_health::resync as convert;
    use crate::context::{parsed, permitted, refuse};
    use hiring::{permission::ViewJobs, reconciliations};
    let (store, permit) = permitted::<ViewJobs>()?;
    let run = reconciliations::read(&store, &permit, parsed(&resync)?)
        .await
        .map_err(refuse)?;
    convert(&store, &permit, run).await.map_err(refuse)
}

/// Fetches what a comparison found.
#[server(endpoint = "resync/apply", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn apply_resync(resync: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse, request};
    use hiring::permission::ScreenCandidates;
    let (_, permit) = permitted::<ScreenCandidates>()?;
    integrations::resync::apply(&request()?.integrations, &permit, parsed(&resync)?)
        .await
        .map_err(refuse)
}

/// Pauses a comparison.
#[server(endpoint = "resync/pause", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn pause_resync(resync: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{permission::ScreenCandidates, reconciliations};
    let (store, permit) = permitted::<ScreenCandidates>()?;
    reconciliations::pause(&store, &permit, parsed(&resync)?)
        .await
        .map_err(refuse)
}

/// Lets a paused comparison go on.
#[server(endpoint = "resync/resume", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn resume_resync(resync: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse, request};
    use hiring::permission::ScreenCandidates;
    let (_, permit) = permitted::<ScreenCandidates>()?;
    integrations::resync::resume(&request()?.integrations, &permit, parsed(&resync)?)
        .await
        .map_err(refuse)
}

/// Ends a comparison.
#[server(endpoint = "resync/cancel", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn cancel_resync(resync: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse};
    use hiring::{permission::ScreenCandidates, reconciliations};
    let (store, permit) = permitted::<ScreenCandidates>()?;
    reconciliations::cancel(&store, &permit, parsed(&resync)?)
        .await
        .map_err(refuse)
}

/// Reads the requirements of a changed posting anew; answers the new version's number.
#[server(endpoint = "posting/read-anew", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn read_posting_anew(job: String) -> Result<i64, ClaraError> {
    use crate::context::{parsed, permitted, refuse, request};
    use hiring::permission::ScreenCandidates;
    let (_, permit) = permitted::<ScreenCandidates>()?;
    integrations::posting::read_anew(&request()?.integrations, &permit, parsed(&job)?)
        .await
        .map_err(refuse)
}

/// Leaves the requirements of a changed posting as they are.
#[server(endpoint = "posting/keep", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn keep_requirements(job: String) -> Result<(), ClaraError> {
    use crate::context::{parsed, permitted, refuse, request};
    use hiring::permission::ScreenCandidates;
    let (_, permit) = permitted::<ScreenCandidates>()?;
    integrations::posting::keep(&request()?.integrations, &permit, parsed(&job)?)
        .await
        .map_err(refuse)
}
