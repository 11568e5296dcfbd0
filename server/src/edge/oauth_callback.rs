//! `GET /integrations/callback`: the way back from the ATS's consent. The one GET that changes state,
//! guarded by a single-use state that is bound to the session.

use axum::Extension;
use axum::extract::{Query, State};
use axum::response::Redirect;
use hiring::sessions::SessionToken;
use integrations::{Callback, ConnectError, connect};

use crate::state::AppState;

/// Completes the connection and goes on to *Select jobs*; what went wrong is told on the page where it began.
pub async fn callback(
    State(state): State<AppState>,
    token: Option<Extension<SessionToken>>,
    Query(callback): Query<Callback>,
) -> Redirect {
    let Some(Extension(token)) = token else {
        return Redirect::to("/sign-in?next=/settings/integrations");
    };
    match connect::complete(&state.integrations, &callback, &token.hash()).await {
        Ok(connected) => {
            let page = if connected.for_write_back {
                "write-back"
            } else {
                "jobs"
            };
            let integration = connected.integration;
            Redirect::to(&format!("/settings/integrations/{integration}/{page}"))
        }
        Err(error) => {
            tracing::warn!(%error, "connection not completed");
            let problem = problem(&error);
            Redirect::to(&format!("/settings/integrations/new?problem={problem}"))
        }
    }
}

/// The code by which the page words what went wrong; a sentence in the address could be anybody's.
fn problem(error: &ConnectError) -> String {
    match error {
        ConnectError::WrongState => "state".to_owned(),
        ConnectError::Refused => "refused".to_owned(),
        ConnectError::NotSuperAdmin => "not_super_admin".to_owned(),
        ConnectError::MissingScopes(missing) => format!("scopes&missing={}", missing.join(",")),
        ConnectError::Exchange => "exchange".to_owned(),
        ConnectError::OtherAccount => "other_account".to_owned(),
        ConnectError::Unavailable => "unavailable".to_owned(),
        ConnectError::Other(_) => "other".to_owned(),
    }
}
