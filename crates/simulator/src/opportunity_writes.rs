//! Changes of an opportunity, all with `opportunities:write:admin`. The answers of most leave the personal fields blank, as Lever's do: whoever
//! takes them for the truth loses a name.

use axum::{
    Json,
    extract::{Path, State},
};
use serde_json::{Value, json};

use crate::{
    app::{App, Shared},
    auth::{Access, Caller},
    body::Fields,
    error::ApiError,
    fields::Expand,
    model::Opportunity,
    opportunities::{render, visible},
    query::Query,
    state::{World, now},
};

type Answer = Result<Json<Value>, ApiError>;

/// `PUT /opportunities/{id}/stage`
pub(crate) async fn stage(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    query: Query,
    fields: Fields,
) -> Answer {
    caller.may(Access::Write, "opportunities")?;
    let stage = fields.required("stage")?;
    app.change(|world| {
        visible(world, &caller, &id)?;
        let user = world.performer(performer(&query, &fields))?;
        world.move_stage(&id, stage, user)?;
        blanked(&app, world, &id)
    })
}

/// `PUT /opportunities/{id}/archived`; the reason `null` takes it back.
pub(crate) async fn archived(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    query: Query,
    fields: Fields,
) -> Answer {
    caller.may(Access::Write, "opportunities")?;
    let reason = match &fields.0["reason"] {
        Value::String(reason) => Some(reason.as_str()),
        Value::Null if fields.0.get("reason").is_some() => None,
        _ => return Err(ApiError::bad_request("Missing required field: reason")),
    };
    app.change(|world| {
        visible(world, &caller, &id)?;
        world.performer(performer(&query, &fields))?;
        match (reason, fields.text("requisitionId")) {
            (Some(reason), Some(requisition)) => world.hire(&id, reason, requisition)?,
            (reason, _) => world.archive(&id, reason)?,
        }
        if fields.0["cleanInterviews"] == true {
            world.cancel_interviews(&id);
        }
        blanked(&app, world, &id)
    })
}

/// `POST /opportunities/{id}/{addTags|removeTags|addLinks|removeLinks|addSources|removeSources}`
pub(crate) async fn labels(
    State(app): State<Shared>,
    caller: Caller,
    Path((id, action)): Path<(String, String)>,
    query: Query,
    fields: Fields,
) -> Answer {
    caller.may(Access::Write, "opportunities")?;
    let (field, list): (&str, fn(&mut Opportunity) -> &mut Vec<String>) = match action.as_str() {
        "addTags" | "removeTags" => ("tags", |opportunity| &mut opportunity.tags),
        "addLinks" | "removeLinks" => ("links", |opportunity| &mut opportunity.links),
        "addSources" | "removeSources" => ("sources", |opportunity| &mut opportunity.sources),
        _ => return Err(ApiError::no_such_path()),
    };
    let texts = fields.texts(field)?;
    app.change(|world| {
        visible(world, &caller, &id)?;
        world.performer(performer(&query, &fields))?;
        let opportunity = world.opportunity_mut(&id)?;
        let list = list(opportunity);
        list.retain(|text| !texts.contains(text));
        if action.starts_with("add") {
            list.extend(texts);
        }
        opportunity.touch(now());
        if field == "links" {
            filled(&app, world, &id)
        } else {
            blanked(&app, world, &id)
        }
    })
}

/// In the query as documented, or in the body, where some clients put it.
fn performer<'r>(query: &'r Query, fields: &'r Fields) -> Option<&'r str> {
    query
        .one("perform_as")
        .or_else(|| fields.text("perform_as"))
}

fn filled(app: &App, world: &World, id: &str) -> Answer {
    let mut object = render(app, world, world.opportunity(id)?, &Expand::none());
    if let Value::Object(fields) = &mut object {
        fields.remove("opportunityLocation");
    }
    Ok(Json(json!({ "data": object })))
}

fn blanked(app: &App, world: &World, id: &str) -> Answer {
    let Json(mut body) = filled(app, world, id)?;
    for field in ["name", "headline"] {
        body["data"][field] = json!("");
    }
    for field in ["emails", "phones", "links"] {
        body["data"][field] = json!([]);
    }
    Ok(Json(body))
}
