//! Sections by heading. What counts as a heading's words is the caller's; what looks like a heading is decided here.

use super::{Line, Span, Text, fold};

/// A heading and the lines under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section<K> {
    /// What the heading means; `None` before the first heading.
    pub kind: Option<K>,
    /// The heading's words; empty before the first.
    pub heading: Span,
    /// The lines under it. Words after a heading's colon are its first line.
    pub lines: Vec<Line>,
}

/// Splits lines into sections. `classify` gets the folded words of a line that may be a heading and says what it means; `None` leaves the line in its section.
pub fn sections<K>(
    text: &Text<'_>,
    lines: &[Line],
    mut classify: impl FnMut(&str, &Line) -> Option<K>,
) -> Vec<Section<K>> {
    let mut found = vec![Section {
        kind: None,
        heading: Span::new(0, 0),
        lines: Vec::new(),
    }];
    for line in lines {
        let (head, rest) = split_heading(text, line.span);
        let kind = if head.len() <= LONGEST_HEADING {
            classify(&heading_words(text.slice(head)), line)
        } else {
            None
        };
        match kind {
            Some(kind) => {
                let lines = if rest.is_empty() {
                    Vec::new()
                } else {
                    vec![Line {
                        span: rest,
                        bullet: false,
                        after_gap: false,
                        indent: line.indent,
                    }]
                };
                found.push(Section {
                    kind: Some(kind),
                    heading: head,
                    lines,
                });
            }
            None => {
                if let Some(last) = found.last_mut() {
                    last.lines.push(*line);
                }
            }
        }
    }
    found
}

/// In characters; longer lines are sentences.
const LONGEST_HEADING: usize = 70;

/// A line's part up to a colon, and what follows it.
fn split_heading(text: &Text<'_>, span: Span) -> (Span, Span) {
    let chars = text.chars();
    match (span.start..span.end).find(|&at| matches!(chars[at], ':' | '：')) {
        Some(colon) => (
            text.trim(Span::new(span.start, colon)),
            text.trim(Span::new(colon + 1, span.end)),
        ),
        None => (span, Span::new(span.end, span.end)),
    }
}

/// A heading's words, folded, with single spaces: letters, digits, apostrophes; `&` as "and".
pub fn heading_words(heading: &str) -> String {
    let mut out = String::with_capacity(heading.len());
    for c in heading.chars().map(fold) {
        if c == '&' {
            out.push_str(" and ");
        } else if c.is_alphanumeric() || c == '\'' {
            out.push(c);
        } else if !out.ends_with(' ') && !out.is_empty() {
            out.push(' ');
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}
