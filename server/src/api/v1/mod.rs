//! `/api/v1`: the first version of the public API. One file per action; a route and its documentation are one declaration.

mod allowed;
mod applications;
mod error;
mod extract;
mod jobs;
mod openapi;
mod rate_limit;
mod time;
mod verdict;
mod words;

use axum::extract::DefaultBodyLimit;
use axum::routing::get;
use axum::{Json, Router, middleware};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use rate_limit::RateLimit;

use crate::edge::headers;
use crate::state::AppState;

/// Largest request: a comment of 10,000 characters, however they are written in JSON.
const MAX_BYTES: usize = 128 * 1024;

/// The routes below `/api/v1`. Nothing that they answer is cached.
pub fn router(state: &AppState) -> Router {
    let (routes, document) = documented().split_for_parts();
    let document = Json(document);
    routes
        .with_state(state.clone())
        .route("/openapi.json", get(async move || document))
        .fallback(error::no_route)
        .method_not_allowed_fallback(error::no_method)
        .layer(DefaultBodyLimit::max(MAX_BYTES))
        .layer(middleware::map_response(headers::keep_private))
}

fn documented() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(openapi::Document::openapi())
        .routes(routes!(jobs::list::list_jobs))
        .routes(routes!(jobs::read::read_job))
        .routes(routes!(jobs::columns::list_columns))
        .routes(routes!(jobs::applications::list_applications))
        .routes(routes!(applications::read::read_application))
        .routes(routes!(applications::score::read_score))
        .routes(routes!(applications::move_to::move_application))
        .routes(routes!(
            applications::comments::list_comments,
            applications::comments::add_comment
        ))
}
