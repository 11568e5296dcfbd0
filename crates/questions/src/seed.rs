//! The set that an organization begins with.

use crate::{Kind, Question, QuestionSet};

impl QuestionSet {
    /// What nearly every recruiter asks. Nothing in it knocks out: that is for people to decide.
    pub fn seeded() -> Self {
        let question = |id: &str, text: &str, hint: &str, required, kind| Question {
            id: id.to_owned(),
            text: text.to_owned(),
            hint: hint.to_owned(),
            required,
            kind,
        };
        let [short, long, choice, number, date, _] = Kind::all();
        let number = match number {
            Kind::Number { least, most, .. } => Kind::Number {
                unit: "weeks".to_owned(),
                least,
                most,
            },
            other => other,
        };
        Self {
            introduction:
                "Thank you for applying. A few answers help us to look at your application sooner."
                    .to_owned(),
            questions: vec![
                question(
                    "q1",
                    "Do you have the right to work where this job is, without our help?",
                    "",
                    true,
                    choice,
                ),
                question("q2", "When could you start?", "", true, date),
                question(
                    "q3",
                    "How long is your notice period?",
                    "0 if there is none.",
                    false,
                    number,
                ),
                question(
                    "q4",
                    "What salary do you expect, in which currency?",
                    "A range is fine.",
                    false,
                    short,
                ),
                question(
                    "q5",
                    "Which of your work comes closest to this job, and what was your part in it?",
                    "A few sentences about what you did, with which tools, and what came of it.",
                    false,
                    long,
                ),
            ],
        }
    }
}
