//! Applications: one candidacy on one job, with all that is known of it.

pub(crate) mod compare;
mod fetched;
pub(crate) mod listing;
pub(crate) mod materials;
pub(crate) mod profile;
pub(crate) mod timeline;
pub(crate) mod upsert;

use serde::{Deserialize, Serialize};

pub use compare::{Listing, Settled, compare, documents_due, news, remote_ids};
pub use fetched::{FetchedApplication, FetchedCandidate, Label};
pub use listing::{Filter, Listed, page, read};
pub(crate) use materials::newest_resume;
pub use materials::{InputState, Inputs, inputs};
pub(crate) use profile::profile_in;
pub use profile::{ApplicationProfile, ScreeningRecord, profile};
pub use timeline::{CommentStep, Happening, TimelineEntry, timeline};
pub use upsert::{
    Locator, Upserted, by_remote_id, locate, remove, resync, upsert, upsert_standing,
};

use crate::db::Connection;
use crate::{ApplicationId, Error, JobId, OrganizationId};

/// A telephone number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phone {
    /// mobile, home, …, where said.
    pub kind: Option<String>,
    /// The number, as the ATS gives it.
    pub number: String,
}

pub(crate) async fn ids_of_job(
    connection: &mut Connection,
    organization: OrganizationId,
    job: JobId,
) -> Result<Vec<ApplicationId>, Error> {
    upsert::ids_of_job(connection, organization, job).await
}
