//! A few factual sentences and a card's line, made from profile and matches. Never a name, a sex or an age.

use crate::matching::newest_first;
use crate::model::{Match, Requirement, RequirementSet, Verdict};
use crate::profile::{Experience, Profile};

/// Names of requirements are cut after this many characters.
const LABEL: usize = 60;
/// No more gaps than this are named.
const GAPS: usize = 3;

/// "Eight years of work, lately Senior Engineer at Northwind. Meets 5 of 6 must-haves; nothing found on Kubernetes."
pub(crate) fn sentences(profile: &Profile, set: &RequirementSet, matches: &[Match]) -> String {
    [
        career(profile),
        must_haves(set, matches),
        nice_to_haves(set, matches),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(" ")
}

/// "Senior Backend Engineer · Northwind · 8 y".
pub(crate) fn headline(profile: &Profile) -> String {
    let mut parts: Vec<String> = Vec::new();
    match latest(profile) {
        Some(role) => parts.extend(
            [&role.title, &role.organization]
                .into_iter()
                .flatten()
                .cloned(),
        ),
        None => parts.extend(
            profile
                .education
                .iter()
                .max_by_key(|entry| entry.level)
                .and_then(|entry| entry.degree.clone()),
        ),
    }
    if let Some(years) = profile.years.filter(|years| *years >= 1.0) {
        parts.push(format!("{} y", whole(years)));
    }
    if parts.is_empty() {
        parts = profile.skills.iter().take(3).cloned().collect();
    }
    parts.join(" · ")
}

fn latest(profile: &Profile) -> Option<&Experience> {
    newest_first(&profile.experience)
        .into_iter()
        .find(|role| role.title.is_some() || role.organization.is_some())
}

fn career(profile: &Profile) -> Option<String> {
    let years = profile.years.map(|years| match whole(years) {
        0 => "Less than a year of work".to_owned(),
        1 => "One year of work".to_owned(),
        years => format!("{} years of work", spelled(years)),
    });
    let role = latest(profile).and_then(|role| match (&role.title, &role.organization) {
        (Some(title), Some(organization)) => Some(format!("{title} at {organization}")),
        (Some(one), None) | (None, Some(one)) => Some(one.clone()),
        (None, None) => None,
    });
    match (years, role) {
        (Some(years), Some(role)) => Some(format!("{years}, lately {role}.")),
        (Some(only), None) => Some(format!("{only}.")),
        (None, Some(role)) => Some(format!("Lately {role}.")),
        (None, None) => None,
    }
}

fn must_haves(set: &RequirementSet, matches: &[Match]) -> Option<String> {
    let asked: Vec<(&Requirement, &Match)> = paired(set, matches, true);
    if asked.is_empty() {
        return None;
    }
    let met = asked
        .iter()
        .filter(|(_, found)| found.verdict == Verdict::Met)
        .count();
    let named = |verdict: Verdict| -> Vec<String> {
        asked
            .iter()
            .filter(|(_, found)| found.verdict == verdict)
            .map(|(requirement, _)| label(&requirement.text))
            .collect()
    };
    let mut sentence = format!("Meets {met} of {} must-haves", asked.len());
    for (words, gaps) in [
        ("in part", named(Verdict::Partly)),
        ("against it", named(Verdict::NotMet)),
        ("nothing found on", named(Verdict::NoEvidence)),
    ] {
        if !gaps.is_empty() {
            let more = if gaps.len() > GAPS {
                format!(" and {} more", gaps.len() - GAPS)
            } else {
                String::new()
            };
            let gap = gaps.into_iter().take(GAPS).collect::<Vec<_>>().join(", ");
            sentence += &if words == "nothing found on" {
                format!("; {words} {gap}{more}")
            } else {
                format!("; {words}: {gap}{more}")
            };
        }
    }
    Some(sentence + ".")
}

fn nice_to_haves(set: &RequirementSet, matches: &[Match]) -> Option<String> {
    let asked = paired(set, matches, false);
    let met = asked
        .iter()
        .filter(|(_, found)| found.verdict == Verdict::Met)
        .count();
    (met > 0).then(|| format!("Also meets {met} of {} nice-to-haves.", asked.len()))
}

fn paired<'a>(
    set: &'a RequirementSet,
    matches: &'a [Match],
    must_have: bool,
) -> Vec<(&'a Requirement, &'a Match)> {
    set.requirements
        .iter()
        .filter(|requirement| requirement.must_have == must_have)
        .filter_map(|requirement| {
            Some((
                requirement,
                matches
                    .iter()
                    .find(|found| found.requirement == requirement.id)?,
            ))
        })
        .collect()
}

fn label(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    if text.chars().count() <= LABEL {
        text.to_owned()
    } else {
        format!(
            "{}…",
            text.chars().take(LABEL - 1).collect::<String>().trim_end()
        )
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "years of a working life"
)]
fn whole(years: f64) -> u32 {
    years as u32
}

fn spelled(number: u32) -> String {
    const WORDS: [&str; 13] = [
        "No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten",
        "Eleven", "Twelve",
    ];
    usize::try_from(number)
        .ok()
        .and_then(|index| WORDS.get(index))
        .map_or_else(|| number.to_string(), |word| (*word).to_owned())
}
