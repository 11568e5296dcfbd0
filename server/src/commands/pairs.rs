//! `clara screen --pairs`: a job or a requirement against a resume, line by line.

use std::collections::HashMap;
use std::path::Path;

use screening::matching::{Materials, match_requirement};
use screening::model::{
    Category, Column, Document, DocumentKind, Evidence, RequirementSet, Verdict,
};
use screening::requirements::{read_job, read_requirement};
use screening::scoring::Thresholds;
use screening::{Date, NoModel, Options, Proposals, profile, screen};
use serde::Serialize;
use serde_json::{Map, Value};

use super::lines::{self, Refusal};
use super::reading::title;

/// The answer to a line.
#[derive(Serialize)]
#[serde(untagged)]
enum Answer {
    /// To a job.
    Score { score: Option<u8>, column: Column },
    /// To a requirement.
    Verdict {
        verdict: Verdict,
        strength: f64,
        evidence: Vec<Evidence>,
    },
}

/// Answers every line of a file.
///
/// # Errors
///
/// When it cannot be read.
pub fn answer(path: &Path, as_of: Date, thresholds: Thresholds) -> anyhow::Result<()> {
    let mut jobs = Jobs::default();
    lines::answer_file(path, |fields| pair(fields, as_of, thresholds, &mut jobs))
}

fn pair(
    fields: &Map<String, Value>,
    as_of: Date,
    thresholds: Thresholds,
    jobs: &mut Jobs,
) -> Result<Answer, Refusal> {
    let as_of = lines::as_of(fields, as_of)?;
    let documents = documents(fields)?;
    if let Some(Value::String(text)) = fields.get("requirement") {
        let category = fields
            .get("category")
            .and_then(|category| serde_json::from_value::<Category>(category.clone()).ok());
        let profile = profile::read(&documents, as_of);
        let found = match_requirement(
            &read_requirement(text, category),
            &Materials::new(&documents, &profile, as_of),
            &Proposals::default(),
        );
        return Ok(Answer::Verdict {
            verdict: found.verdict,
            strength: found.strength,
            evidence: found.evidence,
        });
    }
    let job = lines::text(fields, "job", "job or requirement is missing")?;
    let found = screen(
        jobs.read(job),
        &documents,
        &Options {
            thresholds,
            ..Options::on(as_of)
        },
        &NoModel,
    );
    Ok(Answer::Score {
        score: found.score,
        column: found.column,
    })
}

fn documents(fields: &Map<String, Value>) -> Result<Vec<Document>, Refusal> {
    let document = |kind, id: &str, text: String| Document {
        id: id.to_owned(),
        kind,
        text,
        hidden: Vec::new(),
    };
    let mut found = vec![document(
        DocumentKind::Resume,
        "resume",
        lines::text(fields, "resume", "resume is missing")?.to_owned(),
    )];
    if fields
        .get("cover_letter")
        .is_some_and(|letter| !letter.is_null())
    {
        let letter = lines::text(fields, "cover_letter", "cover_letter is not text")?;
        found.push(document(
            DocumentKind::CoverLetter,
            "cover_letter",
            letter.to_owned(),
        ));
    }
    match fields.get("answers") {
        None | Some(Value::Null) => {}
        Some(Value::String(answers)) => {
            found.push(document(DocumentKind::Answers, "answers", answers.clone()))
        }
        Some(Value::Array(answers)) => {
            let lines: Option<Vec<String>> = answers.iter().map(answer_line).collect();
            found.push(document(
                DocumentKind::Answers,
                "answers",
                lines
                    .ok_or("answers are neither text nor questions with answers")?
                    .join("\n"),
            ));
        }
        Some(_) => return Err("answers are neither text nor questions with answers"),
    }
    Ok(found)
}

/// `"text"` or `{"question", "answer"}`.
fn answer_line(value: &Value) -> Option<String> {
    match value {
        Value::String(line) => Some(line.clone()),
        Value::Object(fields) => {
            let part = |name: &str| fields.get(name).and_then(Value::as_str);
            Some(format!("{}\n{}", part("question")?, part("answer")?))
        }
        _ => None,
    }
}

/// The jobs read so far: equal texts are read once.
#[derive(Default)]
struct Jobs(HashMap<String, RequirementSet>);

impl Jobs {
    fn read(&mut self, text: &str) -> &RequirementSet {
        if !self.0.contains_key(text) {
            self.0.insert(text.to_owned(), read_job(title(text), text));
        }
        &self.0[text]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_jobs_are_read_once() {
        let text = "Backend Engineer\n\nRequirements\n- 3+ years of experience with Rust\n";
        let mut jobs = Jobs::default();
        let read = &jobs.read(text).requirements;
        assert!(!read.is_empty());
        let first = read.as_ptr();
        jobs.read("Staff Nurse\n\nRequirements\n- Fluent English\n");
        // Another reading would stand elsewhere in memory.
        assert_eq!(jobs.read(text).requirements.as_ptr(), first);
    }
}
