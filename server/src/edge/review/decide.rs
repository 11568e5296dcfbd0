//! `POST /review/{review}/{application}`: a decision, or taking it back. Sent twice it is made once, and what was decided elsewhere meanwhile stands.

use app::review::Wrong;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};
use hiring::shares::{self, Decision, Press, Reviewer};
use hiring::{ApplicationId, DecisionId, Error, Member};
use serde::Deserialize;

use super::{Stylesheet, refused, reviewer, show};
use crate::state::AppState;

/// What the form sends: the button that was pressed, what was written, and on what the page was based.
#[derive(Deserialize)]
pub struct Decide {
    /// A decision, or `undo`.
    decision: String,
    #[serde(default)]
    comment: String,
    /// The presses that the page knows of, apart; [`app::review::NOT_PRESSED`] is none. A page of an earlier version does not say.
    #[serde(default)]
    knows: String,
    /// This press, where a script sends it, maybe later and more than once.
    press: Option<String>,
}

impl Decide {
    /// What was pressed; none takes the decision back.
    fn decision(&self) -> Result<Option<Decision>, Error> {
        match &*self.decision {
            "undo" => Ok(None),
            decision => decision.parse().map(Some),
        }
    }

    fn press(&self) -> Option<Press> {
        let mut knows = self.knows.split_whitespace().peekable();
        knows.peek()?;
        let sent = self.press.as_ref().and_then(|id| id.parse().ok());
        Some(Press {
            id: sent.unwrap_or_else(DecisionId::fresh),
            knows: knows
                .filter_map(|id| match id {
                    app::review::NOT_PRESSED => Some(None),
                    id => id.parse().ok().map(Some),
                })
                .collect(),
        })
    }

    async fn make(
        &self,
        state: &AppState,
        reviewer: &Reviewer,
        application: ApplicationId,
        decision: Option<Decision>,
    ) -> Result<(), Error> {
        let (store, comment) = (&state.store, &self.comment);
        match (self.press(), decision) {
            (Some(press), _) => {
                shares::press(store, reviewer, application, decision, comment, &press).await
            }
            (None, Some(decision)) => {
                shares::decide(store, reviewer, application, decision, comment).await
            }
            (None, None) => shares::undo(store, reviewer, application).await,
        }
    }
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
        let decision = form.decision()?;
        match form.make(&state, &reviewer, application, decision).await {
            Ok(()) => {
                Ok(Redirect::to(&format!("/review/{review}?done={application}")).into_response())
            }
            // The page says that the candidate is not available any more.
            Err(Error::NotFound) => {
                back(&state, &style, &review, &reviewer, application, None).await
            }
            Err(Error::Invalid { message, .. }) => {
                let wrong = Some(Wrong::refused(message, &form.comment));
                back(&state, &style, &review, &reviewer, application, wrong).await
            }
            // The page says what stands, and may be pressed again.
            Err(Error::Outdated) => {
                let wrong = Some(Wrong::outdated(decision, &form.comment));
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
    reviewer: &Reviewer,
    application: ApplicationId,
    wrong: Option<Wrong>,
) -> Result<Response, Error> {
    let read = shares::read(&state.store, reviewer).await?;
    show::one(state, style, review, reviewer, read, application, wrong).await
}
