//! What a sentence states, each with its place: years, degrees, certificates, languages, numbers, conditions, named skills.

mod certifications;
mod conditions;
mod degrees;
mod languages;
mod numbers;
mod years;

use super::job::Job;
use crate::model::{Category, DegreeLevel, Quantity};
use crate::taxonomy::{ConceptId, Kind, Taxonomy};
use crate::text::Span;

pub(super) use degrees::{fields, has_equivalent};
pub(super) use languages::level_near;
pub(super) use years::subjects;

/// A stated thing.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fact {
    Years(f64),
    Degree(DegreeLevel),
    Certification(String),
    Language(String),
    Number(Quantity, f64),
    Authorization,
    Location,
    /// A technology, field or method.
    Skill(ConceptId),
    /// A personal skill.
    Trait(ConceptId),
}

impl Fact {
    /// The category of a requirement that states it.
    pub fn category(&self) -> Category {
        match self {
            Fact::Years(_) | Fact::Number(..) => Category::Experience,
            Fact::Degree(_) => Category::Education,
            Fact::Certification(_) => Category::Certification,
            Fact::Language(_) => Category::Language,
            Fact::Authorization | Fact::Location => Category::Other,
            Fact::Skill(_) => Category::HardSkill,
            Fact::Trait(_) => Category::PersonalSkill,
        }
    }
}

/// A fact and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Found {
    pub span: Span,
    pub fact: Fact,
}

/// The facts of a sentence in their order, without overlap: typed ones win over names.
pub(super) fn facts(job: &Job<'_>, sentence: Span) -> Vec<Found> {
    let mut found = Vec::new();
    let mut add = |more: Vec<Found>| {
        for one in more {
            if !found.iter().any(|f: &Found| f.span.overlaps(one.span)) {
                found.push(one);
            }
        }
    };
    add(years::find(job, sentence));
    add(numbers::find(job, sentence));
    add(degrees::find(job, sentence));
    add(conditions::find(job, sentence));
    add(certifications::find(job, sentence));
    add(languages::find(job, sentence));
    add(named(job, sentence));
    found.sort_by_key(|f| f.span);
    found
}

fn named(job: &Job<'_>, sentence: Span) -> Vec<Found> {
    let taxonomy = Taxonomy::shipped();
    job.mentions_in(sentence)
        .filter(|m| taxonomy.is_curated(m.concept) || taxonomy.kind(m.concept) == Kind::Technology)
        .filter_map(|m| {
            let fact = match taxonomy.kind(m.concept) {
                Kind::Trait => Fact::Trait(m.concept),
                Kind::Technology | Kind::Knowledge | Kind::Ability | Kind::DegreeField => {
                    Fact::Skill(m.concept)
                }
                Kind::Certification | Kind::Language | Kind::Occupation => return None,
            };
            Some(Found {
                span: Span::new(m.start, m.end),
                fact,
            })
        })
        .collect()
}

/// A number in digits or words.
fn number(word: &str) -> Option<f64> {
    const WORDS: [&str; 21] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    let word = word.trim();
    if let Ok(n) = word.replace(',', "").parse::<f64>() {
        return Some(n);
    }
    if word == "a" || word == "an" {
        return Some(1.0);
    }
    let at = WORDS.iter().position(|w| *w == word)?;
    u8::try_from(at).ok().map(f64::from)
}
