//! Human languages by CEFR level: one rung too low is in part, more contradicts.

use super::finding::{Finding, any};
use super::materials::{Materials, Reply};
use super::stance::{Stance, stance};
use crate::model::LanguageLevel;
use crate::profile::sections::Section;
use crate::profile::{Place, canonical_language, language_statements};

/// A language named without a level.
const NO_LEVEL: f64 = 0.6;
/// One rung below.
const ONE_BELOW: f64 = 0.5;

/// The language `which` at or above `level`.
pub(super) fn at_least(which: &str, level: LanguageLevel, materials: &Materials) -> Finding {
    let name = canonical_language(which).unwrap_or(which);
    let about = format!("{name} ({level:?})");
    let mut found = Vec::new();
    for (document, _, sentence) in materials.sentences() {
        let text = &materials.documents[document].text;
        let in_list = sentence.section == Section::Languages
            || matches!(sentence.reply, Some(Reply::Yes | Reply::No));
        for statement in language_statements(materials.words(document, sentence.span), in_list)
            .into_iter()
            .filter(|statement| statement.name == name)
        {
            let span = text.span_of_bytes(sentence.span, statement.from..statement.to);
            let place = Place {
                document,
                start: span.start,
                end: span.end,
            };
            if sentence.words.iter().all(|word| !word.span.overlaps(span))
                || sentence.reply == Some(Reply::Other)
            {
                continue;
            }
            let denied = sentence.reply == Some(Reply::No)
                || stance(text, &sentence.words, span) == Stance::Denied;
            found.push(if denied {
                Finding::not_met(format!("says no to {name}"), vec![place])
            } else {
                judge(name, level, statement.level, place)
            });
        }
    }
    // What is said last on a language with a level counts before a bare name; a contradiction before silence.
    let contradiction = found
        .iter()
        .find(|finding| finding.places.len() == 1 && finding.strength == 0.0)
        .cloned();
    match any(found) {
        Some(best) if best.strength > 0.0 => best,
        _ => contradiction.unwrap_or_else(|| Finding::silence(&about)),
    }
}

fn judge(name: &str, asked: LanguageLevel, said: Option<LanguageLevel>, place: Place) -> Finding {
    let places = vec![place];
    match said {
        Some(said) if said >= asked => {
            Finding::met(1.0, format!("{name} at {said:?} ({asked:?} asked)"), places)
        }
        Some(said) if said as u8 + 1 == asked as u8 => Finding::partly(
            ONE_BELOW,
            format!("{name} at {said:?} ({asked:?} asked)"),
            places,
        ),
        Some(said) => Finding::not_met(format!("{name} at {said:?} ({asked:?} asked)"), places),
        None if asked <= LanguageLevel::A2 => Finding::met(0.9, format!("names {name}"), places),
        None => Finding::partly(
            NO_LEVEL,
            format!("names {name} without a level ({asked:?} asked)"),
            places,
        ),
    }
}
