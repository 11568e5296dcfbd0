//! Who could be asked, and why somebody is not.

use std::collections::HashSet;

use questions::Asking;
use sqlx::any::AnyRow;
use sqlx::query;

use super::Scope;
use crate::db::{Connection, RowExt, statements_block, text_enum};
use crate::permission::ManageIntegrations;
use crate::{
    ApplicationId, CandidateId, Error, FollowUpId, IntegrationId, Millis, OrganizationId, Permit,
    Store, integrations,
};

/// An application with what decides whether its candidate is asked.
macro_rules! person {
    () => {
        "SELECT a.id, a.candidate_id, j.integration_id, a.stage_id, a.stage_since, a.archived_at, a.barred, c.emails, c.opted_out_at, f.id AS asked, \
         CASE WHEN j.own_questions = 1 THEN j.id ELSE 'organization' END AS scope FROM applications a \
         JOIN jobs j ON j.organization_id = a.organization_id AND j.id = a.job_id \
         JOIN candidates c ON c.organization_id = a.organization_id AND c.id = a.candidate_id \
         LEFT JOIN follow_ups f ON f.organization_id = a.organization_id AND f.candidate_id = a.candidate_id \
         AND f.scope = CASE WHEN j.own_questions = 1 THEN j.id ELSE 'organization' END "
    };
}

statements_block! {
    ONE = concat!(person!(), "WHERE a.organization_id = $1 AND a.id = $2 AND a.removed_at IS NULL AND j.active = 1");
    OF_CONNECTION = concat!(person!(), "WHERE a.organization_id = $1 AND j.integration_id = $2 AND a.removed_at IS NULL AND j.active = 1 ORDER BY a.created_at, a.id");
}

text_enum! {
    /// Why the ATS lets nobody write to a candidate.
    pub enum Barred {
        /// The person was anonymized.
        Anonymized = "anonymized",
        /// The person does not want to be contacted.
        OptedOut = "opted_out",
    }
}

text_enum! {
    /// Why a candidate in a chosen stage is not asked.
    pub enum Why {
        /// They were asked before, or are about to be.
        Asked = "asked",
        /// They applied more than once: one mail is enough.
        AppliedTwice = "applied_twice",
        /// Their application was archived.
        Archived = "archived",
        /// They were anonymized.
        Anonymized = "anonymized",
        /// They do not want to be asked.
        OptedOut = "opted_out",
        /// No mail address is known.
        NoMail = "no_mail",
    }
}

/// What would happen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DryRun {
    /// So many people would get a mail.
    pub people: u64,
    /// So many applications fall out, by reason; none with 0.
    pub fall_out: Vec<(Why, u64)>,
}

/// An application as asking sees it.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) application: ApplicationId,
    pub(super) candidate: CandidateId,
    pub(super) integration: Option<IntegrationId>,
    pub(super) scope: Scope,
    pub(super) stage: Option<String>,
    pub(super) stage_since: Option<Millis>,
    pub(super) barred: Option<Barred>,
    pub(super) asked: Option<FollowUpId>,
    pub(super) archived: bool,
    pub(super) opted_out: bool,
    pub(super) has_mail: bool,
}

impl Person {
    /// Whether the stage is one in which people are asked.
    pub(super) fn is_in(&self, asking: &Asking) -> bool {
        self.stage.as_ref().is_some_and(|at| asking.asks_in(at))
    }

    /// Why they must not be written to; stages, and whether they were asked before, are not looked at.
    pub(super) fn why_not(&self) -> Option<Why> {
        match self.barred {
            _ if self.archived => Some(Why::Archived),
            Some(Barred::Anonymized) => Some(Why::Anonymized),
            Some(Barred::OptedOut) => Some(Why::OptedOut),
            None if self.opted_out => Some(Why::OptedOut),
            None if !self.has_mail => Some(Why::NoMail),
            None => None,
        }
    }
}

/// Who would get a mail, were it switched on in these stages for those who stand in them now.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn dry_run(
    store: &Store,
    permit: &Permit<ManageIntegrations>,
    integration: IntegrationId,
    asking: &Asking,
) -> Result<DryRun, Error> {
    integrations::read(store, permit, integration).await?;
    let mut connection = store.database().reader().await?;
    let all = of_connection(&mut connection, permit.organization(), integration).await?;
    let mut counts = vec![0; Why::ALL.len()];
    let mut asked = HashSet::new();
    for person in all.iter().filter(|person| person.is_in(asking)) {
        let why = match person.why_not() {
            Some(why) => why,
            None if person.asked.is_some() => Why::Asked,
            None if asked.insert((person.candidate, person.scope)) => continue,
            None => Why::AppliedTwice,
        };
        counts[why as usize] += 1;
    }
    Ok(DryRun {
        people: asked.len() as u64,
        fall_out: Why::ALL
            .iter()
            .copied()
            .zip(counts)
            .filter(|(_, many)| *many > 0)
            .collect(),
    })
}

pub(super) async fn of_connection(
    connection: &mut Connection,
    organization: OrganizationId,
    integration: IntegrationId,
) -> Result<Vec<Person>, Error> {
    query(OF_CONNECTION)
        .bind(organization)
        .bind(integration)
        .fetch_all(connection)
        .await?
        .iter()
        .map(person)
        .collect()
}

/// None for what is on no board.
pub(super) async fn one(
    connection: &mut Connection,
    organization: OrganizationId,
    application: ApplicationId,
) -> Result<Option<Person>, Error> {
    query(ONE)
        .bind(organization)
        .bind(application)
        .fetch_optional(connection)
        .await?
        .as_ref()
        .map(person)
        .transpose()
}

/// The address that a mail goes to: the first that could be one.
pub(super) fn address(emails: Vec<String>) -> Option<String> {
    emails
        .into_iter()
        .map(|address| address.trim().to_owned())
        .find(|address| address.contains('@'))
}

fn person(row: &AnyRow) -> Result<Person, Error> {
    Ok(Person {
        application: row.get_as("id")?,
        candidate: row.get_as("candidate_id")?,
        integration: row.get_as("integration_id")?,
        scope: row.get_as("scope")?,
        stage: row.get_as("stage_id")?,
        stage_since: row.get_as("stage_since")?,
        barred: row.get_as("barred")?,
        asked: row.get_as("asked")?,
        archived: row.get_as::<Option<Millis>>("archived_at")?.is_some(),
        opted_out: row.get_as::<Option<Millis>>("opted_out_at")?.is_some(),
        has_mail: address(row.json("emails")?).is_some(),
    })
}
