//! Reading job descriptions, whole and line by line.
#![expect(clippy::unwrap_used, reason = "tests")]

mod advertisements;
mod lines;
mod properties;

use screening::model::{Predicate, Requirement};

/// A predicate in one short line.
fn asked(predicate: &Predicate) -> String {
    let join = |of: &[Predicate], by: &str| of.iter().map(asked).collect::<Vec<_>>().join(by);
    match predicate {
        Predicate::Skill { terms } => terms.join(" + "),
        Predicate::Years { min, of } => format!("{min} years of [{}]", of.join(", ")),
        Predicate::Degree {
            level,
            fields,
            or_equivalent,
        } => format!(
            "{level:?} in [{}]{}",
            fields.join(", "),
            if *or_equivalent { " or equivalent" } else { "" }
        ),
        Predicate::Language { which, level } => format!("{which} {level:?}"),
        Predicate::Certification {
            which,
            must_be_valid,
        } => format!(
            "certificate [{}]{}",
            which.join(", "),
            if *must_be_valid { "" } else { " or under way" }
        ),
        Predicate::Number { quantity, at_least } => format!("{quantity:?} >= {at_least}"),
        Predicate::AnyOf { of } => format!("any({})", join(of, " | ")),
        Predicate::AllOf { of } => format!("all({})", join(of, " & ")),
        Predicate::Trait { text } => format!("trait {text}"),
        Predicate::Authorization { .. } => "authorization".to_owned(),
        Predicate::Location { .. } => "location".to_owned(),
    }
}

/// A requirement in one line.
fn summary(requirement: &Requirement) -> String {
    let must = if requirement.must_have {
        "must"
    } else {
        "nice"
    };
    format!(
        "{must} {:?} {}: {} => {}",
        requirement.category,
        requirement.weight,
        requirement.text,
        asked(&requirement.predicate)
    )
}
