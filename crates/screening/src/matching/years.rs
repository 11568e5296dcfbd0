//! Years: the union of the spans of the roles that show the subject; a number stated in words counts where the dates do not contradict it.

use std::sync::LazyLock;

use super::finding::Finding;
use super::materials::{Materials, Reply};
use super::stance::Stance;
use super::terms::{Sighting, Term};
use crate::profile::{Experience, Place, months};
use crate::text::{Pattern, Span, Text};

/// Below this share of the years asked for, the dates contradict rather than fulfil in part.
const HALF: f64 = 0.5;
/// Years by which a stated number may exceed what all dated roles cover, before the dates contradict it.
const SLACK: f64 = 2.0;
/// The subject is shown, but not for how long.
const UNDATED: f64 = 0.4;
/// The same, in a working life that is long enough.
const UNDATED_LONG: f64 = 0.5;

/// "8 years", "five+ years", "10 yrs", "18 months".
static STATED: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?P<n>\d{1,2}(?:[.,]\d)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|a)\s*(?:\+|plus|or more)?[\s-]*(?P<unit>years?|yrs?|months?|jahren?|ans|années|años)\b['’]?",
    )
});

/// At least `min` years in any of the subjects; without one, work as such.
pub(super) fn at_least(min: f64, of: &[String], materials: &Materials) -> Finding {
    let subjects: Vec<Term> = of
        .iter()
        .map(|subject| Term::new(subject))
        .filter(|term| !term.is_empty())
        .collect();
    if subjects.is_empty() {
        return judge(min, "work", overall(materials), None, materials);
    }
    let name = of.join(" or ");
    let sightings: Vec<Sighting> = subjects
        .iter()
        .flat_map(|term| term.sightings(materials))
        .collect();
    let dated = in_roles(&sightings, materials);
    let stated = stated(materials, |document, clause| {
        sightings
            .iter()
            .any(|s| s.shows() && s.document == document && clause.contains(s.mention))
    });
    let shown: Vec<Place> = sightings
        .iter()
        .filter(|s| s.shows())
        .map(|s| s.place(materials))
        .collect();
    let best = longer(dated, stated.and_then(|stated| believed(stated, materials)));
    if best.is_some() || !shown.is_empty() {
        return judge(
            min,
            &name,
            best,
            (!shown.is_empty()).then_some(shown),
            materials,
        );
    }
    if min > 0.0 {
        let places = |stance: Stance| -> Vec<Place> {
            sightings
                .iter()
                .filter(|s| s.stance == stance && s.is_the_term())
                .map(|s| s.place(materials))
                .collect()
        };
        let (denied, passing) = (
            places(Stance::Denied),
            [places(Stance::Passing), places(Stance::Learning)].concat(),
        );
        if !denied.is_empty() {
            return Finding::not_met(format!("says no to {name}"), denied);
        }
        if !passing.is_empty() {
            return Finding::not_met(format!("{name} only in passing"), passing);
        }
    }
    related(min, &name, &sightings, materials).unwrap_or_else(|| Finding::silence(&name))
}

/// Years with the places that show them.
struct Counted {
    years: f64,
    places: Vec<Place>,
}

fn longer(a: Option<Counted>, b: Option<Counted>) -> Option<Counted> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if b.years > a.years { b } else { a }),
        (a, b) => a.or(b),
    }
}

fn judge(
    min: f64,
    name: &str,
    counted: Option<Counted>,
    shown: Option<Vec<Place>>,
    materials: &Materials,
) -> Finding {
    match counted {
        Some(counted) => {
            let reason = format!(
                "{} of {name} ({} asked)",
                duration(counted.years),
                number(min)
            );
            // Dates know months at best: a month too few is enough.
            if counted.years + 0.09 >= min {
                Finding::met(1.0, reason, counted.places)
            } else if counted.years / min >= HALF {
                Finding::partly(0.9 * counted.years / min, reason, counted.places)
            } else {
                Finding::not_met(reason, counted.places)
            }
        }
        None => match shown {
            Some(places) if min <= 0.0 => Finding::met(0.9, format!("shows {name}"), places),
            Some(places) => {
                let long = materials.profile.years.is_some_and(|years| years >= min);
                Finding::partly(
                    if long { UNDATED_LONG } else { UNDATED },
                    format!(
                        "shows {name}, not for how long ({} years asked)",
                        number(min)
                    ),
                    places,
                )
            }
            None => Finding::silence(&format!("years of {name}")),
        },
    }
}

/// The union of the roles in which the subject is shown.
fn in_roles(sightings: &[Sighting], materials: &Materials) -> Option<Counted> {
    let shown: Vec<&Sighting> = sightings.iter().filter(|s| s.shows()).collect();
    let roles: Vec<&Experience> = materials
        .profile
        .experience
        .iter()
        .filter(|role| shown.iter().any(|s| within(role, s)))
        .collect();
    count(&roles, &shown, materials)
}

fn within(role: &Experience, sighting: &Sighting) -> bool {
    role.place.touches(
        sighting.document,
        sighting.mention.start,
        sighting.mention.end,
    )
}

fn count(roles: &[&Experience], shown: &[&Sighting], materials: &Materials) -> Option<Counted> {
    let months = months(roles.iter().copied(), materials.as_of)?;
    let headings = roles.iter().map(|role| role.heading);
    let quotes = shown
        .iter()
        .filter(|s| roles.iter().any(|role| within(role, s)))
        .map(|s| s.place(materials));
    Some(Counted {
        years: f64::from(months) / 12.0,
        places: headings.chain(quotes).collect(),
    })
}

/// Siblings of the subject, and roles that share most of its words, in part.
fn related(min: f64, name: &str, sightings: &[Sighting], materials: &Materials) -> Option<Finding> {
    let near: Vec<&Sighting> = sightings
        .iter()
        .filter(|s| s.stance == Stance::Shown)
        .collect();
    let first = near.first()?;
    let roles: Vec<&Experience> = materials
        .profile
        .experience
        .iter()
        .filter(|role| near.iter().any(|s| within(role, s)))
        .collect();
    let part = count(&roles, &near, materials).map(|counted| (counted.years, counted.places));
    let (years, places) = part.unwrap_or_else(|| (0.0, vec![first.place(materials)]));
    let share = if min > 0.0 {
        (years / min).min(1.0)
    } else {
        1.0
    };
    Some(Finding::partly(
        0.2 + 0.25 * share,
        format!(
            "{} of something close to {name} ({} asked)",
            duration(years),
            number(min)
        ),
        places,
    ))
}

/// All years of work: the dates of every role, or the highest number stated.
fn overall(materials: &Materials) -> Option<Counted> {
    let roles: Vec<&Experience> = materials.profile.experience.iter().collect();
    let stated = stated(materials, |document, clause| {
        let words = materials.words(document, clause).to_lowercase();
        [
            "experience",
            "career",
            "worked",
            "background",
            "industry",
            " as ",
            "working",
        ]
        .iter()
        .any(|word| words.contains(word))
    });
    longer(
        count(&roles, &[], materials),
        stated.and_then(|stated| believed(stated, materials)),
    )
}

/// The highest number of years stated in a clause that `about` accepts.
fn stated(materials: &Materials, about: impl Fn(usize, Span) -> bool) -> Option<Counted> {
    let mut best: Option<Counted> = None;
    for (document, index, sentence) in materials.sentences() {
        let text = &materials.documents[document].text;
        let mut consider = |years: f64, mention: Span| {
            if best.as_ref().is_none_or(|best| years > best.years) {
                best = Some(Counted {
                    years,
                    places: vec![materials.around(document, index, mention)],
                });
            }
        };
        if let Some(Reply::Number(number)) = sentence.reply {
            let asked = text.slice(sentence.span).to_lowercase();
            if asked.contains("how many years") && about(document, sentence.span) {
                consider(number, sentence.span);
            }
            continue;
        }
        for found in STATED.captures_iter(text.slice(sentence.span)) {
            let (Some(whole), Some(amount), Some(unit)) =
                (found.get(0), found.name("n"), found.name("unit"))
            else {
                continue;
            };
            let mention = text.span_of_bytes(sentence.span, whole.range());
            let amount = amount_of(amount.as_str());
            let years = if unit.as_str().to_lowercase().starts_with("month") {
                amount / 12.0
            } else {
                amount
            };
            if about(document, clause(text, sentence.span, mention)) {
                consider(years, mention);
            }
        }
    }
    best
}

/// The part of a sentence that a stated number speaks about: up to the next comma followed by a new thought, a semicolon, or another number of years.
fn clause(text: &Text, sentence: Span, mention: Span) -> Span {
    let chars = text.chars();
    let ends = |at: usize| {
        matches!(chars[at], ';' | '|' | '•' | '.')
            && chars.get(at + 1).is_none_or(|c| c.is_whitespace())
    };
    let start = (sentence.start..mention.start)
        .rev()
        .find(|at| ends(*at) || chars[*at] == ',')
        .map_or(sentence.start, |at| at + 1);
    let end = (mention.end..sentence.end)
        .find(|at| ends(*at))
        .unwrap_or(sentence.end);
    let next = STATED
        .find(text.slice(Span::new(mention.end, end)))
        .map(|next| {
            text.span_of_bytes(Span::new(mention.end, end), next.range())
                .start
        });
    Span::new(start, next.unwrap_or(end))
}

/// A stated number, unless all dated roles together are clearly shorter.
fn believed(stated: Counted, materials: &Materials) -> Option<Counted> {
    let contradicted = materials
        .profile
        .years
        .is_some_and(|years| stated.years > years + SLACK);
    (!contradicted).then_some(stated)
}

fn amount_of(written: &str) -> f64 {
    const WORDS: [(&str, f64); 15] = [
        ("a", 1.0),
        ("one", 1.0),
        ("two", 2.0),
        ("three", 3.0),
        ("four", 4.0),
        ("five", 5.0),
        ("six", 6.0),
        ("seven", 7.0),
        ("eight", 8.0),
        ("nine", 9.0),
        ("ten", 10.0),
        ("eleven", 11.0),
        ("twelve", 12.0),
        ("fifteen", 15.0),
        ("twenty", 20.0),
    ];
    let written = written.to_lowercase().replace(',', ".");
    WORDS
        .iter()
        .find(|(word, _)| *word == written)
        .map_or_else(|| written.parse().unwrap_or(0.0), |(_, amount)| *amount)
}

/// "5 years 2 months".
fn duration(years: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "a working life in months")]
    let months = (years * 12.0 + 0.5) as i32;
    let unit =
        |amount: i32, unit: &str| format!("{amount} {unit}{}", if amount == 1 { "" } else { "s" });
    match (months / 12, months % 12) {
        (0, months) => unit(months, "month"),
        (years, 0) => unit(years, "year"),
        (years, months) => format!("{} {}", unit(years, "year"), unit(months, "month")),
    }
}

/// A number as people write it.
fn number(value: f64) -> String {
    format!("{value}")
}
