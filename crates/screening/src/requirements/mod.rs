//! Reading a job description: what it asks for.
//!
//! A text is cut into sections by its headings, sections into sentences, sentences into clauses that ask for one thing each; a clause becomes a
//! requirement with a typed predicate, its terms, and the exact place it came from. Introductions, benefits and legal notices ask for nothing.

mod clauses;
mod facts;
mod headings;
mod importance;
mod job;
mod limit;
mod predicates;
pub mod tagger;

use crate::model::{Category, Predicate, Requirement, RequirementSet, Source, Term, TermKind};
use crate::taxonomy::{Kind, Taxonomy};
use crate::text::{Line, Span, lines, sections, sentences};
use clauses::Clause;
use facts::Fact;
use headings::Part;
use job::{Job, pattern};
use predicates::one_line;
use tagger::Tagged;

/// Reads the visible text of a job description, or any part of it down to a single phrase. Offsets of the answer count characters of `text`.
pub fn read_job(title: &str, text: &str) -> RequirementSet {
    let folded = job::folded(text);
    let job = Job::new(text, &folded);
    let titled: Vec<String> = named(title);
    let lines = lines(&job.text);
    let parts = sections(&job.text, &lines, |words, line| heading(&job, words, line));
    let fragment = lines.len() <= 2;
    let mut drafts: Vec<Draft> = Vec::new();
    for section in parts {
        let part = section.kind.unwrap_or(Part::Introduction);
        if part == Part::Offer {
            continue;
        }
        for line in &section.lines {
            for sentence in sentences(&job.text, line.span) {
                drafts.extend(read_sentence(&job, sentence, part, fragment || line.bullet));
            }
        }
    }
    let drafts = limit::limited(&job, drafts);
    let requirements = drafts
        .into_iter()
        .enumerate()
        .map(|(n, draft)| draft.finish(&job, &titled, n + 1))
        .collect();
    RequirementSet {
        title: title.to_owned(),
        requirements,
    }
}

/// Reads one requirement from one line, as a person writes it in the editor. The whole line is its text; `category` is the person's choice.
pub fn read_requirement(text: &str, category: Option<Category>) -> Requirement {
    let folded = job::folded(text);
    let job = Job::new(text, &folded);
    let whole = job.text.trim(job.text.span());
    let mut drafts: Vec<Draft> = sentences(&job.text, whole)
        .into_iter()
        .flat_map(|s| read_sentence(&job, s, Part::Required, true))
        .collect();
    let words = one_line(text);
    let must_have = importance::must_have(
        &job,
        whole,
        whole,
        Part::Required,
        category.unwrap_or(Category::HardSkill),
    );
    let fallback = |category: Category| match category {
        Category::PersonalSkill => Predicate::Trait {
            text: words.clone(),
        },
        Category::Other => Predicate::Location {
            text: words.clone(),
        },
        Category::Certification => Predicate::Certification {
            which: vec![words.clone()],
            must_be_valid: true,
        },
        _ => Predicate::Skill {
            terms: vec![words.clone()],
        },
    };
    let terms = drafts
        .iter_mut()
        .flat_map(|d| std::mem::take(&mut d.tagged))
        .collect();
    // "Bachelor's required, Master's preferred": the requirement is what must be.
    if drafts.iter().any(|d| d.must_have) {
        drafts.retain(|d| d.must_have || d.category == Category::PersonalSkill);
    }
    let must_have = if drafts.is_empty() {
        must_have
    } else {
        drafts.iter().any(|d| d.must_have)
    };
    let mut predicates: Vec<(Category, Predicate)> = drafts
        .into_iter()
        .map(|d| (d.category, d.predicate))
        .collect();
    let (read, predicate) = match predicates.len() {
        0 => (
            category.unwrap_or(Category::HardSkill),
            fallback(category.unwrap_or(Category::HardSkill)),
        ),
        1 => predicates.remove(0),
        _ => (
            predicates[0].0,
            Predicate::AllOf {
                of: predicates.into_iter().map(|(_, p)| p).collect(),
            },
        ),
    };
    let category = category.unwrap_or(read);
    let must_have = must_have
        && (category != Category::PersonalSkill
            || job.says(pattern!(r"\bmust\b|\brequired\b|\bessential\b"), whole));
    let draft = Draft {
        span: whole,
        category,
        predicate,
        must_have,
        part: Part::Required,
        tagged: terms,
    };
    let mut requirement = draft.finish(&job, &[], 1);
    requirement.text = words;
    requirement
}

/// A requirement before it is numbered and weighed.
pub(crate) struct Draft {
    span: Span,
    category: Category,
    predicate: Predicate,
    must_have: bool,
    part: Part,
    tagged: Vec<Tagged>,
}

impl Draft {
    fn finish(self, job: &Job<'_>, titled: &[String], number: usize) -> Requirement {
        let in_title = named_by(&self.predicate)
            .iter()
            .any(|name| titled.contains(name));
        let quote = job.words(self.span);
        let terms = self
            .tagged
            .iter()
            .map(|t| Term {
                text: job.words(t.span).to_owned(),
                start: t.span.start,
                end: t.span.end,
                kind: t.kind,
            })
            .collect();
        Requirement {
            id: format!("r{number}"),
            category: self.category,
            text: one_line(quote),
            must_have: self.must_have,
            weight: importance::weight(self.category, self.must_have, self.part, in_title),
            predicate: self.predicate,
            source: Source {
                start: self.span.start,
                end: self.span.end,
                quote: quote.to_owned(),
            },
            terms,
        }
    }
}

/// Names of the curated concepts in a text.
fn named(text: &str) -> Vec<String> {
    let taxonomy = Taxonomy::shipped();
    taxonomy
        .find(text)
        .into_iter()
        .filter(|m| taxonomy.is_curated(m.concept))
        .map(|m| taxonomy.name(m.concept).to_owned())
        .collect()
}

fn named_by(predicate: &Predicate) -> Vec<String> {
    match predicate {
        Predicate::Skill { terms } => terms.clone(),
        Predicate::Years { of, .. } => of.clone(),
        Predicate::Certification { which, .. } => which.clone(),
        Predicate::AnyOf { of } | Predicate::AllOf { of } => of.iter().flat_map(named_by).collect(),
        _ => Vec::new(),
    }
}

/// The part that a line opens, if it is a heading. A bullet, or a line that itself names a skill, is none unless a colon ends it.
fn heading(job: &Job<'_>, words: &str, line: &Line) -> Option<Part> {
    let source = job.words(line.span);
    let colon = source.trim_end().ends_with([':', '：']);
    let taxonomy = Taxonomy::shipped();
    let names_skill = job.mentions_in(line.span).any(|m| {
        matches!(
            taxonomy.kind(m.concept),
            Kind::Technology | Kind::Language | Kind::Certification
        )
    });
    let states = names_skill || job.says(pattern!(r"\d|\bdegree\b|\bdiploma\b"), line.span);
    let alone = colon || !source.contains([':', '：']) && !source.ends_with(['.', ',', ';']);
    if alone && !colon && (line.bullet || states) {
        return None;
    }
    headings::part(words, alone)
}

fn read_sentence(job: &Job<'_>, sentence: Span, part: Part, direct: bool) -> Vec<Draft> {
    if is_boilerplate(job, sentence) {
        return Vec::new();
    }
    let prose_duty = part == Part::Introduction && job.says(pattern!(r"\b(?:you (?:will|get to|are going to)|you'll|the (?:successful )?candidate will|responsible for|duties include)\b"), sentence);
    let part = if prose_duty
        && !job.says(
            pattern!(r"\byou(?:'ll| will) (?:need|have|bring)\b"),
            sentence,
        ) {
        Part::Duties
    } else {
        part
    };
    // A bullet or a lone phrase without heading asks as if it stood under "Requirements".
    let part = if part == Part::Introduction && direct {
        Part::Required
    } else {
        part
    };
    let tagged = terms(job, sentence, part);
    let asks = part != Part::Introduction || asks_in_prose(job, sentence);
    let mut facts = if asks {
        facts::facts(job, sentence)
    } else {
        Vec::new()
    };
    // "Seeking a registered nurse" names the work, not yet the licence.
    if part == Part::Introduction && !job.says(pattern!(r"licen[cs]|certif|registration"), sentence)
    {
        facts.retain(|f| !matches!(f.fact, Fact::Certification(_)));
    }
    // In an introduction only what people would mark as asked for counts.
    if tagged.is_empty() && (facts.is_empty() || (!asks)) {
        return Vec::new();
    }
    if part == Part::Duties {
        let span = job
            .text
            .trim_matches(sentence, |c| c.is_whitespace() || c == '.');
        facts.retain(|f| matches!(f.fact, Fact::Skill(_) | Fact::Trait(_) | Fact::Number(..)));
        let (numbers, facts): (Vec<_>, Vec<_>) = facts
            .into_iter()
            .partition(|f| matches!(f.fact, Fact::Number(..)));
        let mut drafts: Vec<Draft> = draft(job, sentence, &Clause { span, facts }, part, tagged)
            .into_iter()
            .collect();
        if !numbers.is_empty() {
            drafts.extend(draft(
                job,
                sentence,
                &Clause {
                    span,
                    facts: numbers,
                },
                part,
                Vec::new(),
            ));
        }
        return drafts;
    }
    let clauses = clauses::clauses(job, sentence, facts);
    let mut rest = tagged;
    let mut drafts: Vec<Draft> = Vec::new();
    for clause in &clauses {
        let (own, others): (Vec<Tagged>, Vec<Tagged>) = rest
            .into_iter()
            .partition(|t| t.span.start < clause.span.end);
        rest = others;
        if let Some(draft) = draft(job, sentence, clause, part, own) {
            drafts.push(draft);
        }
    }
    drafts
}

fn draft(
    job: &Job<'_>,
    sentence: Span,
    clause: &Clause,
    part: Part,
    tagged: Vec<Tagged>,
) -> Option<Draft> {
    let (category, predicate) = predicates::predicate(job, sentence, clause, &tagged)?;
    let must_have = importance::must_have(job, clause.span, sentence, part, category);
    Some(Draft {
        span: clause.span,
        category,
        predicate,
        must_have,
        part,
        tagged,
    })
}

/// The terms of a sentence: what the tagger finds, and technologies and certificates that it misses.
fn terms(job: &Job<'_>, sentence: Span, part: Part) -> Vec<Tagged> {
    let mut found = tagger::tag(&job.text, sentence, &job.mentions);
    let taxonomy = Taxonomy::shipped();
    for mention in job.mentions_in(sentence) {
        let span = Span::new(mention.start, mention.end);
        let sure = taxonomy.is_curated(mention.concept)
            && matches!(
                taxonomy.kind(mention.concept),
                Kind::Technology | Kind::Certification
            );
        if sure
            && matches!(part, Part::Required | Part::Preferred | Part::Technologies)
            && !found.iter().any(|t| t.span.overlaps(span))
        {
            found.push(Tagged {
                span,
                kind: TermKind::Knowledge,
            });
        }
    }
    found.sort_by_key(|t| (t.span.start, t.span.end));
    found
}

/// Prose that speaks of what the reader should bring.
fn asks_in_prose(job: &Job<'_>, sentence: Span) -> bool {
    job.says(
        pattern!(r"\b(?:you (?:have|are|bring|know|must|should|need|possess|hold|will (?:have|need|bring))|you'(?:ve|re)|candidates? (?:must|should|will|has|have|is)|must (?:have|be|possess|hold)|required|requires?|requirements?|preferred|looking for|experience (?:with|in|of|as)|knowledge of|proficien\w+|familiar\w*|fluen\w+|ability to|degree|years|a plus|certifi\w+|licen[cs]e\w*|skills|ideally|we expect|seeking)\b"),
        sentence,
    ) && !job.says(pattern!(r"^(?:we|our|founded|since|about)\b"), sentence)
}

/// Equal-opportunity notices, benefits, pay, how to apply, what a job board adds.
fn is_boilerplate(job: &Job<'_>, sentence: Span) -> bool {
    job.says(
        pattern!(
            r"\b(?:equal[- ]opportunity|without regard to|regardless of|protected (?:by law|veteran|status|characteristics?)|sexual orientation|gender identity|reasonable accommodations?|affirmative action|discriminat\w+|paid time off|pto\b|401\s?\(?k|health insurance|dental insurance|medical, dental|vacation days|days of (?:holiday|vacation)|parental leave|competitive (?:salary|pay|compensation)|salary range|stock options|send (?:us )?your (?:cv|resume|application)|apply (?:now|today|here|online)|your application|please (?:apply|send|submit|contact|include)|date posted|privacy (?:policy|notice)|cookies|all rights reserved|we offer|benefits include|tuition reimbursement|free (?:lunch|snacks|coffee|parking)|gym membership|this job description|recruitment agenc\w+|likes: \d)"
        ),
        sentence,
    ) || job.says(pattern!(r"^(?:full[- ]time|part[- ]time|permanent|contract|remote|hybrid|temporary|internship|job (?:type|description|title|location)|location|department|salary|employment type|company size|private|public|junior|mid-level|senior)(?:[\s,|/:-]+(?:full[- ]time|part[- ]time|permanent|contract|remote|hybrid|junior|mid-level|senior|lead|only|employee|\d+))*$"), sentence)
}
