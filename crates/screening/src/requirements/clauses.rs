//! A sentence cut where it asks for something else: "a bachelor's degree and 5 years of Python" asks twice, "a degree or 5 years" once.

use super::facts::{Fact, Found};
use super::job::{Job, pattern};
use crate::model::Category;
use crate::text::Span;

/// A part of a sentence that asks for one thing, and the facts in it.
pub(super) struct Clause {
    pub span: Span,
    pub facts: Vec<Found>,
}

pub(super) fn clauses(job: &Job<'_>, sentence: Span, facts: Vec<Found>) -> Vec<Clause> {
    let mut clauses: Vec<Clause> = Vec::new();
    let mut current = Clause {
        span: sentence,
        facts: Vec::new(),
    };
    for fact in facts {
        if let Some(last) = current.facts.last()
            && let Some(cut) = cut_between(job, last, &fact, &current)
        {
            let rest = Clause {
                span: Span::new(cut.end, sentence.end),
                facts: Vec::new(),
            };
            current.span.end = cut.start;
            clauses.push(std::mem::replace(&mut current, rest));
        }
        current.facts.push(fact);
    }
    clauses.push(current);
    for clause in &mut clauses {
        clause.span = job.text.trim_matches(clause.span, |c| {
            c.is_whitespace() || matches!(c, ',' | ';' | '-' | '–' | ':' | '.')
        });
    }
    clauses.retain(|c| !c.span.is_empty());
    clauses
}

/// Where to cut between two facts, if they are asked for apart.
fn cut_between(job: &Job<'_>, left: &Found, right: &Found, current: &Clause) -> Option<Span> {
    let gap = Span::new(left.span.end.min(right.span.start), right.span.start);
    let separators = job.matches(pattern!(r"\s*[;,]\s*(?:and|plus|as well as|with|along with)?\s|\s(?:and|plus|as well as|along with)\s|\s[-–—]\s|\s&\s|\.\s+|\s*\)\s*\(|\s*[|]\s*"), gap);
    let (a, b) = (left.fact.category(), right.fact.category());
    let typed = |c: Category| !matches!(c, Category::HardSkill | Category::PersonalSkill);
    // "a degree or 5 years": one requirement with two ways.
    let alternative = job.says(pattern!(r"\bor\b|/"), gap);
    let new_head = pattern!(
        r"^(?:(?:a|an|the|have|has|having|you have|you are|are|is|be|proven|solid|deep|some|strong|excellent|good|great|working|basic|hands-on|demonstrated|extensive|previous|prior|general|thorough|in-depth|sound|advanced|outstanding)\s+){0,3}(?:knowledge (?:of|in)|experience (?:with|in|of|as|using)|experienced (?:with|in)|ability to|able to|proficien\w+ (?:in|with)|familiar\w* with|understanding of|fluen\w+|willing\w* to|skills in|expertise in|passion for|comfortable)\b"
    );
    let head = separators
        .iter()
        .rev()
        .find(|s| job.says(new_head, Span::new(s.end, right.span.end.max(s.end))))
        .copied();
    if head.is_some() && !alternative {
        return head;
    }
    if a == b {
        // "CPA, ACCA or CIMA": the list's last word speaks for its commas.
        let alternative = alternative
            || job.says(
                pattern!(r"\bor\b"),
                Span::new(left.span.end, current.span.end.max(left.span.end)),
            );
        return match (&left.fact, &right.fact) {
            (Fact::Language(_) | Fact::Years(_) | Fact::Certification(_), _) if !alternative => {
                separators.last().copied()
            }
            // "Bachelor's required, Master's preferred".
            (Fact::Degree(_), Fact::Degree(_))
                if job.says(
                    pattern!(r"\brequired\b.*[,;.]|\bminimum\b"),
                    Span::new(current.span.start, right.span.start),
                ) =>
            {
                separators.last().copied()
            }
            _ => None,
        };
    }
    if alternative
        && (typed(a) || typed(b))
        && job.says(
            pattern!(r"\bor\s+(?:(?:at least|a|an|minimum of|equivalent|over|more than)\s+)*$"),
            gap,
        )
    {
        return None;
    }
    // "CPA, or finalist with 3 years": whoever lacks the certificate shows the years.
    if alternative
        && matches!(
            (&left.fact, &right.fact),
            (Fact::Certification(_), Fact::Years(_))
        )
        && job.says(pattern!(r"\bor\s+[^,;.]{1,40}$"), gap)
    {
        return None;
    }
    match (&left.fact, &right.fact) {
        // What stands behind years or a degree is their subject, unless a new head was found above.
        (Fact::Years(_), Fact::Skill(_)) | (Fact::Degree(_), Fact::Skill(_)) => None,
        (Fact::Skill(_), Fact::Trait(_))
            if current
                .facts
                .iter()
                .any(|f| matches!(f.fact, Fact::Years(_) | Fact::Degree(_))) =>
        {
            separators.last().copied()
        }
        (Fact::Skill(_) | Fact::Trait(_), Fact::Years(_)) => separators.last().copied(),
        (_, Fact::Years(_) | Fact::Degree(_) | Fact::Certification(_) | Fact::Number(..))
        | (Fact::Years(_) | Fact::Degree(_) | Fact::Certification(_), _) => {
            separators.last().copied().or_else(|| {
                job.matches(pattern!(r"\s(?:with|including|plus)\s"), gap)
                    .last()
                    .copied()
            })
        }
        _ => separators.last().copied(),
    }
}
