//! `/settings/apps`: the authorized apps, and *Revoke access*.

use axum::{
    extract::State,
    response::{Redirect, Response},
};

use super::{Text, page, time};
use crate::app::Shared;

pub(super) async fn list(State(app): State<Shared>) -> Response {
    let client_id = &app.facts.client_id;
    let newest = app.read(|world| {
        let mut live = world
            .oauth
            .grants
            .iter()
            .filter(|grant| grant.client_id == *client_id && grant.revoked_at.is_none());
        live.next_back().map(|grant| {
            let by = world
                .user(&grant.user)
                .map(|user| user.name.clone())
                .unwrap_or_default();
            (grant.clone(), by)
        })
    });
    let content = match newest {
        None => "<p>No app has access to this account.</p>".to_owned(),
        Some((grant, by)) => {
            let scopes: String = grant
                .scopes
                .iter()
                .map(|scope| format!("<li><code>{}</code></li>", Text(scope)))
                .collect();
            format!(
                "<table><thead><tr><th scope=\"col\">App</th><th scope=\"col\">Authorized by</th><th scope=\"col\">Authorized</th><th scope=\"col\">Last used</th><th></th></tr></thead>\
                 <tbody><tr><td><strong>{}</strong><ul>{scopes}</ul></td><td>{}</td><td>{}</td><td>{}</td>\
                 <td><form method=\"post\" action=\"/settings/apps/revoke\"><button class=\"danger\">Revoke access</button></form></td></tr></tbody></table>",
                Text(&app.config.app_name),
                Text(&by),
                time(grant.created_at),
                time(grant.last_used_at),
            )
        }
    };
    page(
        "Authorized apps",
        &format!(
            "<h1>Authorized apps</h1><p class=\"hint\">Settings › Integrations and API › Authorized Apps</p>{content}"
        ),
    )
}

pub(super) async fn revoke(State(app): State<Shared>) -> Redirect {
    app.revoke();
    Redirect::to("/settings/apps")
}
