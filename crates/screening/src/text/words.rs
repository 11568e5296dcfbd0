//! Words with their places: `C++`, `node.js` and `R&D` are one word, `Photoshop/Illustrator` and `full-time` are two.

use super::{Span, Text};

/// A word and what joins it to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Where it stands.
    pub span: Span,
    /// Folded: lower case, straight apostrophes (see [`fold`]).
    pub folded: String,
    /// Whether a phrase may go on into the next word: only a space, a hyphen, a slash or a line's wrap lies between.
    pub joined: bool,
}

/// A character in lower case; the many apostrophes become one. One character stays one character.
pub fn fold(c: char) -> char {
    match c {
        '’' | '‘' | 'ʼ' | '`' | '´' => '\'',
        _ if c.is_ascii() => c.to_ascii_lowercase(),
        _ => {
            let mut lower = c.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(only), None) => only,
                _ => c,
            }
        }
    }
}

/// About so many characters stand between the beginnings of two words.
const WORD: usize = 6;

/// The words within a span, in order.
pub fn words(text: &Text<'_>, span: Span) -> Vec<Word> {
    let chars = text.chars();
    let end = span.end.min(chars.len());
    let mut found: Vec<Word> = Vec::with_capacity(end.saturating_sub(span.start) / WORD + 1);
    let mut at = span.start;
    while at < end {
        if !begins_word(chars, at, end) {
            at += 1;
            continue;
        }
        let start = at;
        at += 1;
        while at < end && continues_word(chars, start, at, end) {
            at += 1;
        }
        if let Some(last) = found.last_mut() {
            last.joined = joins(&chars[last.span.end..start]);
        }
        found.push(Word {
            span: Span::new(start, at),
            folded: chars[start..at].iter().copied().map(fold).collect(),
            joined: false,
        });
    }
    found
}

fn begins_word(chars: &[char], at: usize, end: usize) -> bool {
    let c = chars[at];
    // ".NET", but not the full stop of "end.Next".
    let dotted = c == '.'
        && at + 1 < end
        && chars[at + 1].is_alphabetic()
        && (at == 0 || !chars[at - 1].is_alphanumeric());
    c.is_alphanumeric() || c == '_' || dotted
}

fn continues_word(chars: &[char], start: usize, at: usize, end: usize) -> bool {
    let c = chars[at];
    if c.is_alphanumeric() || c == '_' {
        // "5+years": the plus ends the word.
        return !matches!(chars[at - 1], '+' | '#');
    }
    let next = (at + 1 < end).then(|| chars[at + 1]);
    let before = chars[at - 1].is_alphanumeric();
    match c {
        '+' => (before || chars[at - 1] == '+') && !next.is_some_and(char::is_alphanumeric),
        '#' => before && !next.is_some_and(char::is_alphanumeric),
        '.' => {
            before
                && next.is_some_and(|n| {
                    if chars[at - 1].is_numeric() {
                        n.is_numeric()
                    } else {
                        n.is_alphanumeric() && !starts_sentence(chars, start, at)
                    }
                })
        }
        '\'' | '’' => before && next.is_some_and(char::is_alphabetic),
        '&' => before && at - start <= 2 && next.is_some_and(char::is_alphanumeric),
        _ => false,
    }
}

/// "together.We": a full stop without the space after it. "Node.js", "Vue.JS" and "B.Sc" are words.
fn starts_sentence(chars: &[char], start: usize, dot: usize) -> bool {
    let long = dot - start >= 5;
    long && chars[dot + 1].is_uppercase() && chars.get(dot + 2).is_none_or(|c| c.is_lowercase())
}

fn joins(between: &[char]) -> bool {
    let breaks = between.iter().filter(|c| **c == '\n').count();
    breaks <= 1
        && between
            .iter()
            .all(|c| c.is_whitespace() || matches!(c, '-' | '‐' | '‑' | '/' | '\u{ad}'))
        && !between.contains(&'\u{c}')
}
