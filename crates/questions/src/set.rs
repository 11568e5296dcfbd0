//! A set of questions, and what makes it one that can be asked.

use serde::{Deserialize, Serialize};

use crate::limit::{MAX_FILES, MAX_INTRODUCTION, MAX_OPTIONS, MAX_QUESTIONS, MAX_WORDS};
use crate::{Day, Invalid};

/// What is asked, in its order. An answer names the version of the set that it answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct QuestionSet {
    /// The words above the form; may be empty.
    pub introduction: String,
    /// The questions.
    pub questions: Vec<Question>,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Tells it from the others of its set, in every version.
    pub id: String,
    /// The question itself.
    pub text: String,
    /// What helps to answer it; may be empty.
    pub hint: String,
    /// Whether it must be answered.
    pub required: bool,
    /// What counts as an answer.
    pub kind: Kind,
}

/// What counts as an answer, and which answers knock out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Words.
    Text {
        /// In several lines.
        long: bool,
    },
    /// Of these options.
    Choice {
        /// What can be chosen.
        options: Vec<Choice>,
        /// More than one may be.
        several: bool,
    },
    /// A number; one below `least` or above `most` knocks out.
    Number {
        /// What it counts, as "years"; may be empty.
        unit: String,
        /// The least that is enough.
        least: Option<f64>,
        /// The most that is possible.
        most: Option<f64>,
    },
    /// A day; one before `earliest` or after `latest` knocks out.
    Date {
        /// The first that will do.
        earliest: Option<Day>,
        /// The last that will do.
        latest: Option<Day>,
    },
    /// A file.
    File,
}

/// An option of a choice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Its words.
    pub text: String,
    /// Whether choosing it knocks out.
    pub knocks_out: bool,
}

impl Kind {
    /// Every kind as it begins, in the order in which they are offered.
    pub fn all() -> [Self; 6] {
        let yes_or_no = ["Yes", "No"].map(|text| Choice {
            text: text.to_owned(),
            knocks_out: false,
        });
        [
            Self::Text { long: false },
            Self::Text { long: true },
            Self::Choice {
                options: yes_or_no.to_vec(),
                several: false,
            },
            Self::Number {
                unit: String::new(),
                least: None,
                most: None,
            },
            Self::Date {
                earliest: None,
                latest: None,
            },
            Self::File,
        ]
    }

    /// Its name in the interface.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Text { long: false } => "Short text",
            Self::Text { long: true } => "Long text",
            Self::Choice { .. } => "Choice",
            Self::Number { .. } => "Number",
            Self::Date { .. } => "Date",
            Self::File => "File",
        }
    }
}

impl QuestionSet {
    /// An id that no question has.
    pub fn fresh_id(&self) -> String {
        let taken = |id: &String| self.questions.iter().any(|question| question.id == *id);
        (1..)
            .map(|number| format!("q{number}"))
            .find(|id| !taken(id))
            .unwrap_or_default()
    }

    /// The set with the spaces that nobody means taken away.
    ///
    /// # Errors
    /// [`Invalid`]: which question, and what to do about it.
    pub fn checked(mut self) -> Result<Self, Invalid> {
        self.introduction = self.introduction.trim().replace("\r\n", "\n");
        if self.introduction.chars().count() > MAX_INTRODUCTION {
            return Err(Invalid::because(format!(
                "The introduction is longer than {MAX_INTRODUCTION} characters."
            )));
        }
        if self.questions.is_empty() {
            return Err(Invalid::because("Add at least one question."));
        }
        if self.questions.len() > MAX_QUESTIONS {
            return Err(Invalid::because(format!(
                "A set holds {MAX_QUESTIONS} questions at most. Take some out."
            )));
        }
        let files = self.questions.iter().filter(|one| one.kind == Kind::File);
        if files.count() > MAX_FILES {
            return Err(Invalid::because(format!(
                "A set asks for {MAX_FILES} files at most. Take some out."
            )));
        }
        let mut ids: Vec<&str> = self.questions.iter().map(|one| &*one.id).collect();
        ids.sort_unstable();
        if ids.windows(2).any(|two| two[0] == two[1]) {
            return Err(Invalid::because(
                "Two questions have the same id. Reload the page and try again.",
            ));
        }
        for (index, question) in self.questions.iter_mut().enumerate() {
            question
                .tidy()
                .map_err(|why| Invalid(format!("Question {}: {}", index + 1, why.0)))?;
        }
        Ok(self)
    }
}

impl Question {
    fn tidy(&mut self) -> Result<(), Invalid> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        if !(1..=16).contains(&self.id.len()) || !self.id.bytes().all(plain) {
            return Err(Invalid::because(
                "its id is not usable. Take it out and add it again.",
            ));
        }
        self.text = one_line(&self.text);
        self.hint = one_line(&self.hint);
        if self.text.is_empty() {
            return Err(Invalid::because("write what you ask."));
        }
        within(&self.text)?;
        within(&self.hint)?;
        match &mut self.kind {
            Kind::Choice { options, .. } => tidy_options(options),
            Kind::Number { unit, least, most } => {
                *unit = one_line(unit);
                within(unit)?;
                if [&*least, &*most]
                    .into_iter()
                    .flatten()
                    .any(|bound| !bound.is_finite())
                {
                    return Err(Invalid::because("its bounds must be numbers."));
                }
                in_order(*least, *most)
            }
            Kind::Date { earliest, latest } => in_order(*earliest, *latest),
            Kind::Text { .. } | Kind::File => Ok(()),
        }
    }
}

fn tidy_options(options: &mut Vec<Choice>) -> Result<(), Invalid> {
    for option in options.iter_mut() {
        option.text = one_line(&option.text);
    }
    options.retain(|option| !option.text.is_empty());
    if options.len() < 2 {
        return Err(Invalid::because("a choice needs two options at least."));
    }
    if options.len() > MAX_OPTIONS {
        return Err(Invalid::because(format!(
            "a choice has {MAX_OPTIONS} options at most."
        )));
    }
    if options.iter().all(|option| option.knocks_out) {
        return Err(Invalid::because(
            "every option knocks out. Leave one that does not.",
        ));
    }
    for (index, option) in options.iter().enumerate() {
        within(&option.text)?;
        if options[..index]
            .iter()
            .any(|before| before.text == option.text)
        {
            return Err(Invalid::because(format!(
                "the option “{}” stands there twice.",
                option.text
            )));
        }
    }
    Ok(())
}

fn in_order<T: PartialOrd>(least: Option<T>, most: Option<T>) -> Result<(), Invalid> {
    match (least, most) {
        (Some(least), Some(most)) if least > most => Err(Invalid::because(
            "its lower bound is above its upper one: every answer would knock out.",
        )),
        _ => Ok(()),
    }
}

fn within(words: &str) -> Result<(), Invalid> {
    if words.chars().count() > MAX_WORDS {
        return Err(Invalid::because(format!(
            "keep each text under {MAX_WORDS} characters."
        )));
    }
    Ok(())
}

/// Words in one line, each apart by one space.
fn one_line(words: &str) -> String {
    let plain: String = words
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
