//! How much a requirement matters: must-have or nice-to-have, and the suggested weight.

use super::headings::Part;
use super::job::{Job, pattern};
use crate::model::Category;
use crate::text::Span;

/// Whether a clause is a must-have. Its own words win over its sentence's, these over the section's.
pub(super) fn must_have(
    job: &Job<'_>,
    clause: Span,
    sentence: Span,
    part: Part,
    category: Category,
) -> bool {
    let nice = pattern!(
        r"\b(?:preferred|preferably|preferable|(?:a|an?(?: \w+)?) (?:\w+ )?plus\b|pluses|nice[- ]to[- ]haves?|ideally|desir(?:ed|able)|bonus|advantag(?:e|eous)|beneficial|(?:an?|strong|big|real) asset|optional|not (?:required|mandatory|necessary|essential)|would be (?:great|nice|good|helpful|useful)|is (?:helpful|welcome|useful|valued|appreciated)|good to have|helpful)\b|\bplus[.!)]?$"
    );
    let must = pattern!(
        r"\b(?:must\b|required?\b|requires?\b|mandatory|essential|necessary|minimum|at least|need to have|have to have|non-negotiable|prerequisite)"
    );
    let negated = pattern!(r"\bnot (?:required|mandatory|necessary|essential)\b");
    let asks = |span: Span| job.says(must, span) && !job.says(negated, span);
    if job.says(nice, clause) {
        return false;
    }
    if asks(clause) {
        return part != Part::Duties || category != Category::PersonalSkill;
    }
    // "Java; Kotlin is a plus": the cue of another clause does not reach here, one at the end of a list does.
    if job.says(pattern!(r"(?:preferred|a plus|an advantage|an asset|desirable|nice to have|a bonus|beneficial)\W*$"), sentence) && sentence.end.saturating_sub(clause.end) < 40 {
        return false;
    }
    match part {
        Part::Introduction | Part::Preferred | Part::Duties => false,
        // Any resume claims personal skills: must-haves only where the words say so.
        _ => category != Category::PersonalSkill,
    }
}

/// The weight suggested for a requirement, 1–10.
pub(super) fn weight(category: Category, must_have: bool, part: Part, in_title: bool) -> f64 {
    let base = match category {
        Category::HardSkill | Category::Experience => 6.0,
        Category::Certification => 6.0,
        Category::Education | Category::Language => 5.0,
        Category::PersonalSkill | Category::Other => 2.0,
    };
    let base = if in_title { base + 2.0 } else { base };
    match (part, must_have) {
        (Part::Duties, false) => {
            if category == Category::HardSkill && in_title {
                3.0
            } else {
                1.0
            }
        }
        (Part::Technologies, _) => base / 2.0 + 1.0,
        (_, true) => base,
        (_, false) => (base / 2.0).max(1.0),
    }
}
