//! The browser's files. What is built carries its content's hash in its name, so a browser keeps it for ever; fonts it keeps for a week.
//! Icons it shows as it has them and asks meanwhile whether they changed: they are there without a network, too.

use crate::site::Site;
use axum::Router;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use tower::util::MapResponseLayer;
use tower_http::services::{ServeDir, ServeFile};

/// For what has another address when it has other content.
pub(super) const FOR_EVER: HeaderValue =
    HeaderValue::from_static("public, max-age=31536000, immutable");
const A_WEEK: HeaderValue = HeaderValue::from_static("public, max-age=604800");
const SHOW_AND_ASK: HeaderValue =
    HeaderValue::from_static("public, max-age=0, stale-while-revalidate=604800");

/// Serves `pkg`, from the brotli or gzip copy where the browser takes it.
pub fn packages(site: &Site) -> Router {
    let files = ServeDir::new(site.packages())
        .precompressed_br()
        .precompressed_gzip();
    Router::new().fallback_service(files).layer(keep(FOR_EVER))
}

/// Serves fonts and icons under their own names.
pub fn public(site: &Site) -> Router {
    let icon = |name| {
        ServeFile::new(site.file(name))
            .precompressed_br()
            .precompressed_gzip()
    };
    let fonts = Router::new()
        .nest_service("/fonts", ServeDir::new(site.file("fonts")))
        .layer(keep(A_WEEK));
    Router::new()
        .route_service("/icons.svg", icon("icons.svg"))
        .route_service("/favicon.svg", icon("favicon.svg"))
        .layer(keep(SHOW_AND_ASK))
        .merge(fonts)
}

/// Marks what was found with how long it may be kept; an absence must not be kept.
fn keep(how_long: HeaderValue) -> MapResponseLayer<impl Fn(Response) -> Response + Clone> {
    MapResponseLayer::new(move |mut response: Response| {
        if response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED {
            response
                .headers_mut()
                .insert(header::CACHE_CONTROL, how_long.clone());
        }
        response
    })
}
