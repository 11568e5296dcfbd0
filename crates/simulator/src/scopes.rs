//! The scopes of Lever's OAuth, and what each lets an app do, in the words of the consent page.

/// Resources with what they hold and whether they can be read and written.
const RESOURCES: &[(&str, &str, bool, bool)] = &[
    ("applications", "job applications", true, false),
    ("archive_reasons", "archive reasons", true, false),
    ("audit_events", "audit events", true, false),
    ("contact", "contact information of candidates", true, true),
    ("diversity_surveys", "diversity surveys", true, false),
    ("eeo_responses", "EEO responses", true, false),
    (
        "eeo_responses_pii",
        "EEO responses with personal information",
        true,
        false,
    ),
    ("feedback", "feedback forms", true, true),
    ("feedback_templates", "feedback templates", true, true),
    ("files", "files of candidates", true, true),
    ("forms", "profile forms", true, true),
    ("form_templates", "profile form templates", true, true),
    ("groups", "user groups", true, true),
    ("interviews", "interviews", true, true),
    ("notes", "notes on candidates", true, true),
    ("offers", "offers", true, false),
    (
        "opportunities",
        "opportunities, their stages and archive state",
        true,
        true,
    ),
    ("panels", "interview panels", true, true),
    ("permissions", "permissions", true, true),
    ("postings", "job postings", true, true),
    ("referrals", "referrals", true, false),
    ("requisitions", "requisitions", true, true),
    ("requisition_fields", "requisition fields", true, true),
    ("resumes", "resumes", true, false),
    ("roles", "roles", true, true),
    ("sources", "candidate sources", true, false),
    ("stages", "pipeline stages", true, false),
    ("tags", "candidate tags", true, false),
    ("tasks", "tasks", true, false),
    ("uploads", "uploads", false, true),
    ("users", "users", true, true),
    ("webhooks", "webhooks", true, true),
];

/// What a scope lets an app do; `None` for one that Lever does not know.
pub(crate) fn explain(scope: &str) -> Option<String> {
    match scope {
        "offline_access" => return Some("Stay connected while nobody is signed in".to_owned()),
        "confidential:access:admin" => {
            return Some("See confidential postings and their candidates".to_owned());
        }
        _ => {}
    }
    let (resource, access) = scope.strip_suffix(":admin")?.rsplit_once(':')?;
    let (_, holds, readable, writable) = RESOURCES.iter().find(|(name, ..)| *name == resource)?;
    match access {
        "read" if *readable => Some(format!("Read {holds}")),
        "write" if *writable && *readable => Some(format!("Read and change {holds}")),
        "write" if *writable => Some(format!("Create {holds}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_scopes_of_the_list_are_known() {
        assert_eq!(
            explain("notes:write:admin").as_deref(),
            Some("Read and change notes on candidates")
        );
        assert_eq!(
            explain("contact:read:admin").as_deref(),
            Some("Read contact information of candidates")
        );
        for unknown in [
            "contacts:read:admin",
            "resumes:write:admin",
            "postings:read",
            "offline_access:admin",
        ] {
            assert_eq!(explain(unknown), None, "{unknown}");
        }
    }
}
