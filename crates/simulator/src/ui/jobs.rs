//! `/`: the jobs; `/jobs/{id}`: an ad as the public job site shows it.

use std::fmt::Write;

use axum::{
    extract::{Path, State},
    response::Response,
};

use super::{Failure, Text, page};
use crate::{app::Shared, model::Opportunity};

pub(super) async fn list(State(app): State<Shared>) -> Response {
    let mut rows = String::new();
    app.read(|world| {
        for posting in world.postings.iter().filter(|posting| posting.deleted_at.is_none()) {
            let of_it = |archived: bool| {
                let applied = |opportunity: &&Opportunity| opportunity.application.as_ref().is_some_and(|application| application.posting == posting.id);
                world.opportunities.values().filter(applied).filter(|opportunity| opportunity.archived.is_some() == archived).count()
            };
            let confidential = if posting.confidential { " <span class=\"tag\">confidential</span>" } else { "" };
            let _ = write!(
                rows,
                "<tr><td><a href=\"/candidates?posting={id}\">{text}</a>{confidential}</td><td>{state}</td><td>{team}</td><td>{place}</td><td>{active}</td>\
                 <td>{archived}</td><td><a href=\"/jobs/{id}\">Job ad</a></td></tr>",
                id = Text(&posting.id),
                text = Text(&posting.text),
                state = Text(&posting.state),
                team = Text(&posting.team),
                place = Text(&posting.all_locations.join(", ")),
                active = of_it(false),
                archived = of_it(true),
            );
        }
    });
    let head = "<tr><th scope=\"col\">Job</th><th scope=\"col\">State</th><th scope=\"col\">Team</th><th scope=\"col\">Location</th><th scope=\"col\">Active</th><th scope=\"col\">Archived</th><th></th></tr>";
    page(
        "Jobs",
        &format!("<h1>Jobs</h1><table><thead>{head}</thead><tbody>{rows}</tbody></table>"),
    )
}

pub(super) async fn show(
    State(app): State<Shared>,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    app.read(|world| {
        let posting = world.posting(&id)?;
        let content = &posting.content;
        // The seed wrote this HTML itself, from escaped texts.
        let lists = content.lists.iter().map(|(heading, html)| {
            if html.starts_with("<li>") { format!("<h2>{}</h2><ul>{html}</ul>", Text(heading)) } else { html.clone() }
        });
        let body = format!(
            "<h1>{}</h1><p class=\"hint\">{} · {}</p>{}{}{}<p><a href=\"/add?posting={}\">Apply for this job</a></p>",
            Text(&posting.text),
            Text(&posting.all_locations.join(", ")),
            Text(&posting.commitment),
            content.description_html,
            lists.collect::<String>(),
            content.closing_html,
            Text(&posting.id),
        );
        Ok(page(&posting.text, &body))
    })
}
