//! Roles: a span of dates with the title and the organization beside, above or below it.

use super::dates::{Dated, find};
use super::header::Parts;
use super::sections::{Placed, Section};
use super::vocabulary::{is_organization, is_title};
use super::{Experience, Place, certifications, degrees};
use crate::date::Ending;
use crate::text::{Span, Text};

/// A header is no longer than this many words.
const HEADER_WORDS: usize = 14;

/// The roles of a resume, in its order.
pub(super) fn read(document: usize, text: &Text, placed: &[Placed]) -> Vec<Experience> {
    let has_section = placed
        .iter()
        .any(|line| line.section == Section::Experience);
    let mut found = Vec::new();
    let mut rest = placed;
    while let Some(first) = rest.first() {
        let (block, after) = rest.split_at(
            rest.iter()
                .take_while(|line| line.block == first.block)
                .count(),
        );
        rest = after;
        let wanted = if has_section {
            first.section == Section::Experience
        } else {
            matches!(
                first.section,
                Section::Head | Section::Summary | Section::Other | Section::Projects
            )
        };
        if wanted {
            found.extend(block_roles(document, text, block, has_section));
        }
    }
    found
}

/// A role being put together: its fields and the lines it takes.
struct Draft {
    first: usize,
    /// The last line of its header.
    dates: usize,
    title: Option<String>,
    organization: Option<String>,
    dated: Option<Dated>,
    /// Set where several roles stand in one line.
    clause: Option<(usize, usize)>,
}

fn block_roles(
    document: usize,
    text: &Text,
    block: &[Placed],
    in_section: bool,
) -> Vec<Experience> {
    let plain_anchors = block
        .iter()
        .any(|line| !line.line.bullet && anchor(line, in_section).is_some());
    let anchors: Vec<Option<Vec<Dated>>> = block
        .iter()
        .map(|line| {
            if line.line.bullet && plain_anchors {
                None
            } else {
                anchor(line, in_section)
            }
        })
        .collect();
    let mut drafts: Vec<Draft> = Vec::new();
    let mut free_from = 0;
    for (index, dated) in anchors.iter().enumerate() {
        match dated.as_deref() {
            Some([single]) => {
                let draft = header(block, &anchors, index, single, free_from, drafts.last());
                free_from = index + 1;
                drafts.push(draft);
            }
            Some(several) => {
                drafts.extend(clauses(&block[index], index, several));
                free_from = index + 1;
            }
            None => {}
        }
    }
    if drafts.is_empty() && in_section {
        drafts = undated(block);
    }
    finish(document, text, block, drafts, in_section)
}

/// The dates of a line, if it heads one or several roles.
fn anchor(placed: &Placed, in_section: bool) -> Option<Vec<Dated>> {
    let line = &placed.line;
    let dates = find(line.text);
    let spans: Vec<Dated> = dates
        .iter()
        .copied()
        .filter(|dated| dated.is_span)
        .collect();
    let other =
        degrees::degrees(line.text).next().is_some() || certifications::is_certification(line.text);
    if !in_section && other {
        return None;
    }
    let Some(first) = spans.first() else {
        let single = dates.first().filter(|_| {
            dates.len() == 1 && in_section && !line.bullet && line.words() <= HEADER_WORDS
        })?;
        let rest = without(line.text, single);
        let header = !other
            && !line.text.ends_with('.')
            && at_edge(line.text, single)
            && (is_title(&rest) || is_organization(&rest));
        return header.then(|| vec![*single]);
    };
    let rest = without(line.text, first);
    let accepted = if line.bullet {
        at_edge(line.text, first) && is_title(&rest) && line.words() <= HEADER_WORDS + 4
    } else {
        let prose = line.words() > HEADER_WORDS + 8;
        let nearby = &line.text[..first.from];
        (in_section && !prose)
            || (line.words() <= HEADER_WORDS && (at_edge(line.text, first) || is_title(&rest)))
            || is_title(nearby)
    };
    accepted.then_some(spans)
}

/// Whether nothing but marks stands before or after the dates.
fn at_edge(line: &str, dated: &Dated) -> bool {
    let bare = |part: &str| !part.chars().any(char::is_alphanumeric);
    bare(&line[..dated.from]) || bare(&line[dated.to..])
}

fn without(line: &str, dated: &Dated) -> String {
    format!("{} | {}", &line[..dated.from], &line[dated.to..])
}

/// A role whose dates stand on line `index`: what is missing beside them is looked for above and below.
fn header(
    block: &[Placed],
    anchors: &[Option<Vec<Dated>>],
    index: usize,
    dated: &Dated,
    free_from: usize,
    before: Option<&Draft>,
) -> Draft {
    let line = &block[index].line;
    let (left, right) = (&line.text[..dated.from], &line.text[dated.to..]);
    let mut parts = Parts::default();
    if left.chars().any(char::is_alphanumeric) {
        parts.take(left);
        if is_organization(right)
            || right.trim_start_matches([',', ')', ' ']).starts_with("at ")
            || (parts.title.is_none() && is_title(right))
        {
            parts.take(right);
        }
    } else {
        parts.take(right);
    }
    let mut first = index;
    let mut gap = line.gap_before;
    let mut above = Vec::new();
    while !gap
        && first > free_from
        && above.len() < 2
        && is_header(&block[first - 1], anchors[first - 1].is_some())
    {
        first -= 1;
        gap = block[first].line.gap_before;
        above.push(first);
    }
    // Lines above belong to the role before, unless a gap or a list sets them apart from it or they look like a header themselves.
    if !gap && before.is_some() {
        let keep = above
            .iter()
            .take_while(|at| {
                is_title(block[**at].line.text) || is_organization(block[**at].line.text)
            })
            .count();
        let after_list = above
            .last()
            .is_some_and(|at| *at > 0 && block[*at - 1].line.bullet);
        if !after_list {
            above.truncate(keep);
        }
    }
    first = above.last().copied().unwrap_or(index);
    if !parts.is_complete() {
        for at in above.iter().rev() {
            parts.take(block[*at].line.text);
        }
    } else {
        first = index;
    }
    for below in index + 1..(index + 3).min(block.len()) {
        let next = &block[below];
        if parts.is_complete()
            || next.line.gap_before
            || !is_header(next, anchors[below].is_some())
            || next.line.text.ends_with('.')
        {
            break;
        }
        let wanted = (parts.title.is_none() && is_title(next.line.text))
            || (parts.organization.is_none()
                && next.line.words() <= 6
                && capitalized(next.line.text));
        if !wanted {
            break;
        }
        parts.take(next.line.text);
    }
    // A title alone is another role at the same employer.
    if parts.organization.is_none() && parts.title.is_some() {
        parts.organization = before.and_then(|draft| draft.organization.clone());
    }
    Draft {
        first,
        dates: index,
        title: parts.title,
        organization: parts.organization,
        dated: Some(*dated),
        clause: None,
    }
}

/// Several roles in one line: "Agent 2014-2017, team lead 2017-2021."
fn clauses(placed: &Placed, index: usize, several: &[Dated]) -> Vec<Draft> {
    let line = &placed.line;
    let dates_first = several
        .first()
        .is_some_and(|first| !line.text[..first.from].chars().any(char::is_alphanumeric));
    several
        .iter()
        .enumerate()
        .map(|(at, dated)| {
            let before = if at == 0 { 0 } else { several[at - 1].to };
            let after = several
                .get(at + 1)
                .map_or(line.text.len(), |next| next.from);
            let is_last = at + 1 == several.len();
            let (from, to) = if dates_first {
                (dated.from, after)
            } else {
                (before, if is_last { line.text.len() } else { dated.to })
            };
            let mut parts = Parts::default();
            parts.take(if dates_first {
                &line.text[dated.to..after]
            } else {
                &line.text[before..dated.from]
            });
            Draft {
                first: index,
                dates: index,
                title: parts.title,
                organization: parts.organization,
                dated: Some(*dated),
                clause: Some((line.at(from), line.at(to))),
            }
        })
        .collect()
}

/// Roles of a section without any dates: short lines with a title.
fn undated(block: &[Placed]) -> Vec<Draft> {
    let header = |placed: &Placed| {
        !placed.line.bullet
            && placed.line.words() <= HEADER_WORDS
            && !placed.line.text.ends_with('.')
            && is_title(placed.line.text)
    };
    let mut found: Vec<Draft> = Vec::new();
    for (index, placed) in block.iter().enumerate() {
        if header(placed) {
            let mut parts = Parts::default();
            parts.take(placed.line.text);
            found.push(Draft {
                first: index,
                dates: index,
                title: parts.title,
                organization: parts.organization,
                dated: None,
                clause: None,
            });
        }
    }
    found
}

fn finish(
    document: usize,
    text: &Text,
    block: &[Placed],
    drafts: Vec<Draft>,
    in_section: bool,
) -> Vec<Experience> {
    let firsts: Vec<usize> = drafts.iter().map(|draft| draft.first).collect();
    drafts
        .into_iter()
        .map(|draft| {
            let next = firsts
                .iter()
                .copied()
                .find(|first| *first > draft.first)
                .unwrap_or(block.len());
            let last = if in_section {
                next
            } else {
                end_of_paragraph(block, draft.first, next)
            };
            let (start, end) = draft
                .clause
                .unwrap_or_else(|| (block[draft.first].line.start, block[last - 1].line.end));
            Experience {
                title: draft.title,
                organization: draft.organization,
                start: draft.dated.and_then(|dated| dated.start),
                end: draft.dated.map_or(Ending::Unknown, |dated| dated.end),
                text: text
                    .slice(Span::new(start, end))
                    .trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';'))
                    .to_owned(),
                place: Place {
                    document,
                    start,
                    end,
                },
                heading: Place {
                    document,
                    start,
                    end: draft
                        .clause
                        .map_or(block[draft.dates].line.end, |clause| clause.1),
                },
            }
        })
        .collect()
}

fn end_of_paragraph(block: &[Placed], first: usize, next: usize) -> usize {
    (first + 1..next)
        .find(|at| block[*at].line.gap_before && !block[*at].line.bullet)
        .unwrap_or(next)
}

fn is_header(placed: &Placed, is_anchor: bool) -> bool {
    let line = &placed.line;
    let ends_as_prose = line.text.ends_with('.')
        && !line.text.ends_with("Inc.")
        && !line.text.ends_with("Ltd.")
        && !line.text.ends_with("Co.");
    !is_anchor
        && !line.bullet
        && line.words() <= HEADER_WORDS
        && !ends_as_prose
        && !line.text.ends_with([',', ':'])
}

fn capitalized(text: &str) -> bool {
    text.split_whitespace()
        .filter(|word| word.chars().count() > 3)
        .all(|word| word.chars().next().is_some_and(|c| !c.is_lowercase()))
}
