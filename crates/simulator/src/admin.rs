//! The simulator's own JSON API under `/sim/api`, for tests and chaos: act as a recruiter, look behind the scenes, order trouble. It answers
//! [`ApiError`] like the rest.

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Multipart, Path, State},
    http::StatusCode,
    routing::{delete, get, post, put},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use crate::{
    app::Shared,
    apply::MAX_FILE,
    body::Fields,
    changes::NewOpportunity,
    error::ApiError,
    faults::{Fault, KINDS},
    fields::Expand,
    model::Source,
    notes,
    opportunities::render,
    state::now,
    webhooks::EVENTS,
};

type Answer = Result<Json<Value>, ApiError>;

/// The routes below `/sim/api`.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/facts", get(facts))
        .route("/opportunities", get(opportunities).post(add))
        .route(
            "/opportunities/upload",
            post(add_with_file).layer(DefaultBodyLimit::max(MAX_FILE + 1024 * 1024)),
        )
        .route("/opportunities/invent", post(invent))
        .route("/opportunities/{id}", delete(remove))
        .route("/opportunities/{id}/stage", put(move_stage))
        .route("/opportunities/{id}/archived", put(archive))
        .route("/opportunities/{id}/anonymize", post(anonymize))
        .route("/opportunities/{id}/notes", get(list_notes))
        .route(
            "/opportunities/{id}/resumes",
            post(add_resume).layer(DefaultBodyLimit::max(MAX_FILE * 2)),
        )
        .route("/postings/{id}", delete(remove_posting))
        .route("/notes", get(all_notes))
        .route("/deliveries", get(deliveries))
        .route("/deliveries/{id}/rerun", post(rerun))
        .route("/webhooks/{id}/test", post(test_webhook))
        .route("/stages", post(add_stage))
        .route("/event_groups", put(event_groups))
        .route("/switches", get(switches).patch(set_switches))
        .route("/faults", get(faults).post(add_fault).delete(clear_faults))
        .route("/revoke", post(revoke))
        .route("/expire_access_tokens", post(expire_access_tokens))
        .route("/calls", get(calls).delete(reset_calls))
}

/// `GET /facts`: what is printed at the start.
async fn facts(State(app): State<Shared>) -> Json<Value> {
    Json(json!(app.facts))
}

/// `GET /opportunities`: id, name, posting, stage with its changes, and archive state of each; nothing is paged or hidden.
async fn opportunities(State(app): State<Shared>) -> Json<Value> {
    Json(app.read(|world| {
        let list: Vec<Value> = world
            .opportunities
            .values()
            .map(|opportunity| {
                let contact = world.contact_of(opportunity);
                json!({
                    "id": opportunity.id, "name": contact.name, "emails": contact.emails, "stage": opportunity.stage, "archived": opportunity.archived,
                    "posting": opportunity.application.as_ref().map(|application| &application.posting), "resumes": opportunity.resumes.len(),
                    "notes": opportunity.notes.len(), "stage_changes": opportunity.stage_changes,
                })
            })
            .collect();
        json!({ "data": list })
    }))
}

/// `POST /opportunities/invent` with `{many}`: so many more people with a history, of whom no webhook tells.
async fn invent(State(app): State<Shared>, fields: Fields) -> Result<StatusCode, ApiError> {
    app.invent(fields.number("many")?.unwrap_or_default())?;
    Ok(StatusCode::CREATED)
}

/// `POST /opportunities` with `{name, email?, posting?, cover_letter?, origin?, kind?, resume?: {name, text | base64}}`.
async fn add(
    State(app): State<Shared>,
    fields: Fields,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let resume = if fields.0["resume"].is_null() {
        None
    } else {
        let (name, bytes) = file(&fields.0["resume"])?;
        Some((name, Source::Uploaded(bytes)))
    };
    let text = |field: &str| fields.text(field).map(str::to_owned);
    insert(
        &app,
        NewOpportunity {
            name: text("name").unwrap_or_default(),
            emails: text("email").into_iter().collect(),
            location: text("location").unwrap_or_default(),
            headline: text("headline").unwrap_or_default(),
            posting: text("posting"),
            kind: text("kind").unwrap_or_else(|| "posting".to_owned()),
            comments: text("cover_letter").unwrap_or_default(),
            custom_questions: fields.0["custom_questions"]
                .as_array()
                .cloned()
                .unwrap_or_default(),
            origin: text("origin").unwrap_or_else(|| "applied".to_owned()),
            source: Some(text("source").unwrap_or_else(|| "Job site".to_owned())),
            resume,
            ..NewOpportunity::default()
        },
    )
}

/// `POST /opportunities/upload`: multipart with `name`, `email`, `posting`, `cover_letter` and the file `resume`.
async fn add_with_file(
    State(app): State<Shared>,
    multipart: Multipart,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    insert(&app, applicant(multipart).await?)
}

/// Reads the form of somebody who applies, as the web page sends it too.
pub(crate) async fn applicant(mut multipart: Multipart) -> Result<NewOpportunity, ApiError> {
    let wrong = |_| ApiError::bad_request("The form is broken, or its file too large");
    let mut new = NewOpportunity {
        kind: "posting".to_owned(),
        origin: "applied".to_owned(),
        source: Some("Job site".to_owned()),
        ..NewOpportunity::default()
    };
    while let Some(field) = multipart.next_field().await.map_err(wrong)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "resume" {
            let file_name = field.file_name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(wrong)?;
            // A browser sends an empty part where no file was chosen.
            if !file_name.is_empty() {
                new.resume = Some((file_name, Source::Uploaded(bytes.to_vec())));
            }
            continue;
        }
        let text = field.text().await.map_err(wrong)?.trim().to_owned();
        match name.as_str() {
            "name" => new.name = text,
            "email" if !text.is_empty() => new.emails = vec![text],
            "posting" if !text.is_empty() => new.posting = Some(text),
            "cover_letter" => new.comments = text,
            _ => {}
        }
    }
    Ok(new)
}

fn insert(app: &Shared, new: NewOpportunity) -> Result<(StatusCode, Json<Value>), ApiError> {
    app.change(|world| {
        let added = world.add_opportunity(new)?;
        let data = render(
            app,
            world,
            world.opportunity(&added.opportunity)?,
            &Expand::none(),
        );
        Ok((
            StatusCode::CREATED,
            Json(json!({ "data": data, "applicationId": added.application })),
        ))
    })
}

/// `DELETE /opportunities/{id}`
async fn remove(State(app): State<Shared>, Path(id): Path<String>) -> Result<StatusCode, ApiError> {
    app.change(|world| {
        let by = world.users.first().map(|user| user.id.clone());
        world.delete_opportunity(&id, by)
    })?;
    Ok(StatusCode::NO_CONTENT)
}

/// `PUT /opportunities/{id}/stage` with `{stage}`
async fn move_stage(State(app): State<Shared>, Path(id): Path<String>, fields: Fields) -> Answer {
    let stage = fields.required("stage")?;
    app.change(|world| {
        let user = world.users.first().map(|user| user.id.clone());
        world.move_stage(&id, stage, user)?;
        Ok(Json(
            json!({ "data": render(&app, world, world.opportunity(&id)?, &Expand::none()) }),
        ))
    })
}

/// `POST /stages` with `{text}`: a new stage at the end of the pipeline.
async fn add_stage(
    State(app): State<Shared>,
    fields: Fields,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let text = fields.required("text")?;
    let stage = app.change(|world| world.add_stage(text));
    Ok((
        StatusCode::CREATED,
        Json(json!({ "data": { "id": stage, "text": text } })),
    ))
}

/// `PUT /opportunities/{id}/archived` with `{reason}`, `null` to take it back
async fn archive(State(app): State<Shared>, Path(id): Path<String>, fields: Fields) -> Answer {
    app.change(|world| {
        world.archive(&id, fields.text("reason"))?;
        Ok(Json(
            json!({ "data": render(&app, world, world.opportunity(&id)?, &Expand::none()) }),
        ))
    })
}

/// `POST /opportunities/{id}/anonymize`: the person is blank from now on, on all candidacies of theirs.
async fn anonymize(State(app): State<Shared>, Path(id): Path<String>) -> Answer {
    app.change(|world| {
        let now = now();
        let person = world.opportunity(&id)?.contact.clone();
        if let Some(contact) = world.contacts.get_mut(&person) {
            contact.anonymized = true;
            contact.name.clear();
            contact.headline.clear();
            contact.emails.clear();
            contact.phones.clear();
            contact.location.clear();
        }
        let all = world.opportunities.values_mut();
        for opportunity in all.filter(|opportunity| opportunity.contact == person) {
            opportunity.touch(now);
        }
        world.tell_contact("contactUpdated", &person, "updatedAt");
        Ok(Json(
            json!({ "data": render(&app, world, world.opportunity(&id)?, &Expand::none()) }),
        ))
    })
}

/// `DELETE /postings/{id}`; its candidacies stay.
async fn remove_posting(
    State(app): State<Shared>,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    app.change(|world| {
        world.posting(&id)?;
        let there = world.postings.iter_mut();
        for posting in there.filter(|posting| posting.id == id) {
            posting.deleted_at = Some(now());
        }
        Ok(StatusCode::NO_CONTENT)
    })
}

/// `GET /opportunities/{id}/notes`, unpaged
async fn list_notes(State(app): State<Shared>, Path(id): Path<String>) -> Answer {
    app.read(|world| {
        let notes: Vec<Value> = world
            .opportunity(&id)?
            .notes
            .iter()
            .map(|note| notes::render(world, note, &Expand::none()))
            .collect();
        Ok(Json(json!({ "data": notes })))
    })
}

/// `GET /notes`: every note that was made through the API, with its opportunity.
async fn all_notes(State(app): State<Shared>) -> Json<Value> {
    Json(app.read(|world| {
        let notes: Vec<Value> = world
            .opportunities
            .values()
            .flat_map(|opportunity| opportunity.notes.iter().filter(|note| note.by_api).map(move |note| (opportunity, note)))
            .map(|(opportunity, note)| json!({ "opportunityId": opportunity.id, "note": notes::render(world, note, &Expand::none()) }))
            .collect();
        json!({ "data": notes })
    }))
}

/// `POST /opportunities/{id}/resumes` with `{name, text | base64}`: a late resume, of which no webhook tells.
async fn add_resume(
    State(app): State<Shared>,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let (name, bytes) = file(&fields.0)?;
    let resume = app.change(|world| world.add_resume(&id, name, bytes))?;
    Ok((
        StatusCode::CREATED,
        Json(json!({ "data": { "id": resume } })),
    ))
}

fn file(value: &Value) -> Result<(String, Vec<u8>), ApiError> {
    let name = value["name"].as_str().unwrap_or("resume.txt").to_owned();
    let bytes = match (value["text"].as_str(), value["base64"].as_str()) {
        (Some(text), _) => text.as_bytes().to_vec(),
        (None, Some(text)) => STANDARD
            .decode(text)
            .map_err(|_| ApiError::bad_request("base64 is not base64"))?,
        (None, None) => return Err(ApiError::bad_request("A resume needs text or base64")),
    };
    Ok((name, bytes))
}

/// `GET /deliveries`: the history, the newest last.
async fn deliveries(State(app): State<Shared>) -> Json<Value> {
    Json(json!({ "data": app.read(|world| world.deliveries.clone()) }))
}

/// `POST /deliveries/{id}/rerun`: the same request once more.
async fn rerun(State(app): State<Shared>, Path(id): Path<String>) -> Result<StatusCode, ApiError> {
    app.rerun(&id)?;
    Ok(StatusCode::ACCEPTED)
}

/// `POST /webhooks/{id}/test`: what the button *Test* does.
async fn test_webhook(
    State(app): State<Shared>,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    app.test_webhook(&id)?;
    Ok(StatusCode::ACCEPTED)
}

/// `PUT /event_groups` with `{on: [event, …]}` or `{all: true | false}`
async fn event_groups(State(app): State<Shared>, fields: Fields) -> Answer {
    let on = match fields.0["all"].as_bool() {
        Some(all) => EVENTS
            .iter()
            .filter(|_| all)
            .map(|(event, _)| (*event).to_owned())
            .collect(),
        None => fields.texts("on")?,
    };
    app.change(|world| world.event_groups = on.into_iter().collect());
    Ok(Json(
        json!({ "on": app.read(|world| world.event_groups.clone()) }),
    ))
}

/// `GET /switches`
async fn switches(State(app): State<Shared>) -> Json<Value> {
    Json(json!(app.switches()))
}

/// `PATCH /switches` with those to change
async fn set_switches(State(app): State<Shared>, fields: Fields) -> Answer {
    let changes = fields.0.as_object().into_iter().flatten();
    let switches = app
        .switches()
        .with(changes.map(|(name, value)| (name.as_str(), value)))
        .map_err(ApiError::bad_request)?;
    app.set_switches(switches);
    Ok(Json(json!(app.switches())))
}

/// `GET /faults`: those still to come, and which kinds there are
async fn faults(State(app): State<Shared>) -> Json<Value> {
    Json(
        json!({ "data": app.faults.pending(), "kinds": KINDS.iter().map(|(name, _)| name).collect::<Vec<_>>() }),
    )
}

/// `POST /faults` with `{kind, times?, method?, path?}`
async fn add_fault(State(app): State<Shared>, fields: Fields) -> Result<StatusCode, ApiError> {
    let fault: Fault = serde_json::from_value(fields.0)
        .map_err(|error| ApiError::bad_request(error.to_string()))?;
    app.faults.add(fault);
    Ok(StatusCode::CREATED)
}

/// `DELETE /faults`
async fn clear_faults(State(app): State<Shared>) -> StatusCode {
    app.faults.clear();
    StatusCode::NO_CONTENT
}

/// `POST /revoke`: what *Revoke access* does.
async fn revoke(State(app): State<Shared>) -> StatusCode {
    app.revoke();
    StatusCode::NO_CONTENT
}

/// `POST /expire_access_tokens`: all of them have run out.
async fn expire_access_tokens(State(app): State<Shared>) -> StatusCode {
    app.change(|world| world.oauth.expire_access_tokens());
    StatusCode::NO_CONTENT
}

/// `GET /calls`: how often each route was called, as `{"POST /opportunities/{id}/notes": 2}`; and, while the limiter is on, how many requests of each
/// credential were admitted and refused.
async fn calls(State(app): State<Shared>) -> Json<Value> {
    Json(json!({ "data": app.calls.snapshot(), "credentials": app.limiter.counts(), "at": now() }))
}

/// `DELETE /calls`: counts from zero again, with full buckets.
async fn reset_calls(State(app): State<Shared>) -> StatusCode {
    app.calls.reset();
    app.limiter.reset();
    StatusCode::NO_CONTENT
}
