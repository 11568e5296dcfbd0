//! `GET /jobs/{job}/columns`

use axum::Json;
use hiring::api_tokens::scope::JobsRead;
use hiring::{JobId, columns, jobs};
use serde::Serialize;
use utoipa::ToSchema;

use super::Column;
use crate::api::v1::allowed::Allowed;
use crate::api::v1::error::{ApiError, Problem};
use crate::api::v1::extract::Id;
use crate::api::v1::openapi::Refusals;

/// The columns of a board.
#[derive(Serialize, ToSchema)]
pub struct ColumnList {
    /// Left to right.
    items: Vec<Column>,
}

/// List a job's columns
#[utoipa::path(
    get,
    path = "/jobs/{job}/columns",
    tag = "Jobs",
    params(("job" = String, Path, format = "uuid", description = "The job's id")),
    responses(
        (status = 200, body = ColumnList, description = "The columns"),
        (status = 404, body = Problem, description = "No such job: code `not_found`"),
        Refusals,
    ),
    security(("token" = ["jobs:read"]))
)]
pub async fn list_columns(
    allowed: Allowed<JobsRead>,
    Id(job): Id<JobId>,
) -> Result<Json<ColumnList>, ApiError> {
    let job = jobs::counted(&allowed.store, &allowed.permit, job).await?;
    let columns = columns::list(&allowed.store, &allowed.permit).await?;
    Ok(Json(ColumnList {
        items: Column::counted(&job, &columns),
    }))
}
