//! A document's lines as the readers of a profile walk over them.

use crate::text::{self, Span, Text};

/// A line without the white space and list mark around it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'a> {
    /// The words.
    pub text: &'a str,
    /// Where they begin in the document, in characters.
    pub start: usize,
    /// Where they end, exclusive.
    pub end: usize,
    /// Whether a list mark stood before them.
    pub bullet: bool,
    /// Whether an empty line or a page break stood before it.
    pub gap_before: bool,
}

impl Line<'_> {
    /// The character position in the document of a byte position in the line.
    pub fn at(&self, byte: usize) -> usize {
        self.start + self.text[..byte].chars().count()
    }

    /// How many words the line has.
    pub fn words(&self) -> usize {
        self.text.split_whitespace().count()
    }
}

/// Longer lines are cut into their sentences: some files carry a whole resume on one line.
const LONG: usize = 240;
/// Sentences without an end are cut after this many characters.
const TOO_LONG: usize = 1_000;

/// The lines of a text that have words.
pub(crate) fn lines<'a>(text: &Text<'a>) -> Vec<Line<'a>> {
    let mut found = Vec::new();
    for line in text::lines(text) {
        let pieces = if line.span.len() > LONG {
            text::sentences(text, line.span)
        } else {
            vec![line.span]
        };
        for piece in pieces.into_iter().flat_map(cut) {
            let first = piece.start == line.span.start;
            found.push(Line {
                text: text.slice(piece),
                start: piece.start,
                end: piece.end,
                bullet: line.bullet && first,
                gap_before: line.after_gap && first,
            });
        }
    }
    found
}

fn cut(span: Span) -> impl Iterator<Item = Span> {
    (span.start..span.end)
        .step_by(TOO_LONG)
        .map(move |start| Span::new(start, span.end.min(start + TOO_LONG)))
}
