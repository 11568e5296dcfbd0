//! The resources of the API and their calls, one file each. Unknown fields are ignored; only an id is ever required.
//!
//! Ids are opaque texts: mostly UUIDs, but built-in stages are words such as `applicant-new`.

mod applications;
mod archive_reasons;
mod files;
mod notes;
mod opportunities;
mod postings;
mod resumes;
mod stages;
mod users;
mod webhooks;

pub use applications::{Answer, Application, ApplicationKind, QuestionForm};
pub use archive_reasons::{ArchiveReason, ArchiveType};
pub use files::File;
pub use notes::{NewNote, Note, NoteField};
pub use opportunities::{
    Archived, Consent, Contact, DataProtection, DeletedOpportunity, Expand, Opportunity,
    OpportunityFilter, OpportunityUrls, Phone, StageChange,
};
pub use postings::{
    Categories, Confidentiality, Content, ContentList, Posting, PostingExpand, PostingFilter,
    PostingState, PostingUrls,
};
pub use resumes::{Resume, ResumeFile};
pub use stages::Stage;
pub use users::User;
pub use webhooks::{SignatureToken, Webhook, WebhookEvent};

use serde::{Deserialize, Deserializer, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Any text: ids are opaque.
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            /// An empty id is none.
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let id = String::deserialize(deserializer)?;
                if id.is_empty() {
                    return Err(serde::de::Error::custom("empty id"));
                }
                Ok(Self(id))
            }
        }
    )+};
}

ids! {
    /// An application's id.
    ApplicationId,
    /// An archive reason's id.
    ArchiveReasonId,
    /// A contact's id.
    ContactId,
    /// A file's id.
    FileId,
    /// A note's id.
    NoteId,
    /// An opportunity's id (equal to the old candidate id).
    OpportunityId,
    /// A posting's id.
    PostingId,
    /// A resume's id.
    ResumeId,
    /// A stage's id.
    StageId,
    /// A user's id.
    UserId,
    /// A webhook's id.
    WebhookId,
}

/// The envelope of a single object.
#[derive(Deserialize)]
pub(crate) struct Data<T> {
    pub data: T,
}
