//! Human languages and their levels.

use super::{Fact, Found};
use crate::model::LanguageLevel;
use crate::requirements::job::{Job, pattern};
use crate::taxonomy::{Kind, Taxonomy};
use crate::text::Span;

pub(super) fn find(job: &Job<'_>, sentence: Span) -> Vec<Found> {
    let taxonomy = Taxonomy::shipped();
    let spoken = pattern!(
        r"\b(?:fluen\w+|native|bilingual|mother tongue|speak\w*|spoken|written|verbal|oral|writing|languages?|proficien\w+|command of|conversational|level|[abc][12]|skills|knowledge of|communicat\w+|working knowledge|business|read|write|advantage|a plus|asset|desirable|preferred|required)\b"
    );
    // "German employment law", "French customers": a country's, not a tongue.
    let a_country_s = pattern!(
        r"^[\s-]*(?:(?:employment|labou?r|tax|company|corporate|commercial|civil|criminal|contract|family|social|data protection)\s+)*(?:market|speaking (?:countries|market)|laws?\b|legislation|regulations?|tax(?:es|ation)?\b|gaap|payroll|accounting|standards?|cuisine|literature|food|restaurant|company|companies|government|authorities|customers|clients|staff)"
    );
    let short = job.text.slice(sentence).split_whitespace().count() <= 5;
    let asked = short || job.says(spoken, sentence);
    job.mentions_in(sentence)
        .filter(|m| asked && taxonomy.kind(m.concept) == Kind::Language)
        .filter(|m| !job.says(a_country_s, Span::new(m.end, sentence.end)))
        .map(|m| Found {
            span: Span::new(m.start, m.end),
            fact: Fact::Language(taxonomy.name(m.concept).to_owned()),
        })
        .collect()
}

/// The level that a stretch of text names, with the names of the CEFR or in words (the Council of Europe's self-assessment grid and usual speech in job ads).
pub(in crate::requirements) fn level_near(job: &Job<'_>, span: Span) -> Option<LanguageLevel> {
    let cues: [(LanguageLevel, &regex::Regex); 9] = [
        (
            LanguageLevel::C2,
            pattern!(r"\bc2\b|\bnative|mother tongue|bilingual|near-native"),
        ),
        (LanguageLevel::C1, pattern!(r"\bc1\b")),
        (LanguageLevel::B2, pattern!(r"\bb2\b")),
        (LanguageLevel::B1, pattern!(r"\bb1\b")),
        (LanguageLevel::A2, pattern!(r"\ba2\b")),
        (LanguageLevel::A1, pattern!(r"\ba1\b|\bbeginner")),
        (
            LanguageLevel::A2,
            pattern!(r"\bbasic\b|\belementary\b|\bsome\b"),
        ),
        (
            LanguageLevel::B1,
            pattern!(r"\bconversational|\bintermediate\b|\bmoderate\b"),
        ),
        (
            LanguageLevel::C1,
            pattern!(
                r"\bfluen\w+|\bexcellent\b|\bfull professional|\bperfect\b|\bvery good\b|\badvanced\b|\bimpeccable\b|\bstrong\b|\bhighly proficient\b|\bexceptional\b|\bperfectly\b|\boutstanding\b|\bfull proficiency\b"
            ),
        ),
    ];
    cues.iter()
        .find(|(_, pattern)| job.says(pattern, span))
        .map(|(level, _)| *level)
}
