//! A job description made ready for reading: its text, the same folded, and the concepts it names.

use regex::Regex;

use crate::taxonomy::{Mention, Taxonomy};
use crate::text::{Span, Text, fold};

/// The same text as `source`, in lower case, character by character.
pub(super) fn folded(source: &str) -> String {
    source.chars().map(fold).collect()
}

pub(super) struct Job<'a> {
    pub text: Text<'a>,
    /// Character positions are those of `text`.
    pub folded: Text<'a>,
    pub mentions: Vec<Mention>,
}

impl<'a> Job<'a> {
    pub fn new(source: &'a str, folded: &'a str) -> Self {
        Self {
            text: Text::new(source),
            folded: Text::new(folded),
            mentions: Taxonomy::shipped().find(source),
        }
    }

    /// The mentions that lie within a span.
    pub fn mentions_in(&self, span: Span) -> impl Iterator<Item = &Mention> {
        let first = self.mentions.partition_point(|m| m.start < span.start);
        self.mentions[first..]
            .iter()
            .take_while(move |m| m.start < span.end)
            .filter(move |m| m.end <= span.end)
    }

    /// Where a pattern matches the folded words of a span.
    pub fn matches(&self, pattern: &Regex, span: Span) -> Vec<Span> {
        pattern
            .find_iter(self.folded.slice(span))
            .map(|m| self.folded.span_of_bytes(span, m.range()))
            .collect()
    }

    /// Whether a pattern matches the folded words of a span.
    pub fn says(&self, pattern: &Regex, span: Span) -> bool {
        pattern.is_match(self.folded.slice(span))
    }

    pub fn words(&self, span: Span) -> &'a str {
        self.text.slice(span)
    }
}

/// A pattern of this module, compiled on first use. A mistake in one shows in every test.
macro_rules! pattern {
    ($pattern:expr) => {{
        static PATTERN: std::sync::LazyLock<regex::Regex> = std::sync::LazyLock::new(|| {
            regex::Regex::new($pattern).expect("the pattern is a constant")
        });
        &*PATTERN
    }};
}
pub(super) use pattern;
