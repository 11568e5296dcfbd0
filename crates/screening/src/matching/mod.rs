//! One requirement against a candidate's materials: a verdict, a strength, a reason, and the words that show it.
//!
//! Rules and the taxonomy decide; a model may only propose (see [`Proposals`]). Silence is never a no.

mod certifications;
mod conditions;
mod degrees;
mod finding;
mod languages;
mod materials;
mod numbers;
mod role;
mod skills;
mod stance;
mod stems;
mod terms;
mod traits;
mod years;

pub use materials::Materials;
pub(crate) use role::newest_first;
pub use role::{RoleFit, role_fit};

use crate::model::{Match, Override, Overruled, Predicate, Requirement, Verdict};
use crate::proposals::Proposals;
use finding::{Finding, all, any};

/// The strength of a verdict that a person gives in part.
const PARTLY_BY_HAND: f64 = 0.5;
/// What a model's proposal is worth at most.
const PROPOSED: f64 = 0.4;

/// Answers one requirement.
pub fn match_requirement(
    requirement: &Requirement,
    materials: &Materials,
    proposals: &Proposals,
) -> Match {
    let mut finding = answer(&requirement.predicate, &requirement.text, materials);
    if finding.verdict == Verdict::NoEvidence
        && let Some(proposal) = proposals.for_requirement(&requirement.id)
    {
        finding = Finding::partly(
            PROPOSED * proposal.similarity,
            "close in meaning".to_owned(),
            vec![proposal.place(materials)],
        );
    }
    let finding = finding.tidy();
    Match {
        requirement: requirement.id.clone(),
        verdict: finding.verdict,
        strength: finding.strength,
        reason: finding.reason,
        evidence: finding
            .places
            .iter()
            .map(|place| materials.evidence(*place))
            .collect(),
        overruled: None,
    }
}

/// Puts a person's verdict in place of the engine's, which is kept beside it.
pub fn overrule(found: Match, by: &Override) -> Match {
    let strength = match by.verdict {
        Verdict::Met => 1.0,
        Verdict::Partly => PARTLY_BY_HAND,
        Verdict::NotMet | Verdict::NoEvidence => 0.0,
    };
    let overruled = Overruled {
        engine_verdict: found.verdict,
        engine_strength: found.strength,
        reason: by.reason.clone(),
    };
    Match {
        verdict: by.verdict,
        strength,
        overruled: Some(overruled),
        ..found
    }
}

fn answer(predicate: &Predicate, text: &str, materials: &Materials) -> Finding {
    match predicate {
        Predicate::Skill { terms } => {
            skills::every(terms, text, materials).unwrap_or_else(|| Finding::silence(text))
        }
        Predicate::Years { min, of } => years::at_least(*min, of, materials),
        Predicate::Degree {
            level,
            fields,
            or_equivalent,
        } => degrees::at_least(*level, fields, *or_equivalent, materials),
        Predicate::Language { which, level } => languages::at_least(which, *level, materials),
        Predicate::Certification {
            which,
            must_be_valid,
        } => certifications::one_of(which, *must_be_valid, materials),
        Predicate::Number { quantity, at_least } => {
            numbers::at_least(*quantity, *at_least, text, materials)
        }
        Predicate::AnyOf { of } => any(of.iter().map(|one| answer(one, text, materials)))
            .unwrap_or_else(|| Finding::silence(text)),
        Predicate::AllOf { of } => all(of.iter().map(|one| answer(one, text, materials)).collect())
            .unwrap_or_else(|| Finding::silence(text)),
        Predicate::Trait { text } => traits::shown(text, materials),
        Predicate::Authorization { text } => conditions::authorized(text, materials),
        Predicate::Location { text } => conditions::available(text, materials),
    }
}
