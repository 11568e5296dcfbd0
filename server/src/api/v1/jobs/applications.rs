//! `GET /jobs/{job}/applications`

use axum::Json;
use hiring::api_tokens::scope::ApplicationsRead;
use hiring::applications::{self, Filter};
use hiring::{ApplicationId, ColumnId, JobId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::v1::allowed::Allowed;
use crate::api::v1::applications::Application;
use crate::api::v1::error::{ApiError, Problem};
use crate::api::v1::extract::{Id, Limit, Params};
use crate::api::v1::openapi::Refusals;
use crate::api::v1::time::Time;

/// Which applications, and which page of them.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ApplicationsQuery {
    /// Only those in this column.
    #[param(value_type = Option<String>, format = "uuid")]
    column: Option<ColumnId>,
    /// Only those with a score of at least so many points.
    #[param(minimum = 0, maximum = 100)]
    min_score: Option<u8>,
    /// Only those of which something changed then or later: score, column, stage, comments.
    #[param(value_type = Option<String>, format = DateTime)]
    changed_since: Option<Time>,
    /// How many applications a page holds.
    #[serde(default)]
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200, default = 50)]
    limit: Limit,
    /// `next` of the page before.
    #[param(value_type = Option<String>, format = "uuid")]
    after: Option<ApplicationId>,
}

/// A page of applications.
#[derive(Serialize, ToSchema)]
pub struct ApplicationPage {
    /// The applications.
    items: Vec<Application>,
    /// Give it as `after` for the page that follows; null on the last one.
    #[schema(format = "uuid")]
    next: Option<String>,
}

/// List a job's applications
///
/// In the order in which they arrived. To follow a board, remember the latest `changed_at` that you saw and ask for what changed since.
#[utoipa::path(
    get,
    path = "/jobs/{job}/applications",
    tag = "Applications",
    params(("job" = String, Path, format = "uuid", description = "The job's id"), ApplicationsQuery),
    responses(
        (status = 200, body = ApplicationPage, description = "A page of applications"),
        (status = 404, body = Problem, description = "No such job: code `not_found`"),
        Refusals,
    ),
    security(("token" = ["applications:read"]))
)]
pub async fn list_applications(
    allowed: Allowed<ApplicationsRead>,
    Id(job): Id<JobId>,
    Params(query): Params<ApplicationsQuery>,
) -> Result<Json<ApplicationPage>, ApiError> {
    let filter = Filter {
        column: query.column,
        min_score: query.min_score,
        changed_since: query.changed_since.map(|Time(moment)| moment),
    };
    let page = applications::page(
        &allowed.store,
        &allowed.permit,
        job,
        filter,
        query.after,
        query.limit.get(),
    )
    .await?;
    let last = page.items.last();
    Ok(Json(ApplicationPage {
        next: last
            .map(|listed| listed.card.application.to_string())
            .filter(|_| page.more),
        items: page.items.into_iter().map(Application::from).collect(),
    }))
}
