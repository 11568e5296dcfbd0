//! The *Candidate Application Profile*: all that its pane and page show, in one read.

use screening::model::Column;
use serde_json::Value;
use sqlx::query;

use super::Phone;
use crate::board::{self, Card};
use crate::columns;
use crate::comments::{self, Comment, Reader};
use crate::db::{Connection, RowExt, statements_block};
use crate::documents::{self, Document};
use crate::follow_ups::{Received, taken};
use crate::overrules::{self, Overrule};
use crate::permission::ViewJobs;
use crate::placements::{self, ByDecision, way};
use crate::requirement_sets::{self, Version};
use crate::screenings;
use crate::shares::access::Seen;
use crate::{
    ApplicationId, CandidateId, Error, JobId, Millis, OrganizationId, Permit, ScreeningId, Store,
    jobs,
};

statements_block! {
    READ = "SELECT a.job_id, a.screening_id, a.origin, a.url, a.created_at, c.id AS candidate_id, c.name, c.headline, c.location, c.emails, c.phones, c.links \
        FROM applications a JOIN candidates c ON c.organization_id = a.organization_id AND c.id = a.candidate_id \
        WHERE a.organization_id = $1 AND a.id = $2 AND a.removed_at IS NULL";
}

/// A screening as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct ScreeningRecord {
    /// Id.
    pub id: ScreeningId,
    /// With which version of the requirement set; 0: there was none.
    pub requirement_set_version: i64,
    /// Which engine.
    pub engine: String,
    /// 0–100.
    pub score: Option<u8>,
    /// Where the engine would place it.
    pub column: Column,
    /// The whole result: `screening::Screening` as JSON.
    pub result: Value,
    /// When.
    pub at: Millis,
}

/// All that the profile shows.
#[derive(Clone, Debug, PartialEq)]
pub struct ApplicationProfile {
    /// The card: name, score, marks, column, version, stage, source, state.
    pub card: Card,
    /// The person.
    pub candidate: CandidateId,
    /// Their headline in the ATS; may be empty.
    pub headline: String,
    /// Their place; may be empty.
    pub location: String,
    /// Mail addresses.
    pub emails: Vec<String>,
    /// Telephone numbers.
    pub phones: Vec<Phone>,
    /// Links.
    pub links: Vec<String>,
    /// applied, referred, ….
    pub origin: Option<String>,
    /// *Open in Lever*.
    pub url: Option<String>,
    /// The job.
    pub job: jobs::Job,
    /// The board's columns, for *Move to…*.
    pub columns: Vec<columns::Column>,
    /// The screening that the card shows.
    pub screening: Option<ScreeningRecord>,
    /// The requirement set that it used.
    pub requirements: Option<Version>,
    /// Persons' verdicts.
    pub overrules: Vec<Overrule>,
    /// Documents, without text: [`documents::text`].
    pub documents: Vec<Document>,
    /// Answers to follow-up questions, oldest first.
    pub received: Vec<Received>,
    /// Comments, oldest first.
    pub comments: Vec<Comment>,
    /// Set where hiring managers' decisions moved the card, and nobody moved it since.
    pub decided: Option<ByDecision>,
}

/// All that the profile shows.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn profile(
    store: &Store,
    permit: &Permit<ViewJobs>,
    application: ApplicationId,
) -> Result<ApplicationProfile, Error> {
    let mut connection = store.database().reader().await?;
    let seen = Seen::by(&mut connection, permit).await?;
    let sight = seen.application(application)?;
    let mut profile = profile_in(&mut connection, permit.organization(), application).await?;
    profile.comments = Reader::of(permit).of_all(profile.comments);
    Ok(match seen {
        Seen::Everything => profile,
        Seen::Shared(_) => sight.profile(profile),
    })
}

pub(crate) async fn profile_in(
    connection: &mut Connection,
    organization: OrganizationId,
    application: ApplicationId,
) -> Result<ApplicationProfile, Error> {
    let row = query(READ)
        .bind(organization)
        .bind(application)
        .fetch_optional(&mut *connection)
        .await?
        .ok_or(Error::NotFound)?;
    let card = board::read_card(&mut *connection, organization, application)
        .await?
        .ok_or(Error::NotFound)?;
    let job: JobId = row.get_as("job_id")?;
    let screening = match row.get_as::<Option<ScreeningId>>("screening_id")? {
        Some(id) => screenings::read_in(connection, organization, id).await?,
        None => None,
    };
    let requirements = match &screening {
        Some(screening) => {
            requirement_sets::read_in(
                connection,
                organization,
                job,
                screening.requirement_set_version,
            )
            .await?
        }
        None => requirement_sets::active_in(connection, organization, job).await?,
    };
    let moves = placements::history(connection, organization, application).await?;
    let decided = way::decided(&moves).and_then(|decided| decided.shown());
    Ok(ApplicationProfile {
        candidate: row.get_as("candidate_id")?,
        headline: row.get_as("headline")?,
        location: row.get_as("location")?,
        emails: row.json("emails")?,
        phones: row.json("phones")?,
        links: row.json("links")?,
        origin: row.get_as("origin")?,
        url: row.get_as("url")?,
        job: jobs::store::read_in(&mut *connection, organization, job).await?,
        columns: columns::all(&mut *connection, organization).await?,
        overrules: overrules::list_in(connection, organization, application).await?,
        documents: documents::list_in(connection, organization, application).await?,
        received: taken::received_in(connection, organization, application).await?,
        comments: comments::list_in(connection, organization, application).await?,
        card,
        screening,
        requirements,
        decided,
    })
}
