//! `POST /q/{token}`: saves what was entered, sends it, or declines. Sent twice it is sent once.

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use hiring::follow_ups::{self, Form};
use questions::Entries;

use super::draw::{self, Said};
use super::entered::{self, Act, Entered, Unreadable};
use super::{page, refused};
use crate::state::AppState;

/// What came is read only for a link that works.
pub async fn submit(
    State(state): State<AppState>,
    Path(token): Path<String>,
    request: Request,
) -> Response {
    let form = match follow_ups::open(&state.store, &token).await {
        Ok(form) => form,
        Err(error) => return refused(&error),
    };
    if form.answered_at.is_some() {
        return back(&token, "");
    }
    let entered = match entered::read(&state.store, &token, &form, request).await {
        Ok(entered) => entered,
        Err(Unreadable::Store(error)) => return refused(&error),
        Err(Unreadable::Busy) => {
            return page(
                StatusCode::SERVICE_UNAVAILABLE,
                draw::unavailable("Many people are answering just now. Nothing was changed."),
            );
        }
        Err(Unreadable::TooLarge) => {
            return page(
                StatusCode::PAYLOAD_TOO_LARGE,
                draw::form(&form, &Said::TooLarge),
            );
        }
        Err(Unreadable::Broken) => {
            return page(StatusCode::BAD_REQUEST, draw::form(&form, &Said::Broken));
        }
    };
    match carry_out(&state.store, &token, form, entered).await {
        Ok(response) => response,
        Err(error) => refused(&error),
    }
}

async fn carry_out(
    store: &hiring::Store,
    token: &str,
    mut form: Form,
    entered: Entered,
) -> Result<Response, hiring::Error> {
    if entered.act == Act::Decline {
        follow_ups::decline(store, token).await?;
        return Ok(back(token, ""));
    }
    let mut problems = entered.problems;
    form.entries = entered.entries.within(&form.set);
    let answers = questions::read(&form.set, &form.entries);
    if entered.act == Act::Send
        && problems.is_empty()
        && let Ok(answers) = &answers
    {
        follow_ups::send(store, token, answers).await?;
        return Ok(back(token, ""));
    }
    // Kept even where something is wrong with it: nobody uploads a file twice.
    let entries: Entries = form.entries.clone();
    if !follow_ups::save(store, token, entries).await? {
        return Ok(back(token, ""));
    }
    if entered.act == Act::Send {
        let wrong = answers.err().unwrap_or_default();
        for problem in wrong {
            if !problems
                .iter()
                .any(|known| known.question == problem.question)
            {
                problems.push(problem);
            }
        }
    }
    if problems.is_empty() {
        return Ok(back(token, "?saved=1"));
    }
    let order = |id: &str| {
        form.set
            .questions
            .iter()
            .position(|question| question.id == id)
    };
    problems.sort_by_key(|problem| order(&problem.question));
    let said = Said::Problems(problems);
    Ok(page(
        StatusCode::UNPROCESSABLE_ENTITY,
        draw::form(&form, &said),
    ))
}

/// To the page itself, so that reloading it sends nothing again. A token is letters, digits, `-` and `_`: it was found in the store.
fn back(token: &str, query: &str) -> Response {
    Redirect::to(&format!("/q/{token}{query}")).into_response()
}
