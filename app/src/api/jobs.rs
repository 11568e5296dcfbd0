//! What *Jobs* asks for.

use leptos::prelude::*;

use crate::{error::ClaraError, wire::jobs::Jobs};

/// Every processed job with its counts.
#[server(endpoint = "jobs/list", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn list_jobs() -> Result<Jobs, ClaraError> {
    use crate::{
        api::{
            convert::job_row,
            convert_shares::{advanced, waiting},
        },
        context::{permitted, refuse},
    };
    use hiring::{
        columns,
        integrations::{self, IntegrationState},
        jobs,
        permission::{ShareCandidates, ViewJobs},
        shares,
    };
    let (store, permit) = permitted::<ViewJobs>()?;
    let columns = columns::list(&store, &permit).await.map_err(refuse)?;
    let summaries = jobs::list(&store, &permit).await.map_err(refuse)?;
    let connected = integrations::list(&store, &permit)
        .await
        .map_err(refuse)?
        .iter()
        .any(|integration| integration.state == IntegrationState::Active);
    let waiting_for = shares::waiting(&store, &permit).await.map_err(refuse)?;
    let advanced_now = match permit.also::<ShareCandidates>() {
        Ok(permit) => shares::advanced(&store, &permit).await.map_err(refuse)?,
        Err(_) => Vec::new(),
    };
    let now = store.now();
    Ok(Jobs {
        rows: summaries
            .into_iter()
            .map(|summary| job_row(summary, &columns, now))
            .collect(),
        advanced: advanced_now.into_iter().map(advanced).collect(),
        waiting: waiting_for.into_iter().map(waiting).collect(),
        connected,
    })
}
