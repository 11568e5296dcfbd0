//! Jobs: what candidates apply to. They come from an ATS, or from a pasted description.

pub(crate) mod list;
mod manager;
pub(crate) mod page;
pub mod posting;
pub(crate) mod store;

use sqlx::any::AnyRow;

pub use list::{ColumnCount, JobSummary, list, visit};
pub use manager::HiringManager;
pub use page::{CountedJob, counted, page};
pub use store::{
    Candidates, FetchedJob, PURGE_JOB, by_remote_id, of_integration, read, select, set_active,
    set_threshold, stop, synced, upsert_from_ats,
};

use crate::db::RowExt;
use crate::{Error, IntegrationId, JobId, Millis};

/// The threshold of *Pre-Qualified* that a job begins with, in points.
pub const PRE_QUALIFIED: u8 = 60;

/// A job.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Id.
    pub id: JobId,
    /// The connection it came through; none for one that no ATS knows.
    pub integration: Option<IntegrationId>,
    /// The ATS's id of it.
    pub remote_id: Option<String>,
    /// Title.
    pub title: String,
    /// Place, as the ATS says it; may be empty.
    pub location: String,
    /// Team; may be empty.
    pub team: String,
    /// The ATS's word: published, closed, ….
    pub state: String,
    /// Its page in the ATS.
    pub url: Option<String>,
    /// Plain text.
    pub description: String,
    /// From how many points a card is *Pre-Qualified*, 0–100.
    pub pre_qualified: u8,
    /// The active requirement set; none before the description was read.
    pub requirement_set_version: Option<i64>,
    /// Whether it is processed.
    pub active: bool,
    /// When it was last read from the ATS.
    pub last_sync_at: Option<Millis>,
    /// When it was selected first.
    pub created_at: Millis,
    /// Since when its title or description differ from those that its requirements were read from, until a person decides.
    pub posting_changed_at: Option<Millis>,
    /// Whom the ATS names as its hiring manager.
    pub hiring_manager: Option<HiringManager>,
}

/// The columns a [`Job`] is read from, of a table called `j`.
macro_rules! job_columns {
    () => {
        "j.id, j.integration_id, j.remote_id, j.title, j.location, j.team, j.state, j.url, j.description, j.pre_qualified, \
         j.requirement_set_version, j.active, j.last_sync_at, j.created_at, j.posting_changed_at, j.manager_name, j.manager_email"
    };
}
pub(crate) use job_columns;

pub(crate) fn job(row: &AnyRow) -> Result<Job, Error> {
    Ok(Job {
        id: row.get_as("id")?,
        integration: row.get_as("integration_id")?,
        remote_id: row.get_as("remote_id")?,
        title: row.get_as("title")?,
        location: row.get_as("location")?,
        team: row.get_as("team")?,
        state: row.get_as("state")?,
        url: row.get_as("url")?,
        description: row.get_as("description")?,
        pre_qualified: u8::try_from(row.get_as::<i64>("pre_qualified")?).unwrap_or(100),
        requirement_set_version: row.get_as("requirement_set_version")?,
        active: row.flag("active")?,
        last_sync_at: row.get_as("last_sync_at")?,
        created_at: row.get_as("created_at")?,
        posting_changed_at: row.get_as("posting_changed_at")?,
        hiring_manager: manager::read(row)?,
    })
}
