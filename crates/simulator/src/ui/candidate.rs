//! `/candidates/{id}`: one candidacy; move it, archive it, read its notes, take its documents.

use std::fmt::Write;

use axum::{
    Form,
    extract::{Path, State},
    http::HeaderMap,
    response::{Redirect, Response},
};
use serde::Deserialize;

use super::{Failure, Text, page, time};
use crate::{
    app::Shared,
    documents::{Document, attachment},
    error::ApiError,
    model::{Note, Opportunity},
    resumes,
    state::World,
};

pub(super) async fn show(
    State(app): State<Shared>,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    app.read(|world| {
        let opportunity = world.opportunity(&id)?;
        let contact = world.contact_of(opportunity);
        let body = format!(
            "<h1>{name}</h1><p class=\"hint\">{headline}</p><div class=\"split\"><div>{details}{documents}{letter}{answers}<h2>Notes</h2>{notes}</div><div>{actions}</div></div>",
            name = Text(&contact.name),
            headline = Text(&contact.headline),
            details = details(world, opportunity),
            documents = documents(opportunity),
            letter = letter(opportunity),
            answers = answers(opportunity),
            notes = notes(world, &opportunity.notes),
            actions = actions(world, opportunity),
        );
        Ok(page(&contact.name, &body))
    })
}

fn details(world: &World, opportunity: &Opportunity) -> String {
    let contact = world.contact_of(opportunity);
    let job = opportunity
        .application
        .as_ref()
        .and_then(|application| world.posting(&application.posting).ok());
    let archived = opportunity
        .archived
        .as_ref()
        .and_then(|archived| world.archive_reason(&archived.reason).ok());
    let rows = [
        (
            "Job",
            job.map_or("(none)", |posting| posting.text.as_str())
                .to_owned(),
        ),
        (
            "Stage",
            world
                .stage(&opportunity.stage)
                .map(|stage| stage.text.clone())
                .unwrap_or_default(),
        ),
        (
            "Archived",
            archived.map_or_else(|| "no".to_owned(), |reason| reason.text.clone()),
        ),
        ("Mail", contact.emails.join(", ")),
        (
            "Phone",
            contact
                .phones
                .iter()
                .map(|phone| phone.value.clone())
                .collect::<Vec<_>>()
                .join(", "),
        ),
        ("Location", contact.location.clone()),
        ("Links", opportunity.links.join(", ")),
        (
            "Source",
            format!(
                "{} ({})",
                opportunity.sources.join(", "),
                opportunity.origin
            ),
        ),
        ("Added", time(opportunity.created_at)),
    ];
    let rows: String = rows
        .iter()
        .map(|(name, value)| {
            format!(
                "<tr><th scope=\"row\">{name}</th><td>{}</td></tr>",
                Text(value)
            )
        })
        .collect();
    format!("<table>{rows}</table>")
}

fn documents(opportunity: &Opportunity) -> String {
    let id = Text(&opportunity.id);
    let mut items = String::new();
    for resume in &opportunity.resumes {
        let broken = if resume.status == "error" {
            " (could not be processed)"
        } else {
            ""
        };
        let _ = write!(
            items,
            "<li><a href=\"/candidates/{id}/resumes/{}/download\">{}</a>{broken}</li>",
            Text(&resume.id),
            Text(&resume.name)
        );
    }
    for file in &opportunity.files {
        let _ = write!(
            items,
            "<li><a href=\"/candidates/{id}/files/{}/download\">{}</a></li>",
            Text(&file.id),
            Text(&file.name)
        );
    }
    let items = if items.is_empty() {
        "<li>None</li>".to_owned()
    } else {
        items
    };
    format!("<h2>Documents</h2><ul>{items}</ul>")
}

fn letter(opportunity: &Opportunity) -> String {
    match opportunity
        .application
        .as_ref()
        .map(|application| application.comments.as_str())
    {
        Some(letter) if !letter.is_empty() => format!(
            "<h2>Cover letter</h2><p class=\"letter\">{}</p>",
            Text(letter)
        ),
        _ => String::new(),
    }
}

fn answers(opportunity: &Opportunity) -> String {
    let questions = opportunity
        .application
        .as_ref()
        .map(|application| application.custom_questions.as_slice())
        .unwrap_or_default();
    let fields = questions
        .iter()
        .filter_map(|question| question["fields"].as_array())
        .flatten();
    let items: String = fields
        .map(|field| {
            let value = field["value"]
                .as_str()
                .map_or_else(|| field["value"].to_string(), str::to_owned);
            format!(
                "<li><strong>{}</strong> {}</li>",
                Text(field["text"].as_str().unwrap_or_default()),
                Text(&value)
            )
        })
        .collect();
    if items.is_empty() {
        items
    } else {
        format!("<h2>Answers</h2><ul>{items}</ul>")
    }
}

fn notes(world: &World, notes: &[Note]) -> String {
    let mut html = String::new();
    for note in notes.iter().rev().filter(|note| note.deleted_at.is_none()) {
        for comment in &note.comments {
            let author = comment
                .user
                .as_deref()
                .and_then(|id| world.user(id).ok())
                .map_or("An integration", |user| user.name.as_str());
            let _ = write!(
                html,
                "<div class=\"note\" role=\"note\"><span class=\"hint\">{} · {}</span>\n{}</div>",
                Text(author),
                time(comment.created_at),
                Text(&comment.value)
            );
        }
    }
    if html.is_empty() {
        "<p class=\"hint\">No notes yet.</p>".to_owned()
    } else {
        html
    }
}

fn actions(world: &World, opportunity: &Opportunity) -> String {
    let id = Text(&opportunity.id);
    let mut stages = String::new();
    for stage in &world.stages {
        let selected = if stage.id == opportunity.stage {
            " selected"
        } else {
            ""
        };
        let _ = write!(
            stages,
            "<option value=\"{}\"{selected}>{}</option>",
            Text(&stage.id),
            Text(&stage.text)
        );
    }
    let mut reasons = String::new();
    for reason in world.archive_reasons.iter().filter(|reason| reason.active) {
        let _ = write!(
            reasons,
            "<option value=\"{}\">{}</option>",
            Text(&reason.id),
            Text(&reason.text)
        );
    }
    let unarchive = if opportunity.archived.is_some() {
        format!(
            "<form method=\"post\" action=\"/candidates/{id}/archive\" class=\"stack\"><input type=\"hidden\" name=\"reason\" value=\"\"><button>Unarchive</button></form>"
        )
    } else {
        String::new()
    };
    format!(
        "<h2>Actions</h2><form method=\"post\" action=\"/candidates/{id}/stage\" class=\"stack\"><label for=\"stage\">Stage</label>\
         <select id=\"stage\" name=\"stage\">{stages}</select><button class=\"primary\">Move</button></form>\
         <form method=\"post\" action=\"/candidates/{id}/archive\" class=\"stack\"><label for=\"reason\">Archive reason</label>\
         <select id=\"reason\" name=\"reason\">{reasons}</select><button>Archive</button></form>{unarchive}\
         <form method=\"post\" action=\"/candidates/{id}/delete\" class=\"stack\"><button class=\"danger\">Delete candidate</button></form>"
    )
}

/// The form's one field.
#[derive(Deserialize)]
pub(super) struct Stage {
    stage: String,
}

pub(super) async fn move_stage(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Form(form): Form<Stage>,
) -> Result<Redirect, Failure> {
    app.change(|world| {
        let user = world.users.first().map(|user| user.id.clone());
        world.move_stage(&id, &form.stage, user)
    })?;
    Ok(Redirect::to(&format!("/candidates/{id}")))
}

/// The form's one field; empty to take the candidate back.
#[derive(Deserialize)]
pub(super) struct Archive {
    reason: String,
}

pub(super) async fn archive(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Form(form): Form<Archive>,
) -> Result<Redirect, Failure> {
    app.change(|world| {
        world.archive(
            &id,
            Some(form.reason.as_str()).filter(|reason| !reason.is_empty()),
        )
    })?;
    Ok(Redirect::to(&format!("/candidates/{id}")))
}

pub(super) async fn delete(
    State(app): State<Shared>,
    Path(id): Path<String>,
) -> Result<Redirect, Failure> {
    app.change(|world| {
        let by = world.users.first().map(|user| user.id.clone());
        world.delete_opportunity(&id, by)
    })?;
    Ok(Redirect::to("/candidates"))
}

pub(super) async fn resume(
    State(app): State<Shared>,
    Path((id, resume)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    in_a_browser(&headers)?;
    Ok(app.read(|world| {
        let opportunity = world.opportunity(&id)?;
        let resume = resumes::find(opportunity, &resume)?;
        Ok::<_, ApiError>(attachment(Document::of_resume(
            &app,
            world,
            opportunity,
            resume,
        )))
    })?)
}

pub(super) async fn file(
    State(app): State<Shared>,
    Path((id, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    in_a_browser(&headers)?;
    Ok(app.read(|world| {
        let opportunity = world.opportunity(&id)?;
        let found = opportunity
            .files
            .iter()
            .find(|known| known.id == file)
            .ok_or_else(|| ApiError::not_found("files", &file))?;
        Ok::<_, ApiError>(attachment(Document::of_file(
            &app,
            world,
            opportunity,
            found,
        )))
    })?)
}

/// Lever's download links want the session of a browser. There is no sign-in here, so a browser's own header stands for it: a client of the API
/// that follows `downloadUrl` is refused, as it would be there.
fn in_a_browser(headers: &HeaderMap) -> Result<(), ApiError> {
    if headers.contains_key("sec-fetch-site") {
        Ok(())
    } else {
        Err(ApiError::unauthorized("Sign in to download this document."))
    }
}
