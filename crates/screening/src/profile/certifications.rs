//! Certificates and licences, and whether they are held, studied for, or ran out.

use std::sync::LazyLock;

use regex::Regex;

use super::dates::find;
use super::sections::{Placed, Section};
use super::{Certification, CertificationState, Place};
use crate::date::{Date, Ending};

#[expect(
    clippy::expect_used,
    reason = "constant patterns, compiled by every test"
)]
fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant pattern")
}

static CUE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:certified|certification|certificate|certificated|licen[sc]ed?|licensure|chartered|accredited|zertifiziert\w*|zertifikat\w*|führerschein|certifié\w*|permis|certificad[oa])\b",
    )
});
static IN_PROGRESS: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:studying|preparing|in progress|pursuing|in preparation|exam (?:is )?(?:booked|scheduled|planned|due|pending)|scheduled|expected|anticipated|working towards?|enrolled|currently (?:taking|doing|completing)|pending|planned|to be completed|not yet|candidate|learning|in vorbereitung|en cours|en curso)\b",
    )
});
static EXPIRED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)\b(?:expired|lapsed|no longer (?:valid|certified|licensed|current)|not renewed|revoked|formerly|abgelaufen|expiré\w*|caducad[oa])\b",
    )
});
static UNTIL: LazyLock<Regex> = LazyLock::new(|| {
    compile(
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

/// The certificates of a resume: the lines of their section, and lines elsewhere that speak of one.
pub(super) fn read(document: usize, placed: &[Placed], as_of: Date) -> Vec<Certification> {
    placed
        .iter()
        .filter(|placed| match placed.section {
            Section::Certifications => placed.line.words() <= 20,
            Section::Head | Section::Summary | Section::Skills | Section::Education => {
                is_certification(placed.line.text) && placed.line.words() <= 14
            }
            _ => false,
        })
        .flat_map(|placed| {
            let line = placed.line;
            let state = state_in(line.text, as_of);
            parts(line.text)
                .into_iter()
                .map(move |(from, to)| Certification {
                    name: line.text[from..to].to_owned(),
                    state,
                    place: Place {
                        document,
                        start: line.at(from),
                        end: line.at(to),
                    },
                })
        })
        .collect()
}

/// Byte ranges of the certificates on a line: its parts between semicolons or bars, without dates and marks at their ends.
fn parts(line: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = 0;
    for (at, c) in line.char_indices().chain([(line.len(), ';')]) {
        if matches!(c, ';' | '|' | '•' | '·') {
            let mut to = at;
            if let Some(dated) = find(&line[from..at]).first().filter(|dated| dated.from > 0) {
                to = from + dated.from;
            }
            let part = line[from..to]
                .trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')' && c != '+')
                .trim_end();
            let lead = part.len() - part.trim_start().len();
            if part.chars().any(char::is_alphabetic) {
                found.push((from + lead, from + part.len()));
            }
            from = (at + c.len_utf8()).min(line.len());
        }
    }
    found
}
