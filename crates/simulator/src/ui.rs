//! The web pages: plain HTML and forms, enough to play the recruiter on the other side. Pages change nothing on GET.

use std::fmt;

use axum::{Router, response::Html};

use crate::app::Shared;

/// Text within HTML or an attribute in double quotes (and within XML): everything that could end it is escaped.
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
pub(crate) fn page(title: &str, body: &str) -> Html<String> {
    Html(format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{} · Lever simulator</title><link rel=\"stylesheet\" href=\"/sim/style.css\"></head><body>\
         <header><strong>Lever simulator</strong><nav><a href=\"/\">Jobs</a> <a href=\"/candidates\">Candidates</a> <a href=\"/add\">Add application</a> \
         <a href=\"/settings/apps\">Authorized apps</a> <a href=\"/settings/webhooks\">Webhooks</a></nav></header><main>{body}</main></body></html>",
        Text(title)
    ))
}

/// The routes of the pages.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
}
