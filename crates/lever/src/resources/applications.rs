//! Applications: the link of an opportunity to a posting, with cover letter and answers. Scope `applications:read:admin`.

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::{ApplicationId, OpportunityId, PostingId};
use crate::client::Client;
use crate::lenient::{self, Millis};
use crate::page::Pages;

/// An application. Take the person's name and mail from the opportunity: here they are blank for applications added by hand.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Application {
    /// Id.
    pub id: ApplicationId,
    /// How it came about.
    #[serde(rename = "type", default)]
    pub kind: ApplicationKind,
    /// The posting.
    #[serde(default, deserialize_with = "posting_id")]
    pub posting: Option<PostingId>,
    /// The cover letter, or whatever the person added.
    #[serde(default, deserialize_with = "lenient::text")]
    pub comments: Option<String>,
    /// Forms with questions and answers.
    #[serde(default, deserialize_with = "lenient::list")]
    pub custom_questions: Vec<QuestionForm>,
    /// When the person applied.
    #[serde(default, deserialize_with = "lenient::time")]
    pub created_at: Option<Millis>,
}

/// How an application came about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ApplicationKind {
    /// Through the job site.
    Posting,
    /// Added by hand.
    User,
    /// Referred.
    Referral,
    /// Missing, or one that this crate does not know.
    #[default]
    Unknown,
}

impl<'de> Deserialize<'de> for ApplicationKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match lenient::text(deserializer)?.as_deref() {
            Some("posting") => Self::Posting,
            Some("user") => Self::User,
            Some("referral") => Self::Referral,
            _ => Self::Unknown,
        })
    }
}

/// A form of questions.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct QuestionForm {
    /// Its name.
    #[serde(default, deserialize_with = "lenient::text")]
    pub text: Option<String>,
    /// Questions with their answers.
    #[serde(default, deserialize_with = "lenient::list")]
    pub fields: Vec<Answer>,
}

/// A question and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Answer {
    /// The question.
    #[serde(default, deserialize_with = "lenient::text")]
    pub text: Option<String>,
    /// `text`, `textarea`, `dropdown`, `multiple-choice`, `multiple-select`, `file-upload`, `university`, …
    #[serde(rename = "type", default, deserialize_with = "lenient::text")]
    pub kind: Option<String>,
    /// The answer as text; several choices are joined by a comma, an uploaded file is its name. Absent where nothing was answered.
    #[serde(default, deserialize_with = "answer")]
    pub value: Option<String>,
}

/// An id, or the expanded posting that holds one.
fn posting_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<PostingId>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let id = value.as_str().or_else(|| value.get("id")?.as_str());
    Ok(id.filter(|id| !id.is_empty()).map(PostingId::new))
}

fn answer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    fn words(value: &Value) -> Option<String> {
        match value {
            Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(true) => Some("Yes".to_owned()),
            Value::Bool(false) => Some("No".to_owned()),
            Value::Array(values) => {
                let all: Vec<String> = values.iter().filter_map(words).collect();
                (!all.is_empty()).then(|| all.join(", "))
            }
            Value::Object(object) => words(object.get("name")?),
            Value::String(_) | Value::Null => None,
        }
    }
    Ok(words(&Value::deserialize(deserializer)?))
}

impl Client {
    /// The applications of an opportunity. Prefer [`super::Expand::Applications`], which saves this call.
    pub fn applications(&self, opportunity: &OpportunityId) -> Pages<Application> {
        let url = self.url(&["opportunities", opportunity.as_str(), "applications"]);
        Pages::new(self.clone(), url, "/opportunities/:id/applications")
    }
}
