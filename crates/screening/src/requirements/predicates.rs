//! From a clause and its facts to a typed predicate.

use super::clauses::Clause;
use super::facts::{Fact, Found, fields, has_equivalent, level_near, subjects};
use super::job::{Job, pattern};
use super::tagger::Tagged;
use crate::model::{Category, LanguageLevel, Predicate, TermKind};
use crate::taxonomy::Taxonomy;
use crate::text::Span;

/// The question of a clause and what it is about; `None` if it asks nothing.
pub(super) fn predicate(
    job: &Job<'_>,
    sentence: Span,
    clause: &Clause,
    tagged: &[Tagged],
) -> Option<(Category, Predicate)> {
    let typed: Vec<&Found> = clause
        .facts
        .iter()
        .filter(|f| !matches!(f.fact, Fact::Skill(_) | Fact::Trait(_)))
        .collect();
    if let Some(first) = typed.first() {
        return Some((
            leading(&typed, first).fact.category(),
            typed_predicate(job, sentence, clause, &typed),
        ));
    }
    let skills: Vec<&Found> = clause
        .facts
        .iter()
        .filter(|f| matches!(f.fact, Fact::Skill(_)))
        .collect();
    let traits: Vec<&Found> = clause
        .facts
        .iter()
        .filter(|f| matches!(f.fact, Fact::Trait(_)))
        .collect();
    if skills.is_empty()
        && !traits.is_empty()
        && !tagged.iter().any(|t| t.kind == TermKind::Knowledge)
    {
        return Some((Category::PersonalSkill, personal(&traits)));
    }
    if !skills.is_empty() {
        return Some((
            Category::HardSkill,
            skills_predicate(job, clause.span, &skills),
        ));
    }
    let mut words: Vec<String> = Vec::new();
    for one in tagged
        .iter()
        .filter(|t| t.kind == TermKind::Knowledge)
        .chain(tagged.iter().filter(|t| t.kind == TermKind::Skill))
    {
        let text = one_line(job.words(one.span));
        if !words.contains(&text) {
            words.push(text);
        }
    }
    if words.is_empty() {
        return None;
    }
    let knows = tagged.iter().any(|t| t.kind == TermKind::Knowledge);
    // A lone adjective is an attitude ("curious"), a phrase is something one does ("run load tests").
    let attitude = !knows && words.iter().all(|w| w.split(' ').count() <= 2);
    if attitude {
        let of: Vec<Predicate> = words
            .into_iter()
            .take(MOST_TRAITS)
            .map(|text| Predicate::Trait { text })
            .collect();
        return Some((
            Category::PersonalSkill,
            one_or(of, |of| Predicate::AllOf { of }),
        ));
    }
    words.truncate(MOST_TRAITS);
    Some((Category::HardSkill, Predicate::Skill { terms: words }))
}

/// More traits in one clause say no more.
const MOST_TRAITS: usize = 5;

/// Which of several typed facts gives the category.
fn leading<'f>(typed: &[&'f Found], first: &'f Found) -> &'f Found {
    typed
        .iter()
        .find(|f| matches!(f.fact, Fact::Degree(_)))
        .copied()
        .unwrap_or(first)
}

fn typed_predicate(job: &Job<'_>, sentence: Span, clause: &Clause, typed: &[&Found]) -> Predicate {
    let degrees: Vec<&&Found> = typed
        .iter()
        .filter(|f| matches!(f.fact, Fact::Degree(_)))
        .collect();
    let mut parts: Vec<Predicate> = Vec::new();
    let mut certificates: Vec<String> = Vec::new();
    let mut said = (false, false);
    for found in typed {
        match &found.fact {
            Fact::Years(min) => parts.push(Predicate::Years {
                min: *min,
                of: subjects(
                    job,
                    years_part(clause.span, found.span, &degrees),
                    found.span,
                ),
            }),
            Fact::Degree(_) if !parts.iter().any(|p| matches!(p, Predicate::Degree { .. })) => {
                parts.extend(degree(job, clause.span, &degrees))
            }
            Fact::Degree(_) => {}
            Fact::Language(which) => parts.push(Predicate::Language {
                which: which.clone(),
                level: language_level(job, clause.span, sentence),
            }),
            Fact::Certification(name) => certificates.push(name.clone()),
            Fact::Number(quantity, at_least) => parts.push(Predicate::Number {
                quantity: *quantity,
                at_least: *at_least,
            }),
            Fact::Authorization if !said.0 => {
                said.0 = true;
                parts.push(Predicate::Authorization {
                    text: one_line(job.words(clause.span)),
                });
            }
            Fact::Location if !said.1 => {
                said.1 = true;
                parts.push(Predicate::Location {
                    text: one_line(job.words(clause.span)),
                });
            }
            _ => {}
        }
    }
    let either = is_either(job, clause.span, typed);
    if !certificates.is_empty() {
        certificates.dedup();
        let later = pattern!(
            r"in progress|ability to obtain|able to obtain|willing\w* to (?:obtain|get|complete)|eligible for|or eligible|working towards?|within (?:\d+|six|three|twelve|a|one)"
        );
        let must_be_valid = !job.says(later, sentence);
        if certificates.len() > 1 && !either && job.says(pattern!(r"\band\b|&"), clause.span) {
            parts.extend(
                certificates
                    .into_iter()
                    .map(|name| Predicate::Certification {
                        which: vec![name],
                        must_be_valid,
                    }),
            );
        } else {
            parts.push(Predicate::Certification {
                which: certificates,
                must_be_valid,
            });
        }
    }
    one_or(parts, |of| {
        if either {
            Predicate::AnyOf { of }
        } else {
            Predicate::AllOf { of }
        }
    })
}

/// The part of a clause in which the subject of years stands: with a degree beside, only what follows the years.
fn years_part(clause: Span, years: Span, degrees: &[&&Found]) -> Span {
    match degrees.iter().find(|d| d.span.start > years.end) {
        Some(degree) => Span::new(years.start, degree.span.start),
        None if degrees.is_empty() => clause,
        None => Span::new(years.start, clause.end),
    }
}

fn is_either(job: &Job<'_>, clause: Span, typed: &[&Found]) -> bool {
    let (Some(first), Some(last)) = (typed.first(), typed.last()) else {
        return false;
    };
    typed.len() > 1
        && job.says(
            pattern!(r"\bor\b|/"),
            Span::new(first.span.end.min(last.span.start), last.span.start),
        )
        || job.says(pattern!(r"\bone of\b|\beither\b"), clause)
}

fn degree(job: &Job<'_>, clause: Span, degrees: &[&&Found]) -> Option<Predicate> {
    let level = degrees
        .iter()
        .filter_map(|f| {
            if let Fact::Degree(level) = f.fact {
                Some(level)
            } else {
                None
            }
        })
        .min()?;
    let last = degrees.last()?;
    Some(Predicate::Degree {
        level,
        fields: fields(job, clause, last.span),
        or_equivalent: has_equivalent(job, clause),
    })
}

fn language_level(job: &Job<'_>, clause: Span, sentence: Span) -> LanguageLevel {
    // Silence, "business level" and "good" ask for use at work.
    level_near(job, clause)
        .or_else(|| level_near(job, sentence))
        .unwrap_or(LanguageLevel::B2)
}

fn personal(traits: &[&Found]) -> Predicate {
    let mut of: Vec<Predicate> = Vec::new();
    for found in traits {
        let Fact::Trait(id) = found.fact else {
            continue;
        };
        let one = Predicate::Trait {
            text: Taxonomy::shipped().name(id).to_owned(),
        };
        if !of.contains(&one) && of.len() < MOST_TRAITS {
            of.push(one);
        }
    }
    one_or(of, |of| Predicate::AllOf { of })
}

/// Named skills: a list with "or", "/", "such as" or in brackets asks for one of them, any other for all.
fn skills_predicate(job: &Job<'_>, clause: Span, skills: &[&Found]) -> Predicate {
    let taxonomy = Taxonomy::shipped();
    let names: Vec<(Span, String)> = skills
        .iter()
        .filter_map(|f| {
            if let Fact::Skill(id) = f.fact {
                Some((f.span, taxonomy.name(id).to_owned()))
            } else {
                None
            }
        })
        .collect();
    if names.len() > 1
        && job.says(
            pattern!(r"\b(?:one of|either|any of|one or more|at least one|etc)\b"),
            clause,
        )
    {
        return one_of(names.into_iter().map(|(_, name)| name));
    }
    let mut groups: Vec<Vec<String>> = Vec::new();
    let (mut inside, mut examples) = (false, false);
    for (n, (span, name)) in names.iter().enumerate() {
        let gap = if n == 0 {
            Span::new(clause.start, span.start)
        } else {
            Span::new(names[n - 1].0.end, span.start)
        };
        let words = job.folded.slice(gap);
        // "cloud platforms (AWS, Azure)", "databases such as MySQL": ways to the word before.
        inside = words.rfind('(') > words.rfind(')') || inside && !words.contains(')');
        examples = job.says(
            pattern!(r"\b(?:such as|e\.?g\b|like|for example|for instance|including)\b"),
            gap,
        ) || examples
            && job.says(pattern!(r"^\s*(?:,|/|,?\s*(?:and|or|and/or))\s*$"), gap);
        let joins = n > 0 && (inside || examples || either_gap(words, &names, n, job));
        match groups.last_mut() {
            Some(group) if joins => group.push(name.clone()),
            _ => groups.push(vec![name.clone()]),
        }
    }
    let all: Vec<String> = groups
        .iter()
        .filter(|g| g.len() == 1)
        .flatten()
        .cloned()
        .collect();
    let mut parts: Vec<Predicate> = Vec::new();
    if !all.is_empty() {
        parts.push(Predicate::Skill { terms: unique(all) });
    }
    parts.extend(groups.into_iter().filter(|g| g.len() > 1).map(one_of));
    one_or(parts, |of| Predicate::AllOf { of })
}

/// Whether the words between two skills, or between later ones of the same comma list, say "or".
fn either_gap(words: &str, names: &[(Span, String)], n: usize, job: &Job<'_>) -> bool {
    let or = |w: &str| {
        pattern!(r"^\s*,?\s*(?:and/)?or\s|^\s*/\s*$|\bor\s*$").is_match(w) && w.chars().count() < 30
    };
    let comma = |w: &str| w.trim() == ",";
    if or(words) {
        return true;
    }
    // "Java, Kotlin or Scala": the comma means what the list's last word says.
    comma(words) && {
        let mut gaps = (n + 1..names.len()).map(|m| {
            job.folded
                .slice(Span::new(names[m - 1].0.end, names[m].0.start))
        });
        gaps.find(|w| !comma(w)).is_some_and(or)
    }
}

fn one_of(names: impl IntoIterator<Item = String>) -> Predicate {
    let of = unique(names.into_iter().collect())
        .into_iter()
        .map(|name| Predicate::Skill { terms: vec![name] })
        .collect();
    one_or(of, |of| Predicate::AnyOf { of })
}

fn unique(names: Vec<String>) -> Vec<String> {
    let mut seen: Vec<String> = Vec::with_capacity(names.len());
    for name in names {
        if !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen
}

/// A single part stands alone, several are wrapped.
fn one_or(mut parts: Vec<Predicate>, wrap: impl FnOnce(Vec<Predicate>) -> Predicate) -> Predicate {
    match (parts.len(), parts.pop()) {
        (1, Some(only)) => only,
        (_, last) => {
            parts.extend(last);
            wrap(parts)
        }
    }
}

/// Words with single spaces, as one line.
pub(super) fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
