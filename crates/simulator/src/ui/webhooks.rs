//! `/settings/webhooks`: the event groups, the webhooks, their test button and their history.

use std::fmt::Write;

use axum::{
    extract::{Path, RawForm, State},
    response::{Redirect, Response},
};

use super::{Failure, Text, page, time};
use crate::{
    app::Shared,
    auth::Owner,
    query::Query,
    state::World,
    webhooks::{Delivery, EVENTS, Webhook},
};

/// How many deliveries of a webhook are listed.
const SHOWN: usize = 30;

pub(super) async fn list(State(app): State<Shared>) -> Response {
    app.read(|world| {
        let mut groups = String::new();
        for (event, name) in EVENTS {
            let checked = if world.event_groups.contains(*event) { " checked" } else { "" };
            let _ = write!(groups, "<div><input type=\"checkbox\" id=\"{event}\" name=\"on\" value=\"{event}\"{checked}> <label for=\"{event}\">{name}</label></div>");
        }
        let mut hooks = String::new();
        for webhook in &world.webhooks {
            hooks += &hook(world, webhook, &app.config.app_name);
        }
        let hooks = if hooks.is_empty() { "<p>There are no webhooks.</p>".to_owned() } else { hooks };
        let body = format!(
            "<h1>Webhooks</h1><p class=\"hint\">Settings › Integrations and API › Webhooks</p><h2>Event groups</h2>\
             <form method=\"post\" action=\"/settings/webhooks/groups\" class=\"stack\">{groups}<button class=\"primary\">Save event groups</button></form>{hooks}"
        );
        page("Webhooks", &body)
    })
}

fn hook(world: &World, webhook: &Webhook, app_name: &str) -> String {
    let owner = match webhook.owner {
        Owner::App { .. } => app_name,
        Owner::ApiKey => "API key",
    };
    let mut rows = String::new();
    for delivery in world
        .deliveries
        .iter()
        .rev()
        .filter(|delivery| delivery.webhook == webhook.id)
        .take(SHOWN)
    {
        let _ = write!(
            rows,
            "<tr><td>{}</td><td>{}</td><td><code>{}</code></td><td><form method=\"post\" action=\"/settings/deliveries/{}/rerun\"><button>Rerun</button></form></td></tr>",
            time(delivery.created_at),
            Text(&outcome(delivery)),
            Text(&delivery.body),
            Text(&delivery.id)
        );
    }
    let history = if rows.is_empty() {
        "<p class=\"hint\">Nothing was sent yet.</p>".to_owned()
    } else {
        format!(
            "<table><thead><tr><th scope=\"col\">Sent</th><th scope=\"col\">Outcome</th><th scope=\"col\">Request</th><th></th></tr></thead><tbody>{rows}</tbody></table>"
        )
    };
    format!(
        "<section aria-label=\"{event}\"><h2>{event} <span class=\"tag\">{owner}</span></h2><p><code>{url}</code></p>\
         <form method=\"post\" action=\"/settings/webhooks/{id}/test\"><button>Send test</button></form>{history}</section>",
        event = Text(&webhook.event),
        owner = Text(owner),
        url = Text(&webhook.url),
        id = Text(&webhook.id),
    )
}

fn outcome(delivery: &Delivery) -> String {
    let attempts: Vec<String> = delivery
        .attempts
        .iter()
        .map(|attempt| {
            attempt.status.map_or_else(
                || attempt.error.clone().unwrap_or_default(),
                |status| status.to_string(),
            )
        })
        .collect();
    let state = match (delivery.arrived(), delivery.pending) {
        (true, _) => "arrived",
        (false, true) => "trying",
        (false, false) => "failed",
    };
    format!("{state}: {}", attempts.join(", "))
}

pub(super) async fn groups(State(app): State<Shared>, RawForm(form): RawForm) -> Redirect {
    let form = Query::parse(std::str::from_utf8(&form).unwrap_or_default());
    let on = form
        .all("on")
        .filter(|name| EVENTS.iter().any(|(event, _)| event == name))
        .map(str::to_owned)
        .collect();
    app.change(|world| world.event_groups = on);
    Redirect::to("/settings/webhooks")
}

pub(super) async fn test(
    State(app): State<Shared>,
    Path(id): Path<String>,
) -> Result<Redirect, Failure> {
    app.test_webhook(&id)?;
    Ok(Redirect::to("/settings/webhooks"))
}

pub(super) async fn rerun(
    State(app): State<Shared>,
    Path(id): Path<String>,
) -> Result<Redirect, Failure> {
    app.rerun(&id)?;
    Ok(Redirect::to("/settings/webhooks"))
}
