//! What *Settings → Failed work* asks for. `row` names one piece of work, `kind` all of a kind.

use leptos::prelude::*;

use crate::{error::ClaraError, wire::failed_work::FailedWork};

/// What was given up, with the reasons.
#[server(endpoint = "failed-work/list", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn list_failed_work() -> Result<FailedWork, ClaraError> {
    use super::convert_failed_work::grouped;
    use crate::context::{permitted, refuse, request};
    use hiring::{permission::ManageIntegrations, queue};
    /// More than anybody reads; *Retry all* and *Discard all* reach the rest too.
    const SHOWN: u32 = 200;
    let (store, permit) = permitted::<ManageIntegrations>()?;
    let total = queue::count_dead(&store, &permit).await.map_err(refuse)?;
    let rows = integrations::failed_work::list(&request()?.integrations, &permit, SHOWN)
        .await
        .map_err(refuse)?;
    Ok(FailedWork {
        groups: grouped(rows),
        total,
    })
}

/// Tries it again, from the first attempt.
#[server(endpoint = "failed-work/retry", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn retry_failed_work(
    row: Option<String>,
    kind: Option<String>,
) -> Result<(), ClaraError> {
    use super::convert_failed_work::which;
    use crate::context::{permitted, refuse};
    use hiring::{permission::ManageIntegrations, queue};
    let (store, permit) = permitted::<ManageIntegrations>()?;
    let which = which(row.as_deref(), kind.as_deref()).map_err(refuse)?;
    queue::revive(&store, &permit, which).await.map_err(refuse)
}

/// Forgets it.
#[server(endpoint = "failed-work/discard", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn discard_failed_work(
    row: Option<String>,
    kind: Option<String>,
) -> Result<(), ClaraError> {
    use super::convert_failed_work::which;
    use crate::context::{permitted, refuse};
    use hiring::{permission::ManageIntegrations, queue};
    let (store, permit) = permitted::<ManageIntegrations>()?;
    let which = which(row.as_deref(), kind.as_deref()).map_err(refuse)?;
    queue::discard(&store, &permit, which).await.map_err(refuse)
}
