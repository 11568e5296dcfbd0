//! Follow-up questions: what is asked, when it is asked, and what counts as an answer.
//!
//! Pure, like `screening`: no I/O, no clock, no database. The server reads answers with it, the browser checks a set of questions with it before
//! it is saved, and both say the same.

mod answer;
mod asking;
mod day;
mod limit;
mod seed;
mod set;

pub use answer::{Answer, Entries, KeptFile, Problem, as_text, read};
pub use asking::{Asking, QuietHours, Stage};
pub use day::Day;
pub use limit::{MAX_FILE_BYTES, MAX_FILES, MAX_LONG_ANSWER, MAX_SHORT_ANSWER};
pub use set::{Choice, Kind, Question, QuestionSet};

/// Why a set of questions or its settings cannot be kept: a sentence that says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Invalid(pub String);

impl Invalid {
    pub(crate) fn because(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}
