//! From an application as `hiring` keeps it to the profile that crosses the wire.

use hiring::{
    applications::{ApplicationProfile, ScreeningRecord},
    documents::{Document, DocumentKind},
    follow_ups::{FollowUp, Received, document_id},
};
use screening::{Ending, FlagKind, PartialDate, Screening, model::Match};

use super::{convert::column, convert_follow_ups};
use crate::wire::{
    board::flag_words,
    decisions::Decided,
    profile::{Answer, DocumentItem, Flag, Profile, Receipt, RequirementMatch, Score, Station},
};

/// All that the profile shows; `form` is the text of the document with the answers to the application form.
pub fn profile(read: ApplicationProfile, ats: String, form: &str, asked: Vec<FollowUp>) -> Profile {
    // A result that this version cannot read is as good as none: the score and the card are kept apart from it.
    let found = read
        .screening
        .as_ref()
        .and_then(|record| serde_json::from_value::<Screening>(record.result.clone()).ok());
    let headline = if read.card.headline.is_empty() {
        read.headline.clone()
    } else {
        read.card.headline.clone()
    };
    Profile {
        job: read.job.id.to_string(),
        name: if read.card.name.is_empty() {
            "No name given".to_owned()
        } else {
            read.card.name.clone()
        },
        headline,
        url: read.url.clone(),
        ats,
        columns: read.columns.iter().map(|known| column(known, 0)).collect(),
        summary: found
            .as_ref()
            .map(|found| found.summary.clone())
            .unwrap_or_default(),
        matches: found
            .as_ref()
            .map(|found| matches(&read, &found.matches))
            .unwrap_or_default(),
        flags: knock_outs(&read.received)
            .chain(found.as_ref().map(flags).unwrap_or_default())
            .collect(),
        experience: found.as_ref().map(experience).unwrap_or_default(),
        education: found.as_ref().map(education).unwrap_or_default(),
        languages: found.as_ref().map(languages).unwrap_or_default(),
        certifications: found
            .as_ref()
            .map(|found| {
                found
                    .certifications
                    .iter()
                    .map(|certificate| certificate.name.clone())
                    .collect()
            })
            .unwrap_or_default(),
        skills: found
            .as_ref()
            .map(|found| found.skills.clone())
            .unwrap_or_default(),
        score: read.card.score.map(|value| Score {
            value,
            threshold: read.job.pre_qualified,
            categories: found
                .as_ref()
                .map(|found| found.categories.clone())
                .unwrap_or_default(),
            role_fit: found
                .as_ref()
                .and_then(|found| found.role_fit.as_ref().map(|role| role.fit)),
            closest: found
                .as_ref()
                .and_then(|found| found.role_fit.as_ref()?.closest.clone()),
            cap: found.as_ref().and_then(|found| found.cap),
        }),
        receipt: found
            .as_ref()
            .zip(read.screening.as_ref())
            .map(|(found, record)| receipt(found, record, &read.documents)),
        answers: answers(form, &read),
        asked: asked.into_iter().map(convert_follow_ups::asked).collect(),
        comments: read.card.comments as usize,
        decided: decided(&read),
        documents: documents(&read.documents),
        application: read.card.application.to_string(),
        stage: read.card.stage,
        source: read.card.source,
        applied_at: read.card.applied_at.0,
        column: read.card.column.to_string(),
        version: read.card.version,
        state: read.card.state.into(),
        reason: read.card.state_reason,
        location: read.location,
        job_title: read.job.title,
    }
}

/// That decisions moved the card, and from where.
fn decided(read: &ApplicationProfile) -> Option<Decided> {
    let decided = read.decided.as_ref()?;
    let from = read
        .columns
        .iter()
        .find(|column| column.id == decided.from)?;
    Some(Decided {
        from: from.id.to_string(),
        from_name: from.name.clone(),
        who: decided.who.clone(),
        at: decided.at.0,
    })
}

fn matches(read: &ApplicationProfile, found: &[Match]) -> Vec<RequirementMatch> {
    let requirements = read
        .requirements
        .as_ref()
        .map(|version| version.set.requirements.as_slice())
        .unwrap_or_default();
    requirements
        .iter()
        .filter_map(|requirement| {
            let found = found
                .iter()
                .find(|found| found.requirement == requirement.id)?
                .clone();
            Some(RequirementMatch {
                id: requirement.id.clone(),
                category: requirement.category,
                text: requirement.text.clone(),
                must_have: requirement.must_have,
                weight: requirement.weight,
                verdict: found.verdict,
                strength: found.strength,
                reason: found.reason,
                evidence: found.evidence,
                terms: requirement
                    .terms
                    .iter()
                    .map(|term| term.text.clone())
                    .collect(),
                overruled: found.overruled,
            })
        })
        .collect()
}

fn flags(found: &Screening) -> Vec<Flag> {
    let code = |kind| match kind {
        FlagKind::HiddenText => "hidden_text",
        FlagKind::Instructions => "instructions",
        FlagKind::DatesContradict => "dates_contradict",
    };
    found
        .flags
        .iter()
        .map(|flag| Flag {
            label: flag_words(code(flag.kind)).to_owned(),
            detail: flag.message.clone(),
            words: flag
                .words
                .iter()
                .cloned()
                .chain(flag.evidence.iter().map(|evidence| evidence.quote.clone()))
                .collect(),
        })
        .collect()
}

/// Answers that knock out, each with its reason. They decide nothing: a person does.
fn knock_outs(received: &[Received]) -> impl Iterator<Item = Flag> {
    let answers = received.iter().flat_map(|received| &received.answers);
    answers.filter_map(|answer| {
        let why = answer.knocks_out.as_ref()?;
        Some(Flag {
            label: flag_words("knock_out").to_owned(),
            detail: format!(
                "{} {why} CLARA rejects nobody: whether it matters here is for you to decide.",
                answer.asked
            ),
            words: vec![answer.answer.clone()],
        })
    })
}

/// Answers of the application form, then those to follow-up questions.
fn answers(form: &str, read: &ApplicationProfile) -> Vec<Answer> {
    let mut answers = split(form);
    for received in &read.received {
        answers.extend(received.answers.iter().map(|answer| {
            let id = document_id(received.follow_up, Some(&answer.question));
            let document = read
                .documents
                .iter()
                .find(|document| document.remote_id == id && document.sha256.is_some());
            Answer {
                question: answer.asked.clone(),
                answer: answer.answer.clone(),
                at: Some(received.at.0),
                knocks_out: answer.knocks_out.clone(),
                document: document.map(|document| document.id.to_string()),
            }
        }));
    }
    answers
}

fn experience(found: &Screening) -> Vec<Station> {
    found
        .experience
        .iter()
        .map(|role| Station {
            title: role
                .title
                .clone()
                .or_else(|| role.organization.clone())
                .unwrap_or_else(|| "Role".to_owned()),
            place: role.organization.clone().filter(|_| role.title.is_some()),
            period: period(role.start, role.end),
            text: role.text.clone(),
        })
        .collect()
}

fn education(found: &Screening) -> Vec<Station> {
    found
        .education
        .iter()
        .map(|study| {
            let subject = study.degree.clone().or_else(|| study.field.clone());
            Station {
                place: study.school.clone().filter(|_| subject.is_some()),
                title: subject
                    .or_else(|| study.school.clone())
                    .unwrap_or_else(|| "Education".to_owned()),
                period: period(study.start, study.end),
                text: String::new(),
            }
        })
        .collect()
}

fn languages(found: &Screening) -> Vec<String> {
    found
        .languages
        .iter()
        .map(|language| {
            language.level.map_or_else(
                || language.name.clone(),
                |level| format!("{} · {level:?}", language.name),
            )
        })
        .collect()
}

/// "2019-04 – present", as far as it is known.
fn period(start: Option<PartialDate>, end: Ending) -> Option<String> {
    let end = match end {
        Ending::Unknown => None,
        Ending::Present => Some("present".to_owned()),
        Ending::On(end) => Some(end.to_string()),
    };
    match (start, end) {
        (Some(start), Some(end)) => Some(format!("{start} – {end}")),
        (Some(start), None) => Some(format!("since {start}")),
        (None, end) => end,
    }
}

fn receipt(found: &Screening, record: &ScreeningRecord, documents: &[Document]) -> Receipt {
    let name = |id: &str| {
        documents
            .iter()
            .find(|document| document.id.to_string() == id)
            .map_or("Document", |document| document.name.as_str())
            .to_owned()
    };
    Receipt {
        engine: record.engine.clone(),
        requirement_set: record.requirement_set_version,
        requirement_set_hash: found.receipt.requirement_set.clone(),
        as_of: found.as_of.to_string(),
        scored_at: Some(record.at.0),
        documents: found
            .receipt
            .documents
            .iter()
            .map(|document| (name(&document.id), document.sha256.clone()))
            .collect(),
    }
}

/// The resume that counts first, then letters, answers and files.
fn documents(all: &[Document]) -> Vec<DocumentItem> {
    let (order, names) = (
        [
            DocumentKind::Resume,
            DocumentKind::CoverLetter,
            DocumentKind::Answers,
            DocumentKind::File,
        ],
        ["Resume", "Cover letter", "Answers", "File"],
    );
    order
        .into_iter()
        .zip(names)
        .flat_map(|(kind, name)| {
            all.iter()
                .filter(move |document| document.kind == kind)
                .map(move |document| DocumentItem {
                    id: document.id.to_string(),
                    name: document.name.clone(),
                    kind: name.to_owned(),
                    size: document.sha256.is_some().then_some(document.size),
                    unreadable: document.unreadable.clone(),
                    download: document.sha256.is_some(),
                })
        })
        .collect()
}

/// Questions and answers out of their document: a question, its answer on the next lines, an empty line. A paragraph of one line belongs to the answer before it.
fn split(text: &str) -> Vec<Answer> {
    let mut answers: Vec<Answer> = Vec::new();
    for paragraph in text
        .split("\n\n")
        .filter(|paragraph| !paragraph.trim().is_empty())
    {
        match (paragraph.split_once('\n'), answers.last_mut()) {
            (Some((question, answer)), _) => answers.push(Answer::of_the_form(question, answer)),
            (None, Some(before)) => before.answer = format!("{}\n\n{paragraph}", before.answer),
            (None, None) => answers.push(Answer::of_the_form("Answer", paragraph)),
        }
    }
    answers
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn answers_are_parted_and_keep_their_paragraphs() {
        let answers = split("Why us?\nBecause.\n\nReally.\n\nWhen?\nNow");
        assert_eq!(answers.len(), 2);
        assert_eq!(answers[0].answer, "Because.\n\nReally.");
        assert_eq!(answers[1].question, "When?");
        assert!(split("").is_empty());
    }
}
