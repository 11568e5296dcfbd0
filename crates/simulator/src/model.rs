//! The records of the account, as the simulator keeps them; each resource's module says how they look on the wire.
//! Times are milliseconds since 1970 UTC.

use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct User {
    pub id: String,
    pub name: String,
    pub username: String,
    pub email: String,
    /// `super admin`, `admin`, `team member`, `limited team member`, `interviewer`.
    pub access_role: String,
    pub job_title: String,
    #[serde(default)]
    pub external_directory_id: Option<String>,
    pub created_at: i64,
    pub deactivated_at: Option<i64>,
}

impl User {
    pub fn is_super_admin(&self) -> bool {
        self.access_role == "super admin" && self.deactivated_at.is_none()
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Stage {
    /// Built-in stages have slugs, others UUIDs.
    pub id: String,
    pub text: String,
    /// `lead`, `applicant`, `screen`, `onsite`, `offer`.
    pub pipeline: String,
    pub rank: i64,
    pub has_interview: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ArchiveReason {
    pub id: String,
    pub text: String,
    pub active: bool,
    pub hired: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Posting {
    pub id: String,
    /// The name of the seed file that it and its applicants come from.
    pub job: Option<String>,
    pub text: String,
    /// `published`, `internal`, `closed`, `draft`, `pending`, `rejected`.
    pub state: String,
    pub channels: Option<Vec<String>>,
    pub user: Option<String>,
    pub owner: Option<String>,
    pub hiring_manager: Option<String>,
    pub commitment: String,
    pub department: String,
    pub team: String,
    pub location: String,
    pub all_locations: Vec<String>,
    pub country: String,
    pub workplace: String,
    pub salary: Option<Salary>,
    pub content: Content,
    /// Questions of the application form, in the shape of `customQuestions`.
    pub questions: Vec<Value>,
    pub confidential: bool,
    pub created_at: i64,
    pub updated_at: i64,
    pub deleted_at: Option<i64>,
}

impl Posting {
    /// Whether people can apply.
    pub fn is_open(&self) -> bool {
        matches!(self.state.as_str(), "published" | "internal")
    }

    /// The names that Lever copies into an opportunity's tags.
    pub fn tags(&self) -> Vec<String> {
        [
            &self.text,
            &self.department,
            &self.team,
            &self.location,
            &self.commitment,
        ]
        .into_iter()
        .filter(|text| !text.is_empty())
        .cloned()
        .collect()
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Salary {
    pub min: u32,
    pub max: u32,
    pub currency: String,
    pub interval: String,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Content {
    pub description: String,
    pub description_html: String,
    /// Headings with HTML: bare items, or a whole block.
    pub lists: Vec<(String, String)>,
    pub closing: String,
    pub closing_html: String,
}

/// A person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Contact {
    pub id: String,
    pub name: String,
    pub headline: String,
    pub emails: Vec<String>,
    pub phones: Vec<Phone>,
    pub location: String,
    pub anonymized: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Phone {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub value: String,
}

/// One candidacy of a person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Opportunity {
    pub id: String,
    pub contact: String,
    pub stage: String,
    pub confidential: bool,
    pub links: Vec<String>,
    pub archived: Option<Archived>,
    pub tags: Vec<String>,
    pub sources: Vec<String>,
    pub stage_changes: Vec<StageChange>,
    /// `agency`, `applied`, `internal`, `referred`, `sourced`, `university`.
    pub origin: String,
    pub sourced_by: Option<String>,
    pub owner: Option<String>,
    pub followers: Vec<String>,
    pub application: Option<Application>,
    pub created_at: i64,
    pub updated_at: Option<i64>,
    pub last_interaction_at: i64,
    pub last_advanced_at: i64,
    pub snoozed_until: Option<i64>,
    /// `opportunityLocation`; `None` without a posting.
    pub location: Option<String>,
    pub resumes: Vec<Resume>,
    pub files: Vec<File>,
    pub notes: Vec<Note>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Archived {
    pub reason: String,
    pub archived_at: i64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StageChange {
    pub to_stage_id: String,
    pub to_stage_index: usize,
    pub updated_at: i64,
    /// Absent where the candidate or an import did it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub user_id: Option<String>,
}

/// The link of an opportunity to a posting.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Application {
    pub id: String,
    /// `posting`, `user` or `referral`.
    pub kind: String,
    pub posting: String,
    pub company: Option<String>,
    /// What stands in the form's additional information: mostly a cover letter.
    pub comments: String,
    pub user: Option<String>,
    pub custom_questions: Vec<Value>,
    pub created_at: i64,
    pub archived: Option<Archived>,
    /// The requisition that was filled by the hire.
    #[serde(default)]
    pub requisition: Option<String>,
    #[serde(default)]
    pub ip_address: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Resume {
    pub id: String,
    pub created_at: i64,
    pub name: String,
    /// Without the dot.
    pub ext: String,
    /// `processed`, or `error` for a file that Lever could not read (its download answers 422).
    pub status: String,
    pub source: Source,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct File {
    pub id: String,
    pub name: String,
    pub ext: String,
    pub uploaded_at: i64,
    pub status: String,
    pub source: Source,
}

/// Where the bytes of a document come from.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Source {
    /// Written anew from the seed whenever it is asked for.
    Seeded(Recipe),
    /// None: made from a web profile, of which Lever keeps only what it read.
    Profile(Recipe),
    /// Uploaded, in base64 where the state is stored.
    Uploaded(#[serde(with = "base64_bytes")] Vec<u8>),
}

/// All that determines a seeded document besides its person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Recipe {
    pub job: String,
    pub fit: Fit,
    pub layout: Layout,
    pub seed: u64,
    /// The language that the person grew up with.
    pub native_language: String,
    /// The moment that “Present” means in it.
    pub written_at: i64,
}

/// How well a seeded person suits the job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Fit {
    Strong,
    Medium,
    Weak,
}

/// How a seeded document looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Layout {
    OneColumn,
    TwoColumns,
    Long,
    Scanned,
    Docx,
    Text,
    /// Bytes that are no document.
    Broken,
    /// A letter in plain text instead of a resume.
    Letter,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Note {
    pub id: String,
    /// The comments of the thread.
    pub comments: Vec<Comment>,
    pub secret: bool,
    pub user: Option<String>,
    pub created_at: i64,
    /// Only such a note can be changed or deleted through the API.
    pub by_api: bool,
    /// A deleted note stays where it was, with this time.
    pub deleted_at: Option<i64>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Comment {
    pub value: String,
    pub created_at: i64,
    pub score: Option<i64>,
    pub stage: String,
    pub user: Option<String>,
}

/// A file that waits for an application form, at most 24 hours.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Upload {
    pub id: String,
    pub name: String,
    #[serde(with = "base64_bytes")]
    pub bytes: Vec<u8>,
    pub expires_at: i64,
}

/// The extension of a file's name in lower case, without the dot.
pub(crate) fn extension(name: &str) -> String {
    name.rsplit_once('.')
        .map(|(_, ext)| ext.to_lowercase())
        .unwrap_or_default()
}

mod base64_bytes {
    use base64::{Engine, engine::general_purpose::STANDARD};
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(bytes))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        STANDARD
            .decode(String::deserialize(deserializer)?)
            .map_err(D::Error::custom)
    }
}
