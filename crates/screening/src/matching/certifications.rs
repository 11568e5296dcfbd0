//! Certificates and licences: held, studied for, run out, denied.

use super::finding::{Finding, any};
use super::materials::Materials;
use super::stance::Stance;
use super::terms::{Closeness, Sighting, Term};
use crate::profile::sections::Section;
use crate::profile::{CertificationState, certification_state, is_certification};
use crate::taxonomy::Taxonomy;

/// Studied for.
const IN_PROGRESS: f64 = 0.5;
/// The thing is known, but nothing says that it is certified.
const WITHOUT_PROOF: f64 = 0.4;
/// A certificate close to the one asked for.
const CLOSE: f64 = 0.4;

/// Words that any certificate's name may have.
const GENERIC: &[&str] = &[
    "certified",
    "certificate",
    "certification",
    "license",
    "licence",
    "licensed",
    "licensure",
    "valid",
    "current",
    "active",
    "operator",
    "card",
    "credential",
    "registration",
    "registered",
    "hold",
    "holder",
    "possess",
    "state",
    "full",
    "clean",
];

/// One of the certificates.
pub(super) fn one_of(which: &[String], must_be_valid: bool, materials: &Materials) -> Finding {
    let findings: Vec<Finding> = which
        .iter()
        .map(|name| one(name, must_be_valid, materials))
        .collect();
    any(findings).unwrap_or_else(|| Finding::silence("a certificate"))
}

fn one(name: &str, must_be_valid: bool, materials: &Materials) -> Finding {
    let known = Term::new(name);
    let term = if known.concept().is_some() {
        known
    } else {
        known.without(GENERIC)
    };
    let mut sightings = term.sightings(materials);
    let words = Term::new(name).by_words_alone().without(GENERIC);
    if term.concept().is_some() && words.width() > 1 {
        sightings.extend(words.sightings(materials));
    }
    let all = sightings
        .iter()
        .map(|sighting| {
            read(
                name,
                sighting,
                term.concept().is_some(),
                must_be_valid,
                materials,
            )
        })
        .collect::<Vec<_>>();
    let contradiction = all
        .iter()
        .find(|finding| !finding.places.is_empty() && finding.strength == 0.0)
        .cloned();
    let quotes: Vec<_> = all
        .iter()
        .filter(|finding| finding.verdict == crate::model::Verdict::Met)
        .flat_map(|finding| finding.places.clone())
        .collect();
    match any(all) {
        Some(mut best) if best.strength > 0.0 => {
            if best.verdict == crate::model::Verdict::Met {
                best.places.extend(quotes);
            }
            best
        }
        _ => contradiction.unwrap_or_else(|| Finding::silence(name)),
    }
}

fn read(
    name: &str,
    sighting: &Sighting,
    known: bool,
    must_be_valid: bool,
    materials: &Materials,
) -> Finding {
    let sentence = &materials.documents[sighting.document].sentences[sighting.sentence];
    let words = materials.words(sighting.document, sentence.span);
    let places = vec![sighting.place(materials)];
    if let Closeness::Broader(other) | Closeness::Sibling(other) = sighting.closeness {
        return if sighting.stance == Stance::Shown {
            Finding::partly(
                CLOSE,
                format!("{} in place of {name}", Taxonomy::shipped().name(other)),
                places,
            )
        } else {
            Finding::silence(name)
        };
    }
    if matches!(sighting.closeness, Closeness::Words(share) if share < 0.75) {
        return Finding::silence(name);
    }
    let around = materials.around(sighting.document, sighting.sentence, sighting.mention);
    let near = materials.words(
        sighting.document,
        crate::text::Span::new(around.start, around.end),
    );
    match (sighting.stance, certification_state(near, materials.as_of)) {
        (Stance::Denied, _) => Finding::not_met(format!("says no to {name}"), places),
        (_, CertificationState::Expired) if must_be_valid => {
            Finding::not_met(format!("{name} has run out"), places)
        }
        (Stance::Learning | Stance::Wished, _) | (_, CertificationState::InProgress) => {
            Finding::partly(IN_PROGRESS, format!("{name} in progress"), places)
        }
        _ if known
            || sentence.section == Section::Certifications
            || is_certification(words)
            || sentence.reply.is_some() =>
        {
            Finding::met(1.0, format!("holds {name}"), places)
        }
        _ => Finding::partly(
            WITHOUT_PROOF,
            format!("speaks of {name}, names no certificate"),
            places,
        ),
    }
}
