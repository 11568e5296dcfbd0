//! A role's header: which of its parts is the title, which the organization.

use std::sync::LazyLock;

use super::dates::find;
use super::vocabulary::{is_organization, is_title};
use crate::text::Pattern;

/// What separates title, organization and place in a header.
static SEPARATOR: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\s+[|•·–—/-]+\s+|[|•·\t]|\s{3,}|,\s+|\s*;\s*|\s+@\s*|\s+(?:at|bei|chez)\s+|\s*\(|\)\s*|:\s+",
    )
});

/// Title and organization, found part by part.
#[derive(Default)]
pub(super) struct Parts {
    /// The job title as written.
    pub title: Option<String>,
    /// The employer as written.
    pub organization: Option<String>,
}

/// Words of a header that name neither.
const NEITHER: &[&str] = &[
    "remote",
    "hybrid",
    "onsite",
    "full-time",
    "full time",
    "part-time",
    "part time",
    "contract",
    "permanent",
    "temporary",
    "freelance",
    "self-employed",
    "internship",
    "usa",
    "us",
    "uk",
    "from",
    "to",
    "present",
    "m/w/d",
];

impl Parts {
    /// Whether both are found.
    pub fn is_complete(&self) -> bool {
        self.title.is_some() && self.organization.is_some()
    }

    /// Reads what is missing from some more words of the header.
    pub fn take(&mut self, header: &str) {
        let mut unclear = Vec::new();
        for segment in SEPARATOR.split(header) {
            let segment = segment.trim_matches(|c: char| {
                c.is_whitespace()
                    || matches!(
                        c,
                        ',' | ';'
                            | ':'
                            | '-'
                            | '–'
                            | '—'
                            | '|'
                            | '('
                            | ')'
                            | '['
                            | ']'
                            | '.'
                            | '*'
                            | '_'
                    )
            });
            if !segment.chars().any(char::is_alphabetic)
                || NEITHER.contains(&segment.to_lowercase().as_str())
                || !find(segment).is_empty() && segment.len() < 6
            {
                continue;
            }
            if self.title.is_none() && names_role(segment) {
                self.title = Some(segment.to_owned());
            } else {
                unclear.push(segment);
            }
        }
        if self.organization.is_none() {
            let named = unclear.iter().find(|segment| is_organization(segment));
            let first = unclear.iter().find(|segment| {
                segment.chars().count() > 2 && segment.split_whitespace().count() <= 8
            });
            self.organization = named.or(first).map(|segment| (*segment).to_owned());
        }
    }
}

/// A title word decides, unless the segment reads as an organization that merely contains one ("Partner Bank Ltd").
fn names_role(segment: &str) -> bool {
    if !is_title(segment) {
        return false;
    }
    let words: Vec<&str> = segment.split_whitespace().collect();
    let edge = words.last().is_some_and(|word| is_title(word))
        || words.first().is_some_and(|word| is_title(word));
    edge || !is_organization(segment)
}
