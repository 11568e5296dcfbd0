//! A resume's facts: roles with dates, degrees, skills, languages, certificates. Read by layout and wording; nothing is invented, what is not said is absent.

mod certifications;
pub(crate) mod dates;
mod degrees;
mod education;
mod fields;
mod header;
mod languages;
mod lines;
mod masked;
mod person;
mod roles;
pub(crate) mod sections;
mod skills;
mod vocabulary;

use serde::{Deserialize, Serialize};

use crate::date::{Date, Ending, PartialDate};
use crate::flags::is_instruction;
use crate::model::{DegreeLevel, Document, DocumentKind, LanguageLevel};
use crate::reading::Reading;
use crate::taxonomy::{Mention, Taxonomy};

pub(crate) use certifications::{is_certification, state_in as certification_state};
pub(crate) use degrees::degrees;
pub(crate) use fields::{Nearness, agree as fields_agree};
pub(crate) use languages::{canonical as canonical_language, statements as language_statements};
pub(crate) use vocabulary::is_title;

/// Characters of one document of the materials.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Index of the document among those read.
    pub document: usize,
    /// First character.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

impl Place {
    /// Whether a character range of the same document touches it.
    pub(crate) fn touches(&self, document: usize, start: usize, end: usize) -> bool {
        self.document == document && start < self.end && self.start < end
    }
}

/// A role held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Experience {
    /// The job title as written.
    pub title: Option<String>,
    /// The employer as written.
    pub organization: Option<String>,
    /// When it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<PartialDate>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Ending::is_unknown")]
    pub end: Ending,
    /// The whole entry as written.
    pub text: String,
    /// Where it stands.
    #[serde(skip)]
    pub place: Place,
    /// Where its title and dates stand.
    #[serde(skip)]
    pub heading: Place,
}

/// A degree, or a time at a school.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Education {
    /// The degree as written: "BSc Computer Science".
    pub degree: Option<String>,
    /// Its rung.
    pub level: Option<DegreeLevel>,
    /// Its field.
    pub field: Option<String>,
    /// The school.
    pub school: Option<String>,
    /// When it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<PartialDate>,
    /// When it ended, or is expected to.
    #[serde(default, skip_serializing_if = "Ending::is_unknown")]
    pub end: Ending,
    /// Where it stands.
    #[serde(skip)]
    pub place: Place,
    /// Whether it was not finished by the day of the application.
    #[serde(skip)]
    pub unfinished: bool,
}

/// A human language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Language {
    /// Its English name.
    pub name: String,
    /// The level said, `null` where only the language is named.
    pub level: Option<LanguageLevel>,
    /// Where it stands.
    #[serde(skip)]
    pub place: Place,
}

/// Whether a certificate counts on the day of the application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CertificationState {
    /// Held, and nothing says that it ran out.
    Held,
    /// Studied for, or an examination booked.
    InProgress,
    /// Ran out.
    Expired,
}

/// A certificate or licence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certification {
    /// As written.
    pub name: String,
    /// Whether it counts.
    pub state: CertificationState,
    /// Where it stands.
    #[serde(skip)]
    pub place: Place,
}

/// What a resume says about its writer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// The first plausible line. Never an input of the score.
    pub name: Option<String>,
    /// Mail addresses. Never an input of the score.
    pub emails: Vec<String>,
    /// Roles, in the order of the resume.
    pub experience: Vec<Experience>,
    /// Degrees and schools, in the order of the resume.
    pub education: Vec<Education>,
    /// Canonical names of the taxonomy, in order of first mention.
    pub skills: Vec<String>,
    /// Human languages.
    pub languages: Vec<Language>,
    /// Certificates and licences.
    pub certifications: Vec<Certification>,
    /// Years of work: the union of the roles' spans, to a tenth; `null` where no role has dates.
    pub years: Option<f64>,
    /// What no requirement may be matched with: name, contact, schools, birth, nationality, hobbies.
    #[serde(skip)]
    pub(crate) masked: Vec<Place>,
    /// What the taxonomy finds in the resume, and its document: matching needs the same.
    #[serde(skip)]
    pub(crate) mentions: Option<(usize, Vec<Mention>)>,
}

/// Reads the resume among the documents; letters and answers hold no profile. `as_of` is what "Present" means.
pub fn read(documents: &[Document], as_of: Date) -> Profile {
    of(&Reading::all(documents), as_of)
}

/// The same of documents that are ready for it.
pub(crate) fn of(readings: &[Reading], as_of: Date) -> Profile {
    let mut profile = Profile::default();
    for (index, reading) in readings.iter().enumerate() {
        let (document, text) = (reading.document, &reading.text);
        let mut placed = reading.placed.clone();
        placed.retain(|placed| !(reading.instructs && is_instruction(placed.line.text)));
        masked::read(index, text, &placed, &mut profile.masked);
        if document.kind != DocumentKind::Resume
            || profile.name.is_some()
            || !profile.experience.is_empty()
        {
            continue;
        }
        person::read(index, text, &placed, &mut profile);
        profile.education = education::read(index, &placed, as_of);
        profile.masked.extend(education::schools(index, &placed));
        profile.experience = roles::read(index, text, &placed);
        profile.languages = languages::read(index, &placed);
        profile.certifications = certifications::read(index, &placed, as_of);
        let mentions = Taxonomy::shipped().find(text.as_str());
        profile.skills = skills::read(&mentions, &placed, &profile.masked, index);
        profile.mentions = Some((index, mentions));
        profile.years = years(profile.experience.iter(), as_of);
    }
    profile
}

/// Years covered by the roles, none counted twice, to a tenth; `None` where none has dates.
pub(crate) fn years<'a>(roles: impl Iterator<Item = &'a Experience>, as_of: Date) -> Option<f64> {
    let months = months(roles, as_of)?;
    Some(f64::from((months * 10 + 6) / 12) / 10.0)
}

/// Months covered by the roles, none counted twice; `None` where none has dates.
pub(crate) fn months<'a>(roles: impl Iterator<Item = &'a Experience>, as_of: Date) -> Option<i32> {
    let mut spans: Vec<(i32, i32)> = roles.filter_map(|role| interval(role, as_of)).collect();
    spans.sort_unstable();
    let mut total = None;
    let mut covered = i32::MIN;
    for (start, end) in spans {
        let from = start.max(covered);
        *total.get_or_insert(0) += (end - from).max(0);
        covered = covered.max(end);
    }
    total
}

/// The months of a role, the end exclusive, nothing after the day of the application.
fn interval(role: &Experience, as_of: Date) -> Option<(i32, i32)> {
    let now = as_of.months() + 1;
    let start = role.start?;
    let end = match role.end {
        Ending::On(date) if date == start && date.month().is_none() => start.begins() + 6,
        Ending::On(date) => date.ends(),
        Ending::Present => now,
        Ending::Unknown => return None,
    };
    let (start, end) = (start.begins().min(now), end.min(now));
    (start <= end).then_some((start, end))
}
