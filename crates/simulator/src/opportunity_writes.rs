//! Changes of an opportunity, all with `opportunities:write:admin`. The answers of most leave the personal fields blank, as Lever's do: whoever
//! takes them for the truth loses a name.

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
    changes::NewOpportunity,
    error::ApiError,
    fields::Expand,
    model::{Opportunity, Phone},
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
        let user = world.performer(query.one("perform_as"))?;
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
        world.performer(query.one("perform_as"))?;
        world.archive(&id, reason)?;
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
        world.performer(query.one("perform_as"))?;
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

/// `POST /opportunities?perform_as=`
pub(crate) async fn create(
    State(app): State<Shared>,
    caller: Caller,
    query: Query,
    fields: Fields,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    caller.may(Access::Write, "opportunities")?;
    let texts = |field: &str| {
        if fields.0[field].is_null() {
            Ok(Vec::new())
        } else {
            fields.texts(field)
        }
    };
    let postings = texts("postings")?;
    if postings.len() > 1 {
        return Err(ApiError::bad_request(
            "An opportunity can have at most one posting",
        ));
    }
    let phones = fields.0["phones"].as_array().cloned().unwrap_or_default();
    app.change(|world| {
        let user = world
            .performer(query.one("perform_as"))?
            .ok_or_else(|| ApiError::bad_request("Missing required parameter: perform_as"))?;
        let added = world.add_opportunity(NewOpportunity {
            name: fields.text("name").unwrap_or_default().to_owned(),
            headline: fields.text("headline").unwrap_or_default().to_owned(),
            emails: texts("emails")?,
            phones: phones
                .into_iter()
                .filter_map(|phone| serde_json::from_value::<Phone>(phone).ok())
                .collect(),
            location: fields.text("location").unwrap_or_default().to_owned(),
            links: texts("links")?,
            posting: postings.into_iter().next(),
            kind: "user".to_owned(),
            origin: fields.text("origin").unwrap_or("sourced").to_owned(),
            source: texts("sources")?.into_iter().next(),
            user: Some(user),
            ..NewOpportunity::default()
        })?;
        let opportunity = world.opportunity(&added.opportunity)?;
        let data = render(&app, world, opportunity, &Expand::none());
        Ok((
            StatusCode::CREATED,
            Json(json!({ "deduped": added.deduped, "data": data })),
        ))
    })
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
