//! Keeping a set readable: no duplicates, long lists of duties joined into few requirements.

use super::Draft;
use super::headings::Part;
use super::job::Job;
use super::predicates::one_line;
use crate::model::{Category, Predicate};
use crate::text::Span;

/// More requirements from duties than these are joined with their neighbours.
const MOST_DUTIES: usize = 6;

/// More requirements than these are joined or, of the weakest, left out.
const MOST: usize = 40;

pub(super) fn limited(job: &Job<'_>, drafts: Vec<Draft>) -> Vec<Draft> {
    let mut kept: Vec<Draft> = Vec::with_capacity(drafts.len());
    for draft in drafts {
        match kept
            .iter_mut()
            .find(|k| k.category == draft.category && k.predicate == draft.predicate)
        {
            // Said twice: once is enough, and a must-have stays one. Its terms stand where they stand.
            Some(twin) => {
                let must_have = twin.must_have || draft.must_have;
                let terms = std::mem::take(&mut twin.tagged);
                if matches!(twin.part, Part::Introduction | Part::Duties)
                    && !matches!(draft.part, Part::Introduction | Part::Duties)
                {
                    *twin = draft;
                } else {
                    twin.tagged = draft.tagged;
                }
                twin.must_have = must_have;
                twin.tagged.extend(terms);
                twin.tagged.sort_by_key(|t| (t.span.start, t.span.end));
            }
            None => kept.push(draft),
        }
    }
    let duties = kept.iter().filter(|d| d.part == Part::Duties).count();
    if duties > MOST_DUTIES {
        kept = joined(job, kept, duties.div_ceil(MOST_DUTIES));
    }
    while kept.len() > MOST {
        let weakest = kept
            .iter()
            .rposition(|d| !d.must_have && d.category == Category::PersonalSkill)
            .or_else(|| kept.iter().rposition(|d| !d.must_have))
            .unwrap_or(kept.len() - 1);
        kept.remove(weakest);
    }
    kept
}

/// Joins each run of up to `size` neighbouring duties.
fn joined(job: &Job<'_>, drafts: Vec<Draft>, size: usize) -> Vec<Draft> {
    let mut out: Vec<Draft> = Vec::new();
    let mut run = 0;
    for draft in drafts {
        let continues = run > 0 && run < size && draft.part == Part::Duties;
        match out.last_mut() {
            Some(last) if continues && last.part == Part::Duties => {
                run += 1;
                last.span = Span::new(last.span.start, draft.span.end.max(last.span.end));
                last.tagged.extend(draft.tagged);
                last.predicate = Predicate::Skill {
                    terms: subjects(job, last),
                };
                last.category = Category::HardSkill;
            }
            _ => {
                run = usize::from(draft.part == Part::Duties);
                out.push(draft);
            }
        }
    }
    out
}

/// What joined duties are about: the concepts they name, else their terms.
fn subjects(job: &Job<'_>, draft: &Draft) -> Vec<String> {
    let mut names = super::named(job.words(draft.span));
    if names.is_empty() {
        names = draft
            .tagged
            .iter()
            .map(|t| one_line(job.words(t.span)))
            .collect();
    }
    let mut seen: Vec<String> = Vec::new();
    names.retain(|n| {
        !seen.contains(n) && {
            seen.push(n.clone());
            true
        }
    });
    names.truncate(8);
    names
}
