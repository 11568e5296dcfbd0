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
    fields::one,
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
        page_in_order(&app.bookmarks, "resumes", &query, resumes, |resume| {
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
    query: Query,
) -> Result<Json<Value>, ApiError> {
    caller.may(Access::Read, "resumes")?;
    app.read(|world| {
        let opportunity = visible(world, &caller, &id)?;
        let found = find(opportunity, &resume)?;
        Ok(one(&query, render(&app, world, opportunity, found)))
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
        if matches!(resume.source, Source::Profile(_)) {
            return Err(ApiError::not_found("resumes", &resume.id));
        }
        if resume.status == "error" {
            return Err(ApiError::unprocessable("The resume could not be processed"));
        }
        Ok(Document::of_resume(&app, world, opportunity, resume))
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
        _ if resume.status == "error" => Value::Null,
        Source::Seeded(recipe) | Source::Profile(recipe) => parsed_data(&Profile::write(
            recipe,
            world.contact_of(opportunity),
            &opportunity.links,
        )),
        Source::Uploaded(_) => json!({ "positions": [], "schools": [] }),
    };
    let file = match &resume.source {
        Source::Profile(_) => Value::Null,
        Source::Seeded(_) | Source::Uploaded(_) => json!({
            "name": resume.name, "ext": resume.ext,
            // It leads into the web application, which wants a browser's session: a client downloads through the API.
            "downloadUrl": format!("{}/candidates/{}/resumes/{}/download", app.origin, opportunity.id, resume.id),
            "uploadedAt": resume.created_at + 500, "status": resume.status, "size": Document::of_resume(app, world, opportunity, resume).bytes.len(),
        }),
    };
    json!({ "id": resume.id, "createdAt": resume.created_at, "file": file, "parsedData": parsed })
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
