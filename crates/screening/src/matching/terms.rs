//! A requirement's term in the materials: by the taxonomy where it knows the term, by the stems of its words where it does not.

use super::materials::{Materials, Reply, Sentence};
use super::stance::{Stance, stance};
use super::stems::{Stem, content, stem};
use crate::profile::{Place, is_title};
use crate::taxonomy::{ConceptId, Kind, Relation, Taxonomy};
use crate::text::{Span, Text, words};

/// A term of a requirement.
pub(crate) struct Term {
    /// As a person reads it.
    pub name: String,
    concept: Option<ConceptId>,
    /// The taxonomy's concepts inside a term that it does not know as a whole.
    inside: Vec<ConceptId>,
    /// The content words outside those.
    stems: Vec<Stem>,
}

/// How near what was found is to what was asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Closeness {
    /// The same, or a kind of it.
    Same,
    /// Something more general.
    Broader(ConceptId),
    /// Something that stands in for it in part.
    Sibling(ConceptId),
    /// This share of its words, by weight.
    Words(f64),
}

/// A place that speaks of a term.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sighting {
    pub document: usize,
    pub sentence: usize,
    pub mention: Span,
    pub closeness: Closeness,
    pub stance: Stance,
}

/// Fewer of a term's words than this say nothing about it.
const LEAST_SHARE: f64 = 0.55;

impl Term {
    /// Reads a term by name.
    pub fn new(name: &str) -> Self {
        let taxonomy = Taxonomy::shipped();
        let text = Text::new(name);
        let concept = taxonomy.named(name);
        let mentions = taxonomy.find(name);
        let outside = words(&text, text.span());
        let outside = outside.iter().filter(|word| {
            concept.is_some()
                || !mentions
                    .iter()
                    .any(|m| m.start <= word.span.start && word.span.end <= m.end)
        });
        let mut inside: Vec<ConceptId> = mentions
            .iter()
            .map(|mention| mention.concept)
            .filter(|_| concept.is_none())
            .collect();
        inside.dedup();
        Self {
            name: name.to_owned(),
            concept,
            inside,
            stems: content(outside.map(|word| word.folded.as_str())),
        }
    }

    /// Without some of its words, in any of their forms.
    pub fn without(mut self, generic: &[&str]) -> Self {
        self.stems
            .retain(|known| !generic.iter().any(|word| stem(word) == known.stem));
        self
    }

    /// Whether anything is left to look for.
    pub fn is_empty(&self) -> bool {
        self.concept.is_none() && self.inside.is_empty() && self.stems.is_empty()
    }

    /// The concept, where the taxonomy knows the whole term.
    pub fn concept(&self) -> Option<ConceptId> {
        self.concept
    }

    /// Every place that speaks of the term, in the order of the materials.
    pub fn sightings(&self, materials: &Materials) -> Vec<Sighting> {
        let mut found = self
            .concept
            .map_or_else(Vec::new, |wanted| by_concept(wanted, materials));
        if self.by_words() {
            let seen: Vec<(usize, usize)> = found
                .iter()
                .filter(|s| s.closeness == Closeness::Same)
                .map(|s| (s.document, s.sentence))
                .collect();
            found.extend(
                self.lexical(materials)
                    .into_iter()
                    .filter(|s| !seen.contains(&(s.document, s.sentence))),
            );
        }
        found
    }

    /// The term by its words alone, for names whose words may stand apart: "CPR and first aid certified".
    pub fn by_words_alone(mut self) -> Self {
        self.concept = None;
        self
    }

    /// How many content words it has.
    pub fn width(&self) -> usize {
        self.stems.len()
    }

    /// Names of technologies and certificates are taken at their word; fields and abilities are also recognised by their words.
    fn by_words(&self) -> bool {
        match self.concept {
            None => true,
            Some(concept) => !matches!(
                Taxonomy::shipped().kind(concept),
                Kind::Technology | Kind::Certification | Kind::Language
            ),
        }
    }

    /// Whether a word of the materials stands for a word of the term. A field of one word is shown by its occupation ("accountant" for accounting),
    /// not by any word that shares its stem ("account").
    fn is_word(&self, wanted: &Stem, stem: &str, word: &str) -> bool {
        stem == wanted.stem && (self.concept.is_none() || self.stems.len() > 1 || is_title(word))
    }

    fn lexical(&self, materials: &Materials) -> Vec<Sighting> {
        let taxonomy = Taxonomy::shipped();
        #[expect(clippy::cast_precision_loss, reason = "a handful of concepts")]
        let total =
            self.stems.iter().map(|stem| stem.weight).sum::<f64>() + self.inside.len() as f64;
        if total <= 0.0 {
            return Vec::new();
        }
        let mut found = Vec::new();
        for (document, index, sentence) in materials.sentences() {
            let mut places: Vec<Span> = Vec::new();
            let mut weight = 0.0;
            for wanted in &self.inside {
                let shown = materials.documents[document]
                    .mentions
                    .iter()
                    .find(|m| m.sentence == index && taxonomy.is_a(m.concept, *wanted));
                if let Some(shown) = shown {
                    weight += 1.0;
                    places.push(shown.span);
                }
            }
            for wanted in &self.stems {
                if let Some(at) = (0..sentence.stems.len()).find(|at| {
                    self.is_word(wanted, &sentence.stems[*at], &sentence.words[*at].folded)
                }) {
                    weight += wanted.weight;
                    places.push(sentence.words[at].span);
                }
            }
            let share = weight / total;
            if share >= LEAST_SHARE
                && let (Some(start), Some(end)) = (
                    places.iter().map(|span| span.start).min(),
                    places.iter().map(|span| span.end).max(),
                )
            {
                let mention = Span::new(start, end);
                let closeness = if share >= 0.999 && self.concept.is_none() && self.stems.is_empty()
                {
                    Closeness::Same
                } else {
                    Closeness::Words(share)
                };
                // The words may lie far apart: the standing of the last one tells.
                let last = places.iter().max().copied().unwrap_or(mention);
                found.extend(sighting(
                    materials, document, index, sentence, mention, last, closeness,
                ));
            }
        }
        found
    }
}

fn by_concept(wanted: ConceptId, materials: &Materials) -> Vec<Sighting> {
    let taxonomy = Taxonomy::shipped();
    let mut found = Vec::new();
    for (document, material) in materials.documents.iter().enumerate() {
        for mention in &material.mentions {
            let closeness = match taxonomy.related(wanted, mention.concept) {
                Some(Relation::Same | Relation::Narrower) => Closeness::Same,
                Some(Relation::Broader) => Closeness::Broader(mention.concept),
                Some(Relation::Sibling) => Closeness::Sibling(mention.concept),
                None => continue,
            };
            let sentence = &material.sentences[mention.sentence];
            found.extend(sighting(
                materials,
                document,
                mention.sentence,
                sentence,
                mention.span,
                mention.span,
                closeness,
            ));
        }
    }
    found
}

fn sighting(
    materials: &Materials,
    document: usize,
    index: usize,
    sentence: &Sentence,
    mention: Span,
    standing: Span,
    closeness: Closeness,
) -> Option<Sighting> {
    let stance = match sentence.reply {
        Some(Reply::Other) => return None,
        Some(Reply::No) => Stance::Denied,
        Some(Reply::Yes) => Stance::Shown,
        Some(Reply::Number(number)) if number > 0.0 => Stance::Shown,
        Some(Reply::Number(_)) => Stance::Denied,
        None => stance(
            &materials.documents[document].text,
            &sentence.words,
            standing,
        ),
    };
    Some(Sighting {
        document,
        sentence: index,
        mention,
        closeness,
        stance,
    })
}

impl Sighting {
    /// The place to quote.
    pub fn place(&self, materials: &Materials) -> Place {
        materials.around(self.document, self.sentence, self.mention)
    }

    /// Whether it plainly shows the term itself.
    pub fn shows(&self) -> bool {
        self.stance == Stance::Shown && self.is_the_term()
    }

    /// Whether it speaks of the term itself, however it stands to it.
    pub fn is_the_term(&self) -> bool {
        match self.closeness {
            Closeness::Same => true,
            Closeness::Words(share) => share >= 0.9,
            Closeness::Broader(_) | Closeness::Sibling(_) => false,
        }
    }
}
