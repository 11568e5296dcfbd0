//! Years of experience: "5+ years", "3–5 years", "two to four years", "18 months", "several years". A range asks for its lower end.

use super::{Fact, Found, number};
use crate::requirements::job::{Job, pattern};
use crate::taxonomy::{Kind, Taxonomy};
use crate::text::Span;

const NUMBER: &str = r"(?:\d{1,2}(?:\.\d)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty)";

/// What "several years" asks for at least.
const SEVERAL: f64 = 2.0;

pub(super) fn find(job: &Job<'_>, sentence: Span) -> Vec<Found> {
    let pattern = pattern!(&format!(
        r"(?:\b(?:at least|min(?:imum|\.)?(?: of)?|over|more than|from)\s+|[>≥]=?\s*)?\b(?P<n>{NUMBER}|several|multiple|an?|some)\s*(?:\(\s*\d+\s*\+?\s*\)\s*)?(?:\+|plus\b|or more\b|and more\b)?\s*(?:(?:-|–|—|to|or)\s*{NUMBER}\s*(?:\(\s*\d+\s*\)\s*)?\+?\s*)?(?:or more\s+|full\s+)?(?P<unit>years?|yrs?|months?)\b(?:'|s')?"
    ));
    let folded = job.folded.slice(sentence);
    pattern
        .captures_iter(folded)
        .filter_map(|captures| {
            let (whole, n) = (captures.get(0)?, captures.name("n")?.as_str());
            let after = &folded[whole.end()..];
            let before = &folded[..whole.start()];
            let experience = pattern!(r"\bexperience|\bbackground\b|track record|\bpractice\b|\bworked\b|\bworking\b|hands-on|\bexp\b|\bseniority\b");
            let vague = matches!(n, "several" | "multiple" | "a" | "an" | "some");
            if vague && !experience.is_match(after) {
                return None;
            }
            let elsewhere = pattern!(r"^\s*(?:-?\s?old\b|of age\b|ago\b|contract|fixed|warranty|in a row|from now|and older)");
            let told = pattern!(r"(?:\b(?:past|last|next|first|previous|within|every|for over|after|founded|celebrat\w+|age of)|\bfor (?:more than|almost|nearly))\s*(?:the\s+|than\s+)?$");
            if elsewhere.is_match(after) || told.is_match(before) {
                return None;
            }
            // Without a word of experience, a bare "5 years" counts only beside "of", "in", "with" or at an end.
            if !experience.is_match(folded) && !pattern!(r"^\s*(?:of|in|with|as|using|\)|,|\.|$|\+|managing|leading|developing)").is_match(after) {
                return None;
            }
            let count = if matches!(n, "several" | "multiple" | "some") { SEVERAL } else { number(n)? };
            let min = if captures.name("unit")?.as_str().starts_with('m') { count / 12.0 } else { count };
            Some(Found { span: job.folded.span_of_bytes(sentence, whole.range()), fact: Fact::Years(min) })
        })
        .collect()
}

/// The subjects of years within a clause: concepts it names, else the words around "experience".
pub(in crate::requirements) fn subjects(job: &Job<'_>, clause: Span, years: Span) -> Vec<String> {
    let taxonomy = Taxonomy::shipped();
    let mut found: Vec<String> = Vec::new();
    for mention in job
        .mentions_in(clause)
        .filter(|m| m.start >= years.end || m.end <= years.start)
    {
        let asked = matches!(
            taxonomy.kind(mention.concept),
            Kind::Technology | Kind::Knowledge | Kind::Occupation | Kind::DegreeField
        );
        let name = taxonomy.name(mention.concept).to_owned();
        if asked && taxonomy.is_curated(mention.concept) && !found.contains(&name) {
            found.push(name);
        }
    }
    if found.is_empty() {
        found.extend(words_of_subject(job, Span::new(years.end, clause.end)));
    }
    found
}

fn words_of_subject(job: &Job<'_>, after: Span) -> Option<String> {
    let folded = job.folded.slice(after);
    let pattern = pattern!(
        r"\b(?:experience|background|working)\s+(?:in|with|as|of|on)\s+(?:an?\s+|the\s+)?(?P<a>[^,;.()]{3,60})|^\s*(?:of|in|as|with)?\s*(?P<b>[^,;.()]{3,60}?)\s+experience"
    );
    let captures = pattern.captures(folded)?;
    let group = captures.name("a").or_else(|| captures.name("b"))?;
    let span = job.folded.span_of_bytes(after, group.range());
    let vague = pattern!(
        r"^(?:(?:of|in|as|a|an|the|with|related|relevant|similar|comparable|professional|work|working|practical|previous|prior|proven|progressive|industry|hands-on|job|this|field|or|and|role|position|environment|area|experience|full-time|direct|equivalent)\b[\s/-]*)+$"
    );
    if job.says(vague, span) || span.len() < 3 {
        return None;
    }
    let lead = pattern!(
        r"^(?:(?:of|in|as|an?|the|relevant|professional|work|progressive|proven|hands-on|practical|prior|previous)\s+)+"
    );
    let skip = lead
        .find(job.folded.slice(span))
        .map_or(0, |m| m.as_str().chars().count());
    let words = job
        .words(Span::new(span.start + skip, span.end))
        .split_whitespace()
        .take(7)
        .collect::<Vec<_>>()
        .join(" ");
    (!words.is_empty()).then_some(words)
}
