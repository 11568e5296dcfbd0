//! `/authorize`: who signs in, what the app asks for, *Accept* or *Deny*.

use axum::{
    Form,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use std::{collections::BTreeSet, fmt::Write};
use url::{Host, Url};

use super::{CODE_LIFETIME, Code, audience};
use crate::{
    app::{App, Shared},
    query::Query,
    random,
    scopes::explain,
    state::now,
    ui::{Text, page},
};

/// A request for authorization whose client and callback are in order.
struct Authorization {
    redirect_uri: String,
    state: String,
    scopes: BTreeSet<String>,
}

/// `GET /authorize`: the consent page. It changes nothing.
pub(crate) async fn show(State(app): State<Shared>, query: Query) -> Response {
    match check(&app, &query) {
        Ok(authorization) => consent(&app, &query, &authorization).into_response(),
        Err(refusal) => refusal,
    }
}

/// What the consent page's form sends: the query of the page, who signs in, and the button.
#[derive(Deserialize)]
pub(crate) struct Decision {
    query: String,
    user: String,
    decision: String,
}

/// `POST /authorize`: back to the app with a code, or with the refusal.
pub(crate) async fn decide(State(app): State<Shared>, Form(decision): Form<Decision>) -> Response {
    let query = Query::parse(&decision.query);
    let authorization = match check(&app, &query) {
        Ok(authorization) => authorization,
        Err(refusal) => return refusal,
    };
    if decision.decision != "accept" {
        return authorization.refused("access_denied", "The user denied the request");
    }
    let allowed = app.read(|world| {
        world
            .user(&decision.user)
            .is_ok_and(|user| user.is_super_admin())
    });
    if !allowed {
        return authorization.refused(
            "access_denied",
            "Only a Super Admin can authorize an integration",
        );
    }
    let withheld = app.switches().withheld_scopes;
    let mut scopes = authorization.scopes.clone();
    scopes.retain(|scope| !withheld.split(',').any(|known| known.trim() == scope));
    let code = random::hex(24);
    let back = authorization.back(&[("code", &code), ("state", &authorization.state)]);
    app.change(|world| {
        world.oauth.codes.insert(
            code,
            Code {
                client_id: app.facts.client_id.clone(),
                redirect_uri: authorization.redirect_uri,
                user: decision.user,
                scopes,
                expires_at: now() + CODE_LIFETIME,
            },
        );
    });
    back
}

impl Authorization {
    fn back(&self, pairs: &[(&str, &str)]) -> Response {
        match Url::parse_with_params(&self.redirect_uri, pairs) {
            Ok(url) => (StatusCode::FOUND, [(header::LOCATION, String::from(url))]).into_response(),
            Err(_) => failure(
                StatusCode::BAD_REQUEST,
                "undefined",
                "The callback is not a URL.",
            ),
        }
    }

    fn refused(&self, error: &str, description: &str) -> Response {
        self.back(&[
            ("state", &self.state),
            ("error", error),
            ("error_description", description),
        ])
    }
}

/// Checks client and callback, on whose failure nothing may be sent back to the callback, then the rest.
#[expect(
    clippy::result_large_err,
    reason = "the refusal is the answer, sent as it is"
)]
fn check(app: &App, query: &Query) -> Result<Authorization, Response> {
    if query.one("client_id") != Some(app.facts.client_id.as_str()) {
        return Err(failure(
            StatusCode::BAD_REQUEST,
            "ClientID not found",
            "No app with this client id is known in this environment.",
        ));
    }
    let redirect_uri = query.one("redirect_uri").unwrap_or_default().to_owned();
    if !is_registered(&app.config.redirect_uris, &redirect_uri) {
        return Err(failure(
            StatusCode::FORBIDDEN,
            "undefined",
            "The redirect_uri is not one of the callbacks registered for this app.",
        ));
    }
    let asked = query
        .one("scope")
        .unwrap_or_default()
        .split_whitespace()
        .filter(|scope| explain(scope).is_some());
    // Without the right audience the consent page lists only `offline_access`, as Lever's does.
    let right_audience = query.one("audience") == Some(audience(app).as_str());
    let scopes = asked
        .filter(|scope| right_audience || *scope == "offline_access")
        .map(str::to_owned)
        .collect();
    let authorization = Authorization {
        redirect_uri,
        state: query.one("state").unwrap_or_default().to_owned(),
        scopes,
    };
    if query.one("response_type") != Some("code") {
        return Err(
            authorization.refused("unsupported_response_type", "response_type must be code")
        );
    }
    if authorization.state.is_empty() {
        return Err(authorization.refused("invalid_request", "Missing required parameter: state"));
    }
    Ok(authorization)
}

/// Exact match, or any callback on a loopback host where none is registered.
fn is_registered(registered: &[String], redirect_uri: &str) -> bool {
    if !registered.is_empty() {
        return registered.iter().any(|known| known == redirect_uri);
    }
    Url::parse(redirect_uri).is_ok_and(|url| {
        matches!(url.scheme(), "http" | "https")
            && match url.host() {
                Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
                Some(Host::Ipv4(address)) => address.is_loopback(),
                Some(Host::Ipv6(address)) => address.is_loopback(),
                None => false,
            }
    })
}

fn consent(app: &App, query: &Query, authorization: &Authorization) -> Response {
    let mut users = String::new();
    app.read(|world| {
        for user in world
            .users
            .iter()
            .filter(|user| user.deactivated_at.is_none())
        {
            let _ = write!(
                users,
                "<option value=\"{}\">{} ({})</option>",
                Text(&user.id),
                Text(&user.name),
                Text(&user.access_role)
            );
        }
    });
    let mut scopes = String::new();
    for scope in &authorization.scopes {
        let _ = write!(
            scopes,
            "<li>{} <code>{}</code></li>",
            Text(&explain(scope).unwrap_or_default()),
            Text(scope)
        );
    }
    let name = Text(&app.config.app_name);
    let body = format!(
        "<h1>Authorize {name}</h1>\
         <p>{name} asks for access to the Lever account <strong>{account}</strong>:</p>\
         <ul class=\"scopes\">{scopes}</ul>\
         <form method=\"post\" action=\"/authorize\">\
         <input type=\"hidden\" name=\"query\" value=\"{query}\">\
         <p><label for=\"user\">Signed in as</label> <select id=\"user\" name=\"user\">{users}</select></p>\
         <p class=\"hint\">Only a Super Admin can authorize an integration.</p>\
         <p class=\"actions\"><button name=\"decision\" value=\"accept\" class=\"primary\">Accept</button> \
         <button name=\"decision\" value=\"deny\">Deny</button></p></form>",
        account = Text(crate::seed::ACCOUNT_NAME),
        query = Text(&query.encoded()),
    );
    page("Authorize app", &body)
}

fn failure(status: StatusCode, title: &str, text: &str) -> Response {
    (
        status,
        page(
            title,
            &format!(
                "<h1>{}</h1><p role=\"alert\">{}</p>",
                Text(title),
                Text(text)
            ),
        ),
    )
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::is_registered;

    #[test]
    fn any_loopback_callback_unless_some_are_registered() {
        for good in [
            "http://127.0.0.1:3000/cb",
            "http://localhost/cb",
            "https://[::1]:8443/cb?x=1",
        ] {
            assert!(is_registered(&[], good), "{good}");
        }
        for bad in [
            "",
            "https://evil.example/cb",
            "http://127.0.0.1.evil.example/",
            "javascript:alert(1)",
            "http://localhost.evil.example",
        ] {
            assert!(!is_registered(&[], bad), "{bad}");
        }
        let registered = ["https://clara.example/cb".to_owned()];
        assert!(is_registered(&registered, "https://clara.example/cb"));
        assert!(!is_registered(&registered, "https://clara.example/cb/"));
        assert!(!is_registered(&registered, "http://127.0.0.1:3000/cb"));
    }
}
