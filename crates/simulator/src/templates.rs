//! `/feedback_templates` and `/form_templates`, and the profile forms that are filled from them.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    routing::{MethodRouter, delete, post},
};
use serde_json::{Value, json};

use crate::{
    app::Shared,
    auth::{Access, Caller},
    body::Fields,
    error::ApiError,
    opportunities::visible,
    query::Query,
    records::{Resource, Shelf, Target, of_account, one_of_account},
    state::{World, now},
};

pub(crate) const FEEDBACK_TEMPLATES: Resource = Resource {
    shelf: Shelf::FeedbackTemplates,
    name: "feedback_templates",
    scope: "feedback_templates",
    expandable: &[],
};
pub(crate) const FORM_TEMPLATES: Resource = Resource {
    shelf: Shelf::FormTemplates,
    name: "form_templates",
    scope: "form_templates",
    expandable: &[],
};
pub(crate) const FORMS: Resource = Resource {
    shelf: Shelf::Forms,
    name: "forms",
    scope: "forms",
    expandable: &[("user", Target::User)],
};

/// The built-in template of feedback, which stands where none is named.
pub(crate) const NO_FEEDBACK: &str = "no-feedback";

/// What a score can be, unless the template says otherwise.
pub(crate) const SCORES: [&str; 4] = [
    "4 - Strong Hire",
    "3 - Hire",
    "2 - No Hire",
    "1 - Strong No Hire",
];

/// List and `POST` of templates.
pub(crate) fn all(templates: &'static Resource) -> MethodRouter<Shared> {
    of_account(templates).merge(post(
        async |State(app): State<Shared>, caller: Caller, fields: Fields| -> Result<_, ApiError> {
            caller.may(Access::Write, templates.scope)?;
            let mut object = template(templates, &fields)?;
            app.change(|world| {
                object["createdAt"] = json!(now());
                let object = completed(world, object);
                let id = world.file(templates.shelf, None, object);
                let object = world.record(templates, &id)?.object.clone();
                Ok((StatusCode::CREATED, Json(json!({ "data": object }))))
            })
        },
    ))
}

/// One template: read, replaced, deleted.
pub(crate) fn single(templates: &'static Resource) -> MethodRouter<Shared> {
    one_of_account(templates)
        .put(
            async |State(app): State<Shared>,
                   caller: Caller,
                   Path(id): Path<String>,
                   fields: Fields|
                   -> Result<_, ApiError> {
                caller.may(Access::Write, templates.scope)?;
                let mut object = template(templates, &fields)?;
                app.change(|world| {
                    let known = &world.record(templates, &id)?.object;
                    (object["id"], object["createdAt"]) =
                        (known["id"].clone(), known["createdAt"].clone());
                    let object = completed(world, object);
                    world.record_mut(templates, &id)?.object.clone_from(&object);
                    Ok(Json(json!({ "data": object })))
                })
            },
        )
        .merge(delete(
            async |State(app): State<Shared>,
                   caller: Caller,
                   Path(id): Path<String>|
                   -> Result<_, ApiError> {
                caller.may(Access::Write, templates.scope)?;
                app.change(|world| world.discard(templates, &id))?;
                Ok(StatusCode::NO_CONTENT)
            },
        ))
}

/// A template of feedback has exactly one field for the overall score.
fn template(templates: &Resource, fields: &Fields) -> Result<Value, ApiError> {
    let list = fields.0["fields"]
        .as_array()
        .ok_or_else(|| ApiError::bad_request("Missing required field: fields"))?;
    if !list.iter().all(Value::is_object) {
        return Err(ApiError::bad_request("fields must be a list of objects"));
    }
    let scores = list.iter().filter(|field| field["type"] == "score-system");
    if templates.shelf == Shelf::FeedbackTemplates && scores.count() != 1 {
        return Err(ApiError::bad_request(
            "A feedback template needs exactly one score-system field",
        ));
    }
    let mut object = json!({
        "text": fields.required("text").or_else(|_| fields.required("name"))?, "instructions": fields.text("instructions").unwrap_or_default(),
        "group": fields.0["group"], "fields": list, "stage": fields.0["stage"], "updatedAt": now(),
    });
    if templates.shelf == Shelf::FormTemplates {
        object["secret"] = json!(fields.0["secret"] == true);
    }
    Ok(object)
}

/// Gives every field what Lever adds where it was not said: an id, a description, whether it is needed, and to a score what can be chosen.
pub(crate) fn completed(world: &mut World, mut object: Value) -> Value {
    for field in object["fields"].as_array_mut().into_iter().flatten() {
        if field["id"].is_null() {
            field["id"] = json!(world.ids.next());
        }
        if field["description"].is_null() {
            field["description"] = json!("");
        }
        if field["required"].is_null() {
            field["required"] = json!(false);
        }
        if field["type"] == "score-system" {
            field["prompt"] = json!("Select one");
            if !field["options"].is_array() {
                field["options"] = json!(SCORES.map(|text| json!({ "text": text })));
            }
        }
    }
    object
}

/// A template's fields with the values that are given for their ids; one that has none yet stays empty.
pub(crate) fn filled(fields: &Value, values: &Value) -> Value {
    let mut fields = fields.clone();
    for field in fields.as_array_mut().into_iter().flatten() {
        let given = values.as_array().into_iter().flatten();
        match given.into_iter().find(|given| given["id"] == field["id"]) {
            Some(given) => field["value"] = given["value"].clone(),
            None if field.get("value").is_none() => field["value"] = Value::Null,
            None => {}
        }
    }
    fields
}

/// `POST /opportunities/{id}/forms` with `{baseTemplateId, fields, secret?}`: every field of the template must be sent.
pub(crate) async fn fill_in(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    query: Query,
    fields: Fields,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    caller.may(Access::Write, "forms")?;
    let template = fields.required("baseTemplateId")?;
    app.change(|world| {
        let stage = visible(world, &caller, &id)?.stage.clone();
        let user = world.performer(query.one("perform_as"))?;
        let base = world.record(&FORM_TEMPLATES, template)?.object.clone();
        let sent = |field: &Value| {
            let mut given = fields.0["fields"].as_array().into_iter().flatten();
            given.any(|given| given["id"] == field["id"])
        };
        if !base["fields"].as_array().into_iter().flatten().all(sent) {
            return Err(ApiError::bad_request("All fields of the form must be sent"));
        }
        let now = now();
        let object = json!({
            "type": "form", "text": base["text"], "instructions": base["instructions"], "baseTemplateId": template,
            "fields": filled(&base["fields"], &fields.0["fields"]), "secret": fields.0["secret"] == true, "user": user, "stage": stage,
            "createdAt": now, "completedAt": now, "deletedAt": null,
        });
        let form = world.file(Shelf::Forms, Some(&id), object);
        let object = world.record(&FORMS, &form)?.object.clone();
        Ok((StatusCode::CREATED, Json(json!({ "data": object }))))
    })
}
