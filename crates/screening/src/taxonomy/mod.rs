//! What CLARA knows about skills: names, aliases, what is a kind of what, what only looks alike.
//!
//! Built once from the files in `data/taxonomy` (see the README there for their format and sources): an outline of our own concepts with
//! hierarchy, and flat lists of requirement terms. Mentions are found word by word, longest first, so a name never matches inside another.

mod build;
mod find;
mod outline;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

pub use find::Mention;

/// A concept of the taxonomy. Its number may change with the data: keep names, not numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConceptId(pub(crate) u32);

/// What a concept is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A tool, product or programming language: Rust, Excel, SAP.
    Technology,
    /// A field, method, rule or thing one knows: GAAP, wound care.
    Knowledge,
    /// An ability, described by what one does: "manage budgets".
    Ability,
    /// A personal skill or attitude: teamwork.
    Trait,
    /// A certificate or licence: CISSP, forklift licence.
    Certification,
    /// A field of study: nursing, computer science.
    DegreeField,
    /// A human language.
    Language,
    /// What a person works as: nurse, accountant.
    Occupation,
}

/// How a shown concept answers a wanted one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// The same concept.
    Same,
    /// The shown one is a kind of the wanted one: PostgreSQL for SQL database. It satisfies.
    Narrower,
    /// The wanted one is a kind of the shown one: "databases" for PostgreSQL.
    Broader,
    /// Both are kinds of one concept whose kinds stand in for each other in part: MySQL for PostgreSQL.
    Sibling,
}

/// The shipped knowledge.
#[derive(Default)]
pub struct Taxonomy {
    concepts: Vec<Concept>,
    /// Folded phrases, words joined by one space.
    names: HashMap<Box<str>, Name>,
    /// The longest phrase, in words, that begins with a word.
    longest: HashMap<Box<str>, u8>,
    /// The spellings that guards ask for.
    exact: Vec<Box<str>>,
}

struct Concept {
    name: Box<str>,
    kind: Kind,
    broader: Vec<ConceptId>,
    /// Kinds of it stand in for each other in part.
    siblings: bool,
    /// Looks alike, is something else.
    unlike: Vec<ConceptId>,
    /// From the outline, not from a flat list.
    curated: bool,
}

/// What a phrase names, and when.
#[derive(Clone, Copy)]
struct Name {
    concept: ConceptId,
    guard: Guard,
}

/// When a phrase counts as a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Guard {
    /// Always.
    None,
    /// Only written exactly so; the number says which of the exact spellings.
    Exact(u16),
    /// Only written exactly so, and with something near that speaks of skills.
    Cue(u16),
}

/// Whether a lower-case word is the base form of a verb with which descriptions of what one does begin: "manage", "design".
pub fn is_verb(word: &str) -> bool {
    static VERBS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        include_str!("../../../../data/taxonomy/verbs.txt")
            .lines()
            .collect()
    });
    VERBS.contains(word)
}

impl Taxonomy {
    /// The taxonomy that CLARA ships, built on first use.
    pub fn shipped() -> &'static Taxonomy {
        static SHIPPED: LazyLock<Taxonomy> = LazyLock::new(build::shipped);
        &SHIPPED
    }

    /// Every mention in a text: whole words, the longest phrase, left to right, without overlap. Offsets count characters.
    pub fn find(&self, text: &str) -> Vec<Mention> {
        find::find(self, text)
    }

    /// The concept of this name or alias, whatever its case; homonyms ("Swift") are taken at their word.
    pub fn named(&self, name: &str) -> Option<ConceptId> {
        self.names
            .get(find::phrase(name).as_str())
            .map(|n| n.concept)
    }

    /// The canonical name.
    pub fn name(&self, id: ConceptId) -> &str {
        &self.concepts[id.0 as usize].name
    }

    /// What it is.
    pub fn kind(&self, id: ConceptId) -> Kind {
        self.concepts[id.0 as usize].kind
    }

    /// Whether it comes from our own outline, rather than from a flat list of terms.
    pub fn is_curated(&self, id: ConceptId) -> bool {
        self.concepts[id.0 as usize].curated
    }

    /// The concepts directly above.
    pub fn broader(&self, id: ConceptId) -> &[ConceptId] {
        &self.concepts[id.0 as usize].broader
    }

    /// Whether `child` is `ancestor` or, by any number of steps, a kind of it.
    pub fn is_a(&self, child: ConceptId, ancestor: ConceptId) -> bool {
        // The outline is shallow and has no circle (checked when built): a walk up is a handful of steps.
        child == ancestor
            || self
                .broader(child)
                .iter()
                .any(|up| self.is_a(*up, ancestor))
    }

    /// How `shown` answers `wanted`; `None` where they have nothing to do with each other or only look alike.
    pub fn related(&self, wanted: ConceptId, shown: ConceptId) -> Option<Relation> {
        if wanted == shown {
            return Some(Relation::Same);
        }
        let unlike = |a: ConceptId, b: ConceptId| self.concepts[a.0 as usize].unlike.contains(&b);
        if unlike(wanted, shown) || unlike(shown, wanted) {
            return None;
        }
        if self.is_a(shown, wanted) {
            return Some(Relation::Narrower);
        }
        if self.is_a(wanted, shown) {
            return Some(Relation::Broader);
        }
        let siblings = self
            .broader(wanted)
            .iter()
            .any(|up| self.concepts[up.0 as usize].siblings && self.is_a(shown, *up));
        siblings.then_some(Relation::Sibling)
    }

    /// How many concepts there are.
    pub fn len(&self) -> usize {
        self.concepts.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.concepts.is_empty()
    }
}

#[cfg(test)]
mod tests;
