//! `GET /jobs/{job}`

use axum::Json;
use hiring::api_tokens::scope::JobsRead;
use hiring::{JobId, columns, jobs};

use super::Job;
use crate::api::v1::allowed::Allowed;
use crate::api::v1::error::{ApiError, Problem};
use crate::api::v1::extract::Id;
use crate::api::v1::openapi::Refusals;

/// Read a job
#[utoipa::path(
    get,
    path = "/jobs/{job}",
    tag = "Jobs",
    params(("job" = String, Path, format = "uuid", description = "The job's id")),
    responses(
        (status = 200, body = Job, description = "The job"),
        (status = 404, body = Problem, description = "No such job: code `not_found`"),
        Refusals,
    ),
    security(("token" = ["jobs:read"]))
)]
pub async fn read_job(
    allowed: Allowed<JobsRead>,
    Id(job): Id<JobId>,
) -> Result<Json<Job>, ApiError> {
    let job = jobs::counted(&allowed.store, &allowed.permit, job).await?;
    let columns = columns::list(&allowed.store, &allowed.permit).await?;
    Ok(Json(Job::new(job, &columns)))
}
