//! Signing in and out, accepting an invitation, resetting a password, changing the organization: plain forms that work without JavaScript.

pub mod accept_invitation;
pub mod forgot_password;
pub mod reset_password;
pub mod sign_in;
pub mod sign_out;
pub mod switch_organization;

use std::time::Duration;

use axum::response::Redirect;

/// Where to go after signing in: a path of CLARA's own, else the jobs.
fn local_path(next: Option<&str>) -> &str {
    match next {
        Some(path)
            if path.starts_with('/')
                && !path.starts_with("//")
                && !path.contains(['\\', '\r', '\n']) =>
        {
            path
        }
        _ => "/jobs",
    }
}

/// Back to a form of ours, with the code by which its page words what went wrong; a sentence in the address could be anybody's.
fn back_to(page: &str, error: &str, wait: Option<Duration>) -> Redirect {
    let wait = wait.map(|wait| wait.as_secs().max(1).to_string());
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("error", error)
        .extend_pairs(wait.map(|seconds| ("wait", seconds)))
        .finish();
    Redirect::to(&format!("{page}?{query}"))
}

/// The code of a fault of ours.
fn fault(error: &hiring::Error) -> &'static str {
    match error {
        hiring::Error::Full => "full",
        _ => "unavailable",
    }
}

/// A page whose address ends in a link's token. Whatever was sent as token stays one part of a path.
fn page_of(page: &str, token: &str) -> String {
    let token: String = url::form_urlencoded::byte_serialize(token.as_bytes()).collect();
    format!("{page}/{token}")
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn nobody_is_sent_to_another_site() {
        assert_eq!(
            local_path(Some("/jobs/1?application=2")),
            "/jobs/1?application=2"
        );
        for hostile in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "javascript:alert(1)",
            "/a\r\nb",
        ] {
            assert_eq!(local_path(Some(hostile)), "/jobs", "{hostile}");
        }
    }
}
