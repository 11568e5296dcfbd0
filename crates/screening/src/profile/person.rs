//! Name and mail addresses: shown, never matched, never scored.

use std::sync::LazyLock;

use super::sections::{Placed, Section};
use super::vocabulary::{is_organization, is_title};
use super::{Place, Profile};
use crate::text::{Pattern, Text};

static EMAIL: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,4}\.[A-Za-z]{2,24}",
    )
});

/// Words of a first line that is no name.
const NOT_NAMES: &[&str] = &[
    "curriculum",
    "vitae",
    "resume",
    "résumé",
    "cv",
    "lebenslauf",
    "page",
    "confidential",
    "application",
    "profile",
    "dear",
    "phone",
    "address",
    "email",
    "hoja",
];

/// Reads name and addresses, and takes the name out of what may be matched.
pub(super) fn read(document: usize, text: &Text, placed: &[Placed], profile: &mut Profile) {
    for found in EMAIL.find_iter(text.as_str()) {
        let address = found.as_str().to_owned();
        if !profile.emails.contains(&address) {
            profile.emails.push(address);
        }
    }
    let first = placed
        .iter()
        .take(6)
        .filter(|line| matches!(line.section, Section::Head | Section::Personal))
        .find_map(|line| {
            let (from, to) = name(line.line.text)?;
            Some((
                line.line.text[from..to].to_owned(),
                Place {
                    document,
                    start: line.line.at(from),
                    end: line.line.at(to),
                },
            ))
        });
    if let Some((name, span)) = first {
        profile.name = Some(tidy(&name));
        profile.masked.push(span);
    }
}

/// The byte range of a name at the beginning of a line: two to five capitalised words without digits, of no occupation and no organization.
fn name(line: &str) -> Option<(usize, usize)> {
    let label = line
        .find(':')
        .filter(|at| {
            matches!(
                line[..*at].trim().to_lowercase().as_str(),
                "name" | "full name" | "nom" | "nombre"
            )
        })
        .map_or(0, |at| at + 1);
    let from = label + (line[label..].len() - line[label..].trim_start().len());
    let rest = &line[from..];
    let cut = rest
        .find(['|', '•', '·', '\t', '(', ',', '–', '—', '/'])
        .or_else(|| rest.find("  "))
        .or_else(|| rest.find(" - "))
        .unwrap_or(rest.len());
    let found = rest[..cut].trim_end();
    let words: Vec<&str> = found.split_whitespace().collect();
    let particle = |word: &str| {
        [
            "de", "da", "van", "von", "der", "den", "la", "le", "el", "al", "bin", "ibn", "dos",
            "di", "del", "y",
        ]
        .contains(&word)
    };
    let spaced = words.len() > 5 && words.iter().all(|word| word.chars().count() == 1);
    let capital = |word: &&str| {
        particle(word)
            || word
                .chars()
                .next()
                .is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
    };
    let plain = found.chars().all(|c| {
        c.is_alphabetic() || c.is_whitespace() || matches!(c, '.' | '\'' | '’' | '-' | '‑')
    });
    let known = words
        .iter()
        .any(|word| NOT_NAMES.contains(&word.to_lowercase().as_str()));
    let plausible = ((2..=5).contains(&words.len()) || spaced)
        && words.iter().all(capital)
        && plain
        && !found.ends_with('.')
        && !known;
    (plausible && !is_title(found) && !is_organization(found)).then_some((from, from + found.len()))
}

/// Letter-spaced or wholly capital names as people write them.
fn tidy(name: &str) -> String {
    let joined = if name
        .split_whitespace()
        .all(|word| word.chars().count() == 1)
    {
        name.split("  ")
            .map(|word| word.split_whitespace().collect::<String>())
            .collect::<Vec<_>>()
            .join(" ")
    } else {
        name.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    if joined.chars().any(char::is_lowercase) {
        return joined;
    }
    let mut inside = false;
    joined
        .chars()
        .map(|c| {
            let lower = inside && c.is_alphabetic();
            inside = c.is_alphabetic();
            if lower {
                c.to_lowercase().next().unwrap_or(c)
            } else {
                c
            }
        })
        .collect()
}
