//! A candidate's materials made ready for matching: sentences with words and stems, mentions of the taxonomy, without what is no input.

use super::stems::stem;
use crate::date::Date;
use crate::flags::is_instruction;
use crate::model::{Document, DocumentKind, Evidence};
use crate::profile::sections::{Placed, Section};
use crate::profile::{Experience, Place, Profile};
use crate::reading::Reading;
use crate::taxonomy::{ConceptId, Kind, Mention, Taxonomy};
use crate::text::{Span, Text, Word, sentences, words};

/// What a candidate sent in.
pub struct Materials<'a> {
    /// The facts of the resume.
    pub profile: &'a Profile,
    /// What "Present" means.
    pub as_of: Date,
    pub(crate) documents: Vec<Material<'a>>,
}

/// One document.
pub(crate) struct Material<'a> {
    pub source: &'a Document,
    pub text: Text<'a>,
    /// Whether it may speak to a machine anywhere.
    pub instructs: bool,
    pub sentences: Vec<Sentence>,
    pub mentions: Vec<Mentioned>,
}

/// A concept of the taxonomy in a sentence.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mentioned {
    pub span: Span,
    pub concept: ConceptId,
    pub sentence: usize,
}

/// A sentence, or a line of a list.
pub(crate) struct Sentence {
    pub span: Span,
    pub section: Section,
    /// Its words; masked ones are left out.
    pub words: Vec<Word>,
    /// The stem of each word.
    pub stems: Vec<String>,
    /// For a question: what was answered.
    pub reply: Option<Reply>,
}

/// An answer in short.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Reply {
    Yes,
    No,
    Number(f64),
    /// In words: they speak for themselves, the question does not.
    Other,
}

impl<'a> Materials<'a> {
    /// Prepares documents whose profile was read before.
    pub fn new(documents: &'a [Document], profile: &'a Profile, as_of: Date) -> Self {
        Self::of(Reading::all(documents), profile, as_of)
    }

    /// The same of documents that are ready for reading.
    pub(crate) fn of(readings: Vec<Reading<'a>>, profile: &'a Profile, as_of: Date) -> Self {
        let documents = readings
            .into_iter()
            .enumerate()
            .map(|(index, reading)| material(index, reading, profile))
            .collect();
        Self {
            profile,
            as_of,
            documents,
        }
    }

    /// Every sentence, with its document's index and its own.
    pub(crate) fn sentences(&self) -> impl Iterator<Item = (usize, usize, &Sentence)> {
        self.documents
            .iter()
            .enumerate()
            .flat_map(|(document, material)| {
                material
                    .sentences
                    .iter()
                    .enumerate()
                    .map(move |(index, sentence)| (document, index, sentence))
            })
    }

    /// The words of a sentence.
    pub(crate) fn words(&self, document: usize, span: Span) -> &'a str {
        self.documents[document].text.slice(span)
    }

    /// The role in whose entry a character range stands.
    pub(crate) fn role_at(&self, document: usize, span: Span) -> Option<&'a Experience> {
        self.profile
            .experience
            .iter()
            .find(|role| role.place.touches(document, span.start, span.end))
    }

    /// Index and length, in characters, of the document of this id; of the first one where there is none such.
    pub(crate) fn document(&self, id: &str) -> (usize, usize) {
        let index = self
            .documents
            .iter()
            .position(|material| material.source.id == id)
            .unwrap_or(0);
        (
            index,
            self.documents
                .get(index)
                .map_or(0, |material| material.text.chars().len()),
        )
    }

    /// The quote of a place.
    pub(crate) fn evidence(&self, place: Place) -> Evidence {
        let material = &self.documents[place.document];
        let span = material.text.trim(Span::new(place.start, place.end));
        let pages = material.text.chars()[..span.start]
            .iter()
            .filter(|c| **c == '\u{c}')
            .count();
        Evidence {
            document: material.source.id.clone(),
            page: u32::try_from(pages + 1).unwrap_or(u32::MAX),
            start: span.start,
            end: span.end,
            quote: material.text.slice(span).to_owned(),
        }
    }

    /// The place to quote for a mention: its sentence, or the words around it in a long one.
    pub(crate) fn around(&self, document: usize, sentence: usize, mention: Span) -> Place {
        const QUOTE: usize = 240;
        let whole = self.documents[document].sentences[sentence].span;
        let span = if whole.len() <= QUOTE {
            whole
        } else {
            self.window(document, whole, mention, QUOTE / 3)
        };
        Place {
            document,
            start: span.start.min(mention.start),
            end: span.end.max(mention.end),
        }
    }

    fn window(&self, document: usize, whole: Span, mention: Span, reach: usize) -> Span {
        let chars = self.documents[document].text.chars();
        let mut start = mention.start.saturating_sub(reach).max(whole.start);
        let mut end = (mention.end + reach).min(whole.end).max(mention.end);
        while start > whole.start && !chars[start - 1].is_whitespace() {
            start -= 1;
        }
        while end < whole.end && !chars[end].is_whitespace() {
            end += 1;
        }
        Span::new(start, end)
    }
}

impl Material<'_> {
    /// What kind of document it is.
    pub fn kind(&self) -> DocumentKind {
        self.source.kind
    }
}

fn material<'a>(index: usize, reading: Reading<'a>, profile: &Profile) -> Material<'a> {
    let Reading {
        document: source,
        text,
        placed,
        instructs,
    } = reading;
    let answers = source.kind == DocumentKind::Answers;
    let masked: Vec<&Place> = profile
        .masked
        .iter()
        .filter(|place| place.document == index)
        .collect();
    let mut found: Vec<Sentence> = Vec::new();
    for (span, section) in paragraphs(&text, &placed, answers) {
        for span in sentences(&text, span) {
            if instructs && is_instruction(text.slice(span)) {
                continue;
            }
            let mut kept = words(&text, span);
            kept.retain(|word| {
                !masked
                    .iter()
                    .any(|place| place.touches(index, word.span.start, word.span.end))
            });
            if !kept.is_empty() {
                let stems = kept.iter().map(|word| stem(&word.folded)).collect();
                found.push(Sentence {
                    span,
                    section,
                    words: kept,
                    stems,
                    reply: None,
                });
            }
        }
    }
    replies(&text, &mut found);
    let mentions = match &profile.mentions {
        Some((resume, known)) if *resume == index => mentions(&text, known, &found),
        _ => mentions(&text, &Taxonomy::shipped().find(text.as_str()), &found),
    };
    Material {
        source,
        text,
        instructs,
        sentences: found,
        mentions,
    }
}

/// Lines at least this long may have been wrapped.
const WRAPPED: usize = 45;

/// Lines put together again where a sentence was wrapped.
fn paragraphs(text: &Text, placed: &[Placed], answers: bool) -> Vec<(Span, Section)> {
    let mut found: Vec<(Span, Section, usize)> = Vec::new();
    let mut previous: Option<&Placed> = None;
    for line in placed {
        let goes_on = !answers
            && !line.line.bullet
            && !line.line.gap_before
            && previous.is_some_and(|before| {
                before.block == line.block && before.section == line.section && wraps(before, line)
            });
        match found.last_mut() {
            Some(last)
                if goes_on
                    && text.chars()[last.0.end..line.line.start]
                        .iter()
                        .all(|c| c.is_whitespace()) =>
            {
                last.0.end = line.line.end
            }
            _ => found.push((
                Span::new(line.line.start, line.line.end),
                line.section,
                line.block,
            )),
        }
        previous = Some(line);
    }
    found
        .into_iter()
        .map(|(span, section, _)| (span, section))
        .collect()
}

/// Whether the first line goes on in the second: it ends in the middle of a thought, or is long and the next one begins in the middle of one.
fn wraps(line: &Placed, next: &Placed) -> bool {
    let text = line.line.text;
    if text.ends_with(['.', '!', '?', ':', ';']) {
        return false;
    }
    let last = text
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or(text)
        .to_lowercase();
    let hanging = text.ends_with(',')
        || [
            "with", "in", "of", "and", "or", "the", "a", "an", "to", "for", "at", "on", "by",
            "from", "as", "using", "not", "no", "&",
        ]
        .contains(&last.as_str());
    hanging || (text.chars().count() >= WRAPPED && next.line.text.starts_with(char::is_lowercase))
}

/// Joins each question with its answer.
fn replies(text: &Text, found: &mut [Sentence]) {
    for index in 0..found.len() {
        if !text.slice(found[index].span).trim_end().ends_with('?') {
            continue;
        }
        let Some(answer) = found.get(index + 1) else {
            found[index].reply = Some(Reply::Other);
            continue;
        };
        let first = answer
            .words
            .iter()
            .map(|word| word.folded.as_str())
            .find(|word| !matches!(*word, "a" | "answer" | "well" | "about" | "around" | "over"));
        let reply = match first {
            Some(
                "yes" | "yeah" | "yep" | "ja" | "oui" | "sí" | "certainly" | "absolutely" | "sure",
            ) => Reply::Yes,
            Some("no" | "nope" | "nein" | "non" | "never" | "none" | "not") => Reply::No,
            Some(word) => word
                .trim_end_matches('+')
                .parse()
                .map_or(Reply::Other, Reply::Number),
            None => Reply::Other,
        };
        if reply != Reply::Other {
            found[index].span.end = answer.span.end;
        }
        found[index].reply = Some(reply);
    }
}

/// Of all the taxonomy's mentions, those inside sentences, with none of their words masked.
fn mentions(text: &Text, all: &[Mention], found: &[Sentence]) -> Vec<Mentioned> {
    let taxonomy = Taxonomy::shipped();
    let mut sentence = 0;
    let mut kept = Vec::new();
    for mention in all {
        let span = Span::new(mention.start, mention.end);
        while found.get(sentence).is_some_and(|s| {
            s.words
                .last()
                .is_none_or(|word| word.span.end <= span.start)
        }) {
            sentence += 1;
        }
        let Some(within) = found.get(sentence) else {
            break;
        };
        let (first, last) = (
            within
                .words
                .iter()
                .position(|word| word.span.start == span.start),
            within
                .words
                .iter()
                .position(|word| word.span.end == span.end),
        );
        let (Some(first), Some(last)) = (first, last) else {
            continue;
        };
        kept.push(Mentioned {
            span,
            concept: mention.concept,
            sentence,
        });
        if taxonomy.kind(mention.concept) == Kind::Occupation && last > first {
            // "Backend Engineer" also speaks of the back end.
            let before = Span::new(span.start, within.words[last - 1].span.end);
            kept.extend(
                taxonomy
                    .find(text.slice(before))
                    .into_iter()
                    .map(|inner| Mentioned {
                        span: Span::new(before.start + inner.start, before.start + inner.end),
                        concept: inner.concept,
                        sentence,
                    }),
            );
        }
    }
    kept
}
