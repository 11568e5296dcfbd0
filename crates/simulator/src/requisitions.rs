//! `/requisitions` and `/audit_events`: features that an account pays for. The fields of requisitions are in [`crate::requisition_fields`].

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use serde_json::{Value, json};

use crate::{
    app::{App, Shared},
    auth::{Access, Caller},
    body::Fields,
    error::ApiError,
    fields::{Expand, one},
    query::Query,
    records::{Resource, Shelf, Target, listed},
    state::now,
};

pub(crate) const REQUISITIONS: Resource = Resource {
    shelf: Shelf::Requisitions,
    name: "requisitions",
    scope: "requisitions",
    expandable: &[
        ("creator", Target::User),
        ("owner", Target::User),
        ("hiringManager", Target::User),
        ("postings", Target::Posting),
    ],
};
const AUDIT_EVENTS: Resource = Resource {
    shelf: Shelf::AuditEvents,
    name: "audit_events",
    scope: "audit_events",
    expandable: &[],
};
const EXPANDABLE: &[&str] = &["creator", "owner", "hiringManager", "postings"];

type Answer = Result<Json<Value>, ApiError>;

/// # Errors
/// 403 where the account does not pay for these features.
pub(crate) fn paid(app: &App) -> Result<(), ApiError> {
    if app.switches().paid_features {
        Ok(())
    } else {
        Err(ApiError::forbidden(
            "The account does not have this feature",
        ))
    }
}

/// `GET /requisitions`, filters `status`, `requisition_code`, `confidentiality`, `created_at_*`
pub(crate) async fn list(State(app): State<Shared>, caller: Caller, query: Query) -> Answer {
    caller.may(Access::Read, "requisitions")?;
    paid(&app)?;
    let expand = Expand::parse(&query, EXPANDABLE)?;
    let created = query.range("created_at")?;
    app.read(|world| {
        listed(&app, world, &REQUISITIONS, &query, &expand, |record| {
            let object = &record.object;
            let text = |field: &str| object[field].as_str().unwrap_or_default();
            query.admits("status", text("status"))
                && query.admits("requisition_code", text("requisitionCode"))
                && created.admits(object["createdAt"].as_i64())
        })
    })
}

/// `GET /requisitions/{id}`
pub(crate) async fn get(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    query: Query,
) -> Answer {
    caller.may(Access::Read, "requisitions")?;
    paid(&app)?;
    let expand = Expand::parse(&query, EXPANDABLE)?;
    app.read(|world| {
        let record = world.record(&REQUISITIONS, &id)?;
        Ok(one(
            &query,
            REQUISITIONS.render(&app, world, record, &expand),
        ))
    })
}

/// `POST /requisitions`
pub(crate) async fn create(
    State(app): State<Shared>,
    caller: Caller,
    fields: Fields,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    caller.may(Access::Write, "requisitions")?;
    paid(&app)?;
    let object = requisition(&fields)?;
    app.change(|world| {
        let id = world.file(Shelf::Requisitions, None, object);
        let object = &world.record(&REQUISITIONS, &id)?.object;
        let answer = written(&world.account_id, object);
        Ok((StatusCode::CREATED, Json(json!({ "data": answer }))))
    })
}

/// `PUT /requisitions/{id}`: what is left out is deleted.
pub(crate) async fn update(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    fields: Fields,
) -> Answer {
    caller.may(Access::Write, "requisitions")?;
    paid(&app)?;
    let mut object = requisition(&fields)?;
    app.change(|world| {
        let record = world.record_mut(&REQUISITIONS, &id)?;
        for kept in ["id", "createdAt", "creator", "headcountHired", "offerIds"] {
            object[kept] = record.object[kept].clone();
        }
        record.object.clone_from(&object);
        let answer = written(&world.account_id, &object);
        Ok(Json(json!({ "data": answer })))
    })
}

/// `DELETE /requisitions/{id}`
pub(crate) async fn delete(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    caller.may(Access::Write, "requisitions")?;
    paid(&app)?;
    app.change(|world| world.discard(&REQUISITIONS, &id))?;
    Ok(StatusCode::NO_CONTENT)
}

fn requisition(fields: &Fields) -> Result<Value, ApiError> {
    let status = fields.text("status").unwrap_or("open");
    if !matches!(status, "open" | "onHold" | "closed" | "draft") {
        return Err(ApiError::bad_request(
            "status must be open, onHold, closed or draft",
        ));
    }
    let headcount = &fields.0["headcountTotal"];
    let now = now();
    let mut object = json!({
        "requisitionCode": fields.required("requisitionCode")?, "name": fields.required("name")?, "status": status,
        "headcountTotal": if headcount.is_null() { json!(1) } else { headcount.clone() }, "headcountHired": 0,
        "headcountInfinite": headcount == "unlimited", "backfill": fields.0["backfill"] == true,
        "confidentiality": fields.text("confidentiality").unwrap_or("non-confidential"), "offerIds": [], "createdAt": now, "updatedAt": now,
        "closedAt": (status == "closed").then_some(now),
    });
    const GIVEN: &[&str] = &[
        "owner",
        "hiringManager",
        "creator",
        "compensationBand",
        "approval",
        "employmentStatus",
        "location",
        "team",
        "department",
        "internalNotes",
        "timeToFillStartAt",
        "timeToFillEndAt",
    ];
    for field in GIVEN {
        object[field] = fields.0[field].clone();
    }
    if object["approval"].is_null() {
        object["approval"] = json!({ "steps": [] });
    }
    if object["internalNotes"].is_null() {
        object["internalNotes"] = json!("");
    }
    object["postings"] = fields.0["postings"]
        .as_array()
        .cloned()
        .unwrap_or_default()
        .into();
    object["customFields"] = fields.0["customFields"]
        .as_object()
        .cloned()
        .unwrap_or_default()
        .into();
    Ok(object)
}

/// A requisition as the answer of a write has it: with the names of Lever's own database, and without what is not given.
fn written(account: &str, object: &Value) -> Value {
    let mut answer = object.clone();
    for (shown, kept) in [
        ("creator", "creatorUserId"),
        ("owner", "ownerUserId"),
        ("postings", "postingIds"),
        ("offerIds", "reservedOfferIds"),
    ] {
        let value = answer[shown].take();
        answer[kept] = value;
    }
    if let Value::Object(fields) = &mut answer {
        fields.retain(|name, value| {
            !matches!(name.as_str(), "approval" | "confidentiality")
                && (!value.is_null() || name.ends_with("UserId"))
        });
    }
    answer["accountId"] = json!(account);
    answer["hasConfidentialPosting"] = json!(false);
    answer["stateHistory"] =
        json!([{ "beginAt": object["createdAt"], "status": object["status"] }]);
    answer
}

/// `GET /audit_events`, the newest first; filters `type`, `user_id` (or the text `null`), `target_type`, `target_id`, `created_at_*`
pub(crate) async fn audit_events(
    State(app): State<Shared>,
    caller: Caller,
    query: Query,
) -> Answer {
    caller.may(Access::Read, "audit_events")?;
    paid(&app)?;
    let created = query.range("created_at")?;
    app.read(|world| {
        listed(
            &app,
            world,
            &AUDIT_EVENTS,
            &query,
            &Expand::none(),
            |record| {
                let object = &record.object;
                let text = |value: &Value| value.as_str().unwrap_or("null").to_owned();
                query.admits("type", &text(&object["type"]))
                    && query.admits("user_id", &text(&object["user"]["id"]))
                    && query.admits("target_type", &text(&object["target"]["type"]))
                    && query.admits("target_id", &text(&object["target"]["id"]))
                    && created.admits(object["createdAt"].as_i64())
            },
        )
    })
}
