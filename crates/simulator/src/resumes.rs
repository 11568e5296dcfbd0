//! `/opportunities/{id}/resumes` and their downloads.

use axum::{
    Json,
    extract::{Path, State},
    response::Response,
};
use serde_json::{Value, json};

use crate::{
    app::{App, Shared},
    auth::{Access, Caller},
    documents::{Document, download_answer},
    error::ApiError,
    model::{Opportunity, Resume, Source},
    opportunities::visible,
    paging::page_in_order,
    query::Query,
    resume::content::{Dated, Profile},
    state::World,
};

/// `GET /opportunities/{id}/resumes`
pub(crate) async fn list(
    State(app): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    query: Query,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Read, "resumes")?;
    let uploaded = query.range("uploaded_at")?;
    app.read(|world| {
        let opportunity = visible(world, &caller, &id)?;
        if opportunity.resumes.is_empty() && app.switches().missing_resumes_are_404 {
            return Err(ApiError::not_found("resumes", &id));
        }
        let resumes = opportunity
            .resumes
            .iter()
            .filter(|resume| uploaded.admits(Some(resume.created_at)));
        page_in_order("resumes", &query, resumes, |resume| {
            render(&app, world, opportunity, resume)
        })
    })
    .map(Json)
}

/// `GET /opportunities/{id}/resumes/{resume}`
pub(crate) async fn get(
    State(app): State<Shared>,
    caller: Caller,
    Path((id, resume)): Path<(String, String)>,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Read, "resumes")?;
    app.read(|world| {
        let opportunity = visible(world, &caller, &id)?;
        Ok(Json(
            json!({ "data": render(&app, world, opportunity, find(opportunity, &resume)?) }),
        ))
    })
}

/// `GET /opportunities/{id}/resumes/{resume}/download`; 422 for a file that Lever could not read.
pub(crate) async fn download(
    State(app): State<Shared>,
    caller: Caller,
    Path((id, resume)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    caller.may(Access::Read, "resumes")?;
    let document = app.read(|world| {
        let opportunity = visible(world, &caller, &id)?;
        let resume = find(opportunity, &resume)?;
        if resume.status == "error" {
            return Err(ApiError::unprocessable("The resume could not be processed"));
        }
        Ok(Document::of_resume(world, opportunity, resume))
    })?;
    Ok(download_answer(&app, document))
}

/// The resume with that id.
pub(crate) fn find<'o>(opportunity: &'o Opportunity, id: &str) -> Result<&'o Resume, ApiError> {
    opportunity
        .resumes
        .iter()
        .find(|resume| resume.id == id)
        .ok_or_else(|| ApiError::not_found("resumes", id))
}

fn render(app: &App, world: &World, opportunity: &Opportunity, resume: &Resume) -> Value {
    let parsed = match &resume.source {
        Source::Seeded(recipe) if resume.status == "processed" => parsed_data(&Profile::write(
            recipe,
            world.contact_of(opportunity),
            &opportunity.links,
        )),
        _ => json!({ "positions": [], "schools": [] }),
    };
    json!({
        "id": resume.id, "createdAt": resume.created_at,
        "file": {
            "name": resume.name, "ext": resume.ext,
            // It leads into the web application, which wants a browser's session: a client downloads through the API.
            "downloadUrl": format!("{}/candidates/{}/resumes/{}/download", app.origin, opportunity.id, resume.id),
            "uploadedAt": resume.created_at + 500, "status": resume.status, "size": Document::of_resume(world, opportunity, resume).bytes.len(),
        },
        "parsedData": parsed,
    })
}

/// What Lever's own parser would have found.
fn parsed_data(profile: &Profile) -> Value {
    let when =
        |date: Option<Dated>| date.map(|date| json!({ "year": date.year, "month": date.month }));
    let positions: Vec<Value> = profile
        .positions
        .iter()
        .map(|position| {
            json!({
                "org": position.organization, "title": position.title, "summary": position.achievements.join("\n"), "location": position.location,
                "start": when(Some(position.start)), "end": when(position.end),
            })
        })
        .collect();
    let schools: Vec<Value> = profile
        .schools
        .iter()
        .map(|school| {
            json!({
                "org": school.name, "degree": school.degree, "field": school.field, "summary": null,
                "start": { "year": school.start }, "end": { "year": school.end },
            })
        })
        .collect();
    json!({ "positions": positions, "schools": schools })
}
