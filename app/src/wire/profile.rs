//! The *Candidate Application Profile*.

use screening::{
    model::{Category, Evidence, Overruled, Verdict},
    scoring::{Cap, CategoryScore},
};
use serde::{Deserialize, Serialize};

use super::{
    Millis,
    board::{CardState, Column},
    decisions::Decided,
    follow_ups::Asked,
    unread::Unread,
};

/// The field of a profile that is read before the rest of it.
const APPLICATION: &str = "application";

/// All that the profile shows, document texts apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// The application's id.
    pub application: String,
    /// The job's id.
    pub job: String,
    /// The job's title.
    pub job_title: String,
    /// The candidate's name.
    pub name: String,
    /// Current role.
    pub headline: String,
    /// Where they live, as the ATS has it.
    pub location: String,
    /// The stage in the ATS.
    pub stage: Option<String>,
    /// Where the application came from.
    pub source: Option<String>,
    /// When the candidate applied.
    pub applied_at: Millis,
    /// The opportunity in the ATS.
    pub url: Option<String>,
    /// The ATS's name, for *Open in …*.
    pub ats: String,
    /// The job's columns (counts are not filled in).
    pub columns: Vec<Column>,
    /// The column it stands in.
    pub column: String,
    /// Version of the placement.
    pub version: i64,
    /// Set where hiring managers' decisions moved it, and nobody moved it since.
    pub decided: Option<Decided>,
    /// Scored, on its way, or not readable.
    pub state: CardState,
    /// Why there is no score.
    pub reason: Option<String>,
    /// The score and how it came about.
    pub score: Option<Score>,
    /// In a few sentences.
    pub summary: String,
    /// Requirements with their answers, in the order of the job.
    pub matches: Vec<RequirementMatch>,
    /// Things to look at, with details.
    pub flags: Vec<Flag>,
    /// Roles, newest first.
    pub experience: Vec<Station>,
    /// Degrees and schools, newest first.
    pub education: Vec<Station>,
    /// Skills that the documents name.
    pub skills: Vec<String>,
    /// Languages with levels.
    pub languages: Vec<String>,
    /// Certificates.
    pub certifications: Vec<String>,
    /// All documents, the resume that counts first.
    pub documents: Vec<DocumentItem>,
    /// Questions with answers.
    pub answers: Vec<Answer>,
    /// What the candidate was asked by mail, the newest first.
    pub asked: Vec<Asked>,
    /// How many comments there are.
    pub comments: usize,
    /// What went into the score.
    pub receipt: Option<Receipt>,
}

impl Unread<Profile> {
    /// The application's id; empty where none came.
    pub fn application(&self) -> &str {
        self.text(APPLICATION).unwrap_or_default()
    }
}

/// A score and how it is made up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// 0–100.
    pub value: u8,
    /// The lowest score of *Pre-Qualified*.
    pub threshold: u8,
    /// The parts.
    pub categories: Vec<CategoryScore>,
    /// How close the title is to the candidate's roles, 0–1.
    pub role_fit: Option<f64>,
    /// The words of the resume that come closest to the title.
    pub closest: Option<String>,
    /// What missing must-haves took off.
    pub cap: Option<Cap>,
}

/// A requirement with its answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequirementMatch {
    /// The requirement's id within its set.
    pub id: String,
    /// What it asks about.
    pub category: Category,
    /// The words a person reads.
    pub text: String,
    /// Must-have or nice-to-have.
    pub must_have: bool,
    /// Its weight.
    pub weight: f64,
    /// The verdict that counts.
    pub verdict: Verdict,
    /// 0–1.
    pub strength: f64,
    /// Why.
    pub reason: String,
    /// Quotes, best first.
    pub evidence: Vec<Evidence>,
    /// The words asked for, to be marked inside the quotes.
    pub terms: Vec<String>,
    /// What the engine said, where a person overruled it.
    pub overruled: Option<Overruled>,
}

/// Something a person should look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flag {
    /// In a few words.
    pub label: String,
    /// What was found.
    pub detail: String,
    /// The words, for hidden text.
    pub words: Vec<String>,
}

/// A role or a degree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Station {
    /// Title of the role, or degree and field.
    pub title: String,
    /// Employer or school.
    pub place: Option<String>,
    /// "2019-04 – present", as far as it is known.
    pub period: Option<String>,
    /// What was written about it.
    pub text: String,
}

/// A document of an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentItem {
    /// Its id.
    pub id: String,
    /// The file's name.
    pub name: String,
    /// "Resume", "Cover letter", ….
    pub kind: String,
    /// Bytes.
    pub size: Option<u64>,
    /// Why it could not be read; none where it could.
    pub unreadable: Option<String>,
    /// Whether there is a file to download (an answer or a note has none).
    pub download: bool,
}

/// A document's visible text, pages joined by a form feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentText {
    /// The document's id.
    pub id: String,
    /// The text.
    pub text: String,
}

/// A question with its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What was asked.
    pub question: String,
    /// What was answered.
    pub answer: String,
    /// When, for a follow-up question.
    pub at: Option<Millis>,
    /// Why it knocks out, if it does.
    pub knocks_out: Option<String>,
    /// The file that was uploaded as the answer: its document's id.
    pub document: Option<String>,
}

impl Answer {
    /// To a question of the application form.
    pub fn of_the_form(question: &str, answer: &str) -> Self {
        Self {
            question: question.to_owned(),
            answer: answer.to_owned(),
            at: None,
            knocks_out: None,
            document: None,
        }
    }
}

/// What went into a score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Version of the engine.
    pub engine: String,
    /// Version of the requirements.
    pub requirement_set: i64,
    /// SHA-256 of the requirements.
    pub requirement_set_hash: String,
    /// What "Present" meant.
    pub as_of: String,
    /// When it was scored.
    pub scored_at: Option<Millis>,
    /// Documents by name, with the SHA-256 of their text.
    pub documents: Vec<(String, String)>,
}

#[cfg(test)]
mod tests {
    use serde::{
        Deserializer,
        de::{Visitor, value::Error},
        forward_to_deserialize_any,
    };

    use super::*;

    /// Learns the names of a struct's fields, and reads nothing.
    struct Fields<'a>(&'a mut &'static [&'static str]);

    impl<'de> Deserializer<'de> for Fields<'_> {
        type Error = Error;

        fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
            Err(serde::de::Error::custom("no struct"))
        }

        fn deserialize_struct<V: Visitor<'de>>(
            self,
            _: &'static str,
            fields: &'static [&'static str],
            visitor: V,
        ) -> Result<V::Value, Error> {
            *self.0 = fields;
            self.deserialize_any(visitor)
        }

        forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
            unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
        }
    }

    #[test]
    fn what_is_read_before_the_rest_is_a_field_of_text() {
        let mut fields: &[&str] = &[];
        assert!(Profile::deserialize(Fields(&mut fields)).is_err());
        assert!(fields.contains(&APPLICATION), "{fields:?}");
        // What is no text would be read as none.
        let _: fn(&Profile) -> &String = |profile| &profile.application;
    }
}
