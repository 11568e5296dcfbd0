//! A sentence as tokens, a token as hashed features.

use crate::taxonomy::{Kind, Mention, Taxonomy, is_verb};
use crate::text::{Span, Text, fold};

/// Features are hashed into 2 to the power of this many buckets.
pub const BITS: u32 = 17;

/// A token and what is known of it.
pub struct Token {
    /// Where it stands.
    pub span: Span,
    folded: String,
    shape: String,
    /// Part in a taxonomy mention: which kind, whether at its beginning.
    named: Option<(char, bool)>,
    verb: char,
}

/// Tokens of a sentence: between white space, with punctuation at the ends on its own.
pub fn tokens(text: &Text<'_>, sentence: Span, mentions: &[Mention]) -> Vec<Token> {
    let chars = text.chars();
    let mut found = Vec::new();
    let mut at = sentence.start;
    while at < sentence.end {
        if chars[at].is_whitespace() {
            at += 1;
            continue;
        }
        let end = (at..sentence.end)
            .find(|&n| chars[n].is_whitespace())
            .unwrap_or(sentence.end);
        let core = text.trim_matches(Span::new(at, end), |c| {
            !c.is_alphanumeric() && !matches!(c, '+' | '#' | '%' | '<' | '>')
        });
        if core.is_empty() {
            found.push(token(text, Span::new(at, end), mentions));
        } else {
            let dotted = core.start > at && chars[core.start - 1] == '.';
            let core = Span::new(core.start - usize::from(dotted), core.end);
            found.extend((at..core.start).map(|n| token(text, Span::new(n, n + 1), mentions)));
            found.push(token(text, core, mentions));
            found.extend((core.end..end).map(|n| token(text, Span::new(n, n + 1), mentions)));
        }
        at = end;
    }
    found
}

fn token(text: &Text<'_>, span: Span, mentions: &[Mention]) -> Token {
    let source = text.slice(span);
    let folded: String = source.chars().map(fold).collect();
    let mut shape = String::new();
    for c in source.chars() {
        let class = match c {
            _ if c.is_uppercase() => 'X',
            _ if c.is_alphabetic() => 'x',
            _ if c.is_numeric() => '0',
            _ => c,
        };
        if !shape.ends_with(class) {
            shape.push(class);
        }
    }
    let after = mentions.partition_point(|m| m.end <= span.start);
    let named = mentions
        .get(after)
        .filter(|m| m.start < span.end)
        .map(|m| (kind_letter(m), m.start >= span.start));
    let verb = verb_form(&folded);
    Token {
        span,
        folded,
        shape,
        named,
        verb,
    }
}

fn kind_letter(mention: &Mention) -> char {
    let taxonomy = Taxonomy::shipped();
    let letter = match taxonomy.kind(mention.concept) {
        Kind::Technology => 't',
        Kind::Knowledge => 'k',
        Kind::Ability => 'a',
        Kind::Trait => 'p',
        Kind::Certification => 'c',
        Kind::DegreeField => 'd',
        Kind::Language => 'l',
        Kind::Occupation => 'o',
    };
    if taxonomy.is_curated(mention.concept) {
        letter
    } else {
        letter.to_ascii_uppercase()
    }
}

/// Base form, -ing, -s, -ed, or none of a known verb.
fn verb_form(word: &str) -> char {
    let stem = |suffix: &str| word.strip_suffix(suffix).filter(|s| s.len() > 1);
    let base = |s: &str| {
        is_verb(s)
            || is_verb(&format!("{s}e"))
            || s.chars().last().is_some_and(|c| {
                s.ends_with(&format!("{c}{c}")) && is_verb(&s[..s.len() - c.len_utf8()])
            })
    };
    if is_verb(word) {
        'b'
    } else if stem("ing").is_some_and(base) {
        'g'
    } else if stem("s").is_some_and(is_verb) || stem("es").is_some_and(is_verb) {
        's'
    } else if stem("ed").is_some_and(base) {
        'd'
    } else {
        '-'
    }
}

/// Words that say what follows, or who is spoken of.
const CUES: [&str; 40] = [
    "experience",
    "experienced",
    "knowledge",
    "skills",
    "skill",
    "ability",
    "able",
    "understanding",
    "familiar",
    "familiarity",
    "proficient",
    "proficiency",
    "degree",
    "with",
    "of",
    "in",
    "to",
    "and",
    "you",
    "your",
    "we",
    "our",
    "will",
    "are",
    "is",
    "have",
    "be",
    "as",
    "on",
    "the",
    "a",
    "for",
    "or",
    "using",
    "background",
    "passion",
    "passionate",
    "expertise",
    "excellent",
    "strong",
];

/// Each token's features, hashed.
pub fn features(tokens: &[Token]) -> Vec<Vec<u32>> {
    let word = |n: usize, by: isize| n.checked_add_signed(by).and_then(|m| tokens.get(m));
    let has = |w: &str| tokens.iter().any(|t| t.folded == w);
    let sentence: String = [
        has("you") || has("your"),
        has("we") || has("our"),
        has("experience") || has("knowledge") || has("skills"),
    ]
    .map(|b| if b { '1' } else { '0' })
    .iter()
    .collect();
    let length = match tokens.len() {
        0..=2 => "1",
        3..=6 => "3",
        7..=14 => "7",
        15..=30 => "15",
        _ => "31",
    };
    let mut cue = "^";
    let mut cue_word = "^";
    let mut since = 0_usize;
    let mut out = Vec::with_capacity(tokens.len());
    for (n, token) in tokens.iter().enumerate() {
        let mut hashes = Hashes(Vec::with_capacity(64));
        let at = |by: isize| word(n, by).map_or("^", |t| t.folded.as_str());
        let shape = |by: isize| word(n, by).map_or("^", |t| t.shape.as_str());
        let named = |by: isize| {
            word(n, by).and_then(|t| t.named).map_or_else(
                || "-".to_owned(),
                |(k, begins)| format!("{k}{}", u8::from(begins)),
            )
        };
        let verb = |by: isize| word(n, by).map_or('^', |t| t.verb);
        let w = token.folded.as_str();
        hashes.add("b", &[]);
        for (name, by) in [
            ("w-3", -3),
            ("w-2", -2),
            ("w-1", -1),
            ("w0", 0),
            ("w1", 1),
            ("w2", 2),
            ("w3", 3),
        ] {
            hashes.add(name, &[at(by)]);
        }
        hashes.add("w-1,0", &[at(-1), w]);
        hashes.add("w0,1", &[w, at(1)]);
        hashes.add("w-2,-1", &[at(-2), at(-1)]);
        hashes.add("w1,2", &[at(1), at(2)]);
        hashes.add("w-1,1", &[at(-1), at(1)]);
        for (name, by) in [("s-1", -1), ("s0", 0), ("s1", 1)] {
            hashes.add(name, &[shape(by)]);
        }
        hashes.add("s-1,0", &[shape(-1), shape(0)]);
        hashes.add("s0,1", &[shape(0), shape(1)]);
        for size in 1..=4 {
            hashes.add("pre", &[prefix(w, size)]);
            hashes.add("suf", &[suffix(w, size)]);
        }
        hashes.add("suf-1", &[suffix(at(-1), 3)]);
        hashes.add("suf1", &[suffix(at(1), 3)]);
        hashes.add("suf-1,0", &[suffix(at(-1), 3), suffix(w, 3)]);
        hashes.add("suf0,1", &[suffix(w, 3), suffix(at(1), 3)]);
        for (name, by) in [("n-2", -2), ("n-1", -1), ("n0", 0), ("n1", 1), ("n2", 2)] {
            hashes.add(name, &[&named(by)]);
        }
        hashes.add("n-1,0,1", &[&named(-1), &named(0), &named(1)]);
        hashes.add("n0,w-1", &[&named(0), at(-1)]);
        hashes.add("n0,w1", &[&named(0), at(1)]);
        hashes.add("n0,s0", &[&named(0), shape(0)]);
        let verbs: String = [verb(-2), verb(-1), verb(0), verb(1)].iter().collect();
        hashes.add("v0", &[&verbs[verbs.len() - 2..verbs.len() - 1]]);
        hashes.add("v", &[&verbs]);
        hashes.add("v,w-1", &[&verbs[1..], at(-1)]);
        let place = if n == 0 {
            "0"
        } else if n == 1 {
            "1"
        } else if n + 1 == tokens.len() {
            "e"
        } else {
            "m"
        };
        hashes.add("place", &[place, length]);
        hashes.add("place,v", &[place, &verbs[2..3], length]);
        hashes.add("sent", &[&sentence]);
        hashes.add("sent,v", &[&sentence, &verbs[2..3]]);
        hashes.add("sent,n", &[&sentence, &named(0)]);
        hashes.add("len,n", &[length, &named(0)]);
        let near = match since {
            0 => "0",
            1 => "1",
            2..=3 => "2",
            4..=7 => "4",
            _ => "8",
        };
        hashes.add("cue", &[cue, cue_word]);
        hashes.add("cue,near", &[cue_word, near]);
        hashes.add("cue,n", &[cue_word, &named(0)]);
        hashes.add("cue,v", &[cue_word, &verbs[2..3]]);
        out.push(hashes.0);
        if let Some(found) = CUES.iter().find(|c| **c == w) {
            if !matches!(*found, "and" | "the" | "a" | "or") {
                (cue, cue_word) = (cue_word, found);
                since = 0;
            }
        } else {
            since += 1;
        }
    }
    out
}

fn prefix(word: &str, size: usize) -> &str {
    word.char_indices()
        .nth(size)
        .map_or(word, |(end, _)| &word[..end])
}

fn suffix(word: &str, size: usize) -> &str {
    word.char_indices()
        .rev()
        .nth(size - 1)
        .map_or(word, |(start, _)| &word[start..])
}

struct Hashes(Vec<u32>);

impl Hashes {
    /// FNV-1a over name and values.
    fn add(&mut self, name: &str, values: &[&str]) {
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for part in std::iter::once(&name).chain(values) {
            for byte in part.bytes().chain([0]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
        let mixed = hash ^ (hash >> 29);
        self.0
            .push(u32::try_from(mixed & ((1 << BITS) - 1)).unwrap_or(0));
    }
}
