//! Certificates and licences: those of the taxonomy, and whatever stands before "certification" or "licence".

use super::{Fact, Found};
use crate::requirements::job::{Job, pattern};
use crate::taxonomy::{Kind, Taxonomy};
use crate::text::Span;

pub(super) fn find(job: &Job<'_>, sentence: Span) -> Vec<Found> {
    let taxonomy = Taxonomy::shipped();
    let mut found: Vec<Found> = job
        .mentions_in(sentence)
        .filter(|m| taxonomy.kind(m.concept) == Kind::Certification)
        .filter(|m| {
            !job.says(
                pattern!(r"^\s+(?:compliance|regulations?|standards?|guidelines)\b"),
                Span::new(m.end, sentence.end),
            )
        })
        // "As a registered nurse", "nurse practitioner experience": the work.
        .filter(|m| {
            !job.says(
                pattern!(r"\bas an? (?:[a-z]+ )?$"),
                Span::new(sentence.start, m.start),
            ) && !job.says(
                pattern!(r"^\s+(?:experience|role|position)\b"),
                Span::new(m.end, sentence.end),
            )
        })
        .map(|m| Found {
            span: Span::new(m.start, m.end),
            fact: Fact::Certification(taxonomy.name(m.concept).to_owned()),
        })
        .collect();
    let generic = pattern!(
        r"\b(?:(?:[a-z0-9][a-z0-9&+.'/-]*)\s+){1,4}(?:certifications?|certificates?|licen[cs]es?|licensure|accreditation|credentials?)\b|\b(?:certified|licensed|accredited)\s+(?:in|as)\s+(?:an?\s+)?[a-z][a-z0-9&+.' -]{2,40}"
    );
    for span in job.matches(generic, sentence) {
        // Only the words that name it: capitalised ones directly before, or all of a short fragment.
        let named = names(job, span);
        let taken = found.iter().any(|f| f.span.overlaps(span));
        if let (Some(name), false) = (named, taken) {
            found.push(Found {
                span,
                fact: Fact::Certification(name),
            });
        }
    }
    found
}

fn names(job: &Job<'_>, span: Span) -> Option<String> {
    let words: Vec<&str> = job.words(span).split_whitespace().collect();
    let empty = pattern!(
        r"^(?i:an?|the|any|some|relevant|related|industry|professional|valid|current|active|and|or|of|in|with|has|have|other|required|preferred|appropriate|necessary|additional|technical|software|possession|must|hold|obtain|maintain|our|your|state|applicable|plus|other|recognized|recognised|formal|all|these|product|relevant:|following|birth|open|source|degree|including|as|to|for|certifications?|certificates?|licen[cs]es?|licensure|accreditation|credentials?|certified|licensed|accredited|is|are|be|also)$"
    );
    let telling: Vec<&str> = words
        .iter()
        .copied()
        .filter(|w| !empty.is_match(w))
        .collect();
    let capital = telling
        .iter()
        .any(|w| w.chars().next().is_some_and(char::is_uppercase));
    let short = words.len() <= 3;
    let business = pattern!(
        r"(?i)\blicen[cs]e (?:agreement|management)|software licen[cs]e|open source licen|process"
    );
    (!telling.is_empty() && (capital || short) && !business.is_match(job.words(span)))
        .then(|| telling.join(" "))
}
