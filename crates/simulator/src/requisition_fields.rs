//! `/requisition_fields`: the schema of a requisition's `customFields`. Their ids are names that the account chooses.

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
    records::{Record, Resource, Shelf},
    requisitions::paid,
    state::World,
};

const REQUISITION_FIELDS: Resource = Resource {
    shelf: Shelf::RequisitionFields,
    name: "requisition_fields",
    scope: "requisition_fields",
    expandable: &[],
};

type Answer = Result<Json<Value>, ApiError>;

/// `GET /requisition_fields`. The list has no `hasNext`.
pub(crate) async fn list(State(app): State<Shared>, caller: Caller) -> Answer {
    caller.may(Access::Read, REQUISITION_FIELDS.scope)?;
    paid(&app)?;
    Ok(Json(app.read(|world| {
        let fields: Vec<&Value> = (world.shelf(Shelf::RequisitionFields).iter())
            .map(|record| &record.object)
            .collect();
        json!({ "data": fields })
    })))
}

/// `POST /requisition_fields` with `{id, text, type, isRequired?, options?, subfields?}`
pub(crate) async fn create(
    State(app): State<Shared>,
    caller: Caller,
    fields: Fields,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    caller.may(Access::Write, REQUISITION_FIELDS.scope)?;
    paid(&app)?;
    let id = fields.required("id")?;
    let object = field(id, &fields)?;
    app.change(|world| {
        if world.record(&REQUISITION_FIELDS, id).is_ok() {
            return Err(ApiError::bad_request("A field with this id exists"));
        }
        world.add_requisition_field(object.clone());
        Ok((StatusCode::CREATED, Json(json!({ "data": object }))))
    })
}

/// `PUT /requisition_fields/{id}`: what is left out is deleted.
pub(crate) async fn update(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    fields: Fields,
) -> Answer {
    caller.may(Access::Write, REQUISITION_FIELDS.scope)?;
    paid(&app)?;
    let object = field(&id, &fields)?;
    app.change(|world| {
        let record = world
            .record_mut(&REQUISITION_FIELDS, &id)
            .map_err(|_| missing())?;
        record.object.clone_from(&object);
        Ok(Json(json!({ "data": object })))
    })
}

/// `DELETE /requisition_fields/{id}`
pub(crate) async fn delete(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    caller.may(Access::Write, REQUISITION_FIELDS.scope)?;
    paid(&app)?;
    app.change(|world| {
        world
            .discard(&REQUISITION_FIELDS, &id)
            .map_err(|_| missing())
    })?;
    Ok(StatusCode::NO_CONTENT)
}

impl World {
    pub fn add_requisition_field(&mut self, object: Value) {
        self.shelf_mut(Shelf::RequisitionFields).push(Record {
            opportunity: None,
            object,
        });
    }
}

fn field(id: &str, fields: &Fields) -> Result<Value, ApiError> {
    let mut object = json!({
        "id": id, "text": fields.required("text")?, "type": fields.required("type")?, "isRequired": fields.0["isRequired"] == true,
    });
    for given in ["options", "subfields"] {
        if let Some(list) = fields.0[given].as_array() {
            object[given] = json!(list);
        }
    }
    Ok(object)
}

/// Lever's own words for this one kind.
fn missing() -> ApiError {
    ApiError {
        status: StatusCode::NOT_FOUND,
        code: "NotFoundError",
        message: "That requisition field doesn't exist on your account".to_owned(),
    }
}
