//! `/opportunities/{id}/files`: cover letters, portfolios and what else was attached.

use axum::{
    Json,
    extract::{Multipart, Path, State},
    http::StatusCode,
    response::Response,
};
use serde_json::{Value, json};

use crate::{
    app::{App, Shared},
    apply::file as file_of,
    auth::{Access, Caller},
    documents::{Document, download_answer},
    error::ApiError,
    fields::one,
    model::{File, Opportunity},
    opportunities::visible,
    paging::page_in_order,
    query::Query,
    state::World,
};

/// `GET /opportunities/{id}/files`
pub(crate) async fn list(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Read, "files")?;
    let uploaded = query.range("uploaded_at")?;
    app.read(|world| {
        let opportunity = visible(world, &caller, &id)?;
        let files = opportunity
            .files
            .iter()
            .filter(|file| uploaded.admits(Some(file.uploaded_at)));
        page_in_order(&app.bookmarks, "files", &query, files, |file| {
            render(&app, world, opportunity, file)
        })
    })
    .map(|body| {
        Json(if app.switches().files_as_documented {
            as_documented(body)
        } else {
            body
        })
    })
}

/// `GET /opportunities/{id}/files/{file}`
pub(crate) async fn get(
    State(app): State<Shared>,
    caller: Caller,
    Path((id, file)): Path<(String, String)>,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Read, "files")?;
    app.read(|world| {
        let opportunity = visible(world, &caller, &id)?;
        let found = find(opportunity, &file)?;
        Ok(one(&query, render(&app, world, opportunity, found)))
    })
}

/// `GET /opportunities/{id}/file_actions`: nobody did anything with a file but upload it.
pub(crate) async fn actions(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Read, "files")?;
    app.read(|world| visible(world, &caller, &id).map(drop))?;
    Ok(Json(json!({ "data": [], "hasNext": false })))
}

/// `GET /opportunities/{id}/files/{file}/download`
pub(crate) async fn download(
    State(app): State<Shared>,
    caller: Caller,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    caller.may(Access::Read, "files")?;
    let document = app.read(|world| {
        let opportunity = visible(world, &caller, &id)?;
        let file = find(opportunity, &file)?;
        if file.status == "error" {
            return Err(ApiError::unprocessable("The file could not be processed"));
        }
        Ok(Document::of_file(&app, world, opportunity, file))
    })?;
    Ok(download_answer(&app, document))
}

/// `POST /opportunities/{id}/files?perform_as=`: multipart with one `file`.
pub(crate) async fn create(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    query: Query,
    multipart: Multipart,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    caller.may(Access::Write, "files")?;
    let (name, bytes) = file_of(multipart).await?;
    app.change(|world| {
        visible(world, &caller, &id)?;
        world.needed_performer(&query)?;
        let file = world.new_file(name, bytes);
        let file_id = file.id.clone();
        world.opportunity_mut(&id)?.files.push(file);
        let opportunity = world.opportunity(&id)?;
        Ok((
            StatusCode::CREATED,
            Json(json!({ "data": render(&app, world, opportunity, find(opportunity, &file_id)?) })),
        ))
    })
}

/// `DELETE /opportunities/{id}/files/{file}?perform_as=`
pub(crate) async fn delete(
    State(app): State<Shared>,
    caller: Caller,
    Path((id, file)): Path<(String, String)>,
    query: Query,
) -> Result<StatusCode, ApiError> {
    caller.may(Access::Write, "files")?;
    app.change(|world| {
        find(visible(world, &caller, &id)?, &file)?;
        world.needed_performer(&query)?;
        world
            .opportunity_mut(&id)?
            .files
            .retain(|known| known.id != file);
        Ok(StatusCode::NO_CONTENT)
    })
}

fn find<'o>(opportunity: &'o Opportunity, id: &str) -> Result<&'o File, ApiError> {
    opportunity
        .files
        .iter()
        .find(|file| file.id == id)
        .ok_or_else(|| ApiError::not_found("files", id))
}

/// The list as the documentation prints it: bare, with times and sizes as texts.
fn as_documented(mut body: Value) -> Value {
    for file in body["data"].as_array_mut().into_iter().flatten() {
        for field in ["uploadedAt", "size"] {
            file[field] = json!(file[field].to_string());
        }
    }
    body["data"].take()
}

/// A file as JSON. The extension has its dot here, unlike on a resume.
fn render(app: &App, world: &World, opportunity: &Opportunity, file: &File) -> Value {
    json!({
        "id": file.id, "name": file.name, "ext": format!(".{}", file.ext),
        "downloadUrl": format!("{}/candidates/{}/files/{}/download", app.origin, opportunity.id, file.id),
        "uploadedAt": file.uploaded_at, "status": file.status, "size": Document::of_file(app, world, opportunity, file).bytes.len(),
    })
}
