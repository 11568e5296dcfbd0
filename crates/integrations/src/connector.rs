//! What CLARA asks of an ATS, in words that no ATS owns. One implementation per kind of ATS: Lever's, and a folder's, which shows how little it takes.
//!
//! # What another ATS has to provide
//!
//! 1. A module with a type that implements [`Connector`]: ids are opaque texts without personal data in them, errors one of
//!    [`ConnectorError`], never with a person's data. A call paces and repeats itself; after it only a later try can help. Reading alone is a whole
//!    connector: without [`Connector::events`] it is polled once a minute, without [`Connector::takes_notes`] nothing is written.
//! 2. A row in `hiring::integrations::Provider`, and a way in `ProviderConfig` to say what this installation knows of it: with an OAuth app the wizard
//!    leads to consent, without one the connection stands at once. Tokens are the store's (`hiring::integrations::tokens`), sealed there.
//! 3. For webhooks, a reader of its deliveries beside Lever's (`webhook::receive`): from the bytes and the key to a token that is the same when the
//!    delivery is repeated, and the application to read again. Nothing else of a delivery is believed.
//!
//! The wizard, import, polling, screening and notes know none of them by name.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use hiring::applications::{FetchedCandidate, Label};
use hiring::status_mapping::FetchedStatus;
use hiring::{Millis, Secret};
use lever::Usage;

/// A connection to an ATS, ready for calls. Calls pace, refresh and repeat themselves; what they return is final for now.
#[async_trait]
pub trait Connector: Send + Sync {
    /// The same connection for bulk work, which gives way to work that a person waits for.
    fn for_bulk(&self) -> Arc<dyn Connector>;

    /// How much of the ATS's rate this process used in the last minute; none where there is no limit.
    fn usage(&self) -> Option<Usage>;

    /// How long an application takes in an import, for an honest estimate.
    fn time_per_application(&self) -> Duration;

    /// The events that the ATS can tell of by webhooks; none: it is only polled.
    fn events(&self) -> &'static [&'static str];

    /// Whether notes can be written. Where they cannot, none is asked for.
    fn takes_notes(&self) -> bool;

    /// All jobs that may be selected, newest first.
    async fn jobs(&self) -> Result<Vec<RemoteJob>, ConnectorError>;

    /// One job.
    async fn job(&self, job: &str) -> Result<RemoteJob, ConnectorError>;

    /// One page of the ids of a job's open applications. `after` is what the page before gave; [`ConnectorError::StalePage`] means from the beginning.
    async fn applications_of(
        &self,
        job: &str,
        after: Option<String>,
    ) -> Result<RemotePage, ConnectorError>;

    /// One page of a job's applications as they stand, for comparing with what is kept. `after` as with [`Connector::applications_of`].
    async fn listing(
        &self,
        job: &str,
        after: Option<String>,
    ) -> Result<RemoteListing, ConnectorError>;

    /// One page of the ids of applications that were deleted at or after `since`.
    async fn deleted_since(
        &self,
        since: Millis,
        after: Option<String>,
    ) -> Result<RemoteDeleted, ConnectorError>;

    /// All stages and archive reasons, each in its order.
    async fn statuses(&self) -> Result<Vec<FetchedStatus>, ConnectorError>;

    /// One page of all applications, with their jobs: for counting.
    async fn applications(&self, after: Option<String>) -> Result<RemotePage, ConnectorError>;

    /// One page of the applications that changed at or after `since`, at most `limit`, in no order.
    async fn changed_since(
        &self,
        since: Millis,
        limit: u8,
        after: Option<String>,
    ) -> Result<RemotePage, ConnectorError>;

    /// One application with everything but its documents.
    async fn application(&self, application: &str) -> Result<RemoteApplication, ConnectorError>;

    /// The documents of an application, without their bytes.
    async fn documents(&self, application: &str) -> Result<Vec<RemoteDocument>, ConnectorError>;

    /// The bytes of a document.
    async fn download(
        &self,
        application: &str,
        document: &RemoteDocument,
    ) -> Result<Vec<u8>, ConnectorError>;

    /// Moves a candidacy to a stage: write-back, for jobs where that is switched on, and nothing else. After [`ConnectorError::Uncertain`] look
    /// where it stands before another try.
    async fn set_stage(&self, application: &str, stage: &str) -> Result<(), ConnectorError>;

    /// Writes a note; gives its id. After [`ConnectorError::Uncertain`] ask [`Connector::find_note`] before another try.
    async fn create_note(&self, application: &str, text: &str) -> Result<String, ConnectorError>;

    /// The id of the note that holds `marker`.
    async fn find_note(
        &self,
        application: &str,
        marker: &str,
    ) -> Result<Option<String>, ConnectorError>;

    /// Replaces the text of a note of ours.
    async fn update_note(
        &self,
        application: &str,
        note: &str,
        text: &str,
    ) -> Result<(), ConnectorError>;

    /// Asks for deliveries of `event` to `url`, which must already answer.
    async fn create_webhook(&self, event: &str, url: &str)
    -> Result<RemoteWebhook, ConnectorError>;

    /// The webhooks that CLARA made: id and address.
    async fn webhooks(&self) -> Result<Vec<(String, String)>, ConnectorError>;

    /// Has the ATS call these webhooks with an empty test, now.
    async fn test_webhooks(&self, webhooks: &[String]) -> Result<(), ConnectorError>;

    /// Ends a webhook; one that is gone counts as ended.
    async fn delete_webhook(&self, webhook: &str) -> Result<(), ConnectorError>;

    /// Refreshes the credential now: the reliable way to learn of a revocation.
    async fn refresh(&self) -> Result<(), ConnectorError>;
}

/// Why the ATS did not do what was asked. No text carries a person's data.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConnectorError {
    /// Access was revoked, or never given.
    #[error("Access to the ATS was revoked.")]
    Disconnected,
    /// The credential is not accepted, though it was not revoked: the configuration is wrong.
    #[error("The ATS does not accept CLARA's credential.")]
    Unauthorized,
    /// A permission is missing, or the record is confidential.
    #[error(
        "The ATS does not let CLARA see this (a permission is missing, or it is confidential)."
    )]
    Forbidden,
    /// The record is confidential: others of its kind are shown.
    #[error("The ATS shows this only to whoever may see what is confidential.")]
    Confidential,
    /// The credential belongs to another environment of the ATS: its test environment, or the real one.
    #[error(
        "The credential belongs to another environment of the ATS: a sandbox credential does not work in production, nor the other way round. Connect again with the right one of Lever and Lever sandbox."
    )]
    WrongEnvironment,
    /// No such object (any more).
    #[error("The ATS does not know this.")]
    NotFound,
    /// The rate limit, after all patience.
    #[error("The ATS asks for a pause.")]
    Busy {
        /// How long, where it says so.
        pause: Option<Duration>,
    },
    /// Outage, network, unreadable answer: later.
    #[error("The ATS does not answer properly just now.")]
    Unavailable,
    /// A note or webhook may or may not have been made.
    #[error("It is not known whether the ATS carried this out.")]
    Uncertain,
    /// A page token that no longer works.
    #[error("The list has to be read from its beginning.")]
    StalePage,
    /// The ATS could not process this file.
    #[error("The ATS could not process this file.")]
    Unprocessable,
    /// The file is over the limit.
    #[error("The file is larger than CLARA reads.")]
    TooLarge,
    /// Any other refusal: the same call will fail again.
    #[error("The ATS refused the request.")]
    Refused,
    /// CLARA's own store failed while a credential was read or kept.
    #[error("CLARA's store is not available.")]
    Store,
}

impl ConnectorError {
    /// A word for queue rows and reports.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Disconnected => hiring::queue::DISCONNECTED,
            Self::Unauthorized => "ats_unauthorized",
            Self::Forbidden => "ats_forbidden",
            Self::Confidential => "ats_confidential",
            Self::WrongEnvironment => "ats_wrong_environment",
            Self::NotFound => "ats_not_found",
            Self::Busy { .. } => "ats_busy",
            Self::Unavailable => "ats_unavailable",
            Self::Uncertain => "ats_uncertain",
            Self::StalePage => "ats_stale_page",
            Self::Unprocessable => "ats_unprocessable",
            Self::TooLarge => "too_large",
            Self::Refused => "ats_refused",
            Self::Store => "store_unavailable",
        }
    }
}

/// A job as the ATS has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteJob {
    /// Id.
    pub id: String,
    /// Title; empty where it has none.
    pub title: String,
    /// Team; empty where it has none.
    pub team: String,
    /// Location; empty where it has none.
    pub location: String,
    /// `published`, `closed`, …
    pub state: String,
    /// Address on the job site.
    pub url: Option<String>,
    /// Plain text, a line per paragraph or list item; empty where there is none.
    pub description: String,
    /// Whom the ATS names as its hiring manager; none where it names nobody, or does not let CLARA see whom.
    pub hiring_manager: Option<RemotePerson>,
}

/// Somebody who works with the ATS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemotePerson {
    /// Name; empty where it has none.
    pub name: String,
    /// Mail address.
    pub email: String,
}

/// A page of ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemotePage {
    /// What changed or exists.
    pub items: Vec<RemoteChange>,
    /// How many could not be read.
    pub malformed: usize,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// A page of applications as they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteListing {
    /// Those that could be read.
    pub items: Vec<RemoteApplication>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// A page of ids of what was deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteDeleted {
    /// Of applications.
    pub applications: Vec<String>,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// An application that exists or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteChange {
    /// The application.
    pub application: String,
    /// Its job, if it has one.
    pub job: Option<String>,
    /// When it last changed, where the ATS says so.
    pub updated_at: Option<Millis>,
    /// The person was anonymized.
    pub anonymized: bool,
}

/// An application as the ATS has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteApplication {
    /// The candidacy's id.
    pub id: String,
    /// The id of its link to the job, where it is another.
    pub application_id: Option<String>,
    /// The job; none for a lead without one.
    pub job: Option<String>,
    /// The person. Name and mail may be empty.
    pub candidate: FetchedCandidate,
    /// The stage.
    pub stage: Option<Label>,
    /// Since when it stands there, where the ATS says so.
    pub stage_since: Option<Millis>,
    /// That the candidacy ended.
    pub archived: Option<RemoteArchived>,
    /// Where the person was found.
    pub source: Option<String>,
    /// How the application came about.
    pub origin: Option<String>,
    /// Its page in the ATS.
    pub url: Option<String>,
    /// When the person applied.
    pub applied_at: Option<Millis>,
    /// When it last changed, where the ATS says so.
    pub updated_at: Option<Millis>,
    /// The cover letter that was typed into the form.
    pub cover_letter: Option<String>,
    /// Questions and answers.
    pub answers: Vec<(String, String)>,
    /// The person was anonymized.
    pub anonymized: bool,
    /// The person does not want to be contacted.
    pub no_contact: bool,
}

/// That, why and when a candidacy ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteArchived {
    /// Why.
    pub reason: Label,
    /// Hired, or anything else.
    pub hired: bool,
    /// When.
    pub at: Option<Millis>,
}

/// What a document is to the ATS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemoteDocumentKind {
    /// A resume.
    Resume,
    /// A file whose name says that it is a cover letter.
    CoverLetter,
    /// Any other file.
    File,
}

/// A document without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteDocument {
    /// Id.
    pub id: String,
    /// What it is.
    pub kind: RemoteDocumentKind,
    /// File name.
    pub name: String,
    /// When it was uploaded.
    pub uploaded_at: Option<Millis>,
    /// Bytes, as announced.
    pub size: Option<u64>,
}

/// A webhook as the ATS made it.
#[derive(Clone, Debug)]
pub struct RemoteWebhook {
    /// Id.
    pub id: String,
    /// The key of its signatures, told only once.
    pub signature_token: Option<Secret>,
}
