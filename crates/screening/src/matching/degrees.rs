//! Degrees: the ladder first, then the field; a lower rung contradicts, experience may stand in where the job says so.

use super::finding::{Finding, any};
use super::materials::Materials;
use crate::model::DegreeLevel;
use crate::profile::{Nearness, Place, degrees, fields_agree};

/// Years of work that stand in for a degree where the job takes "equivalent experience": a convention, four years a rung-holder studies at most.
const EQUIVALENT_YEARS: f64 = 4.0;

/// A degree somewhere in the materials.
struct Held {
    level: DegreeLevel,
    field: Option<String>,
    unfinished: bool,
    place: Place,
}

/// A degree at or above `level` in one of `fields`.
pub(super) fn at_least(
    level: DegreeLevel,
    fields: &[String],
    or_equivalent: bool,
    materials: &Materials,
) -> Finding {
    let asked = asked(level, fields);
    let held = held(materials);
    let enough = any(held
        .iter()
        .filter(|held| held.level >= level)
        .map(|held| judge(held, fields, &asked)));
    let experience = || {
        let years = materials
            .profile
            .years
            .filter(|years| or_equivalent && *years >= EQUIVALENT_YEARS)?;
        let places = materials
            .profile
            .experience
            .iter()
            .filter(|role| role.start.is_some())
            .map(|role| role.heading)
            .collect();
        Some(Finding::partly(
            0.7,
            format!("{years} years of work in place of {asked}"),
            places,
        ))
    };
    let best = any([enough, experience()].into_iter().flatten());
    best.unwrap_or_else(|| match held.iter().max_by_key(|held| held.level) {
        Some(highest) => Finding::not_met(
            format!("{} rather than {asked}", name(highest.level)),
            vec![highest.place],
        ),
        None => Finding::silence(&asked),
    })
}

/// What a degree counts before it is finished.
const UNFINISHED: f64 = 0.5;

fn judge(held: &Held, fields: &[String], asked: &str) -> Finding {
    let found = judge_finished(held, fields, asked);
    if held.unfinished {
        Finding::partly(
            UNFINISHED * found.strength,
            format!("{}, not finished yet", with_field(held)),
            found.places,
        )
    } else {
        found
    }
}

fn judge_finished(held: &Held, fields: &[String], asked: &str) -> Finding {
    let places = vec![held.place];
    // "or a related field" takes the family for the field.
    let lenient = fields.iter().any(|field| {
        ["related", "similar", "equivalent", "relevant"]
            .iter()
            .any(|word| field.to_lowercase().contains(word))
    });
    let named: Vec<&String> = fields
        .iter()
        .filter(|field| {
            !["related", "similar", "equivalent", "relevant"]
                .iter()
                .any(|word| field.to_lowercase().starts_with(word))
        })
        .collect();
    if named.is_empty() {
        return Finding::met(1.0, format!("holds {}", with_field(held)), places);
    }
    let nearness = held.field.as_ref().map(|studied| {
        named
            .iter()
            .map(|wanted| fields_agree(wanted, studied))
            .max()
            .unwrap_or(Nearness::Apart)
    });
    match nearness {
        Some(Nearness::Same) => Finding::met(1.0, format!("holds {}", with_field(held)), places),
        Some(Nearness::Related) if lenient => {
            Finding::met(0.9, format!("holds {}", with_field(held)), places)
        }
        Some(Nearness::Related) => Finding::partly(
            0.7,
            format!("{}, a field close to {asked}", with_field(held)),
            places,
        ),
        Some(Nearness::Apart) => Finding::partly(
            0.35,
            format!("{} rather than {asked}", with_field(held)),
            places,
        ),
        None => Finding::partly(0.6, format!("{} without a field", name(held.level)), places),
    }
}

fn held(materials: &Materials) -> Vec<Held> {
    let mut found: Vec<Held> = materials
        .profile
        .education
        .iter()
        .filter_map(|entry| {
            Some(Held {
                level: entry.level?,
                field: entry.field.clone(),
                unfinished: entry.unfinished,
                place: entry.place,
            })
        })
        .collect();
    // A letter or an answer may speak of a degree that the resume leaves out.
    for (document, _, sentence) in materials.sentences() {
        let known = found.iter().any(|held| {
            held.place
                .touches(document, sentence.span.start, sentence.span.end)
        });
        if known || sentence.words.len() > 40 {
            continue;
        }
        for degree in degrees(materials.words(document, sentence.span))
            .filter(|degree| !degree.weak && degree.level > DegreeLevel::Vocational)
        {
            let span = materials.documents[document]
                .text
                .span_of_bytes(sentence.span, degree.from..degree.to);
            if super::stance::stance(&materials.documents[document].text, &sentence.words, span)
                == super::stance::Stance::Shown
                && sentence.reply.is_none()
            {
                found.push(Held {
                    level: degree.level,
                    field: degree.field,
                    unfinished: false,
                    place: Place {
                        document,
                        start: sentence.span.start,
                        end: sentence.span.end,
                    },
                });
            }
        }
    }
    found
}

fn with_field(held: &Held) -> String {
    match &held.field {
        Some(field) => format!("{} in {field}", name(held.level)),
        None => name(held.level).to_owned(),
    }
}

fn asked(level: DegreeLevel, fields: &[String]) -> String {
    if fields.is_empty() {
        name(level).to_owned()
    } else {
        format!("{} in {}", name(level), fields.join(" or "))
    }
}

fn name(level: DegreeLevel) -> &'static str {
    match level {
        DegreeLevel::Secondary => "a secondary-school certificate",
        DegreeLevel::Vocational => "a vocational certificate",
        DegreeLevel::Associate => "an associate degree",
        DegreeLevel::Bachelor => "a bachelor's degree",
        DegreeLevel::Master => "a master's degree",
        DegreeLevel::Doctorate => "a doctorate",
    }
}
