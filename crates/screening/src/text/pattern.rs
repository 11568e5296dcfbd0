//! A pattern that is part of the program, searched for fast wherever the text allows it.

use std::sync::OnceLock;

use regex::{CaptureMatches, Captures, Match, Matches, Regex, Split};

/// A regular expression. A word boundary (`\b`) is one between all letters of the world; but with such boundaries `regex` has to leave its fast
/// engine at the first character beyond ASCII, and one dash or bullet is enough. Where no such character belongs to a word, ASCII's boundaries are
/// at the same places.
#[derive(Debug)]
pub struct Pattern {
    pattern: String,
    exact: OnceLock<Regex>,
    /// With ASCII's boundaries.
    plain: OnceLock<Regex>,
}

impl Pattern {
    /// Of a pattern, compiled when it is needed first; it panics then if it is none. Patterns are constants, and tests search for each.
    pub fn new(pattern: impl Into<String>) -> Self {
        Self {
            pattern: pattern.into(),
            exact: OnceLock::new(),
            plain: OnceLock::new(),
        }
    }

    /// As [`Regex::is_match`].
    pub fn is_match(&self, text: &str) -> bool {
        self.on(text).is_match(text)
    }

    /// As [`Regex::find`].
    pub fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        self.on(text).find(text)
    }

    /// As [`Regex::find_iter`].
    pub fn find_iter<'t>(&self, text: &'t str) -> Matches<'_, 't> {
        self.on(text).find_iter(text)
    }

    /// As [`Regex::split`].
    pub fn split<'t>(&self, text: &'t str) -> Split<'_, 't> {
        self.on(text).split(text)
    }

    /// As [`Regex::captures`].
    pub fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        self.on(text).captures(text)
    }

    /// As [`Regex::captures_iter`].
    pub fn captures_iter<'t>(&self, text: &'t str) -> CaptureMatches<'_, 't> {
        self.on(text).captures_iter(text)
    }

    /// The one for this text.
    fn on(&self, text: &str) -> &Regex {
        if text.is_ascii() || text.chars().all(|c| c.is_ascii() || is_beside_words(c)) {
            let pattern = || compile(&self.pattern.replace(r"\b", r"(?-u:\b)"));
            self.plain.get_or_init(pattern)
        } else {
            self.exact.get_or_init(|| compile(&self.pattern))
        }
    }
}

#[expect(clippy::expect_used, reason = "the patterns are constants")]
fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant pattern")
}

/// Marks, spaces and symbols that resumes are full of, and that are never part of a word. Not all there are.
fn is_beside_words(c: char) -> bool {
    matches!(c, '\u{a0}'..='\u{a9}' | '\u{ab}'..='\u{b4}' | '\u{b6}'..='\u{b9}' | '\u{bb}'..='\u{bf}' | '×' | '÷'
        | '\u{2000}'..='\u{200b}' | '\u{2010}'..='\u{203e}' | '\u{20a0}'..='\u{20c0}' | '\u{2190}'..='\u{23ff}'
        | '\u{2500}'..='\u{27bf}' | '\u{e000}'..='\u{f8ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_character_beside_words_is_part_of_one() {
        let word = compile(r"\w");
        let within = (char::MIN..=char::MAX)
            .filter(|c| is_beside_words(*c))
            .find(|c| word.is_match(c.encode_utf8(&mut [0; 4])));
        assert_eq!(within, None);
    }

    #[test]
    fn words_end_where_they_end_in_every_language() {
        let pattern = Pattern::new(r"(?i)\b(?P<word>ma|été)\b");
        let found = |text| -> Vec<String> {
            let all = pattern.captures_iter(text);
            all.map(|captures| captures["word"].to_owned()).collect()
        };
        assert_eq!(found("• MA – Berlin, “MA”"), ["MA", "MA"]);
        assert_eq!(found("cinéma – MA"), ["MA"]);
        assert_eq!(found("été 2019 – Été"), ["été", "Été"]);
        assert_eq!(found("MAÑANA"), [""; 0]);
        assert_eq!(pattern.find("schéma"), None);
    }
}
