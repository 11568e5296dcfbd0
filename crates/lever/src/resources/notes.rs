//! Notes of an opportunity. Scope `notes:write:admin`. Followers are never notified.

use serde::{Deserialize, Serialize};

use super::{Data, NoteId, OpportunityId};
use crate::client::Client;
use crate::error::Error;
use crate::lenient::{self, Millis};
use crate::page::Pages;

/// A note: a thread of comments.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Note {
    /// Id.
    pub id: NoteId,
    /// The comments.
    #[serde(default, deserialize_with = "lenient::list")]
    pub fields: Vec<NoteField>,
    /// When it was made.
    #[serde(default, deserialize_with = "lenient::time")]
    pub created_at: Option<Millis>,
}

impl Note {
    /// Whether any of its comments contains `words`. Lever goes on listing a note that somebody deleted: that one was written, too.
    pub fn contains(&self, words: &str) -> bool {
        self.fields
            .iter()
            .any(|field| field.value.as_deref().is_some_and(|v| v.contains(words)))
    }
}

/// One comment.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct NoteField {
    /// Plain text with line breaks.
    #[serde(default, deserialize_with = "lenient::text")]
    pub value: Option<String>,
}

/// A note to be written. An `@name` in it would notify that user: the caller keeps them out.
#[derive(Clone, Debug, Serialize)]
pub struct NewNote {
    /// Plain text with line breaks.
    pub value: String,
    /// Seen only by people with rights to sensitive information.
    pub secret: bool,
}

#[derive(Deserialize)]
struct Created {
    #[serde(rename = "noteId", default, deserialize_with = "lenient::or_default")]
    note_id: Option<NoteId>,
    #[serde(default, deserialize_with = "lenient::or_default")]
    id: Option<NoteId>,
}

#[derive(Serialize)]
struct Replacement<'a> {
    values: [ReplacementValue<'a>; 1],
}

#[derive(Serialize)]
struct ReplacementValue<'a> {
    value: &'a str,
}

impl Client {
    /// Writes a note. Lever has no idempotency key: after [`Error::Uncertain`] look among [`Client::notes`] before another try.
    pub async fn create_note(
        &self,
        opportunity: &OpportunityId,
        note: &NewNote,
    ) -> Result<NoteId, Error> {
        let url = self.url(&["opportunities", opportunity.as_str(), "notes"])?;
        let created: Data<Created> = self.post(url, note, "/opportunities/:id/notes").await?;
        // The documentation promises `noteId`, the wire carries both.
        created
            .data
            .note_id
            .or(created.data.id)
            .ok_or(Error::Uncertain)
    }

    /// The notes of an opportunity.
    pub fn notes(&self, opportunity: &OpportunityId) -> Pages<Note> {
        let url = self.url(&["opportunities", opportunity.as_str(), "notes"]);
        Pages::new(self.clone(), url, "/opportunities/:id/notes")
    }

    /// Replaces all comments of a note by one. Only for notes made through the API.
    pub async fn update_note(
        &self,
        opportunity: &OpportunityId,
        note: &NoteId,
        value: &str,
    ) -> Result<(), Error> {
        let url = self.url(&[
            "opportunities",
            opportunity.as_str(),
            "notes",
            note.as_str(),
        ])?;
        let body = Replacement {
            values: [ReplacementValue { value }],
        };
        let _: serde::de::IgnoredAny = self.put(url, &body, "/opportunities/:id/notes/:id").await?;
        Ok(())
    }
}
