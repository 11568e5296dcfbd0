//! From what somebody entered to answers, or to what is wrong with it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::limit::{MAX_LONG_ANSWER, MAX_SHORT_ANSWER};
use crate::{Choice, Day, Kind, Question, QuestionSet};

/// What somebody entered, as they entered it, by the question's id. What is wrong in it is kept, to be mended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entries {
    /// What was typed or chosen; several for a choice of several.
    pub texts: BTreeMap<String, Vec<String>>,
    /// What was uploaded.
    pub files: BTreeMap<String, KeptFile>,
}

/// A file that is kept: its bytes are found by their hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptFile {
    /// Its name.
    pub name: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// Bytes.
    pub size: u64,
}

/// An answer, with the words that were asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The question's id.
    pub question: String,
    /// The question.
    pub asked: String,
    /// The answer as people read it.
    pub answer: String,
    /// Why it knocks out, if it does.
    pub knocks_out: Option<String>,
    /// What was uploaded.
    pub file: Option<KeptFile>,
}

/// What is wrong with an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The question's id.
    pub question: String,
    /// What is wrong and what to do, as a sentence.
    pub words: String,
}

impl Entries {
    /// What was entered in one line or several; empty if nothing was.
    pub fn text(&self, question: &str) -> &str {
        self.texts
            .get(question)
            .and_then(|all| all.first())
            .map_or("", String::as_str)
    }

    /// Whether this option was chosen.
    pub fn chose(&self, question: &str, option: &str) -> bool {
        self.texts
            .get(question)
            .is_some_and(|all| all.iter().any(|chosen| chosen == option))
    }

    /// Only what the set asks for, each no longer than an answer may be, so that nothing endless is kept.
    #[must_use]
    pub fn within(mut self, set: &QuestionSet) -> Self {
        let asked = |id: &String| set.questions.iter().find(|question| question.id == *id);
        self.files
            .retain(|id, _| asked(id).is_some_and(|question| question.kind == Kind::File));
        self.texts.retain(|id, all| {
            let Some(question) = asked(id) else {
                return false;
            };
            let many = match &question.kind {
                Kind::Choice { options, .. } => options.len(),
                Kind::File => 0,
                _ => 1,
            };
            all.truncate(many);
            for text in all.iter_mut() {
                // One more than is allowed, so that it is still seen to be too long.
                *text = text.chars().take(longest(&question.kind) + 1).collect();
            }
            !all.is_empty()
        });
        self
    }
}

/// Reads what was entered. Questions that are left open and may be have no answer.
///
/// # Errors
/// What is wrong, in the order of the questions.
pub fn read(set: &QuestionSet, entries: &Entries) -> Result<Vec<Answer>, Vec<Problem>> {
    let (mut answers, mut problems) = (Vec::new(), Vec::new());
    for question in &set.questions {
        match one(question, entries) {
            Ok(answer) => answers.extend(answer),
            Err(words) => problems.push(Problem {
                question: question.id.clone(),
                words,
            }),
        }
    }
    if problems.is_empty() {
        Ok(answers)
    } else {
        Err(problems)
    }
}

/// Questions and answers as one text: what is compared with the job's requirements.
pub fn as_text(answers: &[Answer]) -> String {
    let parts: Vec<String> = answers
        .iter()
        .map(|answer| format!("{}\n{}", answer.asked, answer.answer))
        .collect();
    parts.join("\n\n")
}

/// An answer in words, and why it knocks out.
type Read = (String, Option<String>);

fn one(question: &Question, entries: &Entries) -> Result<Option<Answer>, String> {
    let entered = entries.text(&question.id).trim();
    let file = entries.files.get(&question.id);
    let read: Option<Read> = match &question.kind {
        Kind::File => file.map(|file| (file.name.clone(), None)),
        Kind::Choice { options, several } => {
            let chosen = options
                .iter()
                .filter(|option| entries.chose(&question.id, &option.text));
            choice(&chosen.collect::<Vec<_>>(), *several)?
        }
        _ if entered.is_empty() => None,
        Kind::Text { .. } => Some((text(entered, longest(&question.kind))?, None)),
        Kind::Number { unit, least, most } => Some(number(entered, unit, *least, *most)?),
        Kind::Date { earliest, latest } => Some(date(entered, *earliest, *latest)?),
    };
    match read {
        None if question.required => Err(match question.kind {
            Kind::Choice { .. } => "Choose an answer.",
            Kind::File => "Choose a file.",
            Kind::Date { .. } => "Enter a day.",
            Kind::Number { .. } => "Enter a number.",
            Kind::Text { .. } => "Write an answer.",
        }
        .to_owned()),
        None => Ok(None),
        Some((answer, knocks_out)) => Ok(Some(Answer {
            question: question.id.clone(),
            asked: question.text.clone(),
            answer,
            knocks_out,
            file: file.cloned().filter(|_| question.kind == Kind::File),
        })),
    }
}

fn longest(kind: &Kind) -> usize {
    match kind {
        Kind::Text { long: true } => MAX_LONG_ANSWER,
        Kind::Choice { .. } => crate::limit::MAX_WORDS,
        _ => MAX_SHORT_ANSWER,
    }
}

/// Words as they were written, without what no person types.
fn text(entered: &str, longest: usize) -> Result<String, String> {
    if entered.chars().count() > longest {
        return Err(format!("Keep this answer under {longest} characters."));
    }
    let lines = entered.replace("\r\n", "\n").replace('\r', "\n");
    Ok(lines
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect())
}

fn choice(chosen: &[&Choice], several: bool) -> Result<Option<Read>, String> {
    if chosen.len() > 1 && !several {
        return Err("Choose one answer.".to_owned());
    }
    if chosen.is_empty() {
        return Ok(None);
    }
    let words: Vec<&str> = chosen.iter().map(|option| &*option.text).collect();
    let out = chosen
        .iter()
        .find(|option| option.knocks_out)
        .map(|option| format!("“{}” was chosen.", option.text));
    Ok(Some((words.join(", "), out)))
}

fn number(
    entered: &str,
    unit: &str,
    least: Option<f64>,
    most: Option<f64>,
) -> Result<Read, String> {
    let plain: String = entered
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’'))
        .collect();
    let number: f64 = plain
        .replace(',', ".")
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
        .ok_or("Enter a number, such as 3 or 2.5.")?;
    let with_unit = |number: f64| {
        let words = format!("{number} {unit}");
        words.trim_end().to_owned()
    };
    let out = match (least, most) {
        (Some(least), _) if number < least => {
            Some(format!("At least {} is needed.", with_unit(least)))
        }
        (_, Some(most)) if number > most => {
            Some(format!("At most {} is possible.", with_unit(most)))
        }
        _ => None,
    };
    Ok((with_unit(number), out))
}

fn date(entered: &str, earliest: Option<Day>, latest: Option<Day>) -> Result<Read, String> {
    let day: Day = entered
        .parse()
        .map_err(|wrong: crate::Invalid| wrong.to_string())?;
    let out = match (earliest, latest) {
        (Some(earliest), _) if day < earliest => Some(format!("It is before {earliest}.")),
        (_, Some(latest)) if day > latest => Some(format!("It is after {latest}.")),
        _ => None,
    };
    Ok((day.to_string(), out))
}
