//! `GET /review/{review}` and `GET /review/{review}/{application}`: the candidates of a share, and one of them.

use app::review::{CandidatePage, ListPage, Wrong};
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use hiring::shares::{self, Asked, Review, Reviewer};
use hiring::{ApplicationId, Member};
use serde::Deserialize;

use super::{Stylesheet, refused, reviewer, scripted};
use crate::state::AppState;

/// The candidate on whom was just decided: the page says so, and offers to undo it.
#[derive(Deserialize)]
pub struct Done {
    done: Option<String>,
}

/// All candidates.
pub async fn list(
    State(state): State<AppState>,
    Extension(style): Extension<Stylesheet>,
    member: Option<Extension<Member>>,
    headers: HeaderMap,
    Path(review): Path<String>,
    Query(query): Query<Done>,
) -> Response {
    let member = member.map(|Extension(member)| member);
    let read = async {
        let reviewer = reviewer(&state, member.as_ref(), &headers, &review).await?;
        shares::read(&state.store, &reviewer).await
    };
    match read.await {
        Ok(read) => {
            let list = ListPage {
                review: &review,
                done: query.done.and_then(|done| done.parse().ok()),
                read,
            };
            scripted(StatusCode::OK, app::review::list(style.with_script(), list))
        }
        Err(error) => refused(&style, &error),
    }
}

/// One candidate.
pub async fn candidate(
    State(state): State<AppState>,
    Extension(style): Extension<Stylesheet>,
    member: Option<Extension<Member>>,
    headers: HeaderMap,
    Path((review, application)): Path<(String, String)>,
) -> Response {
    let member = member.map(|Extension(member)| member);
    let read = async {
        let application = application.parse()?;
        let reviewer = reviewer(&state, member.as_ref(), &headers, &review).await?;
        let read = shares::read(&state.store, &reviewer).await?;
        one(&state, &style, &review, &reviewer, read, application, None).await
    };
    read.await.unwrap_or_else(|error| refused(&style, &error))
}

/// The page of one candidate; with what was wrong, if a decision was refused: then it holds what was written.
pub(super) async fn one(
    state: &AppState,
    style: &Stylesheet,
    review: &str,
    reviewer: &Reviewer,
    read: Review,
    application: ApplicationId,
    wrong: Option<Wrong>,
) -> Result<Response, hiring::Error> {
    let here = |asked: &Asked| asked.application == application && asked.card.is_some();
    let Some(at) = read.asked.iter().position(here) else {
        // Withdrawn, removed or erased since it was shared, or never in it: one answer.
        let gone = app::review::gone(style.with_script(), review);
        return Ok(scripted(StatusCode::GONE, gone));
    };
    let status = match &wrong {
        Some(wrong) if wrong.is_outdated() => StatusCode::CONFLICT,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let reviewed = shares::candidate(&state.store, reviewer, read.terms, application).await?;
    let candidate = CandidatePage {
        review,
        read,
        at,
        reviewed,
        wrong,
    };
    Ok(scripted(
        status,
        app::review::candidate(style.with_script(), candidate),
    ))
}
