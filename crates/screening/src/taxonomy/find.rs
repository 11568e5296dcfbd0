//! Finding mentions: from each word, the longest phrase that is a name; then the guards of homonyms.

use super::{ConceptId, Guard, Kind, Name, Taxonomy};
use crate::text::{Span, Text, Word, words};

/// A concept named in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Mention {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// What is named.
    pub concept: ConceptId,
}

/// A text as the names are kept: folded words with one space between.
pub(super) fn phrase(source: &str) -> String {
    let text = Text::new(source);
    let mut out = String::with_capacity(source.len());
    for word in words(&text, text.span()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&word.folded);
    }
    out
}

/// A phrase found, before its guard is asked.
struct Candidate {
    first: usize,
    words: usize,
    name: Name,
}

pub(super) fn find(taxonomy: &Taxonomy, source: &str) -> Vec<Mention> {
    let text = Text::new(source);
    let words = words(&text, text.span());
    let candidates = candidates(taxonomy, &words, &text);
    let mut sure: Vec<bool> = candidates
        .iter()
        .map(|c| c.name.guard == Guard::None && taxonomy.kind(c.name.concept) == Kind::Technology)
        .collect();
    // Certainty spreads along a list: "python, swift, go".
    for n in (0..candidates.len()).chain((0..candidates.len()).rev()) {
        sure[n] = sure[n]
            || (candidates[n].name.guard != Guard::None
                && listed_with_technology(&text, &words, &candidates, &sure, n));
    }
    candidates
        .iter()
        .enumerate()
        .filter(|(n, c)| stands(taxonomy, &text, &words, &candidates, &sure, *n, c))
        .map(|(_, c)| {
            let span = span_of(&words, c);
            Mention {
                start: span.start,
                end: span.end,
                concept: c.name.concept,
            }
        })
        .collect()
}

fn span_of(words: &[Word], candidate: &Candidate) -> Span {
    Span::new(
        words[candidate.first].span.start,
        words[candidate.first + candidate.words - 1].span.end,
    )
}

fn candidates(taxonomy: &Taxonomy, words: &[Word], text: &Text<'_>) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut key = String::new();
    let mut at = 0;
    while at < words.len() {
        let longest = taxonomy
            .longest
            .get(words[at].folded.as_str())
            .map_or(0, |n| usize::from(*n));
        key.clear();
        let mut best: Option<Candidate> = None;
        for (n, word) in words[at..].iter().take(longest).enumerate() {
            if n > 0 {
                if !words[at + n - 1].joined {
                    break;
                }
                key.push(' ');
            }
            key.push_str(&word.folded);
            if let Some(name) = taxonomy.names.get(key.as_str()) {
                let candidate = Candidate {
                    first: at,
                    words: n + 1,
                    name: *name,
                };
                if !wraps_two_items(text, words, &candidate) {
                    best = Some(candidate);
                }
            }
        }
        match best {
            Some(candidate) => {
                at += candidate.words;
                found.push(candidate);
            }
            None => at += 1,
        }
    }
    found
}

/// Whether a phrase over a line's wrap is rather the end of one item and the beginning of the next: "Java\nScript", "Customer\nService".
fn wraps_two_items(text: &Text<'_>, words: &[Word], candidate: &Candidate) -> bool {
    words[candidate.first..candidate.first + candidate.words]
        .windows(2)
        .any(|pair| {
            let between = &text.chars()[pair[0].span.end..pair[1].span.start];
            between.contains(&'\n') && text.chars()[pair[1].span.start].is_uppercase()
        })
}

fn stands(
    taxonomy: &Taxonomy,
    text: &Text<'_>,
    words: &[Word],
    all: &[Candidate],
    sure: &[bool],
    n: usize,
    candidate: &Candidate,
) -> bool {
    let span = span_of(words, candidate);
    if span.len() == 1 && has_other_use(text.chars(), span) {
        return false;
    }
    let (spelling, cue_needed) = match candidate.name.guard {
        Guard::None => return true,
        Guard::Exact(number) => (&taxonomy.exact[usize::from(number)], false),
        Guard::Cue(number) => (&taxonomy.exact[usize::from(number)], true),
    };
    if sure[n] {
        return true;
    }
    if text.slice(span) != &**spelling {
        return false;
    }
    !cue_needed || cue_near(words, candidate) || technology_near(text, words, all, sure, span)
}

/// "C-level", "R&D", "R.E.M.", "O'C": a letter that is part of something else.
fn has_other_use(chars: &[char], span: Span) -> bool {
    let after = chars.get(span.end);
    let before = span.start.checked_sub(1).map(|at| chars[at]);
    let next = chars.get(span.end + 1).is_some_and(|c| c.is_alphanumeric());
    after.is_some_and(|c| matches!(c, '-' | '&' | '\'' | '’' | '.' | '*') && next)
        || before.is_some_and(|c| matches!(c, '-' | '&' | '.' | '\'' | '’' | '$'))
}

/// In a list with a certain technology beside it: "java, swift, sql", "C/C++".
fn listed_with_technology(
    text: &Text<'_>,
    words: &[Word],
    all: &[Candidate],
    sure: &[bool],
    n: usize,
) -> bool {
    let beside = |other: usize| {
        let (a, b) = (
            span_of(words, &all[n.min(other)]),
            span_of(words, &all[n.max(other)]),
        );
        sure[other] && b.start - a.end <= 6 && is_list_mark(text.slice(Span::new(a.end, b.start)))
    };
    (n > 0 && beside(n - 1)) || (n + 1 < all.len() && beside(n + 1))
}

fn is_list_mark(between: &str) -> bool {
    let mark = between.trim();
    matches!(
        mark,
        "," | "/" | "|" | ";" | "·" | "•" | "and" | "or" | ", and" | ", or" | "&" | "+"
    )
}

/// Characters within which another technology speaks for a homonym.
const NEAR: usize = 60;

fn technology_near(
    text: &Text<'_>,
    words: &[Word],
    all: &[Candidate],
    sure: &[bool],
    span: Span,
) -> bool {
    all.iter()
        .zip(sure)
        .filter(|(_, sure)| **sure)
        .map(|(c, _)| span_of(words, c))
        .any(|other| {
            let gap = if other.end <= span.start {
                Span::new(other.end, span.start)
            } else {
                Span::new(span.end, other.start.max(span.end))
            };
            gap.len() <= NEAR && !text.slice(gap).contains(['\n', '\u{c}'])
        })
}

/// Words that speak of a skill when they stand shortly before.
const CUES_BEFORE: [&str; 44] = [
    "experience",
    "experienced",
    "knowledge",
    "proficient",
    "proficiency",
    "skilled",
    "fluent",
    "expert",
    "expertise",
    "familiar",
    "familiarity",
    "using",
    "programming",
    "language",
    "languages",
    "coding",
    "code",
    "written",
    "write",
    "writing",
    "developer",
    "development",
    "engineer",
    "software",
    "tools",
    "stack",
    "framework",
    "skills",
    "competent",
    "command",
    "advanced",
    "basic",
    "intermediate",
    "working",
    "apps",
    "scripts",
    "built",
    "develop",
    "developing",
    "understanding",
    "background",
    "years",
    "hands",
    "microsoft",
];

/// Words that speak of a technology when they follow.
const CUES_AFTER: [&str; 22] = [
    "developer",
    "developers",
    "programming",
    "programmer",
    "code",
    "language",
    "framework",
    "software",
    "scripts",
    "scripting",
    "apps",
    "development",
    "engineer",
    "skills",
    "experience",
    "spreadsheets",
    "database",
    "databases",
    "macros",
    "formulas",
    "api",
    "knowledge",
];

fn cue_near(words: &[Word], candidate: &Candidate) -> bool {
    let end = candidate.first + candidate.words;
    let after = words.get(end).map(|w| w.folded.as_str());
    // "Excel in a role", "Go to market", "Access to a car": the everyday word.
    if after.is_some_and(|w| {
        matches!(
            w,
            "in" | "at" | "as" | "to" | "the" | "a" | "an" | "your" | "our" | "you" | "for"
        )
    }) && !cue_before(words, candidate.first, 2)
    {
        return false;
    }
    cue_before(words, candidate.first, 5)
        || after.is_some_and(|w| CUES_AFTER.contains(&w) || w.parse::<f32>().is_ok())
        || words.len() == candidate.words
}

fn cue_before(words: &[Word], first: usize, reach: usize) -> bool {
    words[first.saturating_sub(reach)..first]
        .iter()
        .any(|w| CUES_BEFORE.contains(&w.folded.as_str()))
}
