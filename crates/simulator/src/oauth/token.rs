//! `POST /oauth/token`: a code or a refresh token for tokens; the body is JSON or a form. Its errors are `{error, error_description}`.

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};
use subtle::ConstantTimeEq;

use super::{AccessToken, InvalidGrant, access_token, scope_text};
use crate::{
    app::Shared,
    body::Fields,
    config::Rotation,
    error::ApiError,
    state::{World, now},
};

pub(crate) async fn handle(
    State(app): State<Shared>,
    fields: Result<Fields, ApiError>,
) -> Response {
    match fields
        .map_err(|_| Refusal::invalid_request("The body must be a form or a JSON object"))
        .and_then(|fields| answer(&app, &fields))
    {
        Ok(tokens) => ([(header::CACHE_CONTROL, "no-store")], Json(tokens)).into_response(),
        Err(refusal) => (
            refusal.status,
            Json(json!({ "error": refusal.error, "error_description": refusal.description })),
        )
            .into_response(),
    }
}

struct Refusal {
    status: StatusCode,
    error: &'static str,
    description: String,
}

impl Refusal {
    fn invalid_request(description: &str) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            error: "invalid_request",
            description: description.to_owned(),
        }
    }
}

fn answer(app: &Shared, fields: &Fields) -> Result<Value, Refusal> {
    let needed = |name: &str| {
        fields
            .text(name)
            .ok_or_else(|| Refusal::invalid_request(&format!("Missing required parameter: {name}")))
    };
    let grant_type = needed("grant_type")?;
    let client_id = needed("client_id")?;
    let secret = needed("client_secret")?;
    if client_id != app.facts.client_id
        || !bool::from(secret.as_bytes().ct_eq(app.facts.client_secret.as_bytes()))
    {
        return Err(Refusal {
            status: StatusCode::UNAUTHORIZED,
            error: "access_denied",
            description: "Unauthorized".to_owned(),
        });
    }
    let switches = app.switches();
    let invalid = |description: &str| Refusal {
        status: StatusCode::from_u16(switches.invalid_grant_status)
            .unwrap_or(StatusCode::FORBIDDEN),
        error: "invalid_grant",
        description: description.to_owned(),
    };
    match grant_type {
        "authorization_code" => {
            let code = needed("code")?;
            let redirect_uri = needed("redirect_uri")?;
            app.change(|world| {
                let id = world.ids.next();
                let grant = world
                    .oauth
                    .exchange(code, client_id, redirect_uri, id, now())
                    .map(|grant| grant.id.clone());
                grant
                    .map(|grant| issue(app, world, &grant))
                    .map_err(|InvalidGrant| invalid("Invalid authorization code"))
            })
        }
        "refresh_token" => {
            let token = needed("refresh_token")?;
            app.change(|world| {
                let grant = world
                    .oauth
                    .refresh(
                        token,
                        client_id,
                        switches.rotation == Rotation::Strict,
                        now(),
                    )
                    .map(|grant| grant.id.clone());
                grant
                    .map(|grant| issue(app, world, &grant))
                    .map_err(|InvalidGrant| invalid("Unknown or invalid refresh token."))
            })
        }
        other => Err(Refusal {
            status: StatusCode::FORBIDDEN,
            error: "unsupported_grant_type",
            description: format!("Unsupported grant type: {other}"),
        }),
    }
}

fn issue(app: &Shared, world: &mut World, grant: &str) -> Value {
    let now = now();
    let lifetime = app.config.access_token_lifetime;
    let mut answer = Map::new();
    if let Some(grant) = world.oauth.grants.iter().find(|known| known.id == grant) {
        let token = access_token(app, grant, now);
        answer.insert("access_token".to_owned(), json!(token));
        if let Some(refresh_token) = &grant.refresh_token {
            answer.insert("refresh_token".to_owned(), json!(refresh_token));
        }
        answer.insert("token_type".to_owned(), json!("Bearer"));
        answer.insert("scope".to_owned(), json!(scope_text(&grant.scopes)));
        answer.insert("expires_in".to_owned(), json!(lifetime.as_secs()));
        let expires_at =
            now.saturating_add(i64::try_from(lifetime.as_millis()).unwrap_or(i64::MAX));
        world
            .oauth
            .access_tokens
            .retain(|_, access| access.expires_at > now);
        world.oauth.access_tokens.insert(
            token,
            AccessToken {
                grant: grant.id.clone(),
                expires_at,
            },
        );
    }
    Value::Object(answer)
}
