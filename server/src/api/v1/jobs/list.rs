//! `GET /jobs`

use axum::Json;
use hiring::api_tokens::scope::JobsRead;
use hiring::{JobId, columns, jobs};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Job;
use crate::api::v1::allowed::Allowed;
use crate::api::v1::error::ApiError;
use crate::api::v1::extract::{Limit, Params};
use crate::api::v1::openapi::Refusals;

/// Which page.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct JobsQuery {
    /// How many jobs a page holds.
    #[serde(default)]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200, default = 50)]
    limit: Limit,
    /// `next` of the page before.
    #[param(value_type = Option<String>, format = "uuid")]
    after: Option<JobId>,
}

/// A page of jobs.
#[derive(Serialize, ToSchema)]
pub struct JobPage {
    /// The jobs.
    items: Vec<Job>,
    /// Give it as `after` for the page that follows; null on the last one.
    #[schema(format = "uuid")]
    next: Option<String>,
}

/// List jobs
///
/// Every job that CLARA processes, in the order in which they were selected, with how many applications stand in each column.
#[utoipa::path(
    get,
    path = "/jobs",
    tag = "Jobs",
    params(JobsQuery),
    responses((status = 200, body = JobPage, description = "A page of jobs"), Refusals),
    security(("token" = ["jobs:read"]))
)]
pub async fn list_jobs(
    allowed: Allowed<JobsRead>,
    Params(query): Params<JobsQuery>,
) -> Result<Json<JobPage>, ApiError> {
    let columns = columns::list(&allowed.store, &allowed.permit).await?;
    let limit = query.limit.get();
    let page = jobs::page(&allowed.store, &allowed.permit, query.after, limit).await?;
    let last = page.items.last().map(|counted| counted.job.id.to_string());
    Ok(Json(JobPage {
        next: last.filter(|_| page.more),
        items: page
            .items
            .into_iter()
            .map(|counted| Job::new(counted, &columns))
            .collect(),
    }))
}
