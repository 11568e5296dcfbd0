//! The session cookie: read once per request, handed on as request extensions.

use app::wire::session::ORGANIZATION_HEADER;
use axum::Extension;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use hiring::Member;
use hiring::sessions::{self, SessionToken};

use super::trace::{self, RequestId};
use super::trouble;
use crate::config::PublicUrl;
use crate::state::AppState;

/// Finds who asks and puts [`Member`] and [`SessionToken`] into the request's extensions.
/// A request without a session passes on without them; each page and action decides what a stranger gets.
pub async fn attach(
    State(state): State<AppState>,
    Extension(id): Extension<RequestId>,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(token) = token(&state.config.url, request.headers()) {
        match sessions::read(&state.store, &token).await {
            Ok(Some(member)) if is_meant(request.headers(), &member) => {
                request.extensions_mut().insert(member);
                request.extensions_mut().insert(token);
            }
            Ok(_) => {}
            Err(error) => {
                tracing::error!(%error, "session not read");
                return trace::unavailable(&id, trouble::what(&error));
            }
        }
    }
    next.run(request).await
}

/// Whether the page that asks shows the organization of the session, where it says which. A page that does not was left by its browser in another tab:
/// its own session has ended.
fn is_meant(headers: &HeaderMap, member: &Member) -> bool {
    let here = member.organization.to_string();
    headers
        .get(ORGANIZATION_HEADER)
        .is_none_or(|shown| *shown == here)
}

/// The token that the session cookie carries.
pub fn token(url: &PublicUrl, headers: &HeaderMap) -> Option<SessionToken> {
    CookieJar::from_headers(headers)
        .get(url.session_cookie())
        .map(|cookie| SessionToken::from_cookie(cookie.value()))
}

/// The cookie that begins a session. It lives as long as the server remembers an idle session.
pub fn begin(url: &PublicUrl, token: &SessionToken) -> Cookie<'static> {
    let mut cookie = cookie(url, token.expose().to_owned());
    if let Ok(lifetime) = sessions::IDLE.try_into() {
        cookie.set_max_age(Some(lifetime));
    }
    cookie
}

/// The cookie that ends it.
pub fn end(url: &PublicUrl) -> Cookie<'static> {
    let mut cookie = cookie(url, String::new());
    cookie.make_removal();
    cookie
}

fn cookie(url: &PublicUrl, value: String) -> Cookie<'static> {
    Cookie::build((url.session_cookie(), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(url.is_secure())
        .build()
}
