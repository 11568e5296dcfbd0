//! `GET /applications/{application}`

use axum::Json;
use hiring::api_tokens::scope::ApplicationsRead;
use hiring::{ApplicationId, applications};

use super::Application;
use crate::api::v1::allowed::Allowed;
use crate::api::v1::error::{ApiError, Problem};
use crate::api::v1::extract::Id;
use crate::api::v1::openapi::Refusals;

/// Read an application
#[utoipa::path(
    get,
    path = "/applications/{application}",
    tag = "Applications",
    params(("application" = String, Path, format = "uuid", description = "The application's id")),
    responses(
        (status = 200, body = Application, description = "The application"),
        (status = 404, body = Problem, description = "No such application: code `not_found`"),
        Refusals,
    ),
    security(("token" = ["applications:read"]))
)]
pub async fn read_application(
    allowed: Allowed<ApplicationsRead>,
    Id(application): Id<ApplicationId>,
) -> Result<Json<Application>, ApiError> {
    let listed = applications::read(&allowed.store, &allowed.permit, application).await?;
    Ok(Json(listed.into()))
}
