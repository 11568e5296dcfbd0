//! The domain of CLARA and its store: organizations, members, jobs, applications, boards, notes, queue, audit.
//!
//! It never knows HTTP, axum, Leptos or an ATS, and it parses no document. Every function takes a [`Permit`], which carries the
//! organization, or a [`Member`] where it is about one's own account, or stands in the short list of those that run before the
//! organization is known: sign-in, a session's token, an invitation's, a password reset's, a share's or an unsubscription's link, a token of the API, the link to follow-up questions, a webhook's secret path, an OAuth
//! state, the queue. What must happen outside the database is a row in [`queue`], written in the
//! same transaction as its cause; what browsers must hear is a row in [`events`], written last in it.
//!
//! Each noun is a module of free functions over a [`Store`]; each module keeps its SQL in one `statements!` block.
//!
//! # Which error to use where
//!
//! [`Error`] is what every function answers, with two exceptions that carry something a caller must act on:
//! [`OpenError`] (the server cannot start) and [`sessions::SignInError`] (wrong, or wait; wherever a password is asked for).
//!
//! - [`Error::NotFound`]: no such row, a row of another organization, or one that this role may not see. Never tell them apart.
//! - [`Error::Invalid`]: the person can mend it: names the field, says how.
//! - [`Error::Conflict`]: the card was moved meanwhile; carries where it stands now.
//! - [`Error::Outdated`]: a screening's inputs changed while it was made; screen again. Or a hiring manager pressed on a page that did not show
//!   what they decided elsewhere since; show it, and ask again.
//! - [`Error::Forbidden`]: the role lacks the capability; only [`Member::permit`] and [`Permit::also`] make it.
//! - [`Error::Unavailable`]: database or files failed; nothing was kept. Its text holds no data.
//! - [`Error::Full`]: the same, because the disk is full: somebody must make room.

pub mod accounts;
pub mod api_tokens;
pub mod applications;
pub mod audit;
pub mod backup;
pub mod board;
pub mod candidates;
pub mod columns;
pub mod comments;
mod db;
pub mod documents;
pub mod erasure;
mod error;
pub mod events;
pub mod files;
mod folder_lock;
pub mod follow_ups;
pub mod gaps;
mod ids;
pub mod imports;
pub mod integrations;
pub mod invitations;
pub mod jobs;
pub mod key_rotation;
mod keys;
pub mod mails;
pub mod members;
pub mod notes;
pub mod notifications;
pub mod organizations;
pub mod overrules;
mod page;
pub mod passwords;
pub mod permission;
pub mod placements;
pub mod presence;
pub mod queue;
pub mod readiness;
pub mod reconciliations;
pub mod requirement_sets;
pub mod screenings;
pub mod sealer;
pub mod sessions;
pub mod shares;
pub mod status_mapping;
mod store;
mod time;
mod token;
pub mod webhooks;
pub mod write_back;

pub use db::Tx;
pub use error::{Error, Forbidden, OpenError};
pub use ids::{
    AccountId, ApiTokenId, ApplicationId, CandidateId, ColumnId, CommentId, DecisionId, DocumentId,
    FollowUpId, ImportId, IntegrationId, InvitationId, JobId, MoveId, NoteId, NotificationId,
    OrganizationId, PasswordResetId, RecipientId, ReconciliationId, ScreeningId, SelectionId,
    ShareId, WebhookId,
};
pub use keys::{Key, KeyId, Keys};
pub use page::Page;
pub use permission::{Actor, Member, Permit, Role};
pub use store::{Config, Connections, Store};
pub use time::{Clock, Millis};
pub use token::{Secret, sha256_hex};
