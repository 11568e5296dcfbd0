//! `GET /diagnostics`: the organization's diagnostics bundle as a download, for those who manage integrations. It holds nothing about a person.

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use hiring::Member;
use hiring::permission::ManageIntegrations;
use integrations::diagnostics;
use serde_json::{Value, json};

use super::trouble;
use crate::config::Config;
use crate::state::AppState;

/// Versions, switches, health, counts and codes; ids in the place of names.
pub async fn download(
    State(state): State<AppState>,
    member: Option<Extension<Member>>,
) -> Result<Response, Response> {
    let status = |status: StatusCode| status.into_response();
    let Extension(member) = member.ok_or_else(|| status(StatusCode::UNAUTHORIZED))?;
    let permit = member
        .permit::<ManageIntegrations>()
        .map_err(|_| status(StatusCode::FORBIDDEN))?;
    let mut configuration = switches(&state.config);
    configuration["workers_turn"] = json!(state.workers.is_alive());
    configuration["mail_worker_turns"] = json!(state.mails.is_alive());
    let bundle = diagnostics::bundle(&state.integrations, &permit, configuration)
        .await
        .map_err(|error| match error {
            integrations::Error::Store(error) => {
                tracing::error!(%error, "diagnostics not made");
                trouble::unavailable(&error)
            }
            error => {
                tracing::error!(%error, "diagnostics not made");
                status(StatusCode::SERVICE_UNAVAILABLE)
            }
        })?;
    let name = HeaderValue::from_static("attachment; filename=\"clara-diagnostics.json\"");
    Ok(([(header::CONTENT_DISPOSITION, name)], Json(bundle)).into_response())
}

/// What is set, never to what: an address, a name or a key may stand in a value.
fn switches(config: &Config) -> Value {
    let (database, _) = config
        .database_url
        .expose()
        .split_once(':')
        .unwrap_or_default();
    json!({
        "https": config.url.as_url().scheme() == "https",
        "database": database,
        "key_from_environment": config.secret_key.is_some(),
        "document_reader_set": config.document_reader.is_some(),
        "trusted_proxies": config.trusted_proxies.len(),
        "support_address_set": config.support_email.is_some(),
        "mail_server_set": matches!(config.mailing.setup, mail::Setup::Smtp(..)),
        "lever_set": config.lever.is_some(),
        "lever_sandbox_set": config.lever_sandbox.is_some(),
        "simulator_set": config.simulator.is_some(),
        "metrics": config.metrics_listen.is_some(),
    })
}
