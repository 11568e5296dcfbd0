//! How a sentence stands to what it mentions: shown, in passing, being learnt, wished for, denied.

use crate::text::{Span, Text, Word};

/// A mention's standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stance {
    /// "I have not used it": contradicts.
    Denied,
    /// "I would like to use it": says nothing.
    Wished,
    /// "Currently learning it".
    Learning,
    /// "Used it once".
    Passing,
    /// Plainly there.
    Shown,
}

/// Negators with how many words they reach over.
const NEGATORS: &[(&str, usize)] = &[
    ("not", 7),
    ("never", 7),
    ("cannot", 7),
    ("can't", 7),
    ("don't", 7),
    ("didn't", 7),
    ("doesn't", 7),
    ("haven't", 7),
    ("hasn't", 7),
    ("won't", 7),
    ("isn't", 7),
    ("aren't", 7),
    ("wasn't", 7),
    ("unable", 7),
    ("lack", 5),
    ("lacks", 5),
    ("lacking", 5),
    ("unfamiliar", 4),
    ("neither", 5),
    ("nor", 5),
    ("except", 3),
    ("nicht", 5),
    ("kein", 4),
    ("keine", 4),
    ("keinen", 4),
    ("ohne", 3),
    ("pas", 5),
    ("aucune", 4),
    ("sin", 3),
    ("without", 2),
];

/// What may follow "not" where nothing is denied.
const NOT_DENYING: &[&str] = &[
    "only", "just", "limited", "merely", "least", "solely", "uncommon", "unlike", "to",
];

/// What may stand between "no" and what it denies: "no prior professional experience with".
const AFTER_NO: &[&str] = &[
    "experience",
    "knowledge",
    "formal",
    "prior",
    "previous",
    "professional",
    "hands",
    "practical",
    "commercial",
    "real",
    "direct",
    "in",
    "with",
    "of",
    "using",
    "on",
    "a",
    "any",
    "the",
    "or",
    "skills",
    "training",
    "exposure",
    "background",
    "actual",
    "working",
    "work",
    "valid",
    "current",
    "yet",
    "whatsoever",
    "certification",
    "certificate",
    "degree",
    "license",
    "licence",
    "at",
    "for",
];

/// Words that open a new thought.
const TURNS: &[&str] = &[
    "but", "however", "although", "though", "whereas", "while", "instead", "yet", "because", "so",
    "aber", "mais", "pero",
];

const WISHES: &[&[&str]] = &[
    &["would", "like"],
    &["want", "to"],
    &["wants", "to"],
    &["eager", "to"],
    &["keen", "to"],
    &["hope", "to"],
    &["hoping", "to"],
    &["interested", "in"],
    &["interest", "in"],
    &["looking", "to"],
    &["looking", "for"],
    &["looking", "forward"],
    &["plan", "to"],
    &["planning", "to"],
    &["aspire", "to"],
    &["aspiring"],
    &["seeking"],
    &["excited", "to"],
    &["willing", "to", "learn"],
    &["ready", "to", "learn"],
    &["curious", "about"],
    &["wish", "to"],
];

const LEARNING: &[&str] = &[
    "learning",
    "studying",
    "beginner",
    "newcomer",
    "self-teaching",
    "enrolled",
];

const PASSING: &[&str] = &[
    "briefly",
    "dabbled",
    "rudimentary",
    "beginner",
    "little",
    "limited",
    "superficial",
    "minimal",
    "novice",
    "exposure",
];

/// How the sentence `words` stands to the characters `mention`.
pub(crate) fn stance(text: &Text<'_>, words: &[Word], mention: Span) -> Stance {
    let Some(first) = words.iter().position(|word| word.span.overlaps(mention)) else {
        return Stance::Shown;
    };
    let last = words
        .iter()
        .rposition(|word| word.span.overlaps(mention))
        .unwrap_or(first);
    let from = clause_start(text, words, first);
    let before: Vec<&str> = words[from..first]
        .iter()
        .map(|word| word.folded.as_str())
        .collect();
    let after: Vec<&str> = words[last + 1..clause_end(text, words, last)]
        .iter()
        .map(|word| word.folded.as_str())
        .collect();
    if denied_before(text, words, from, first) || denied_after(text, words, last, &after) {
        return Stance::Denied;
    }
    if WISHES
        .iter()
        .any(|wish| before.windows(wish.len()).any(|window| window == *wish))
    {
        return Stance::Wished;
    }
    let near = &before[before.len().saturating_sub(5)..];
    if near.iter().any(|word| LEARNING.contains(word)) || (after.first() == Some(&"beginner")) {
        return Stance::Learning;
    }
    let once = after.iter().take(4).enumerate().any(|(at, word)| {
        *word == "once"
            && !matches!(
                after.get(at + 1),
                Some(&"a" | &"per" | &"the" | &"every" | &"we" | &"i")
            )
    });
    let passing = near.iter().any(|word| PASSING.contains(word))
        || after
            .iter()
            .take(2)
            .any(|word| matches!(*word, "briefly" | "rudimentary" | "beginner"))
        || once
        || near.first() == Some(&"once") && near.len() < 3;
    if passing {
        Stance::Passing
    } else {
        Stance::Shown
    }
}

/// Where the thought that holds word `at` begins.
fn clause_start(text: &Text<'_>, words: &[Word], at: usize) -> usize {
    (1..=at)
        .rev()
        .find(|index| {
            TURNS.contains(&words[*index].folded.as_str())
                || breaks(
                    text,
                    &words[index - 1],
                    &words[*index],
                    &[';', ':', '.', '!', '?', '(', '|', '•'],
                )
        })
        .unwrap_or(0)
}

fn clause_end(text: &Text<'_>, words: &[Word], at: usize) -> usize {
    (at + 1..words.len())
        .find(|index| {
            TURNS.contains(&words[*index].folded.as_str())
                || breaks(
                    text,
                    &words[index - 1],
                    &words[*index],
                    &[';', '.', '!', '?', ',', '|', '•'],
                )
        })
        .unwrap_or(words.len())
}

/// Whether one of the marks stands between two words.
fn breaks(text: &Text<'_>, left: &Word, right: &Word, marks: &[char]) -> bool {
    let (from, to) = (left.span.end, right.span.start.max(left.span.end));
    text.chars()[from..to].iter().any(|c| marks.contains(c))
}

fn denied_before(text: &Text<'_>, words: &[Word], from: usize, first: usize) -> bool {
    let lists = |at: usize| {
        words[at..]
            .iter()
            .take(20)
            .any(|word| matches!(word.folded.as_str(), "or" | "nor" | "oder" | "ou"))
    };
    (from..first).any(|at| {
        let word = words[at].folded.as_str();
        let next = words.get(at + 1).map_or("", |next| next.folded.as_str());
        let comma =
            (at + 1..=first).any(|index| breaks(text, &words[index - 1], &words[index], &[',']));
        if comma && !lists(at) {
            return false;
        }
        if matches!(word, "no" | "zero" | "keinerlei") {
            let between = &words[at + 1..first];
            return next != "longer"
                && next != "problem"
                && (comma
                    || between
                        .iter()
                        .all(|word| AFTER_NO.contains(&word.folded.as_str())));
        }
        let reach = NEGATORS
            .iter()
            .find(|(negator, _)| *negator == word)
            .map(|(_, reach)| *reach);
        reach.is_some_and(|reach| (first - at <= reach || comma) && !NOT_DENYING.contains(&next))
    })
}

/// "PostgreSQL: none", "Kubernetes (no experience)", "weekends are not possible".
fn denied_after(text: &Text<'_>, words: &[Word], last: usize, after: &[&str]) -> bool {
    let Some(next) = words.get(last + 1) else {
        return false;
    };
    if breaks(text, &words[last], next, &[',', ';', '.', '!', '?', '|']) {
        return false;
    }
    let skipped = after
        .iter()
        .take_while(|word| {
            matches!(
                **word,
                "experience"
                    | "is"
                    | "are"
                    | "was"
                    | "has"
                    | "have"
                    | "i"
                    | "knowledge"
                    | "skills"
                    | "work"
                    | "expertise"
            )
        })
        .count();
    let rest = &after[skipped..];
    match rest {
        ["none" | "nil" | "never" | "zero", ..] => true,
        ["no", "experience" | "knowledge" | "exposure" | "skills", ..] | ["no"] => true,
        ["not" | "n't", "only" | "just" | "limited", ..] => false,
        ["not", next, ..] => matches!(
            *next,
            "yet"
                | "used"
                | "known"
                | "available"
                | "possible"
                | "my"
                | "a"
                | "held"
                | "so"
                | "applicable"
                | "familiar"
                | "part"
                | "something"
                | "been"
        ),
        _ => false,
    }
}
