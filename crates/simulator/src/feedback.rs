//! `/opportunities/{id}/feedback`: what interviewers think. Who writes it must be named by `perform_as`.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use serde_json::{Value, json};

use crate::{
    app::Shared,
    auth::{Access, Caller},
    body::Fields,
    error::ApiError,
    opportunities::visible,
    query::Query,
    records::{Resource, Shelf, Target},
    state::now,
    templates::{FEEDBACK_TEMPLATES, filled},
};

pub(crate) const FEEDBACK: Resource = Resource {
    shelf: Shelf::Feedback,
    name: "feedback",
    scope: "feedback",
    expandable: &[("user", Target::User)],
};

/// `POST` with `{baseTemplateId, panel?, interview?, fieldValues, createdAt?, completedAt?}`
pub(crate) async fn create(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    query: Query,
    fields: Fields,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    caller.may(Access::Write, "feedback")?;
    let template = fields.required("baseTemplateId")?;
    app.change(|world| {
        visible(world, &caller, &id)?;
        let user = world.needed_performer(&query)?;
        let base = world.record(&FEEDBACK_TEMPLATES, template)?.object.clone();
        let now = now();
        let object = json!({
            "type": "interview", "text": base["text"], "instructions": base["instructions"],
            "fields": filled(&base["fields"], &fields.0["fieldValues"]), "baseTemplateId": template, "interview": fields.0["interview"],
            "panel": fields.0["panel"], "user": user, "createdAt": fields.0["createdAt"].as_i64().unwrap_or(now),
            "completedAt": fields.0["completedAt"].as_i64().unwrap_or(now), "updatedAt": now, "deletedAt": null,
        });
        // A note leaves the time of the last change alone; this does not.
        world.opportunity_mut(&id)?.touch(now);
        let feedback = world.file(Shelf::Feedback, Some(&id), object);
        let mut object = world.record(&FEEDBACK, &feedback)?.object.clone();
        object["updatedAt"] = Value::Null;
        Ok((StatusCode::CREATED, Json(json!({ "data": object }))))
    })
}

/// `PUT`: replaces the values. Its answer has another shape than the rest.
pub(crate) async fn update(
    State(app): State<Shared>,
    caller: Caller,
    Path((id, feedback)): Path<(String, String)>,
    query: Query,
    fields: Fields,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Write, "feedback")?;
    app.change(|world| {
        FEEDBACK.of(world, &caller, &id, &feedback)?;
        let user = world.needed_performer(&query)?;
        let account = world.account_id.clone();
        let object = &mut world.record_mut(&FEEDBACK, &feedback)?.object;
        object["fields"] = filled(&object["fields"], &fields.0["fieldValues"]);
        if let Some(completed) = fields.0["completedAt"].as_i64() {
            object["completedAt"] = json!(completed);
        }
        object["updatedAt"] = json!(now());
        let mut answer = object.clone();
        if let Value::Object(fields) = &mut answer {
            fields.remove("user");
            fields.retain(|_, value| !value.is_null());
        }
        for field in answer["fields"].as_array_mut().into_iter().flatten() {
            if field["type"] == "score-system" {
                field["type"] = json!("score");
                field["isSummary"] = json!(true);
                field["summaryText"] = json!("");
                field["overall"] = json!(true);
            }
        }
        answer["userId"] = json!(user);
        answer["profileId"] = json!(id);
        answer["accountId"] = json!(account);
        Ok(Json(json!({ "data": answer })))
    })
}

/// `DELETE`: it goes on being read and listed, with the time.
pub(crate) async fn delete(
    State(app): State<Shared>,
    caller: Caller,
    Path((id, feedback)): Path<(String, String)>,
    query: Query,
) -> Result<StatusCode, ApiError> {
    caller.may(Access::Write, "feedback")?;
    app.change(|world| {
        FEEDBACK.of(world, &caller, &id, &feedback)?;
        world.needed_performer(&query)?;
        world.record_mut(&FEEDBACK, &feedback)?.object["deletedAt"] = json!(now());
        Ok(StatusCode::NO_CONTENT)
    })
}
