//! Certificates and licences, and whether they are held, studied for, or ran out.

use std::sync::LazyLock;

use super::dates::find;
use super::sections::{Placed, Section};
use super::{Certification, CertificationState, Place};
use crate::date::{Date, Ending};
use crate::text::Pattern;

static CUE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:certified|certification|certificate|certificated|licen[sc]ed?|licensure|chartered|accredited|zertifiziert\w*|zertifikat\w*|führerschein|certifié\w*|permis|certificad[oa])\b",
    )
});
static IN_PROGRESS: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:studying|preparing|in progress|pursuing|in preparation|exam (?:is )?(?:booked|scheduled|planned|due|pending)|scheduled|expected|anticipated|working towards?|enrolled|currently (?:taking|doing|completing)|pending|planned|to be completed|not yet|candidate|learning|in vorbereitung|en cours|en curso)\b",
    )
});
static EXPIRED: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:expired|lapsed|no longer (?:valid|certified|licensed|current)|not renewed|revoked|formerly|abgelaufen|expiré\w*|caducad[oa])\b",
    )
});
static UNTIL: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:valid (?:until|through|thru|till|to)|expires?|expiry|expiration|exp\.?|gültig bis|valable jusqu)\b",
    )
});

/// Whether a line speaks of a certificate or licence.
pub(crate) fn is_certification(line: &str) -> bool {
    CUE.is_match(line)
}

/// What the words around a certificate say about its validity on a day.
pub(crate) fn state_in(words: &str, as_of: Date) -> CertificationState {
    if EXPIRED.is_match(words) {
        return CertificationState::Expired;
    }
    let over = |end: Ending| matches!(end, Ending::On(date) if date.month().map_or(date.year() < as_of.year(), |_| date.ends() <= as_of.months()));
    let dates = find(words);
    let ended = dates.iter().any(|dated| dated.is_span && over(dated.end));
    let ran_out = UNTIL.find(words).is_some_and(|until| {
        dates
            .iter()
            .any(|dated| dated.from >= until.end() && over(dated.end))
    });
    if ended || ran_out {
        CertificationState::Expired
    } else if IN_PROGRESS.is_match(words) {
        CertificationState::InProgress
    } else {
        CertificationState::Held
    }
}

/// Elsewhere than among certificates, longer passages speak of other things too.
const SHORT: usize = 10;

/// The certificates of a resume: the lines of their section, and short passages elsewhere that speak of one.
pub(super) fn read(document: usize, placed: &[Placed], as_of: Date) -> Vec<Certification> {
    let mut found = Vec::new();
    for Placed { line, section, .. } in placed {
        let listed = match section {
            Section::Certifications => true,
            Section::Head | Section::Summary | Section::Skills | Section::Education => false,
            _ => continue,
        };
        for (from, to) in parts(line.text, listed) {
            let part = &line.text[from..to];
            if !listed && (!is_certification(part) || part.split_whitespace().count() > SHORT) {
                continue;
            }
            let named = from + named(part);
            found.push(Certification {
                name: line.text[from..named].to_owned(),
                state: state_in(part, as_of),
                place: Place {
                    document,
                    start: line.at(from),
                    end: line.at(to),
                },
            });
        }
    }
    found
}

/// Byte ranges of a line's parts: between semicolons and bars, and in prose between sentences.
fn parts(line: &str, listed: bool) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = 0;
    for (at, c) in line.char_indices().chain([(line.len(), ';')]) {
        let next = (at + c.len_utf8()).min(line.len());
        let ends = matches!(c, ';' | '|' | '•' | '·')
            || (!listed && c == '.' && line[next..].starts_with(' '));
        if ends {
            let part = &line[from..at];
            let lead = part.len() - part.trim_start().len();
            if part.chars().any(char::is_alphabetic) {
                found.push((from + lead, from + part.trim_end().len()));
            }
            from = next;
        }
    }
    found
}

/// Where a certificate's name ends: before its date, and before what leads to the date.
fn named(part: &str) -> usize {
    let end = find(part)
        .first()
        .filter(|dated| dated.from > 0)
        .map_or(part.len(), |dated| dated.from);
    let end = UNTIL
        .find_iter(&part[..end])
        .last()
        .filter(|until| {
            until.start() > 0 && !part[until.end()..end].contains(char::is_alphanumeric)
        })
        .map_or(end, |until| until.start());
    let kept = part[..end].trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')' && c != '+');
    if kept.is_empty() {
        part.len()
    } else {
        kept.len()
    }
}
