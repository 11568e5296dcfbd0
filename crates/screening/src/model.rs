//! The words that all of screening speaks: requirements, predicates, matches, evidence. Plain data; no rule lives here.
//!
//! Offsets count Unicode scalar values (`char`s) of a text, ends are exclusive. A document's text joins its pages by a form feed.

use serde::{Deserialize, Serialize};

/// What a requirement asks about. The categories of the interface, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// A thing one knows or uses: Rust, GAAP, wound care.
    HardSkill,
    /// An ability or attitude: teamwork, care for detail.
    PersonalSkill,
    /// Years in a field, size of a team led.
    Experience,
    /// A degree and its field.
    Education,
    /// A human language and its level.
    Language,
    /// A certificate or licence.
    Certification,
    /// Availability, location, permission to work and the like.
    Other,
}

/// Whether a term is known or done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermKind {
    /// A thing one knows: Python, GAAP.
    Knowledge,
    /// A thing one can do or is: lead a team, reliable.
    Skill,
}

/// A term inside a job description.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The words as they stand in the description.
    pub text: String,
    /// Where they begin in the job's text.
    pub start: usize,
    /// Where they end (exclusive).
    pub end: usize,
    /// Known or done.
    pub kind: TermKind,
}

/// Where in the job's text a requirement stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The words between them.
    pub quote: String,
}

/// A rung of the degree ladder, lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DegreeLevel {
    /// Secondary school: high-school diploma, A levels, Abitur.
    Secondary,
    /// A vocational or post-secondary certificate, an apprenticeship.
    Vocational,
    /// Associate degree, foundation degree, HND.
    Associate,
    /// Bachelor's degree.
    Bachelor,
    /// Master's degree, MBA, Diplom.
    Master,
    /// Doctorate, also professional: PhD, MD, JD, PharmD.
    Doctorate,
}

/// A level of the Common European Framework of Reference for Languages, lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LanguageLevel {
    /// Beginner.
    A1,
    /// Elementary ("basic").
    A2,
    /// Intermediate ("conversational").
    B1,
    /// Upper intermediate ("professional working").
    B2,
    /// Advanced ("fluent", "business fluent").
    C1,
    /// Proficient, native.
    C2,
}

/// What a [`Predicate::Number`] counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// People led.
    TeamSize,
    /// Money managed, in units of whatever currency is named.
    Budget,
    /// Anything else, named by the requirement's terms.
    Other,
}

/// The typed question that a requirement asks of a candidate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Predicate {
    /// Every one of these skills, by canonical name. One alternative of an either/or group stands in [`Predicate::AnyOf`].
    Skill {
        /// Canonical names in the taxonomy, or the words of the description where it has none.
        terms: Vec<String>,
    },
    /// At least `min` years in any of these subjects (none: work experience as such).
    Years {
        /// Years asked for; the lower end of a range.
        min: f64,
        /// Canonical names or words of the subject, alternatives.
        of: Vec<String>,
    },
    /// A degree at or above a level.
    Degree {
        /// The lowest level that satisfies.
        level: DegreeLevel,
        /// Fields, alternatives; empty: any.
        fields: Vec<String>,
        /// "or equivalent experience".
        or_equivalent: bool,
    },
    /// A human language at or above a level.
    Language {
        /// English name of the language.
        which: String,
        /// The lowest level that satisfies.
        level: LanguageLevel,
    },
    /// A certificate or licence.
    Certification {
        /// Canonical names or words, alternatives.
        which: Vec<String>,
        /// Whether an expired one fails. Always so unless the description says otherwise.
        must_be_valid: bool,
    },
    /// A quantity at or above a bound: a team of 10, a budget of 1 M.
    Number {
        /// What is counted.
        quantity: Quantity,
        /// The bound.
        at_least: f64,
    },
    /// One of these is enough.
    AnyOf {
        /// The alternatives.
        of: Vec<Predicate>,
    },
    /// All of these together.
    AllOf {
        /// The parts.
        of: Vec<Predicate>,
    },
    /// A personal skill, matched by cues.
    Trait {
        /// Its canonical name, or the words of the description.
        text: String,
    },
    /// Permission to work, a clearance, a background check.
    Authorization {
        /// The words of the description.
        text: String,
    },
    /// A place to be at, travel, shifts, availability.
    Location {
        /// The words of the description.
        text: String,
    },
}

/// One criterion of a job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Requirement {
    /// Stable within its requirement set: `r1`, `r2`, ….
    pub id: String,
    /// What it asks about.
    pub category: Category,
    /// The words a person reads.
    pub text: String,
    /// Must-have or nice-to-have.
    pub must_have: bool,
    /// Share of the job's score before normalisation; 0 or more, suggested 1–10.
    pub weight: f64,
    /// The typed question.
    pub predicate: Predicate,
    /// Where it stands in the description.
    pub source: Source,
    /// The terms inside it.
    pub terms: Vec<Term>,
}

/// What a job asks for: a title and its requirements.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequirementSet {
    /// The job's title.
    pub title: String,
    /// The criteria, in the order of the description.
    pub requirements: Vec<Requirement>,
}

/// How a requirement was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Shown.
    Met,
    /// A sibling, fewer years, a lower level.
    Partly,
    /// Something in the materials contradicts it.
    NotMet,
    /// Silence, which is not a no.
    NoEvidence,
}

/// A quote from a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The document's id ([`Document::id`]).
    pub document: String,
    /// Page, counted from 1.
    pub page: u32,
    /// First character in the document's text.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The words between them.
    pub quote: String,
}

/// The answer to one requirement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Match {
    /// [`Requirement::id`].
    pub requirement: String,
    /// The verdict that counts (a person's, where overruled).
    pub verdict: Verdict,
    /// 0–1; what the score multiplies the weight with.
    pub strength: f64,
    /// Why, in one short sentence: "5 years 2 months of Python (3 asked)".
    pub reason: String,
    /// The quotes that show it, best first.
    pub evidence: Vec<Evidence>,
    /// The engine's own verdict, where a person overruled it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overruled: Option<Overruled>,
}

/// What stood before a person overruled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overruled {
    /// The engine's verdict.
    pub engine_verdict: Verdict,
    /// The engine's strength.
    pub engine_strength: f64,
    /// The person's reason.
    pub reason: String,
}

/// A person's verdict in place of the engine's; an input of the score, kept in the receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// [`Requirement::id`].
    pub requirement: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
}

/// The columns in which the engine may place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// No score, or none possible.
    ToReview,
    /// Below the threshold.
    NotQualified,
    /// At or above it.
    PreQualified,
}

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// The resume that counts.
    Resume,
    /// A cover letter.
    CoverLetter,
    /// Answers to questions.
    Answers,
}

/// A material of an application: visible text only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// What evidence names: a document id, or a file name on the command line.
    pub id: String,
    /// What it is.
    pub kind: DocumentKind,
    /// The text that a person can see, pages joined by a form feed.
    pub text: String,
    /// Words found in the file that no person sees; flagged, never counted.
    #[serde(default)]
    pub hidden: Vec<String>,
}
