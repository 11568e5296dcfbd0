//! Where a text is marked: terms inside a quote, evidence inside a document. Offsets count characters.

use screening::model::Verdict;

/// A piece of a document's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Nothing points at it.
    Plain(String),
    /// Evidence.
    Marked {
        /// Its first character: evidence is found by it.
        start: usize,
        /// The words.
        text: String,
        /// What it is evidence for.
        verdict: Verdict,
        /// The requirements that it shows, for a tooltip.
        shows: String,
    },
    /// A new page begins; pages count from 1.
    Page(usize),
}

/// Evidence in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// First character.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// What it is evidence for.
    pub verdict: Verdict,
    /// The requirement's words.
    pub shows: String,
}

/// Cuts a text (pages joined by a form feed) where spans begin and end. Of spans that overlap the first is kept and lengthened.
pub fn pieces(text: &str, mut spans: Vec<Span>) -> Vec<Piece> {
    spans.sort_by_key(|span| (span.start, span.end));
    let mut apart: Vec<Span> = Vec::new();
    for span in spans.into_iter().filter(|span| span.start < span.end) {
        match apart.last_mut() {
            Some(last) if span.start < last.end => {
                last.end = last.end.max(span.end);
                if !last.shows.contains(&span.shows) {
                    last.shows = format!("{}; {}", last.shows, span.shows);
                }
            }
            _ => apart.push(span),
        }
    }
    let characters: Vec<char> = text.chars().collect();
    let (mut pieces, mut at, mut page) = (Vec::new(), 0, 1);
    for span in apart {
        let (start, end) = (
            span.start.clamp(at, characters.len()),
            span.end.min(characters.len()),
        );
        plain(&characters[at..start], &mut page, &mut pieces);
        if start < end {
            pieces.push(Piece::Marked {
                start: span.start,
                text: characters[start..end].iter().collect(),
                verdict: span.verdict,
                shows: span.shows,
            });
        }
        at = end.max(start);
    }
    plain(&characters[at..], &mut page, &mut pieces);
    pieces
}

fn plain(characters: &[char], page: &mut usize, pieces: &mut Vec<Piece>) {
    for (nth, part) in characters
        .split(|character| *character == '\u{c}')
        .enumerate()
    {
        if nth > 0 {
            *page += 1;
            pieces.push(Piece::Page(*page));
        }
        if !part.is_empty() {
            pieces.push(Piece::Plain(part.iter().collect()));
        }
    }
}

/// A quote cut where one of the terms stands in it, whatever its case; `true` marks a term.
pub fn marked(quote: &str, terms: &[String]) -> Vec<(String, bool)> {
    let lower: Vec<char> = quote
        .chars()
        .map(|character| character.to_lowercase().next().unwrap_or(character))
        .collect();
    let characters: Vec<char> = quote.chars().collect();
    let mut hits = vec![false; characters.len()];
    for term in terms {
        let term: Vec<char> = term
            .chars()
            .map(|character| character.to_lowercase().next().unwrap_or(character))
            .collect();
        if term.is_empty() {
            continue;
        }
        for at in 0..lower.len().saturating_sub(term.len() - 1) {
            let whole =
                |edge: Option<&char>| edge.is_none_or(|character| !character.is_alphanumeric());
            if lower[at..].starts_with(&term)
                && whole(at.checked_sub(1).map(|before| &lower[before]))
                && whole(lower.get(at + term.len()))
            {
                hits[at..at + term.len()].fill(true);
            }
        }
    }
    let mut parts: Vec<(String, bool)> = Vec::new();
    for (character, hit) in characters.into_iter().zip(hits) {
        match parts.last_mut() {
            Some((text, same)) if *same == hit => text.push(character),
            _ => parts.push((character.to_string(), hit)),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{Piece, Span, marked, pieces};
    use screening::model::Verdict;

    fn span(start: usize, end: usize) -> Span {
        Span {
            start,
            end,
            verdict: Verdict::Met,
            shows: "Rust".to_owned(),
        }
    }

    #[test]
    fn evidence_is_marked_by_characters_and_pages_are_parted() {
        let text = "Zoë wrote Rust\u{c}and Go";
        assert_eq!(
            pieces(text, vec![span(10, 14)]),
            [
                Piece::Plain("Zoë wrote ".into()),
                Piece::Marked {
                    start: 10,
                    text: "Rust".into(),
                    verdict: Verdict::Met,
                    shows: "Rust".into()
                },
                Piece::Page(2),
                Piece::Plain("and Go".into()),
            ]
        );
    }

    #[test]
    fn spans_that_overlap_or_lie_outside_do_no_harm() {
        let found = pieces(
            "0123456789",
            vec![
                span(2, 5),
                span(3, 7),
                span(8, 400),
                span(900, 901),
                span(5, 5),
            ],
        );
        let texts: Vec<String> = found
            .into_iter()
            .map(|piece| match piece {
                Piece::Plain(text) => text,
                Piece::Marked { text, .. } => format!("[{text}]"),
                Piece::Page(_) => "|".into(),
            })
            .collect();
        assert_eq!(texts.concat(), "01[23456]7[89]");
    }

    #[test]
    fn terms_are_marked_as_whole_words() {
        let parts = marked(
            "Rust, not rusty; PostgreSQL",
            &["rust".to_owned(), "postgresql".to_owned()],
        );
        let shown: String = parts
            .into_iter()
            .map(|(text, hit)| if hit { format!("[{text}]") } else { text })
            .collect();
        assert_eq!(shown, "[Rust], not rusty; [PostgreSQL]");
        assert_eq!(marked("", &["a".to_owned()]), []);
    }
}
