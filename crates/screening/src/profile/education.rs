//! Degrees and schools of a resume, with when they ended.

use std::sync::LazyLock;

use super::dates::{Dated, find};
use super::degrees::{Degree, degrees};
use super::sections::{Placed, Section};
use super::vocabulary::is_school;
use super::{Education, Place};
use crate::date::{Date, Ending};
use crate::text::Pattern;

static UNFINISHED: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:expected|anticipated|in progress|ongoing|currently (?:pursuing|studying|enrolled)|pursuing|(?:degree|phd|ph\.d\.|doctoral|master['’]?s|mba) candidate|not completed|unfinished|incomplete|dropped out|did not (?:finish|complete|graduate)|left before|ohne abschluss|laufend)\b",
    )
});
/// The education of a resume, in its order.
pub(super) fn read(document: usize, placed: &[Placed], as_of: Date) -> Vec<Education> {
    let has_section = placed
        .iter()
        .any(|placed| placed.section == Section::Education);
    let mut found: Vec<Education> = Vec::new();
    let mut current: Option<Education> = None;
    let mut block = usize::MAX;
    for placed in placed {
        let in_section = placed.section == Section::Education;
        let free = !has_section
            && matches!(
                placed.section,
                Section::Head | Section::Summary | Section::Other | Section::Certifications
            );
        if block != placed.block {
            found.extend(current.take());
            block = placed.block;
        }
        if !in_section && !free {
            continue;
        }
        let line = &placed.line;
        let degree = degrees(line.text).find(|degree| in_section || !degree.weak);
        let school = school(line.text, degree.as_ref(), in_section);
        if !in_section && degree.is_none() {
            found.extend(current.take());
            continue;
        }
        let clash = current.as_ref().is_some_and(|now| {
            (now.degree.is_some() && degree.is_some())
                || (now.school.is_some() && school.is_some())
                || (line.gap_before
                    && (degree.is_some() || school.is_some())
                    && now.degree.is_some())
        });
        if clash {
            found.extend(current.take());
        }
        if degree.is_none() && school.is_none() && current.is_none() {
            continue;
        }
        let entry = current.get_or_insert_with(|| {
            blank(Place {
                document,
                start: line.start,
                end: line.end,
            })
        });
        entry.place.end = line.end;
        if let Some(degree) = degree {
            entry.degree = Some(line.text[degree.from..degree.to].trim().to_owned());
            (entry.level, entry.field) = (Some(degree.level), degree.field);
        }
        entry.school = entry.school.take().or(school);
        dated(entry, &find(line.text), as_of);
        entry.unfinished |= UNFINISHED.is_match(line.text);
    }
    found.extend(current);
    for entry in &mut found {
        if entry.degree.is_none() {
            (entry.level, entry.field) = (None, None);
        }
    }
    found
}

fn blank(place: Place) -> Education {
    Education {
        degree: None,
        level: None,
        field: None,
        school: None,
        start: None,
        end: Ending::Unknown,
        place,
        unfinished: false,
    }
}

fn dated(entry: &mut Education, dates: &[Dated], as_of: Date) {
    let Some(dated) = dates
        .iter()
        .find(|dated| dated.is_span)
        .or(dates.last())
        .filter(|_| entry.end.is_unknown())
    else {
        return;
    };
    entry.start = dated.start.filter(|_| dated.is_span);
    entry.end = dated.end;
    entry.unfinished |= match dated.end {
        Ending::Present => true,
        Ending::On(date) => date.begins() > as_of.months(),
        Ending::Unknown => false,
    };
}

/// The school on a line: a part with a school's word, or the part after the field of a degree.
fn school(line: &str, degree: Option<&Degree>, in_section: bool) -> Option<String> {
    let parts = |text: &str| -> Vec<String> {
        text.split([',', ';', '|', '\t', '•', '·', '–', '—', '(', ')'])
            .flat_map(|part| part.split("  "))
            .map(|part| {
                part.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | '-'))
                    .to_owned()
            })
            .map(|part| {
                ["from ", "at "]
                    .iter()
                    .find_map(|lead| part.strip_prefix(lead))
                    .unwrap_or(&part)
                    .to_owned()
            })
            .filter(|part| part.chars().filter(|c| c.is_alphabetic()).count() > 1)
            .filter(|part| is_school(part) || !line.contains(&format!("({part}")))
            .collect()
    };
    let outside = match degree {
        Some(degree) => [parts(&line[..degree.from]), parts(&line[degree.to..])].concat(),
        None if in_section => parts(line),
        None => return None,
    };
    let dated = |part: &String| {
        find(part)
            .first()
            .is_some_and(|dated| dated.to - dated.from + 3 > part.len())
    };
    let named = outside
        .iter()
        .find(|part| is_school(part) && part.split_whitespace().count() <= 10);
    let after = degree.and_then(|_| {
        outside.iter().find(|part| {
            part.chars().next().is_some_and(char::is_uppercase)
                && !dated(part)
                && !UNFINISHED.is_match(part)
                && find(part).is_empty()
                && part.split_whitespace().count() <= 6
        })
    });
    named.or(after).cloned()
}

/// Words of a line that names a course of study rather than a school.
static STUDIED: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:thesis|dissertation|coursework|courses|modules|project|learned|studied|specialis|specializ|focus|research|minor|major)",
    )
});

/// What of the education names schools and so is no input: lines of schools, and everything beside degree and field.
pub(super) fn schools(document: usize, placed: &[Placed]) -> Vec<Place> {
    let mut found = Vec::new();
    for placed in placed {
        let in_section = placed.section == Section::Education;
        let line = &placed.line;
        let degree = degrees(line.text).find(|degree| in_section || !degree.weak);
        let span = |from: usize, to: usize| Place {
            document,
            start: line.at(from),
            end: line.at(to),
        };
        match degree {
            Some(degree) if in_section || school(line.text, Some(&degree), false).is_some() => {
                let parts = [(0, degree.from), (degree.to, line.text.len())];
                found.extend(
                    parts
                        .into_iter()
                        .filter(|(from, to)| from < to && !STUDIED.is_match(&line.text[*from..*to]))
                        .map(|(from, to)| span(from, to)),
                );
            }
            None if in_section
                && !STUDIED.is_match(line.text)
                && (is_school(line.text) || (!line.bullet && line.words() <= 8)) =>
            {
                found.push(span(0, line.text.len()))
            }
            _ => {}
        }
    }
    found
}
