//! Lines with their bullets, and sentences within a line.

use super::{Span, Text};

/// A line that holds something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Without white space and bullet at its ends.
    pub span: Span,
    /// Whether a bullet or a list number stood before it.
    pub bullet: bool,
    /// Whether an empty line, a page or the text's edge stands before it.
    pub after_gap: bool,
    /// How many characters of white space stood before bullet or text.
    pub indent: usize,
}

/// The lines of a text that hold a letter or a digit.
pub fn lines(text: &Text<'_>) -> Vec<Line> {
    let chars = text.chars();
    let mut found = Vec::new();
    let mut after_gap = true;
    let mut pending_bullet = false;
    let mut start = 0;
    while start < chars.len() {
        let end = chars[start..]
            .iter()
            .position(|c| matches!(c, '\n' | '\u{c}' | '\u{b}' | '\u{2028}' | '\r'))
            .map_or(chars.len(), |n| start + n);
        let raw = Span::new(start, end);
        let trimmed = text.trim(raw);
        let body = without_bullet(text, trimmed);
        if chars[body.start..body.end]
            .iter()
            .any(|c| c.is_alphanumeric())
        {
            found.push(Line {
                span: body,
                bullet: body.start > trimmed.start || pending_bullet,
                after_gap,
                indent: trimmed.start - start,
            });
            (after_gap, pending_bullet) = (false, false);
        } else if trimmed.is_empty() {
            after_gap = true;
        } else {
            // A bullet alone on its line belongs to the next.
            pending_bullet = body.start > trimmed.start || trimmed.len() <= 2;
        }
        if end < chars.len() && chars[end] == '\u{c}' {
            after_gap = true;
        }
        let carriage = chars.get(end) == Some(&'\r') && chars.get(end + 1) == Some(&'\n');
        start = end + 1 + usize::from(carriage);
    }
    found
}

fn is_bullet(c: char) -> bool {
    matches!(
        c,
        '•' | '●'
            | '▪'
            | '▫'
            | '■'
            | '□'
            | '◦'
            | '‣'
            | '⁃'
            | '∙'
            | '·'
            | '*'
            | '-'
            | '–'
            | '—'
            | '➢'
            | '➤'
            | '►'
            | '▶'
            | '✓'
            | '✔'
            | '→'
            | '»'
            | '○'
            | '◆'
            | '❖'
            | 'o'
            | '+'
            | '>'
    ) || ('\u{f0a0}'..='\u{f0ff}').contains(&c)
}

fn without_bullet(text: &Text<'_>, span: Span) -> Span {
    let chars = &text.chars()[span.start..span.end];
    let Some(&first) = chars.first() else {
        return span;
    };
    let next = chars.get(1).copied();
    if is_bullet(first) {
        let glued = !matches!(first, 'o' | '+' | '>' | '-' | '–' | '—' | '*')
            || (matches!(first, '-' | '–' | '—' | '*') && next.is_some_and(char::is_alphabetic));
        return match next {
            None => Span::new(span.end, span.end),
            Some(n) if n.is_whitespace() || glued => text.trim(Span::new(span.start + 1, span.end)),
            Some(_) => span,
        };
    }
    // "1." "2)" "(a)" "b)"
    let inner = usize::from(first == '(');
    let label = chars[inner..]
        .iter()
        .take_while(|c| c.is_ascii_alphanumeric())
        .count();
    let closes = chars
        .get(inner + label)
        .is_some_and(|c| *c == ')' || (*c == '.' && chars[inner].is_ascii_digit()));
    let counts = label > 0
        && label <= 2
        && (chars[inner..inner + label].iter().all(char::is_ascii_digit) || label == 1);
    if counts
        && closes
        && chars
            .get(inner + label + 1)
            .is_some_and(|c| c.is_whitespace())
    {
        return text.trim(Span::new(span.start + inner + label + 1, span.end));
    }
    span
}

/// The sentences of a span: cut after `.`, `!`, `?` or `;` before a new beginning, and at bullets inside a line.
pub fn sentences(text: &Text<'_>, span: Span) -> Vec<Span> {
    let chars = text.chars();
    let mut found = Vec::new();
    let mut start = span.start;
    let mut at = span.start;
    while at < span.end {
        let cut = match chars[at] {
            '.' | '!' | '?' => ends_sentence(chars, span, start, at),
            ';' => at + 1 < span.end && chars[at + 1].is_whitespace(),
            '•' | '●' | '▪' | '◦' | '■' => true,
            '\n' => at + 1 < span.end && matches!(chars[at + 1], '\n' | '\u{c}'),
            '\u{c}' => true,
            _ => false,
        };
        if cut {
            let keep = usize::from(matches!(chars[at], '.' | '!' | '?'));
            found.push(Span::new(start, at + keep));
            start = at + 1;
        }
        at += 1;
    }
    found.push(Span::new(start, span.end.max(start)));
    found
        .into_iter()
        .map(|s| text.trim(s))
        .filter(|s| chars[s.start..s.end].iter().any(|c| c.is_alphanumeric()))
        .collect()
}

/// Abbreviations whose full stop ends nothing.
const ABBREVIATIONS: [&str; 24] = [
    "e.g", "i.e", "etc", "vs", "incl", "inc", "approx", "min", "max", "dr", "mr", "mrs", "ms",
    "st", "no", "dept", "yrs", "yr", "eg", "ie", "ca", "resp", "ltd", "co",
];

fn ends_sentence(chars: &[char], span: Span, start: usize, at: usize) -> bool {
    let mut next = at + 1;
    if next >= span.end {
        return false;
    }
    if matches!(chars[next], ')' | '"' | '”' | '\'') {
        next += 1;
    }
    if next >= span.end || !chars[next].is_whitespace() {
        return false;
    }
    let Some(begin) = (next..span.end)
        .map(|n| chars[n])
        .find(|c| !c.is_whitespace())
    else {
        return false;
    };
    if begin.is_lowercase() || matches!(begin, ',' | ')' | ';') {
        return false;
    }
    if chars[at] != '.' {
        return true;
    }
    let word: String = chars[start..at]
        .iter()
        .rev()
        .take_while(|c| c.is_alphanumeric() || **c == '.')
        .map(|c| c.to_ascii_lowercase())
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    let abbreviated = ABBREVIATIONS.contains(&word.trim_start_matches('.')) && word != "no"
        || (word.chars().count() == 1 && word.chars().all(char::is_alphabetic));
    let etc = word == "etc";
    !abbreviated || etc
}
