//! `/r/{token}`: the link of a share. Looking shows a button and changes nothing; pressing it opens the review.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use hiring::{Secret, shares};

use super::{Stylesheet, opened, page, refused};
use crate::state::AppState;

/// Tells nothing of the candidates: a mail scanner may look.
pub async fn look(
    State(state): State<AppState>,
    Extension(style): Extension<Stylesheet>,
    Path(link): Path<String>,
) -> Response {
    match shares::by_link(&state.store, &Secret::new(link)).await {
        Ok(_) => page(StatusCode::OK, app::review::door(style.frame())),
        Err(error) => refused(&style, &error),
    }
}

/// Goes on to the review, which the browser may open from now on. Pressed twice it is open all the same.
pub async fn open(
    State(state): State<AppState>,
    Extension(style): Extension<Stylesheet>,
    Path(link): Path<String>,
    cookies: CookieJar,
) -> Response {
    let link = Secret::new(link);
    match shares::open(&state.store, &link).await {
        Ok(reviewer) => {
            let cookies = cookies.add(opened(&state, &reviewer, &link));
            let review = format!("/review/{}", reviewer.recipient());
            (cookies, Redirect::to(&review)).into_response()
        }
        Err(error) => refused(&style, &error),
    }
}
