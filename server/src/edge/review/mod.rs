//! A hiring manager's review: plain pages that need no script; one of our own helps where it runs.
//!
//! Opened by the link of a mail, or by a member with whom something is shared.
//!
//! A link is opened by pressing a button, so that no mail scanner opens it: then a cookie, which is sent to this review's pages alone, carries it.

pub mod decide;
pub mod door;
pub mod script;
pub mod show;

use app::review::Frame;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use hiring::permission::ViewJobs;
use hiring::shares::{self, Reviewer};
use hiring::{Member, RecipientId, Secret};

use super::trouble;
use crate::state::AppState;

/// Its path is the review's, so that several can be open at once.
const COOKIE: &str = "clara_review";

/// For pages that only say something: no script at all; styles, icons and fonts of our own.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
);

/// For the pages of a review: a script of our own in a file, which sends to us alone.
const SCRIPTED: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; \
     frame-ancestors 'none'",
);

/// Where the stylesheet is: its name carries its hash.
#[derive(Clone)]
pub struct Stylesheet(pub std::sync::Arc<str>);

impl Stylesheet {
    /// Around a page that goes out by [`page`].
    pub(super) fn frame(&self) -> Frame<'_> {
        Frame::new(&self.0, None)
    }

    /// Around a page that goes out by [`scripted`].
    fn with_script(&self) -> Frame<'_> {
        Frame::new(&self.0, Some(script::ADDRESS.as_str()))
    }
}

/// A page without script.
pub(super) fn page(status: StatusCode, html: String) -> Response {
    under(POLICY, status, html)
}

/// A page of a review, where the script helps.
fn scripted(status: StatusCode, html: String) -> Response {
    under(SCRIPTED, status, html)
}

fn under(policy: HeaderValue, status: StatusCode, html: String) -> Response {
    let headers = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (status, headers, Html(html)).into_response()
}

/// One answer for a link that is wrong, too old or revoked, and for a review of somebody else.
fn dead(style: &Stylesheet) -> Response {
    page(StatusCode::NOT_FOUND, app::review::dead(style.frame()))
}

fn refused(style: &Stylesheet, error: &hiring::Error) -> Response {
    match error {
        hiring::Error::NotFound => dead(style),
        error => {
            tracing::error!(%error, "review not read");
            trouble::unavailable(error)
        }
    }
}

/// Whoever asks, if this review is theirs: by their session or by the link in the cookie.
async fn reviewer(
    state: &AppState,
    member: Option<&Member>,
    headers: &HeaderMap,
    review: &str,
) -> Result<Reviewer, hiring::Error> {
    let recipient: RecipientId = review.parse()?;
    if let Some(permit) = member.and_then(|member| member.permit::<ViewJobs>().ok()) {
        match shares::by_member(&state.store, &permit, recipient).await {
            Err(hiring::Error::NotFound) => {}
            found => return found,
        }
    }
    let link = CookieJar::from_headers(headers)
        .get(COOKIE)
        .map(|cookie| Secret::new(cookie.value()))
        .ok_or(hiring::Error::NotFound)?;
    let reviewer = shares::by_link(&state.store, &link).await?;
    if reviewer.recipient() == recipient {
        Ok(reviewer)
    } else {
        Err(hiring::Error::NotFound)
    }
}

/// The cookie that keeps a review open for as long as its link works.
fn opened(state: &AppState, reviewer: &Reviewer, link: &Secret) -> Cookie<'static> {
    let mut cookie = Cookie::build((COOKIE, link.expose().to_owned()))
        .path(format!("/review/{}", reviewer.recipient()))
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(state.config.url.is_secure())
        .build();
    if let Ok(lifetime) = reviewer.expires_at().since(state.store.now()).try_into() {
        cookie.set_max_age(Some(lifetime));
    }
    cookie
}
