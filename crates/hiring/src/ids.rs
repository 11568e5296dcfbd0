//! Ids: one newtype per noun over a UUIDv7, so that no two can be confused. As text everywhere: database, wire, URL.

use crate::Error;
use crate::db::text_column;

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident)*) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(uuid::Uuid);

        impl $name {
            /// A fresh id; later ones sort after earlier ones.
            #[must_use]
            pub fn fresh() -> Self {
                Self(uuid::Uuid::now_v7())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = Error;

            /// Nonsense is [`Error::NotFound`]: no row can have such an id.
            fn from_str(text: &str) -> Result<Self, Error> {
                uuid::Uuid::parse_str(text).map(Self).map_err(|_| Error::NotFound)
            }
        }

        text_column!($name);
    )*};
}

ids! {
    /// A tenant.
    OrganizationId
    /// A person who signs in.
    AccountId
    /// A connection to an ATS.
    IntegrationId
    /// A webhook of a connection.
    WebhookId
    /// A job.
    JobId
    /// A person who applied.
    CandidateId
    /// One candidacy on one job.
    ApplicationId
    /// A document of an application.
    DocumentId
    /// One reading of an application by the engine.
    ScreeningId
    /// A column of the board.
    ColumnId
    /// One move of a card.
    MoveId
    /// A comment.
    CommentId
    /// Follow-up questions that one person is asked.
    FollowUpId
    /// A note in the ATS.
    NoteId
    /// An import of a job's applications.
    ImportId
    /// Jobs that were selected together.
    SelectionId
    /// An invitation to an organization.
    InvitationId
    /// A password reset that was asked for.
    PasswordResetId
    /// A token of the public API.
    ApiTokenId
    /// A comparison with the ATS.
    ReconciliationId
    /// A share.
    ShareId
    /// One hiring manager's part of a share.
    RecipientId
    /// One press of a button by which a hiring manager decided, or took it back.
    DecisionId
    /// Something that a member was told.
    NotificationId
}
