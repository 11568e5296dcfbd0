//! What *Settings → API tokens* asks for.

use leptos::prelude::*;

use crate::{error::ClaraError, wire::api_tokens::ApiTokens};

/// All tokens of the organization, and what a new one can be made for.
#[server(endpoint = "api-tokens/list", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn list_api_tokens() -> Result<ApiTokens, ClaraError> {
    use crate::{
        context::{permitted, refuse, request},
        wire::api_tokens::{ApiToken, Scope, State},
    };
    use hiring::{api_tokens, permission::ManageApiTokens};
    let (store, permit) = permitted::<ManageApiTokens>()?;
    let now = store.now();
    let tokens = api_tokens::list(&store, &permit).await.map_err(refuse)?;
    Ok(ApiTokens {
        tokens: tokens
            .into_iter()
            .map(|token| ApiToken {
                id: token.id.to_string(),
                name: token.name,
                opening: token.opening,
                scopes: token.scopes.iter().map(ToString::to_string).collect(),
                created_by: token.created_by,
                expires_at: token.expires_at.0,
                last_used_at: token.last_used_at.map(|at| at.0),
                state: match token.revoked_at {
                    Some(_) => State::Revoked,
                    None if token.expires_at <= now => State::Expired,
                    None => State::Active,
                },
            })
            .collect(),
        scopes: api_tokens::Scope::ALL
            .iter()
            .map(|scope| Scope {
                id: scope.to_string(),
                about: scope.about().to_owned(),
            })
            .collect(),
        address: request()?.address,
    })
}

/// Makes a token and answers it: the one time that it leaves the server. As JSON: a form cannot say an empty list.
#[server(endpoint = "api-tokens/create", client = crate::api::client::OfPage, output = crate::api::json::Answer, input = server_fn::codec::Json)]
pub async fn create_api_token(
    name: String,
    scopes: Vec<String>,
    days: u32,
) -> Result<String, ClaraError> {
    use crate::context::{permitted, refuse};
    use hiring::{api_tokens, permission::ManageApiTokens};
    let (store, permit) = permitted::<ManageApiTokens>()?;
    let scopes = scopes
        .iter()
        .map(|scope| scope.parse())
        .collect::<Result<Vec<_>, _>>()
        .map_err(refuse)?;
    let made = api_tokens::create(&store, &permit, &name, &scopes, days)
        .await
        .map_err(refuse)?;
    Ok(made.token.expose().to_owned())
}

/// Ends a token at once.
#[server(endpoint = "api-tokens/revoke", client = crate::api::client::OfPage, output = crate::api::json::Answer)]
pub async fn revoke_api_token(token: String) -> Result<(), ClaraError> {
    use crate::context::{permitted, refuse};
    use hiring::{api_tokens, permission::ManageApiTokens};
    let (store, permit) = permitted::<ManageApiTokens>()?;
    api_tokens::revoke(&store, &permit, token.parse().map_err(refuse)?)
        .await
        .map_err(refuse)
}
