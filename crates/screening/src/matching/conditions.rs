//! Permission to work, availability and places: only what the candidate says, never what an address or a nationality suggests.

use std::sync::LazyLock;

use super::finding::Finding;
use super::materials::{Materials, Reply};
use super::skills;
use super::stance::{Stance, stance};
use super::terms::Term;
use crate::model::DocumentKind;
use crate::profile::Place;
use crate::profile::sections::Section;
use crate::text::Pattern;

static PERMISSION: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:authori[sz]|right to work|eligib\w+ to work|work permit|visa|sponsor|legally|permission to work|arbeitserlaubnis)",
    )
});
static PERMITTED: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:authori[sz]ed to work|(?:work|employment) authori[sz]ation|right to work|eligible to work|(?:valid |holds? (?:a )?)?work permit|(?:no|without) (?:visa )?sponsorship|(?:not|n['’]t) (?:need|require) (?:a )?(?:visa )?(?:sponsorship|visa)|permission to work|settled status|arbeitserlaubnis)\b",
    )
});
static SPONSORSHIP: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?i)\b(?:(?:need|requir)\w* (?:a )?(?:visa )?(?:sponsorship|visa|work permit)|sponsorship (?:is )?(?:required|needed))\b",
    )
});

/// Permission to work, a clearance, a background check.
pub(super) fn authorized(text: &str, materials: &Materials) -> Finding {
    if !PERMISSION.is_match(text) {
        return skills::one(&Term::new(text), text, materials);
    }
    let (mut permitted, mut not): (Vec<Place>, Vec<Place>) = Default::default();
    for (document, _, sentence) in materials.sentences() {
        let source = materials.words(document, sentence.span);
        let place = Place {
            document,
            start: sentence.span.start,
            end: sentence.span.end,
        };
        let said = |regex: &Pattern| {
            regex.find(source).map(|found| {
                materials.documents[document]
                    .text
                    .span_of_bytes(sentence.span, found.range())
            })
        };
        match sentence.reply {
            Some(Reply::Other) => {}
            // "Do you need sponsorship? No" permits; "Are you authorized to work? No" does not.
            Some(reply) => match (
                SPONSORSHIP.is_match(source),
                PERMITTED.is_match(source) || PERMISSION.is_match(source),
            ) {
                (true, _) if reply == Reply::No => permitted.push(place),
                (true, _) => not.push(place),
                (_, true) if reply == Reply::Yes => permitted.push(place),
                (_, true) => not.push(place),
                _ => {}
            },
            None => {
                if let Some(span) = said(&PERMITTED) {
                    let plain = source.to_lowercase().contains("sponsorship")
                        || stance(&materials.documents[document].text, &sentence.words, span)
                            != Stance::Denied;
                    if plain {
                        permitted.push(place)
                    } else {
                        not.push(place)
                    }
                } else if said(&SPONSORSHIP).is_some() {
                    not.push(place);
                }
            }
        }
    }
    match (permitted.is_empty(), not.is_empty()) {
        (_, false) => Finding::not_met("says that permission to work is missing".to_owned(), not),
        (false, _) => Finding::met(
            1.0,
            "says that permission to work is there".to_owned(),
            permitted,
        ),
        _ => Finding::silence("permission to work"),
    }
}

/// Availability, travel, shifts, a place: what the candidate says in words, not the address at the head of a resume.
pub(super) fn available(text: &str, materials: &Materials) -> Finding {
    let term = Term::new(text).without(&[
        "availability",
        "available",
        "flexible",
        "flexibility",
        "willing",
        "willingness",
        "based",
        "located",
        "location",
        "must",
        "required",
        "able",
        "schedule",
        "shift",
        "shifts",
    ]);
    let term = if term.is_empty() {
        Term::new(text)
    } else {
        term
    };
    let (mut said, mut denied): (Vec<Place>, Vec<Place>) = Default::default();
    for sighting in term
        .sightings(materials)
        .into_iter()
        .filter(super::terms::Sighting::is_the_term)
    {
        let material = &materials.documents[sighting.document];
        let sentence = &material.sentences[sighting.sentence];
        let address = sentence.section == Section::Head
            && materials.profile.name.is_some()
            && sentence.words.len() < 8
            && material.kind() == DocumentKind::Resume;
        let place = sighting.place(materials);
        match sighting.stance {
            Stance::Denied => denied.push(place),
            // "Looking for weekend work", "willing to travel": that is what is asked.
            Stance::Shown | Stance::Wished if !address => said.push(place),
            _ => {}
        }
    }
    match (said.is_empty(), denied.is_empty()) {
        (_, false) => Finding::not_met(format!("says no to {text}"), denied),
        (false, _) => Finding::met(0.9, format!("speaks of {text}"), said),
        _ => Finding::silence(text),
    }
}
