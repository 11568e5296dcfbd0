//! `/stages` and `/disposition_stages`.

use axum::{
    Json,
    extract::{Path, State},
};
use serde_json::{Value, json};

use crate::{
    app::Shared,
    auth::{Access, Caller},
    error::ApiError,
    fields::one,
    model::Stage,
    paging::page_in_order,
    query::Query,
};

/// `GET /stages`, in pipeline order.
pub(crate) async fn list(
    State(app): State<Shared>,
    caller: Caller,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Read, "stages")?;
    app.read(|world| {
        page_in_order(
            &app.bookmarks,
            "stages",
            &query,
            world.stages.iter(),
            render,
        )
    })
    .map(Json)
}

/// `GET /stages/{id}`
pub(crate) async fn get(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Read, "stages")?;
    app.read(|world| world.stage(&id).map(|found| one(&query, render(found))))
}

/// `GET /disposition_stages`: stages with their pipeline, and archive reasons.
pub(crate) async fn dispositions(
    State(app): State<Shared>,
    caller: Caller,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Read, "stages")?;
    Ok(Json(app.read(|world| {
        let stages: Vec<Value> = world
            .stages
            .iter()
            .map(|stage| {
                let rank = stage.rank as f64 + 0.5;
                json!({ "id": stage.id, "text": stage.text, "pipeline": stage.pipeline, "rank": rank, "hasInterview": stage.has_interview })
            })
            .collect();
        let reasons: Vec<Value> = world
            .archive_reasons
            .iter()
            .map(|reason| {
                let status = if reason.active { "active" } else { "inactive" };
                json!({ "id": reason.id, "text": reason.text, "type": reason.hired.then_some("hired"), "status": status })
            })
            .collect();
        json!({ "data": { "stages": stages, "archiveReasons": reasons } })
    })))
}

pub(crate) fn render(stage: &Stage) -> Value {
    json!({ "id": stage.id, "text": stage.text })
}
