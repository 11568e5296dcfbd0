//! `/sim`: how this Lever behaves: its switches, the faults to come, live traffic, tokens; and what was called.

use std::fmt::Write;

use axum::{
    extract::{RawForm, State},
    response::{Redirect, Response},
};
use serde_json::{Value, json};

use super::{Failure, Text, page};
use crate::{
    app::{App, Shared},
    error::ApiError,
    faults::{Fault, KINDS},
    query::Query,
    switches::{SWITCHES, plain},
};

pub(super) async fn show(State(app): State<Shared>) -> Response {
    let body = format!(
        "<h1>Simulator</h1><p class=\"hint\">How this Lever behaves. The same can be set on the command line (<code>clara simulator --help</code>) and through <code>/sim/api</code>.</p>\
         <div class=\"split\"><div>{}{}</div><div>{}{}{}{}{}</div></div>",
        switches(&app),
        faults(&app),
        traffic(&app),
        people(&app),
        access(),
        facts(&app),
        calls(&app),
    );
    page("Simulator", &body)
}

fn switches(app: &App) -> String {
    let now = json!(app.switches());
    let mut fields = String::new();
    // Traffic has buttons of its own.
    for (name, means) in SWITCHES.iter().filter(|(name, _)| *name != "traffic") {
        let field = match (&now[*name], *name) {
            (Value::Bool(on), _) => {
                let checked = if *on { " checked" } else { "" };
                format!(
                    "<input type=\"checkbox\" id=\"{name}\" name=\"{name}\" value=\"true\"{checked}>"
                )
            }
            (value, "rotation") => choice(name, &["strict", "lenient"], &plain(value)),
            (value, "invalid_grant_status") => choice(name, &["403", "400"], &plain(value)),
            (Value::String(text), _) => format!(
                "<input type=\"text\" id=\"{name}\" name=\"{name}\" value=\"{}\">",
                Text(text)
            ),
            (value, _) => format!(
                "<input type=\"number\" min=\"0\" id=\"{name}\" name=\"{name}\" value=\"{}\">",
                plain(value)
            ),
        };
        let _ = write!(
            fields,
            "<div class=\"switch\"><span>{field}</span><div><label for=\"{name}\">{name}</label><p class=\"hint\">{}</p></div></div>",
            Text(means)
        );
    }
    format!(
        "<h2>Switches</h2><form method=\"post\" action=\"/sim/switches\">{fields}<button class=\"primary\">Save switches</button></form>\
         <p class=\"hint\">Event groups are switched on <a href=\"/settings/webhooks\">Webhooks</a>.</p>"
    )
}

fn choice(name: &str, values: &[&str], now: &str) -> String {
    let options: String = values
        .iter()
        .map(|value| {
            let selected = if *value == now { " selected" } else { "" };
            format!("<option{selected}>{value}</option>")
        })
        .collect();
    format!("<select id=\"{name}\" name=\"{name}\">{options}</select>")
}

pub(super) async fn set_switches(
    State(app): State<Shared>,
    RawForm(form): RawForm,
) -> Result<Redirect, Failure> {
    let form = Query::parse(std::str::from_utf8(&form).unwrap_or_default());
    let now = app.switches();
    let all = json!(now);
    let changes: Vec<(&str, Value)> = SWITCHES
        .iter()
        .filter(|(name, _)| *name != "traffic")
        .map(|(name, _)| match (&all[*name], form.one(name)) {
            // A box that is not checked is not sent.
            (Value::Bool(_), given) => (*name, json!(given.is_some())),
            (_, Some(given)) => (*name, now.value(name, given)),
            (known, None) => (*name, known.clone()),
        })
        .collect();
    let changed = now
        .with(changes.iter().map(|(name, value)| (*name, value)))
        .map_err(ApiError::bad_request)?;
    app.set_switches(changed);
    Ok(Redirect::to("/sim"))
}

fn faults(app: &App) -> String {
    let mut pending = String::new();
    for fault in app.faults.pending() {
        let any = |text: &Option<String>| text.clone().unwrap_or_else(|| "any".to_owned());
        let _ = write!(
            pending,
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            fault.kind,
            fault.times,
            Text(&any(&fault.method)),
            Text(&any(&fault.path))
        );
    }
    let pending = if pending.is_empty() {
        "<p class=\"hint\">No faults are to come.</p>".to_owned()
    } else {
        format!(
            "<table><thead><tr><th scope=\"col\">Fault</th><th scope=\"col\">Times</th><th scope=\"col\">Method</th><th scope=\"col\">Path</th></tr></thead><tbody>{pending}</tbody></table>\
             <form method=\"post\" action=\"/sim/faults/clear\"><button>Clear faults</button></form>"
        )
    };
    let kinds: String = KINDS
        .iter()
        .map(|(name, does)| format!("<option value=\"{name}\">{name}: {does}</option>"))
        .collect();
    format!(
        "<h2>Faults</h2>{pending}<form method=\"post\" action=\"/sim/faults\" class=\"grid\">\
         <div class=\"wide\"><label for=\"kind\">What befalls the next requests</label><select id=\"kind\" name=\"kind\">{kinds}</select></div>\
         <div><label for=\"times\">How many</label><input id=\"times\" name=\"times\" type=\"number\" min=\"1\" value=\"1\"></div>\
         <div><label for=\"method\">Method</label><select id=\"method\" name=\"method\"><option value=\"\">any</option><option>GET</option><option>POST</option><option>PUT</option><option>DELETE</option></select></div>\
         <div><label for=\"path\">Path contains</label><input id=\"path\" name=\"path\" placeholder=\"/notes\"></div>\
         <button class=\"primary\">Add fault</button></form>"
    )
}

pub(super) async fn add_fault(
    State(app): State<Shared>,
    RawForm(form): RawForm,
) -> Result<Redirect, Failure> {
    let form = Query::parse(std::str::from_utf8(&form).unwrap_or_default());
    let text = |name: &str| form.one(name).unwrap_or_default().trim().to_owned();
    let mut fault: Fault = format!("{}*{}", text("kind"), text("times"))
        .parse()
        .map_err(|wrong: String| ApiError::bad_request(wrong))?;
    fault.method = Some(text("method")).filter(|method| !method.is_empty());
    fault.path = Some(text("path")).filter(|path| !path.is_empty());
    app.faults.add(fault);
    Ok(Redirect::to("/sim"))
}

pub(super) async fn clear_faults(State(app): State<Shared>) -> Redirect {
    app.faults.clear();
    Redirect::to("/sim")
}

fn traffic(app: &App) -> String {
    let rate = app.switches().traffic;
    let (state, shown) = if rate > 0.0 {
        (format!("Running: {rate} acts a second."), rate)
    } else {
        ("Stopped.".to_owned(), 1.0)
    };
    format!(
        "<h2>Live traffic</h2><p>{state} People apply, move, are archived and written about.</p>\
         <form method=\"post\" action=\"/sim/traffic\" class=\"stack\"><label for=\"rate\">Acts a second</label>\
         <input id=\"rate\" name=\"rate\" type=\"number\" min=\"0.1\" max=\"100\" step=\"0.1\" value=\"{shown}\">\
         <span><button name=\"run\" value=\"true\" class=\"primary\">Start</button> <button name=\"run\" value=\"false\">Stop</button></span></form>"
    )
}

pub(super) async fn set_traffic(
    State(app): State<Shared>,
    RawForm(form): RawForm,
) -> Result<Redirect, Failure> {
    let form = Query::parse(std::str::from_utf8(&form).unwrap_or_default());
    let switches = app.switches();
    let rate = match form.one("run") {
        Some("true") => switches.value("traffic", form.one("rate").unwrap_or_default()),
        _ => json!(0.0),
    };
    let changed = switches
        .with([("traffic", &rate)])
        .map_err(ApiError::bad_request)?;
    app.set_switches(changed);
    Ok(Redirect::to("/sim"))
}

fn people(app: &App) -> String {
    let there = app.read(|world| world.opportunities.len());
    format!(
        "<h2>People</h2><p>{there} candidacies. More come with a history, as those at the start did; no webhook tells of them.</p>\
         <form method=\"post\" action=\"/sim/people\" class=\"stack\"><label for=\"many\">How many more</label>\
         <input id=\"many\" name=\"many\" type=\"number\" min=\"1\" max=\"100000\" value=\"1000\"><span><button>Invent people</button></span></form>"
    )
}

pub(super) async fn invent(
    State(app): State<Shared>,
    RawForm(form): RawForm,
) -> Result<Redirect, Failure> {
    let form = Query::parse(std::str::from_utf8(&form).unwrap_or_default());
    let many = form.one("many").and_then(|many| many.parse().ok());
    app.invent(many.unwrap_or_default())?;
    Ok(Redirect::to("/sim"))
}

fn access() -> &'static str {
    "<h2>Access</h2><p>Revoke the app on <a href=\"/settings/apps\">Authorized apps</a>.</p>\
     <form method=\"post\" action=\"/sim/expire\"><button>Let access tokens run out</button></form>"
}

pub(super) async fn expire(State(app): State<Shared>) -> Redirect {
    app.change(|world| world.oauth.expire_access_tokens());
    Redirect::to("/sim")
}

fn facts(app: &App) -> String {
    let facts = &app.facts;
    let rows = [
        ("API", &facts.base_url),
        ("Authorize", &facts.authorize_url),
        ("Token", &facts.token_url),
        ("Client id", &facts.client_id),
    ];
    let rows: String = rows
        .iter()
        .map(|(name, value)| {
            let value = Text(value);
            format!("<tr><th scope=\"row\">{name}</th><td><code>{value}</code></td></tr>")
        })
        .collect();
    format!("<h2>Addresses</h2><table>{rows}</table>")
}

fn calls(app: &App) -> String {
    let rows: String = app
        .calls
        .snapshot()
        .iter()
        .map(|(route, many)| {
            let route = Text(route);
            format!("<tr><td><code>{route}</code></td><td class=\"number\">{many}</td></tr>")
        })
        .collect();
    if rows.is_empty() {
        return "<h2>Calls</h2><p class=\"hint\">Nothing was called yet.</p>".to_owned();
    }
    format!("<h2>Calls</h2><table>{rows}</table>")
}
