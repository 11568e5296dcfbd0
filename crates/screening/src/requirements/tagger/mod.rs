//! Spans of knowledge and skill in a sentence, found by two linear-chain models over hashed features.
//!
//! The weights (`data/tagger/weights.bin`) are learned by `cargo run --release -p screening --example train_tagger`.
//! Reading is integer arithmetic only, so every machine finds the same spans.

mod features;
mod weights;

pub use features::{BITS, Token, features, tokens};
pub use weights::{Chain, LABELS, Label, Weights, quantize};

use crate::model::TermKind;
use crate::taxonomy::Mention;
use crate::text::{Span, Text};

/// A span of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tagged {
    /// Where it stands.
    pub span: Span,
    /// Known or done.
    pub kind: TermKind,
}

/// The spans of one sentence. `mentions` are those of the whole text.
pub fn tag(text: &Text<'_>, sentence: Span, mentions: &[Mention]) -> Vec<Tagged> {
    let tokens = tokens(text, sentence, mentions);
    let features = features(&tokens);
    let weights = Weights::shipped();
    let mut found = Vec::new();
    for (chain, kind) in [
        (&weights.knowledge, TermKind::Knowledge),
        (&weights.skill, TermKind::Skill),
    ] {
        for (first, last) in spans(&chain.decode(&features)) {
            found.push(Tagged {
                span: Span::new(tokens[first].span.start, tokens[last].span.end),
                kind,
            });
        }
    }
    found.sort_by_key(|t| (t.span.start, t.span.end));
    found
}

/// First and last token of each labelled span.
pub fn spans(labels: &[Label]) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        match (label, found.last_mut()) {
            (Label::Inside, Some(last)) if last.1 + 1 == at => last.1 = at,
            (Label::Outside, _) => {}
            _ => found.push((at, at)),
        }
    }
    found
}
