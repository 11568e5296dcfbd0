//! `/opportunities/{id}/notes`. There is no idempotency key: a repeated POST makes a second note.

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
    fields::{Expand, one},
    model::{Comment, Note, Opportunity},
    opportunities::visible,
    paging::{Place, page},
    query::Query,
    state::{World, now},
    users,
};

/// `GET /opportunities/{id}/notes`, the newest first.
pub(crate) async fn list(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Read, "notes")?;
    let expand = Expand::parse(&query, &["user"])?;
    app.read(|world| {
        let notes = visible(world, &caller, &id)?
            .notes
            .iter()
            .map(|note| (Place::new(0, note.created_at, &note.id), note));
        page(&app.bookmarks, "notes", &query, notes, |note| {
            render(world, note, &expand)
        })
    })
    .map(Json)
}

/// `GET /opportunities/{id}/notes/{note}`
pub(crate) async fn get(
    State(app): State<Shared>,
    caller: Caller,
    Path((id, note)): Path<(String, String)>,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Read, "notes")?;
    let expand = Expand::parse(&query, &["user"])?;
    app.read(|world| {
        let opportunity = visible(world, &caller, &id)?;
        Ok(one(
            &query,
            render(world, find(opportunity, &note)?, &expand),
        ))
    })
}

/// `POST /opportunities/{id}/notes`; with `note_id` a comment on that note.
pub(crate) async fn create(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    query: Query,
    fields: Fields,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    caller.may(Access::Write, "notes")?;
    let value = fields.required("value")?.to_owned();
    let score = fields.number("score")?;
    if score.is_some_and(|score| !(1..=4).contains(&score)) {
        return Err(ApiError::bad_request("score must be between 1 and 4"));
    }
    let now = now();
    let created_at = fields.number("createdAt")?.unwrap_or(now);
    if created_at > now {
        return Err(ApiError::bad_request(
            "createdAt must be a timestamp in the past",
        ));
    }
    let secret = fields.0["secret"] == json!(true) || fields.0["secret"] == "true";
    app.change(|world| {
        let stage = visible(world, &caller, &id)?.stage.clone();
        let user = world.performer(query.one("perform_as"))?;
        let comment = Comment {
            value,
            created_at,
            score,
            stage,
            user: user.clone(),
        };
        let note_id = match query.one("note_id") {
            Some(thread) => {
                find_mut(world.opportunity_mut(&id)?, thread)?
                    .comments
                    .push(comment);
                thread.to_owned()
            }
            None => {
                let note_id = world.ids.next();
                let note = Note {
                    id: note_id.clone(),
                    comments: vec![comment],
                    secret,
                    user,
                    created_at,
                    by_api: true,
                    deleted_at: None,
                };
                world.opportunity_mut(&id)?.notes.push(note);
                note_id
            }
        };
        let mut data = render(
            world,
            find(world.opportunity(&id)?, &note_id)?,
            &Expand::none(),
        );
        data["noteId"] = json!(note_id);
        Ok((StatusCode::CREATED, Json(json!({ "data": data }))))
    })
}

/// `PUT /opportunities/{id}/notes/{note}`: replaces the comments. Only for notes made through the API.
pub(crate) async fn update(
    State(app): State<Shared>,
    caller: Caller,
    Path((id, note)): Path<(String, String)>,
    query: Query,
    fields: Fields,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Write, "notes")?;
    let wrong = || ApiError::bad_request("values must be a list of objects with a value");
    let values = fields.0["values"]
        .as_array()
        .filter(|values| !values.is_empty())
        .ok_or_else(wrong)?;
    let values: Vec<(String, Option<i64>)> = values
        .iter()
        .map(|entry| {
            entry["value"]
                .as_str()
                .map(|value| (value.to_owned(), entry["createdAt"].as_i64()))
                .ok_or_else(wrong)
        })
        .collect::<Result<_, _>>()?;
    app.change(|world| {
        let stage = visible(world, &caller, &id)?.stage.clone();
        let user = world.performer(query.one("perform_as"))?;
        let opportunity = world.opportunity_mut(&id)?;
        let found = made_by_api(find_mut(opportunity, &note)?)?;
        let user = user.or_else(|| found.user.clone());
        found.comments = values
            .into_iter()
            .map(|(value, at)| Comment {
                value,
                created_at: at.unwrap_or_else(now),
                score: None,
                stage: stage.clone(),
                user: user.clone(),
            })
            .collect();
        opportunity.updated_at = Some(now());
        Ok(Json(json!({ "data": { "noteId": note } })))
    })
}

/// `DELETE /opportunities/{id}/notes/{note}`: it goes on being read and listed, with the time. Only for notes made through the API.
pub(crate) async fn delete(
    State(app): State<Shared>,
    caller: Caller,
    Path((id, note)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    caller.may(Access::Write, "notes")?;
    app.change(|world| {
        visible(world, &caller, &id)?;
        let opportunity = world.opportunity_mut(&id)?;
        let found = made_by_api(find_mut(opportunity, &note)?)?;
        found.deleted_at.get_or_insert_with(now);
        Ok(StatusCode::NO_CONTENT)
    })
}

fn find<'o>(opportunity: &'o Opportunity, id: &str) -> Result<&'o Note, ApiError> {
    opportunity
        .notes
        .iter()
        .find(|note| note.id == id)
        .ok_or_else(|| ApiError::not_found("notes", id))
}

fn find_mut<'o>(opportunity: &'o mut Opportunity, id: &str) -> Result<&'o mut Note, ApiError> {
    opportunity
        .notes
        .iter_mut()
        .find(|note| note.id == id)
        .ok_or_else(|| ApiError::not_found("notes", id))
}

fn made_by_api(note: &mut Note) -> Result<&mut Note, ApiError> {
    if note.by_api {
        Ok(note)
    } else {
        Err(ApiError::forbidden(
            "Only notes made through the API can be changed",
        ))
    }
}

/// A note as JSON: one field for each comment of the thread.
pub(crate) fn render(world: &World, note: &Note, expand: &Expand) -> Value {
    let user = match &note.user {
        Some(id) if expand.has("user") => world.user(id).map(users::render).unwrap_or_default(),
        id => json!(id),
    };
    let fields: Vec<Value> = note
        .comments
        .iter()
        .map(|comment| {
            json!({
                "createdAt": comment.created_at, "score": comment.score, "stage": comment.stage, "text": "Comment", "type": "note",
                "user": comment.user, "value": comment.value,
            })
        })
        .collect();
    json!({
        "id": note.id, "text": "Note", "fields": fields, "user": user, "secret": note.secret,
        "completedAt": note.created_at, "deletedAt": note.deleted_at, "createdAt": note.created_at,
    })
}
