//! Degrees: their rung of the ladder, their fields, and whether experience may stand in.

use super::{Fact, Found};
use crate::model::DegreeLevel;
use crate::requirements::job::{Job, pattern};
use crate::taxonomy::{Kind, Taxonomy};
use crate::text::Span;

pub(super) fn find(job: &Job<'_>, sentence: Span) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for (level, pattern) in ladder() {
        for span in job.matches(pattern, sentence) {
            found.push(Found {
                span,
                fact: Fact::Degree(level),
            });
        }
    }
    // Abbreviations that are everyday words in lower case.
    let exact = [
        (
            DegreeLevel::Doctorate,
            pattern!(r"\b(?:MD|M\.D\.|JD|J\.D\.|DDS|DMD|DVM|DNP|DPT|PsyD|EdD)(?:\b|\s|$)"),
        ),
        (
            DegreeLevel::Master,
            pattern!(
                r"\b(?:MS|M\.S\.|MA|M\.A\.|MSN|MPH|MSW|MFA|LLM|MEng|M\.Eng\.?|MSc|M\.Sc\.?)(?:\s+(?:degree|in|or|and|preferred|required)\b|\s*/|\s*,|\s*$|\))"
            ),
        ),
        (
            DegreeLevel::Bachelor,
            pattern!(
                r"\b(?:BS|B\.S\.?|BA|B\.A\.?|BSN|BBA|LLB|BEng|B\.Eng\.?|BTech|B\.Tech\.?|B\.E\.)(?:\s+(?:degree|in|or|and|preferred|required)\b|\s*/|\s*,|\s*$|\))"
            ),
        ),
        (
            DegreeLevel::Associate,
            pattern!(r"\b(?:AA|AS|A\.A\.S?\.?|A\.S\.|AAS|ADN)\s+(?:degree|in)\b"),
        ),
    ];
    for (level, pattern) in exact {
        for m in pattern.find_iter(job.text.slice(sentence)) {
            let span = job.text.trim(job.text.span_of_bytes(sentence, m.range()));
            found.push(Found {
                span,
                fact: Fact::Degree(level),
            });
        }
    }
    // "university degree" says no more than "bachelor's" beside it.
    found.sort_by_key(|f| (f.span.start, std::cmp::Reverse(f.span.end)));
    found.dedup_by(|b, a| a.span.overlaps(b.span));
    found
}

fn ladder() -> [(DegreeLevel, &'static regex::Regex); 6] {
    [
        (
            DegreeLevel::Doctorate,
            pattern!(
                r"\b(?:ph\.?\s?d\b\.?|phds\b|doctorates?\b(?: degree)?|doctoral(?: degree)?\b|doctor of (?:philosophy|medicine|pharmacy|education|nursing|jurisprudence)|juris doctor|pharm\.?d\b|doctor's degree)"
            ),
        ),
        (
            DegreeLevel::Master,
            pattern!(
                r"\b(?:master(?:'?s)? ?'?s?(?: level)? degree|master's(?: (?:in|of|or|level|preferred|required)\b|\b)|masters (?:in|or|level|preferred|required)\b|master of (?:science|arts|business|public|social|engineering|education|laws|fine|nursing|philosophy)\b(?: administration| work| health| engineering)?|masters?/|m\.?sc\b\.?|mba\b|postgraduate degree|post-graduate degree|graduate degree|advanced degree|diplom\b|master degree|masters$)"
            ),
        ),
        (
            DegreeLevel::Bachelor,
            pattern!(
                r"\b(?:bachelor(?:'?s)?\s?'?s?(?:/master(?:'?s)?)?(?: or master(?:'?s)?| level)?(?: degrees?\b| of (?:science|arts|engineering|business administration|nursing|commerce|laws|technology)\b|\b)|b\.?sc\b\.?|bs/(?:ba|ms)\b(?: degree)?|ba/bs\b(?: degree)?|b\.?a\.?/b\.?s\.?|undergraduate degree|university degree|college degree|(?:four|4)[- ]year (?:college |university )?degree|academic degree|university (?:education|graduate|diploma|qualification)|college (?:graduate|diploma)|higher education (?:degree|diploma|qualification)|honou?rs degree|degree (?:in|or equivalent|level|qualified|required|preferred|from)\b|degree-level\b|(?:relevant|technical|related|science|engineering|law|nursing|business|accounting) degree\b|bachelors\b|educated to degree)"
            ),
        ),
        (
            DegreeLevel::Associate,
            pattern!(
                r"\b(?:associate(?:'?s)?\s?'?s? degrees?|associate of (?:science|arts|applied science)|associate's\b|foundation degree|hnd\b|(?:two|2)[- ]year degree)"
            ),
        ),
        (
            DegreeLevel::Vocational,
            pattern!(
                r"\b(?:vocational (?:training|qualification|degree|education|school|diploma)|completed (?:an? )?(?:apprenticeship|training)|graduat(?:e|ion) (?:of|from) an? (?:[a-z]+ ){0,4}(?:program(?:me)?|school)|apprenticeship\b|trade school|technical (?:school|diploma|college)|post-?secondary (?:certificate|education|diploma|training|school|degree)|nvq\b|some college|ausbildung\b|trade certificate|journeyman training)"
            ),
        ),
        (
            DegreeLevel::Secondary,
            pattern!(
                r"\b(?:high[- ]school(?: (?:diploma|degree|education|graduate|diploma/ged))?|ged\b|hs diploma|secondary (?:school(?: diploma| education)?|education)|a[- ]levels?\b|gcses?\b|abitur\b|secondary diploma)"
            ),
        ),
    ]
}

/// Whether experience may stand in for a degree.
pub(in crate::requirements) fn has_equivalent(job: &Job<'_>, clause: Span) -> bool {
    job.says(pattern!(r"\bor (?:an? )?(?:equivalent|comparable|equal|commensurate)|equivalent (?:work |professional |practical |combination|experience)|in lieu|or (?:relevant|related|similar|practical|extensive) (?:work |professional )?experience|or similar (?:qualification|degree)|or the equivalent|\(or equivalent\)"), clause)
}

/// The fields that a degree may be in: concepts named behind it, else the words behind "in".
pub(in crate::requirements) fn fields(job: &Job<'_>, clause: Span, degree: Span) -> Vec<String> {
    let taxonomy = Taxonomy::shipped();
    let end = job.matches(pattern!(r"\b(?:and|with|plus)\s+(?:at least|minimum|\d|relevant|related|proven)|\bor equivalent\b|\bor \d"), Span::new(degree.end, clause.end)).first().map_or(clause.end, |m| m.start);
    let mut found: Vec<String> = Vec::new();
    let around = [
        Span::new(degree.end.min(end), end),
        Span::new(clause.start, degree.start.max(clause.start)),
        degree,
    ];
    for span in around {
        for mention in job.mentions_in(span) {
            let fits = matches!(
                taxonomy.kind(mention.concept),
                Kind::DegreeField | Kind::Knowledge
            ) && taxonomy.is_curated(mention.concept);
            let name = taxonomy.name(mention.concept).to_owned();
            if fits && !found.contains(&name) {
                found.push(name);
            }
        }
        if !found.is_empty() {
            return found;
        }
    }
    let Some(tail) = job
        .matches(
            pattern!(r"^\s*(?:degrees?\s*)?(?:\([^)]*\)\s*)?(?:in|of)\s+[^,;.()]{3,80}"),
            Span::new(degree.end.min(end), end),
        )
        .first()
        .copied()
    else {
        return found;
    };
    let words = job.words(tail).trim();
    let field = words
        .split_once(" in ")
        .or_else(|| words.split_once("in "))
        .or_else(|| words.split_once("of "))
        .map_or(words, |(_, field)| field);
    for part in field.split(" or ").flat_map(|p| p.split('/')) {
        let part = part.trim();
        let vague = part.to_lowercase();
        if !part.is_empty()
            && part.split(' ').count() <= 5
            && ![
                "related",
                "relevant",
                "similar",
                "field",
                "discipline",
                "equivalent",
                "appropriate",
            ]
            .iter()
            .any(|w| vague.contains(w))
        {
            found.push(part.to_owned());
        }
    }
    found
}
