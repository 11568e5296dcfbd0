//! Reading the SkillSpan format: one sentence per line, tokens with BIO tags for knowledge and for skill.

use std::io;

use screening::model::TermKind;
use screening::text::Span;
use serde_json::Value;

/// A sentence: its tokens joined by single spaces, and the spans that people marked.
pub struct Sentence {
    /// Posting that it belongs to.
    pub posting: i64,
    /// The words.
    pub text: String,
    /// Where each token stands.
    pub tokens: Vec<Span>,
    /// Marked spans.
    pub gold: Vec<(Span, TermKind)>,
}

/// Reads a file.
pub fn read(path: &str) -> io::Result<Vec<Sentence>> {
    std::fs::read_to_string(path)?
        .lines()
        .map(|line| {
            serde_json::from_str(line)
                .map(|row| sentence(&row))
                .map_err(io::Error::from)
        })
        .collect()
}

fn sentence(row: &Value) -> Sentence {
    let list = |key: &str| {
        row[key]
            .as_array()
            .into_iter()
            .flatten()
            .map(|v| v.as_str().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    let mut text = String::new();
    let mut tokens = Vec::new();
    let mut at = 0;
    for token in list("tokens") {
        if at > 0 {
            text.push(' ');
            at += 1;
        }
        text.push_str(&token);
        let end = at + token.chars().count();
        tokens.push(Span::new(at, end));
        at = end;
    }
    let mut gold = Vec::new();
    for (key, kind) in [
        ("tags_knowledge", TermKind::Knowledge),
        ("tags_skill", TermKind::Skill),
    ] {
        let mut open: Option<Span> = None;
        for (tag, token) in list(key).iter().zip(&tokens) {
            match (tag.as_str(), open.as_mut()) {
                ("I", Some(span)) => span.end = token.end,
                ("O", _) => gold.extend(open.take().map(|span| (span, kind))),
                _ => {
                    gold.extend(open.take().map(|span| (span, kind)));
                    open = Some(*token);
                }
            }
        }
        gold.extend(open.map(|span| (span, kind)));
    }
    Sentence {
        posting: row["idx"].as_i64().unwrap_or_default(),
        text,
        tokens,
        gold,
    }
}

/// Counts for precision, recall and F1.
#[derive(Clone, Copy, Default)]
pub struct Counts {
    /// Found and marked.
    pub right: usize,
    /// Found.
    pub found: usize,
    /// Marked.
    pub gold: usize,
}

impl Counts {
    /// Adds the strict comparison of one sentence.
    pub fn add(&mut self, found: &[Span], gold: &[Span]) {
        self.right += found.iter().filter(|span| gold.contains(span)).count();
        self.found += found.len();
        self.gold += gold.len();
    }

    /// Precision, recall, F1.
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    pub fn figures(self) -> [f64; 3] {
        let part = |of: usize| {
            if of == 0 {
                0.0
            } else {
                self.right as f64 / of as f64
            }
        };
        let (p, r) = (part(self.found), part(self.gold));
        [
            p,
            r,
            if p + r > 0.0 {
                2.0 * p * r / (p + r)
            } else {
                0.0
            },
        ]
    }
}

/// A span that covers exactly the tokens which `span` touches: punctuation glued to a token does not make a span wrong.
pub fn on_tokens(span: Span, tokens: &[Span]) -> Span {
    let mut touched = tokens.iter().filter(|t| t.overlaps(span));
    let first = touched.next().copied().unwrap_or(span);
    Span::new(
        first.start,
        touched.next_back().map_or(first.end, |t| t.end),
    )
}
