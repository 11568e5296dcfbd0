//! Work from the queue: a struct with a constant and `run` per kind. Each may run twice and ends the same.

mod apply_mapping;
mod ask_candidate;
mod create_webhooks;
mod erase_files;
mod fetch_application;
mod import_application;
mod import_job;
mod purge_connection;
mod purge_job;
mod reconcile;
mod reconcile_application;
mod remind_reviewer;
mod screen_application;
mod take_answers;
mod watch_connection;
mod write_decision_note;
mod write_imported_note;
mod write_note;
mod write_stage;
mod write_status_note;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use hiring::permission::Operate;
use hiring::queue::Leased;
use hiring::{ApplicationId, FollowUpId, IntegrationId, JobId, Permit, Store, queue};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub use apply_mapping::ApplyMapping;
pub use ask_candidate::AskCandidate;
pub use create_webhooks::CreateWebhooks;
pub use erase_files::EraseFiles;
pub use fetch_application::FetchApplication;
pub use import_application::ImportApplication;
pub use import_job::ImportJob;
pub use purge_connection::PurgeConnection;
pub use purge_job::PurgeJob;
pub use reconcile::Reconcile;
pub use reconcile_application::ReconcileApplication;
pub use remind_reviewer::RemindReviewer;
pub use screen_application::ScreenApplication;
pub use take_answers::TakeAnswers;
pub use watch_connection::WatchConnection;
pub use write_decision_note::WriteDecisionNote;
pub use write_imported_note::WriteImportedNote;
pub use write_note::WriteNote;
pub use write_stage::WriteStage;
pub use write_status_note::WriteStatusNote;

use crate::Integrations;
use crate::connector::ConnectorError;
use crate::error::Error;

/// How long work rests while its connection is down: it goes on by itself after *Reconnect*.
const DISCONNECTED_PAUSE: Duration = Duration::from_secs(600);
/// How long work rests where the ATS asks for a pause and does not say how long.
const BUSY_PAUSE: Duration = Duration::from_secs(15);

/// Kinds that somebody waits for.
pub const LIVE: &[&str] = &[
    FetchApplication::KIND,
    ScreenApplication::KIND,
    WriteDecisionNote::KIND,
    WriteNote::KIND,
    WriteStatusNote::KIND,
    WriteStage::KIND,
    AskCandidate::KIND,
    RemindReviewer::KIND,
    TakeAnswers::KIND,
    CreateWebhooks::KIND,
    WatchConnection::KIND,
    EraseFiles::KIND,
    ApplyMapping::KIND,
];

/// Kinds of imports, comparisons and purges, and of what imports leave to do: workers of their own, so that nobody waits behind them.
pub const BULK: &[&str] = &[
    ImportJob::KIND,
    ImportApplication::KIND,
    WriteImportedNote::KIND,
    Reconcile::KIND,
    ReconcileApplication::KIND,
    PurgeConnection::KIND,
    PurgeJob::KIND,
];

/// One kind of work. Its fields are its payload: ids only.
#[async_trait]
pub trait Task: Serialize + DeserializeOwned + Send + Sync {
    /// Its name in the queue.
    const KIND: &'static str;

    /// Rows with the same key are one while they wait, and never run at once.
    fn key(&self) -> String;

    /// Whether nobody waits for it by name.
    fn is_bulk(&self) -> bool {
        false
    }

    /// What it is about, for people.
    fn about(&self) -> About;

    /// Does it.
    async fn run(&self, context: &Context) -> Result<(), TaskError>;

    /// Told when it is given up for good.
    async fn given_up(&self, _context: &Context, _code: &str) -> Result<(), hiring::Error> {
        Ok(())
    }

    /// The row to be queued.
    fn task(&self) -> queue::Task {
        let payload = serde_json::to_value(self).unwrap_or_default();
        let task = queue::Task::new(Self::KIND, payload).keyed(self.key());
        if self.is_bulk() { task.bulk() } else { task }
    }
}

/// What a task is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// A connection.
    Connection(IntegrationId),
    /// A job.
    Job(JobId),
    /// An application.
    Application(ApplicationId),
    /// Questions that a candidate is asked.
    FollowUp(FollowUpId),
    /// A candidacy in the ATS, by its id there, which may not be here yet.
    Candidacy(IntegrationId, String),
    /// Nothing that is left.
    Nothing,
}

/// What a row is about; none if this version does not know its kind or cannot read it.
pub(crate) fn about(kind: &str, payload: &Value) -> Option<About> {
    fn of<T: Task>(payload: &Value) -> Option<About> {
        let task: T = serde_json::from_value(payload.clone()).ok()?;
        Some(task.about())
    }
    match kind {
        AskCandidate::KIND => of::<AskCandidate>(payload),
        ApplyMapping::KIND => of::<ApplyMapping>(payload),
        CreateWebhooks::KIND => of::<CreateWebhooks>(payload),
        EraseFiles::KIND => of::<EraseFiles>(payload),
        FetchApplication::KIND => of::<FetchApplication>(payload),
        ImportApplication::KIND => of::<ImportApplication>(payload),
        ImportJob::KIND => of::<ImportJob>(payload),
        PurgeConnection::KIND => of::<PurgeConnection>(payload),
        Reconcile::KIND => of::<Reconcile>(payload),
        ReconcileApplication::KIND => of::<ReconcileApplication>(payload),
        PurgeJob::KIND => of::<PurgeJob>(payload),
        RemindReviewer::KIND => of::<RemindReviewer>(payload),
        ScreenApplication::KIND => of::<ScreenApplication>(payload),
        TakeAnswers::KIND => of::<TakeAnswers>(payload),
        WatchConnection::KIND => of::<WatchConnection>(payload),
        WriteDecisionNote::KIND => of::<WriteDecisionNote>(payload),
        WriteImportedNote::KIND => of::<WriteImportedNote>(payload),
        WriteNote::KIND => of::<WriteNote>(payload),
        WriteStage::KIND => of::<WriteStage>(payload),
        WriteStatusNote::KIND => of::<WriteStatusNote>(payload),
        _ => None,
    }
}

/// What a task works with.
pub struct Context {
    /// Everything.
    pub integrations: Integrations,
    /// CLARA's permit in the row's organization.
    pub permit: Permit<Operate>,
    /// The row.
    pub leased: Leased,
    /// Whether the row was ended together with the work's last step.
    pub(crate) settled: Arc<AtomicBool>,
}

impl Context {
    /// Says that the row was ended together with the work's last step.
    pub(crate) fn row_is_ended(&self) {
        self.settled.store(true, Ordering::Release);
    }

    pub(crate) fn is_row_ended(&self) -> bool {
        self.settled.load(Ordering::Acquire)
    }

    pub(crate) fn store(&self) -> &Store {
        self.integrations.store()
    }

    /// Whether nobody waits for this by name: it gives way to work for which somebody does.
    pub(crate) fn is_bulk(&self) -> bool {
        BULK.contains(&&*self.leased.kind)
    }

    /// Counts the lease anew, before something that cannot be undone.
    pub(crate) async fn hold(&self) -> Result<(), TaskError> {
        if queue::extend(self.store(), &self.leased).await? {
            Ok(())
        } else {
            Err(TaskError::Lost)
        }
    }
}

/// What becomes of a row whose work was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TaskError {
    /// Again after a growing pause; after too many tries it is dead.
    Retry(&'static str),
    /// Again after this pause; the try does not count.
    Postpone(Duration, &'static str),
    /// Never: people see it.
    Dead(&'static str),
    /// What it was about is gone: nothing to do.
    Gone,
    /// The lease ran out, and somebody else has the row: nothing is settled.
    Lost,
}

impl From<ConnectorError> for TaskError {
    fn from(error: ConnectorError) -> Self {
        let code = error.code();
        match error {
            ConnectorError::Disconnected => Self::Postpone(DISCONNECTED_PAUSE, code),
            ConnectorError::Busy { pause } => Self::Postpone(
                pause.map_or(BUSY_PAUSE, |pause| pause.max(BUSY_PAUSE)),
                code,
            ),
            ConnectorError::Unavailable
            | ConnectorError::Uncertain
            | ConnectorError::StalePage
            | ConnectorError::Unauthorized
            | ConnectorError::Store => Self::Retry(code),
            ConnectorError::Forbidden
            | ConnectorError::Confidential
            | ConnectorError::WrongEnvironment
            | ConnectorError::NotFound
            | ConnectorError::Unprocessable
            | ConnectorError::TooLarge
            | ConnectorError::Refused => Self::Dead(code),
        }
    }
}

impl From<hiring::Error> for TaskError {
    fn from(error: hiring::Error) -> Self {
        match error {
            hiring::Error::NotFound => Self::Gone,
            hiring::Error::Unavailable(_) => Self::Retry("store_unavailable"),
            hiring::Error::Full => Self::Retry("disk_full"),
            hiring::Error::Conflict { .. } => Self::Retry("conflict"),
            hiring::Error::Outdated => Self::Retry("inputs_changed"),
            hiring::Error::Invalid { .. } => Self::Dead("invalid"),
            hiring::Error::Forbidden(_) => Self::Dead("forbidden"),
        }
    }
}

impl From<Error> for TaskError {
    fn from(error: Error) -> Self {
        match error {
            Error::Store(error) => error.into(),
            Error::Ats(error) => error.into(),
            Error::NotConfigured(_) | Error::NoFolder => {
                Self::Postpone(DISCONNECTED_PAUSE, "not_configured")
            }
        }
    }
}
