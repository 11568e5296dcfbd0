//! `/candidates?posting=`: who stands in which stage.

use std::fmt::Write;

use axum::{extract::State, response::Response};

use super::{Text, page};
use crate::{app::Shared, model::Opportunity, query::Query, state::World};

/// How many of a stage are listed.
const SHOWN: usize = 50;

pub(super) async fn list(State(app): State<Shared>, query: Query) -> Response {
    let wanted = query.one("posting").filter(|id| !id.is_empty());
    app.read(|world| {
        let mut choice = String::from("<option value=\"\">All jobs</option>");
        for posting in world.postings.iter().filter(|posting| posting.deleted_at.is_none()) {
            let selected = if wanted == Some(posting.id.as_str()) { " selected" } else { "" };
            let _ = write!(choice, "<option value=\"{}\"{selected}>{}</option>", Text(&posting.id), Text(&posting.text));
        }
        let mut found: Vec<&Opportunity> = world
            .opportunities
            .values()
            .filter(|opportunity| wanted.is_none_or(|id| opportunity.application.as_ref().is_some_and(|application| application.posting == id)))
            .collect();
        found.sort_by(|one, other| other.last_advanced_at.cmp(&one.last_advanced_at).then_with(|| one.id.cmp(&other.id)));
        let mut columns = String::new();
        for stage in &world.stages {
            let there: Vec<_> = found.iter().filter(|opportunity| opportunity.archived.is_none() && opportunity.stage == stage.id).collect();
            columns += &column(world, &stage.text, &there);
        }
        let archived: Vec<_> = found.iter().filter(|opportunity| opportunity.archived.is_some()).collect();
        columns += &column(world, "Archived", &archived);
        let body = format!(
            "<h1>Candidates</h1><form method=\"get\" class=\"stack\"><label for=\"posting\">Job</label>\
             <select id=\"posting\" name=\"posting\">{choice}</select><button>Show</button></form><div class=\"stages\">{columns}</div>"
        );
        page("Candidates", &body)
    })
}

fn column(world: &World, name: &str, there: &[&&Opportunity]) -> String {
    let mut items = String::new();
    for opportunity in there.iter().take(SHOWN) {
        let contact = world.contact_of(opportunity);
        let name = if contact.name.is_empty() {
            "(no name)"
        } else {
            &contact.name
        };
        let _ = write!(
            items,
            "<li><a href=\"/candidates/{}\">{}</a><br><span class=\"hint\">{}</span></li>",
            Text(&opportunity.id),
            Text(name),
            Text(&contact.headline)
        );
    }
    let more = if there.len() > SHOWN {
        format!("<p class=\"hint\">The latest {SHOWN} are shown.</p>")
    } else {
        String::new()
    };
    format!(
        "<section aria-label=\"{name}\"><h2>{name} <span class=\"tag\">{}</span></h2><ul>{items}</ul>{more}</section>",
        there.len(),
        name = Text(name)
    )
}
