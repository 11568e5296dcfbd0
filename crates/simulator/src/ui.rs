//! The web pages: plain HTML and forms, enough to play the recruiter on the other side. A GET changes nothing, a POST is answered by a redirect.

mod add;
mod apps;
mod behaviour;
mod candidate;
mod candidates;
mod jobs;
mod webhooks;

use std::fmt;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::{get, post},
};
use jiff::{Timestamp, tz::TimeZone};

use crate::{app::Shared, apply::MAX_FILE, error::ApiError};

const STYLE: &str = include_str!("ui/style.css");

/// The routes of the pages.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/", get(jobs::list))
        .route("/jobs/{id}", get(jobs::show))
        .route("/candidates", get(candidates::list))
        .route("/candidates/{id}", get(candidate::show))
        .route("/candidates/{id}/stage", post(candidate::move_stage))
        .route("/candidates/{id}/archive", post(candidate::archive))
        .route("/candidates/{id}/delete", post(candidate::delete))
        .route(
            "/candidates/{id}/resumes/{resume}/download",
            get(candidate::resume),
        )
        .route(
            "/candidates/{id}/files/{file}/download",
            get(candidate::file),
        )
        .route(
            "/add",
            get(add::form)
                .post(add::submit)
                .layer(DefaultBodyLimit::max(MAX_FILE + 1024 * 1024)),
        )
        .route("/settings/apps", get(apps::list))
        .route("/settings/apps/revoke", post(apps::revoke))
        .route("/settings/webhooks", get(webhooks::list))
        .route("/settings/webhooks/groups", post(webhooks::groups))
        .route("/settings/webhooks/{id}/test", post(webhooks::test))
        .route("/settings/deliveries/{id}/rerun", post(webhooks::rerun))
        .route("/sim", get(behaviour::show))
        .route("/sim/switches", post(behaviour::set_switches))
        .route("/sim/faults", post(behaviour::add_fault))
        .route("/sim/faults/clear", post(behaviour::clear_faults))
        .route("/sim/traffic", post(behaviour::set_traffic))
        .route("/sim/people", post(behaviour::invent))
        .route("/sim/expire", post(behaviour::expire))
        .route(
            "/sim/style.css",
            get(async || ([(header::CONTENT_TYPE, "text/css")], STYLE)),
        )
}

/// Text within HTML or an attribute in quotes (and within XML): everything that could end it is escaped.
pub(crate) struct Text<'a>(pub &'a str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                c => write!(f, "{c}")?,
            }
        }
        Ok(())
    }
}

/// A whole page around `body`, which is HTML.
pub(crate) fn page(title: &str, body: &str) -> Response {
    let html = Html(format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{} · Lever simulator</title><link rel=\"stylesheet\" href=\"/sim/style.css\"></head><body>\
         <header><strong>{}</strong><span class=\"tag\">Lever simulator</span><nav aria-label=\"Main\"><a href=\"/\">Jobs</a> <a href=\"/candidates\">Candidates</a> \
         <a href=\"/add\">Add application</a> <a href=\"/settings/apps\">Authorized apps</a> <a href=\"/settings/webhooks\">Webhooks</a> <a href=\"/sim\">Simulator</a></nav></header>\
         <main>{body}</main></body></html>",
        Text(title),
        Text(crate::seed::ACCOUNT_NAME),
    ));
    // Nothing but our own style is loaded, so that what a job ad or a name says can never run.
    let policy = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'";
    (
        [
            (header::CONTENT_SECURITY_POLICY, policy),
            (header::REFERRER_POLICY, "no-referrer"),
        ],
        html,
    )
        .into_response()
}

/// An error as a page.
pub(crate) struct Failure(ApiError);

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        Self(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let title = if self.0.status == StatusCode::NOT_FOUND {
            "Not found"
        } else {
            "That did not work"
        };
        let body = format!(
            "<h1>{title}</h1><p role=\"alert\">{}</p><p><a href=\"/\">Back to the jobs</a></p>",
            Text(&self.0.message)
        );
        (self.0.status, page(title, &body)).into_response()
    }
}

/// A time for people, in UTC.
fn time(milliseconds: i64) -> String {
    let zoned = Timestamp::from_millisecond(milliseconds)
        .unwrap_or_default()
        .to_zoned(TimeZone::UTC);
    format!("{} {:02}:{:02}", zoned.date(), zoned.hour(), zoned.minute())
}

#[cfg(test)]
mod tests {
    use super::Text;

    #[test]
    fn a_hostile_name_stays_text() {
        let name = "\"><script>alert('x')</script>&amp;";
        assert_eq!(
            Text(name).to_string(),
            "&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;"
        );
    }
}
