//! The whole way: documents to profile, requirements to matches, matches to score, column and reasons.

use serde::{Deserialize, Serialize};

use crate::date::Date;
use crate::flags::{self, Flag};
use crate::matching::{Materials, RoleFit, match_requirement, overrule, role_fit};
use crate::model::{Column, Document, DocumentKind, Match, Override, RequirementSet};
use crate::profile::{self, Certification, Education, Experience, Language};
use crate::proposals::Proposer;
use crate::reading::Reading;
use crate::receipt::Receipt;
use crate::scoring::{self, Cap, CategoryScore, Thresholds};
use crate::summary;

/// Name and version of the engine. The version rises whenever the same inputs may give another result.
pub const ENGINE: &str = "clara-screening/1";

/// A resume with fewer letters than this holds nothing to judge by.
const LEAST_LETTERS: usize = 3;

/// What a screening is asked to take into account beside requirements and documents.
#[derive(Clone, Debug)]
pub struct Options {
    /// What "Present" means: the day of the application.
    pub as_of: Date,
    /// Where the columns begin.
    pub thresholds: Thresholds,
    /// A person's verdicts, which replace the engine's.
    pub overrides: Vec<Override>,
}

impl Options {
    /// The defaults on a day.
    pub fn on(as_of: Date) -> Self {
        Self {
            as_of,
            thresholds: Thresholds::default(),
            overrides: Vec::new(),
        }
    }
}

/// The result for one application. Same inputs, same bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Screening {
    /// [`ENGINE`].
    pub engine: String,
    /// What "Present" meant.
    pub as_of: Date,
    /// 0–100; `null` where none is possible.
    pub score: Option<u8>,
    /// Why there is no score.
    pub unscored_reason: Option<String>,
    /// Where the engine would place it.
    pub column: Column,
    /// How near the person's roles are to the job's title.
    pub role_fit: Option<RoleFit>,
    /// The score's parts.
    pub categories: Vec<CategoryScore>,
    /// What missing must-haves took off.
    pub cap: Option<Cap>,
    /// Two or three factual sentences; never a name, a sex or an age.
    pub summary: String,
    /// One line for a card: "Senior Backend Engineer · Northwind · 8 y".
    pub headline: String,
    /// Roles, in the order of the resume.
    pub experience: Vec<Experience>,
    /// Degrees and schools.
    pub education: Vec<Education>,
    /// Skills by canonical name.
    pub skills: Vec<String>,
    /// Human languages.
    pub languages: Vec<Language>,
    /// Certificates and licences.
    pub certifications: Vec<Certification>,
    /// One answer per requirement, in their order.
    pub matches: Vec<Match>,
    /// Ids of must-haves that nothing shows or something contradicts.
    pub missing_must_haves: Vec<String>,
    /// What a reviewer should look at.
    pub flags: Vec<Flag>,
    /// What went in.
    pub receipt: Receipt,
}

/// Screens one application.
pub fn screen(
    set: &RequirementSet,
    documents: &[Document],
    options: &Options,
    proposer: &dyn Proposer,
) -> Screening {
    let proposals = proposer.propose(set, documents);
    let readings = Reading::all(documents);
    let profile = profile::of(&readings, options.as_of);
    let materials = Materials::of(readings, &profile, options.as_of);
    let matches: Vec<Match> = set
        .requirements
        .iter()
        .map(|requirement| {
            let found = match_requirement(requirement, &materials, &proposals);
            match options
                .overrides
                .iter()
                .rfind(|by| by.requirement == requirement.id)
            {
                Some(by) => overrule(found, by),
                None => found,
            }
        })
        .collect();
    let mut role_fit = role_fit(&set.title, &materials);
    if let (Some(proposed), Some(found)) = (proposals.role_fit, role_fit.as_mut()) {
        found.fit = found.fit.max(proposed.clamp(0.0, 1.0));
    }
    let scored = scoring::score(
        &set.requirements,
        &matches,
        role_fit.as_ref().map(|role| role.fit),
        &options.thresholds,
    );
    let unscored_reason = unscored(set, documents, role_fit.is_some());
    let is_scored = unscored_reason.is_none();
    Screening {
        engine: ENGINE.to_owned(),
        as_of: options.as_of,
        score: is_scored.then_some(scored.score),
        column: if is_scored {
            scored.column
        } else {
            Column::ToReview
        },
        summary: unscored_reason.clone().map_or_else(
            || summary::sentences(&profile, set, &matches),
            |reason| format!("Not scored: {reason}."),
        ),
        unscored_reason,
        role_fit,
        categories: if is_scored {
            scored.categories
        } else {
            Vec::new()
        },
        cap: scored.cap.filter(|_| is_scored),
        headline: summary::headline(&profile),
        flags: flags::read(&materials, options.as_of),
        missing_must_haves: if is_scored {
            scored.missing_must_haves
        } else {
            Vec::new()
        },
        matches,
        receipt: Receipt::new(
            set,
            documents,
            options.as_of,
            proposals,
            &options.overrides,
            options.thresholds,
        ),
        experience: profile.experience,
        education: profile.education,
        skills: profile.skills,
        languages: profile.languages,
        certifications: profile.certifications,
    }
}

/// Why no score is possible, if none is.
fn unscored(set: &RequirementSet, documents: &[Document], has_title: bool) -> Option<String> {
    let letters = |document: &Document| {
        document
            .text
            .chars()
            .filter(|c| c.is_alphanumeric())
            .take(LEAST_LETTERS)
            .count()
    };
    let mut resumes = documents
        .iter()
        .filter(|document| document.kind == DocumentKind::Resume)
        .peekable();
    if resumes.peek().is_none() {
        Some("there is no resume".to_owned())
    } else if resumes.all(|document| letters(document) < LEAST_LETTERS) {
        Some("there is no text in the resume".to_owned())
    } else if set.requirements.is_empty() && !has_title {
        Some("the job asks for nothing to compare with".to_owned())
    } else {
        None
    }
}
