//! `POST /review/{review}/{application}`: a decision, or taking it back. Sent twice it is made once.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};
use hiring::shares::{self, Decision};
use hiring::{ApplicationId, Error, Member};
use serde::Deserialize;

use super::{Stylesheet, refused, reviewer, show};
use crate::state::AppState;

/// What the form sends: the button that was pressed, and what was written.
#[derive(Deserialize)]
pub struct Decide {
    /// A decision, or `undo`.
    decision: String,
    #[serde(default)]
    comment: String,
}

/// Goes on to the list; what cannot be taken goes back to the candidate, with what was written.
pub async fn decide(
    State(state): State<AppState>,
    Extension(style): Extension<Stylesheet>,
    member: Option<Extension<Member>>,
    headers: HeaderMap,
    Path((review, application)): Path<(String, String)>,
    Form(form): Form<Decide>,
) -> Response {
    let member = member.map(|Extension(member)| member);
    let made = async {
        let application: ApplicationId = application.parse()?;
        let reviewer = reviewer(&state, member.as_ref(), &headers, &review).await?;
        let made = match form.decision.as_str() {
            "undo" => shares::undo(&state.store, &reviewer, application).await,
            decision => {
                let decision: Decision = decision.parse()?;
                shares::decide(
                    &state.store,
                    &reviewer,
                    application,
                    decision,
                    &form.comment,
                )
                .await
            }
        };
        match made {
            Ok(()) => {
                Ok(Redirect::to(&format!("/review/{review}?done={application}")).into_response())
            }
            // The page says that the candidate is not available any more.
            Err(Error::NotFound) => {
                back(&state, &style, &review, &reviewer, application, None).await
            }
            Err(Error::Invalid { message, .. }) => {
                let wrong = Some((message, form.comment.clone()));
                back(&state, &style, &review, &reviewer, application, wrong).await
            }
            Err(error) => Err(error),
        }
    };
    made.await.unwrap_or_else(|error| refused(&style, &error))
}

async fn back(
    state: &AppState,
    style: &Stylesheet,
    review: &str,
    reviewer: &shares::Reviewer,
    application: ApplicationId,
    wrong: Option<(String, String)>,
) -> Result<Response, Error> {
    let read = shares::read(&state.store, reviewer).await?;
    show::one(state, style, review, reviewer, read, application, wrong).await
}
