//! Reading plain text by characters: words, lines, sentences, sections. What job descriptions and resumes have in common; nothing about either.
//!
//! Every position counts Unicode scalar values of the whole text, ends are exclusive.

mod lines;
mod pattern;
mod sections;
mod words;

pub use lines::{Line, lines, sentences};
pub use pattern::Pattern;
pub use sections::{Section, heading_words, sections};
pub use words::{Word, fold, words};

/// A stretch of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

impl Span {
    /// From `start` up to, not including, `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// How many characters.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it holds no character.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether `other` lies within it.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a character.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// A text whose characters can be reached by position.
pub struct Text<'a> {
    source: &'a str,
    chars: Vec<char>,
    /// Byte offset of each character, and of the end.
    bytes: Vec<usize>,
}

impl<'a> Text<'a> {
    /// Indexes a text.
    pub fn new(source: &'a str) -> Self {
        // A character has a byte at least; most have one.
        let mut bytes = Vec::with_capacity(source.len() + 1);
        let mut chars = Vec::with_capacity(source.len());
        for (byte, char) in source.char_indices() {
            bytes.push(byte);
            chars.push(char);
        }
        bytes.push(source.len());
        Self {
            source,
            chars,
            bytes,
        }
    }

    /// The characters.
    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    /// The whole of it.
    pub fn as_str(&self) -> &'a str {
        self.source
    }

    /// The whole of it, as a span.
    pub fn span(&self) -> Span {
        Span::new(0, self.chars.len())
    }

    /// The words of a span; what lies beyond the text is left out.
    pub fn slice(&self, span: Span) -> &'a str {
        let end = span.end.min(self.chars.len());
        let start = span.start.min(end);
        &self.source[self.bytes[start]..self.bytes[end]]
    }

    /// The character position of a byte offset that lies on a character's first byte.
    pub fn char_at_byte(&self, byte: usize) -> usize {
        self.bytes.partition_point(|&b| b < byte)
    }

    /// The span of a byte range, such as a regular expression's match within `within`.
    pub fn span_of_bytes(&self, within: Span, range: std::ops::Range<usize>) -> Span {
        let base = self.bytes[within.start.min(self.chars.len())];
        Span::new(
            self.char_at_byte(base + range.start),
            self.char_at_byte(base + range.end),
        )
    }

    /// The span without white space at its ends.
    pub fn trim(&self, span: Span) -> Span {
        self.trim_matches(span, char::is_whitespace)
    }

    /// The span without the characters that `drop` names at its ends.
    pub fn trim_matches(&self, span: Span, drop: impl Fn(char) -> bool) -> Span {
        let (mut start, mut end) = (span.start, span.end.min(self.chars.len()));
        while start < end && drop(self.chars[start]) {
            start += 1;
        }
        while start < end && drop(self.chars[end - 1]) {
            end -= 1;
        }
        Span::new(start, end.max(start))
    }
}

#[cfg(test)]
mod tests;
