//! The browser's files: their names carry their content's hash, so a browser keeps them for ever.

use crate::site::Site;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use axum::{Router, middleware};
use tower_http::services::ServeDir;

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Serves `pkg`, from the brotli or gzip copy where the browser takes it.
pub fn packages(site: &Site) -> Router {
    let files = ServeDir::new(site.packages())
        .precompressed_br()
        .precompressed_gzip();
    Router::new()
        .fallback_service(files)
        .layer(middleware::map_response(keep_for_ever))
}

/// Marks what was found; an absence must not be kept.
async fn keep_for_ever(mut response: Response) -> Response {
    if response.status().is_success() {
        response
            .headers_mut()
            .insert(header::CACHE_CONTROL, FOR_EVER);
    }
    response
}
