//! `/add`: somebody applies, with a resume if they like.

use std::fmt::Write;

use axum::{
    extract::{Multipart, State},
    response::{Redirect, Response},
};

use super::{Failure, Text, page};
use crate::{admin::applicant, app::Shared, error::ApiError, query::Query};

pub(super) async fn form(State(app): State<Shared>, query: Query) -> Response {
    let mut postings = String::new();
    app.read(|world| {
        for posting in world
            .postings
            .iter()
            .filter(|posting| posting.deleted_at.is_none() && posting.is_open())
        {
            let selected = if query.one("posting") == Some(posting.id.as_str()) {
                " selected"
            } else {
                ""
            };
            let _ = write!(
                postings,
                "<option value=\"{}\"{selected}>{}</option>",
                Text(&posting.id),
                Text(&posting.text)
            );
        }
    });
    let body = format!(
        "<h1>Add application</h1><form method=\"post\" action=\"/add\" enctype=\"multipart/form-data\" class=\"stack\">\
         <label for=\"name\">Full name</label><input id=\"name\" name=\"name\" required autocomplete=\"off\">\
         <label for=\"email\">Email</label><input id=\"email\" name=\"email\" type=\"email\" autocomplete=\"off\">\
         <label for=\"posting\">Job</label><select id=\"posting\" name=\"posting\">{postings}</select>\
         <label for=\"resume\">Resume</label><input id=\"resume\" name=\"resume\" type=\"file\">\
         <label for=\"cover_letter\">Cover letter</label><textarea id=\"cover_letter\" name=\"cover_letter\" rows=\"6\"></textarea>\
         <button class=\"primary\">Add application</button></form>"
    );
    page("Add application", &body)
}

pub(super) async fn submit(
    State(app): State<Shared>,
    multipart: Multipart,
) -> Result<Redirect, Failure> {
    let new = applicant(multipart).await?;
    if new.name.is_empty() {
        return Err(
            ApiError::bad_request("The application was not added: it needs a name.").into(),
        );
    }
    let added = app.change(|world| world.add_opportunity(new))?;
    Ok(Redirect::to(&format!("/candidates/{}", added.opportunity)))
}
