//! `POST /applications/{application}/moves`

use axum::Json;
use axum::http::HeaderMap;
use hiring::api_tokens::scope::ApplicationsMove;
use hiring::placements::{self, Placement};
use hiring::{ApplicationId, ColumnId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::v1::allowed::Allowed;
use crate::api::v1::error::{ApiError, Problem};
use crate::api::v1::extract::{Body, Id};
use crate::api::v1::openapi::{BodyRefusals, Refusals};
use crate::api::v1::time::Time;

/// Where to move an application.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMove {
    /// The column's id.
    #[schema(value_type = String, format = "uuid", example = "019c1f6a-2c10-7a83-8f55-0d6b1e9a4c37")]
    column: ColumnId,
    /// The application's `version` as you saw it: if it was moved meanwhile, nothing happens.
    #[schema(example = 2)]
    expected_version: i64,
    /// Why; at most 1,000 characters. CLARA asks for it on a move to *Rejected*.
    #[schema(example = "Not available before summer")]
    reason: Option<String>,
}

/// Where an application stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct Moved {
    /// The application's id.
    #[schema(format = "uuid")]
    application: String,
    /// The column's id.
    #[schema(format = "uuid")]
    column: String,
    /// The version now.
    #[schema(example = 3)]
    version: i64,
    /// Whether a person placed it.
    placed_by_person: bool,
    /// Since when.
    moved_at: Time,
}

/// Move an application
///
/// Into a column of its board, as the member who made the token. From then on CLARA leaves it where it is. Every open board shows the move at once.
#[utoipa::path(
    post,
    path = "/applications/{application}/moves",
    tag = "Applications",
    params(
        ("application" = String, Path, format = "uuid", description = "The application's id"),
        ("Idempotency-Key" = Option<String>, Header, description = "A fresh word for each move, such as a UUID: a request that comes again within a day is answered as before, and moves nothing"),
    ),
    request_body = NewMove,
    responses(
        (status = 200, body = Moved, description = "It stands there"),
        (status = 404, body = Problem, description = "No such application or column: code `not_found`"),
        (status = 409, body = Problem, description = "It was moved meanwhile: code `moved_meanwhile`, and `current` says where it stands"),
        Refusals,
        BodyRefusals,
    ),
    security(("token" = ["applications:move"]))
)]
pub async fn move_application(
    allowed: Allowed<ApplicationsMove>,
    Id(application): Id<ApplicationId>,
    headers: HeaderMap,
    Body(NewMove {
        column,
        expected_version,
        reason,
    }): Body<NewMove>,
) -> Result<Json<Moved>, ApiError> {
    let key = allowed.request_key(&headers)?;
    let (store, permit, reason) = (&allowed.store, &allowed.permit, reason.as_deref());
    let placement = match &key {
        Some(key) => {
            placements::move_once(
                store,
                permit,
                key,
                application,
                column,
                expected_version,
                reason,
            )
            .await?
        }
        None => {
            placements::move_to(store, permit, application, column, expected_version, reason)
                .await?
        }
    };
    Ok(Json(placement.into()))
}

impl From<Placement> for Moved {
    fn from(placement: Placement) -> Self {
        Self {
            application: placement.application.to_string(),
            column: placement.column.to_string(),
            version: placement.version,
            placed_by_person: placement.by_person,
            moved_at: Time(placement.moved_at),
        }
    }
}
