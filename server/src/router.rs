//! The router: which edge answers what, and the headers every answer carries.

use crate::edge::{assets, headers};
use crate::site::Site;
use app::{App, shell};
use axum::{Router, middleware};
use leptos_axum::{LeptosRoutes, file_and_error_handler_with_context, generate_route_list};
use tower_http::compression::CompressionLayer;
use tower_http::trace::TraceLayer;

/// Everything that CLARA serves.
pub fn router(site: &Site) -> Router {
    let options = site.leptos_options();
    let context = headers::provide_page_policy;
    let pages = Router::new()
        .leptos_routes_with_context(&options, generate_route_list(App), context, {
            let options = options.clone();
            move || shell(options.clone())
        })
        .fallback(file_and_error_handler_with_context(context, shell))
        .with_state(options);
    Router::new()
        .nest_service("/pkg", assets::packages(site))
        .merge(pages)
        .layer(middleware::map_response(headers::secure))
        .layer(CompressionLayer::new())
        .layer(TraceLayer::new_for_http())
}
