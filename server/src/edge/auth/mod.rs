//! Signing in and out and changing the organization: plain forms that work without JavaScript.

pub mod sign_in;
pub mod sign_out;
pub mod switch_organization;

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
