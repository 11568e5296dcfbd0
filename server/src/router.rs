//! The router: which edge answers what, and the checks and headers of every answer.

use std::sync::{Arc, LazyLock};

use app::{App, shell};
use axum::extract::DefaultBodyLimit;
use axum::http::request::Parts;
use axum::routing::{MethodRouter, get, post};
use axum::{Extension, Router, middleware};
use hiring::Member;
use hiring::sessions::SessionToken;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{
    AxumRouteListing, LeptosRoutes, file_and_error_handler_with_context, generate_route_list,
};
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;

use crate::api;
use crate::edge::{
    assets, auth, diagnostics, documents, events, headers, health, oauth_callback, questions,
    request_checks, review, session, trace, trouble, trouble_page, unsubscribe, webhooks,
};
use crate::providers;
use crate::site::Site;
use crate::state::AppState;

/// What a form or a server function takes at most, in bytes: the longest text that a person writes here is a job's description.
const LONGEST_BODY: usize = 1024 * 1024;

/// Everything that CLARA serves.
pub fn router(state: &AppState, site: &Site) -> Router {
    let style = review::Stylesheet(site.stylesheet().into());
    Router::new()
        .merge(with_session(state, site))
        .merge(without_session(state))
        .nest_service("/pkg", assets::packages(site))
        .merge(assets::public(site))
        // What broke is answered in here, so that it gets its page and its headers like any other answer.
        .layer(middleware::from_fn(trace::follow))
        .layer(middleware::from_fn_with_state(
            style.clone(),
            trouble_page::draw,
        ))
        .layer(middleware::map_response_with_state(
            state.config.url.clone(),
            headers::secure,
        ))
        .layer(Extension(style))
        .layer(CompressionLayer::new())
}

/// Plain routes by their path.
type Plain = Vec<(&'static str, MethodRouter<AppState>)>;

/// Routes that never read the session cookie, each with its own authentication or none needed.
fn open_routes() -> Plain {
    vec![
        ("/healthz", get(health::healthz)),
        ("/readyz", get(health::readyz)),
        ("/hooks/lever/{secret}", post(webhooks::receive)),
        (
            "/unsubscribe/{token}",
            get(unsubscribe::look).post(unsubscribe::unsubscribe),
        ),
        (review::script::PATH, get(review::script::script)),
    ]
}

/// Routes that read the session cookie, beside pages and server functions.
fn session_routes() -> Plain {
    vec![
        ("/auth/sign-in", post(auth::sign_in::sign_in)),
        (
            "/auth/invitation",
            post(auth::accept_invitation::accept_invitation),
        ),
        (
            "/auth/forgot-password",
            post(auth::forgot_password::forgot_password),
        ),
        (
            "/auth/reset-password",
            post(auth::reset_password::reset_password),
        ),
        ("/auth/sign-out", post(auth::sign_out::sign_out)),
        (
            "/auth/organization",
            post(auth::switch_organization::switch_organization),
        ),
        ("/integrations/callback", get(oauth_callback::callback)),
        ("/api/events", get(events::events)),
        ("/documents/{document}", get(documents::download)),
        (
            "/follow-up-questions/preview",
            post(questions::preview::preview),
        ),
        ("/diagnostics", get(diagnostics::download)),
        (
            "/r/{token}",
            get(review::door::look).post(review::door::open),
        ),
        ("/review/{review}", get(review::show::list)),
        (
            "/review/{review}/{application}",
            get(review::show::candidate).post(review::decide::decide),
        ),
    ]
}

/// What lets somebody in at a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Guard {
    /// The session cookie, or a review's: what is unsafe must come from our own pages.
    Cookie,
    /// A secret in the address or a signature, or nothing is needed: no cookie is read, so that requests may come from anywhere.
    Own,
}

/// The paths of all plain routes: each has a row in the permission matrix.
pub fn plain_paths() -> impl Iterator<Item = (&'static str, Guard)> {
    let own = open_routes().into_iter().chain(questions::routes());
    let own = own.map(|(path, _)| (path, Guard::Own));
    let cookie = session_routes().into_iter();
    own.chain(cookie.map(|(path, _)| (path, Guard::Cookie)))
}

fn plain(routes: Plain, state: &AppState) -> Router {
    routes
        .into_iter()
        .fold(Router::new(), |router, (path, methods)| {
            router.route(path, methods)
        })
        .with_state(state.clone())
}

fn without_session(state: &AppState) -> Router {
    plain(open_routes(), state)
        .nest("/api/v1", api::v1::router(state))
        .layer(middleware::from_fn_with_state(
            trouble::STORE_ONLY,
            trouble::in_time,
        ))
        .merge(with_link(state))
}

/// The form behind a personal link: files come with it, over slow lines.
fn with_link(state: &AppState) -> Router {
    plain(questions::routes(), state)
        .layer(DefaultBodyLimit::max(questions::LONGEST_BODY))
        .layer(middleware::from_fn_with_state(
            questions::PATIENCE,
            trouble::in_time,
        ))
}

/// Routes that read the session cookie: unsafe requests must come from our own pages, and nothing of them is cached.
fn with_session(state: &AppState, site: &Site) -> Router {
    let options = site.leptos_options();
    let context = page_context(state.clone(), site.stylesheet().into());
    let pages = Router::new();
    #[cfg(debug_assertions)]
    let pages = pages.route("/styleguide", styleguide(options.clone(), context.clone()));
    let pages = pages
        .leptos_routes_with_context(&options, page_routes(), context.clone(), {
            let options = options.clone();
            move || shell(options.clone())
        })
        .fallback(file_and_error_handler_with_context(context, shell))
        .with_state(options);
    plain(session_routes(), state)
        .merge(pages)
        .layer(RequestBodyLimitLayer::new(LONGEST_BODY))
        .layer(middleware::map_response(headers::keep_private))
        .layer(middleware::from_fn_with_state(
            state.clone(),
            session::attach,
        ))
        .layer(middleware::from_fn_with_state(
            trouble::ANYTHING,
            trouble::in_time,
        ))
        .layer(middleware::from_fn_with_state(
            state.config.url.clone(),
            request_checks::same_origin_only,
        ))
}

/// The paths of all pages: each has a row in the permission matrix, too.
pub fn page_paths() -> impl Iterator<Item = String> {
    page_routes()
        .into_iter()
        .map(|route| route.path().to_owned())
}

/// The routes of pages, looked for once in a process: while Leptos looks, whatever page is begun in this process waits for ever for what it reads.
fn page_routes() -> Vec<AxumRouteListing> {
    static ROUTES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(App));
    ROUTES.clone()
}

/// The components with all their states, in development builds alone.
#[cfg(debug_assertions)]
fn styleguide(
    options: leptos::config::LeptosOptions,
    context: impl Fn() + Clone + Send + Sync + 'static,
) -> axum::routing::MethodRouter<leptos::config::LeptosOptions> {
    get(leptos_axum::render_app_async_with_context(
        context,
        move || app::styleguide(options.clone()),
    ))
}

/// What pages and server functions find in their context.
fn page_context(
    state: AppState,
    stylesheet: Arc<str>,
) -> impl Fn() + Clone + Send + Sync + 'static {
    let authorities = providers::authorities(&state.config);
    move || {
        headers::provide_page_policy(&authorities);
        let parts = use_context::<Parts>();
        let extensions = parts.as_ref().map(|parts| &parts.extensions);
        provide_context(app::context::Request {
            integrations: state.integrations.clone(),
            mailer: state.mailer.clone(),
            origin: state.config.url.origin(),
            member: extensions.and_then(|extensions| extensions.get::<Member>().cloned()),
            session_hash: extensions
                .and_then(|extensions| extensions.get::<SessionToken>())
                .map(SessionToken::hash),
            support: state.config.support_email.clone(),
            id: extensions
                .and_then(|extensions| extensions.get::<trace::RequestId>())
                .map(|id| id.as_str().to_owned())
                .unwrap_or_default(),
            address: state.config.url.origin(),
            stylesheet: stylesheet.clone(),
        });
    }
}
