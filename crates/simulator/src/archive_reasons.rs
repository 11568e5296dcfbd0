//! `/archive_reasons`.

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
    model::ArchiveReason,
    paging::page_in_order,
    query::Query,
};

/// `GET /archive_reasons`, filter `type=hired|non-hired`.
pub(crate) async fn list(
    State(app): State<Shared>,
    caller: Caller,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Read, "archive_reasons")?;
    app.read(|world| {
        let reasons = world
            .archive_reasons
            .iter()
            .filter(|reason| query.admits("type", kind(reason)));
        page_in_order(&app.bookmarks, "archive_reasons", &query, reasons, render)
    })
    .map(Json)
}

/// `GET /archive_reasons/{id}`
pub(crate) async fn get(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Read, "archive_reasons")?;
    app.read(|world| {
        world
            .archive_reason(&id)
            .map(|found| one(&query, render(found)))
    })
}

fn kind(reason: &ArchiveReason) -> &'static str {
    if reason.hired { "hired" } else { "non-hired" }
}

fn render(reason: &ArchiveReason) -> Value {
    let status = if reason.active { "active" } else { "inactive" };
    json!({ "id": reason.id, "text": reason.text, "status": status, "type": kind(reason) })
}
