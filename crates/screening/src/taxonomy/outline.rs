//! Reads the outline format of `data/taxonomy/*.txt`: one concept per line, kinds of it indented below.
//!
//! ```text
//! [technology]                                  the kind of what follows
//! database ~ | databases; DBMS                  name, `~` (its kinds stand in for each other in part), aliases
//!   PostgreSQL | Postgres < SQL                 a second broader concept after `<`
//! Java | !Java != JavaScript                    `=X`: only written so; `!X`: and only with a cue near; `!=`: looks alike, is not
//! ```

use super::Kind;

/// One line of an outline.
pub(super) struct Entry<'a> {
    pub kind: Kind,
    pub name: &'a str,
    /// Index of the line above it in the hierarchy.
    pub parent: Option<usize>,
    pub siblings: bool,
    pub aliases: Vec<&'a str>,
    pub broader: Vec<&'a str>,
    pub unlike: Vec<&'a str>,
}

pub(super) fn kind_named(name: &str) -> Option<Kind> {
    Some(match name {
        "technology" => Kind::Technology,
        "knowledge" => Kind::Knowledge,
        "ability" => Kind::Ability,
        "trait" => Kind::Trait,
        "certification" => Kind::Certification,
        "degree field" => Kind::DegreeField,
        "language" => Kind::Language,
        "occupation" => Kind::Occupation,
        _ => return None,
    })
}

/// The entries of an outline; lines that say nothing (`#` comments, empty ones) are left out. Indices of parents count from `offset`.
pub(super) fn entries(source: &str, offset: usize) -> Vec<Entry<'_>> {
    let mut kind = Kind::Knowledge;
    let mut above: Vec<(usize, usize)> = Vec::new();
    let mut found = Vec::new();
    for line in source.lines() {
        let body = line.trim();
        if body.is_empty() || body.starts_with("# ") {
            continue;
        }
        if let Some(named) = body
            .strip_prefix('[')
            .and_then(|b| b.strip_suffix(']'))
            .and_then(kind_named)
        {
            kind = named;
            above.clear();
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        above.retain(|(depth, _)| *depth < indent);
        let (body, unlike) = cut(body, " != ");
        let (body, broader) = cut(body, " < ");
        let (head, aliases) = cut(body, " | ");
        let (name, siblings) = head.strip_suffix(" ~").map_or((head, false), |n| (n, true));
        let index = offset + found.len();
        found.push(Entry {
            kind,
            name,
            parent: above.last().map(|(_, index)| *index),
            siblings,
            aliases,
            broader,
            unlike,
        });
        above.push((indent, index));
    }
    found
}

/// What stands before a mark, and the `;`-separated list behind it.
fn cut<'a>(body: &'a str, mark: &str) -> (&'a str, Vec<&'a str>) {
    match body.split_once(mark) {
        Some((before, list)) => (
            before.trim(),
            list.split(';')
                .map(str::trim)
                .filter(|s| !s.is_empty())
                .collect(),
        ),
        None => (body, Vec::new()),
    }
}
