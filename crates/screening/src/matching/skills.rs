//! Skills: shown, shown in part by a sibling or something more general, denied, or not spoken of.

use super::finding::{Finding, all};
use super::materials::Materials;
use super::stance::Stance;
use super::terms::{Closeness, Sighting, Term};
use crate::profile::Place;
use crate::profile::sections::Section;
use crate::taxonomy::Taxonomy;

/// Shown in work or a project.
const AT_WORK: f64 = 1.0;
/// Named, say in a list of skills.
const NAMED: f64 = 0.9;
/// Something more general is shown: SQL for PostgreSQL.
const BROADER: f64 = 0.5;
/// Used once, or in passing.
const PASSING: f64 = 0.45;
/// Something is shown that stands in for it in part: MySQL for PostgreSQL.
const SIBLING: f64 = 0.4;
/// Being learnt.
const LEARNING: f64 = 0.3;

/// Every one of the terms.
pub(super) fn every(terms: &[String], requirement: &str, materials: &Materials) -> Option<Finding> {
    all(terms
        .iter()
        .map(|term| one(&Term::new(term), requirement, materials))
        .collect())
}

/// One term. `requirement` are the words of the whole: one that asks for basics is met by basics.
pub(super) fn one(term: &Term, requirement: &str, materials: &Materials) -> Finding {
    let sightings = term.sightings(materials);
    let modest = ["basic", "exposure", "familiar", "awareness", "some "]
        .iter()
        .any(|word| requirement.to_lowercase().contains(word));
    let mut best: Option<Finding> = None;
    for sighting in &sightings {
        let finding = read(term, sighting, modest, materials);
        best = match best {
            Some(mut best)
                if best.verdict == finding.verdict
                    && (best.strength - finding.strength).abs() < 0.21 =>
            {
                // As good or nearly: one more quote, the better one first.
                if finding.strength > best.strength {
                    best = Finding {
                        places: [finding.places, best.places].concat(),
                        ..finding
                    };
                } else {
                    best.places.extend(finding.places);
                }
                Some(best)
            }
            Some(best) if !finding.beats(&best) => Some(best),
            _ => Some(finding),
        };
    }
    let denied: Vec<Place> = sightings
        .iter()
        .filter(|s| s.stance == Stance::Denied && s.is_the_term())
        .map(|s| s.place(materials))
        .collect();
    match best {
        Some(best)
            if best.strength > 0.0
                && (denied.is_empty() || sightings.iter().any(Sighting::shows)) =>
        {
            best
        }
        _ if !denied.is_empty() => Finding::not_met(format!("says no to {}", term.name), denied),
        _ => Finding::silence(&term.name),
    }
}

/// What one sighting says.
fn read(term: &Term, sighting: &Sighting, modest: bool, materials: &Materials) -> Finding {
    let taxonomy = Taxonomy::shipped();
    let places = vec![sighting.place(materials)];
    let name = &term.name;
    match (sighting.stance, sighting.closeness) {
        (Stance::Denied | Stance::Wished, _) => Finding::silence(name),
        (Stance::Shown, Closeness::Same) => {
            let strength = if at_work(sighting, materials) {
                AT_WORK
            } else {
                NAMED
            };
            Finding::met(strength, format!("shows {name}"), places)
        }
        (Stance::Passing, Closeness::Same) if modest => {
            Finding::met(NAMED, format!("shows {name}"), places)
        }
        (Stance::Passing, Closeness::Same) => {
            Finding::partly(PASSING, format!("{name} only in passing"), places)
        }
        (Stance::Learning, Closeness::Same) => {
            Finding::partly(LEARNING, format!("is learning {name}"), places)
        }
        (Stance::Shown, Closeness::Words(share)) if share >= 0.9 => {
            Finding::met(NAMED, format!("shows {name}"), places)
        }
        (Stance::Shown, Closeness::Words(share)) => {
            Finding::partly(0.6 * share, format!("shows part of {name}"), places)
        }
        (Stance::Shown, Closeness::Broader(other)) => Finding::partly(
            BROADER,
            format!("{} rather than {name}", taxonomy.name(other)),
            places,
        ),
        (Stance::Shown, Closeness::Sibling(other)) => Finding::partly(
            SIBLING,
            format!("{} in place of {name}", taxonomy.name(other)),
            places,
        ),
        (_, Closeness::Words(share)) => {
            Finding::partly(0.3 * share, format!("{name} only in passing"), places)
        }
        (_, Closeness::Broader(_) | Closeness::Sibling(_)) => Finding::silence(name),
    }
}

fn at_work(sighting: &Sighting, materials: &Materials) -> bool {
    let section = materials.documents[sighting.document].sentences[sighting.sentence].section;
    matches!(
        section,
        Section::Experience | Section::Projects | Section::Volunteering
    ) || materials
        .role_at(sighting.document, sighting.mention)
        .is_some()
}
