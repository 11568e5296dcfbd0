//! Whom the questions were asked, and how that stands: for the page of a connection and for a profile. What members can do about it.

use serde_json::json;
use sqlx::any::AnyRow;
use sqlx::query;

use super::{State, asking, people, settings};
use crate::db::{Connection, RowExt, Tx, statements_block, text_enum};
use crate::events::Pending;
use crate::mails::{self, Cause, Delivery};
use crate::permission::{ScreenCandidates, ViewIntegrations, ViewJobs};
use crate::shares::access::Seen;
use crate::{
    ApplicationId, Error, FollowUpId, IntegrationId, JobId, Millis, OrganizationId, Page, Permit,
    Store, audit, integrations,
};

/// What a [`FollowUp`] is read from. `'send_mail'` is [`mails::SEND_MAIL`].
macro_rules! follow_up {
    () => {
        "SELECT f.id, f.application_id, f.state, f.due_at, f.asked_at, f.reminded_at, f.saved_at, f.answered_at, f.expires_at, a.job_id, j.title, c.name, \
         (SELECT q.state FROM queue q WHERE q.organization_id = f.organization_id AND q.kind = 'send_mail' AND q.dedupe = f.id ORDER BY q.id DESC LIMIT 1) AS mail_state, \
         (SELECT q.error_code FROM queue q WHERE q.organization_id = f.organization_id AND q.kind = 'send_mail' AND q.dedupe = f.id ORDER BY q.id DESC LIMIT 1) AS mail_error \
         FROM follow_ups f JOIN applications a ON a.organization_id = f.organization_id AND a.id = f.application_id \
         JOIN jobs j ON j.organization_id = a.organization_id AND j.id = a.job_id \
         JOIN candidates c ON c.organization_id = f.organization_id AND c.id = f.candidate_id "
    };
}

statements_block! {
    OF_CONNECTION = concat!(follow_up!(), "WHERE f.organization_id = $1 AND j.integration_id = $2 ORDER BY f.created_at DESC, f.id DESC LIMIT $3 OFFSET $4");
    OF_APPLICATION = concat!(follow_up!(), "WHERE f.organization_id = $1 AND f.candidate_id = (SELECT x.candidate_id FROM applications x WHERE x.organization_id = $1 AND x.id = $2) \
        AND (f.application_id = $2 OR f.scope = (SELECT CASE WHEN y.own_questions = 1 THEN y.id ELSE 'organization' END FROM jobs y \
        JOIN applications z ON z.organization_id = y.organization_id AND z.job_id = y.id WHERE z.organization_id = $1 AND z.id = $2)) ORDER BY f.created_at DESC, f.id DESC");
    ONE = "SELECT f.application_id, f.state, f.scope, a.job_id FROM follow_ups f \
        JOIN applications a ON a.organization_id = f.organization_id AND a.id = f.application_id WHERE f.organization_id = $1 AND f.id = $2";
    WITHDRAW = "UPDATE follow_ups SET state = 'withdrawn' WHERE organization_id = $1 AND id = $2";
    DROP_LINK = "DELETE FROM follow_up_links WHERE organization_id = $1 AND id = $2";
}

text_enum! {
    /// How asking one person stands, as people see it.
    pub enum Status {
        /// Its time has not come.
        Planned = "planned",
        /// The mail is on its way.
        Sending = "sending",
        /// The mail could not be delivered.
        Failed = "failed",
        /// The mail is out; nothing came back.
        Unanswered = "unanswered",
        /// Something was entered and saved, not sent.
        Begun = "begun",
        /// The answers are here.
        Answered = "answered",
        /// The link ended without an answer.
        Expired = "expired",
        /// The person does not want to be asked.
        Declined = "declined",
        /// A member took the link back.
        Withdrawn = "withdrawn",
    }
}

/// How a mail that asks fared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivered {
    /// Waiting, sent or failed.
    pub state: Delivery,
    /// Why it failed: a code.
    pub error: Option<String>,
}

/// Questions that one person is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUp {
    /// Id.
    pub id: FollowUpId,
    /// The application by which they are asked.
    pub application: ApplicationId,
    /// Who; may be empty.
    pub candidate: String,
    /// The job's title.
    pub job: String,
    /// How it stands.
    pub status: Status,
    /// How its mail fared; none before there is one.
    pub delivered: Option<Delivered>,
    /// When the mail is to go.
    pub due_at: Millis,
    /// When the link was made.
    pub asked_at: Option<Millis>,
    /// When they were reminded.
    pub reminded_at: Option<Millis>,
    /// When something was saved.
    pub saved_at: Option<Millis>,
    /// When the answers came.
    pub answered_at: Option<Millis>,
    /// Until when the link works.
    pub expires_at: Option<Millis>,
}

/// Whom a connection's questions were asked, the newest first.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn list(
    store: &Store,
    permit: &Permit<ViewIntegrations>,
    integration: IntegrationId,
    limit: u32,
    offset: u32,
) -> Result<Page<FollowUp>, Error> {
    integrations::read(store, permit, integration).await?;
    let now = store.now();
    let rows = query(OF_CONNECTION)
        .bind(permit.organization())
        .bind(integration)
        .bind(Page::<FollowUp>::ask(limit))
        .bind(i64::from(offset))
        .fetch_all(&mut *store.database().reader().await?)
        .await?;
    let items = rows.iter().map(|row| follow_up(row, now));
    Ok(Page::of(items.collect::<Result<_, _>>()?, limit))
}

/// What the candidate of an application was asked for it.
///
/// # Errors
/// [`Error::NotFound`] for a hiring manager with whom it is not shared.
pub async fn of_application(
    store: &Store,
    permit: &Permit<ViewJobs>,
    application: ApplicationId,
) -> Result<Vec<FollowUp>, Error> {
    let now = store.now();
    let mut connection = store.database().reader().await?;
    let seen = Seen::by(&mut connection, permit).await?;
    seen.application(application)?;
    of_application_in(&mut connection, permit.organization(), application, now).await
}

async fn of_application_in(
    connection: &mut Connection,
    organization: OrganizationId,
    application: ApplicationId,
    now: Millis,
) -> Result<Vec<FollowUp>, Error> {
    query(OF_APPLICATION)
        .bind(organization)
        .bind(application)
        .fetch_all(connection)
        .await?
        .iter()
        .map(|row| follow_up(row, now))
        .collect()
}

/// Takes a link back: it stops working, and its mails are not sent any more. What was answered stays.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] if there is nothing to take back.
pub async fn withdraw(
    store: &Store,
    permit: &Permit<ScreenCandidates>,
    id: FollowUpId,
) -> Result<(), Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    tx.alone_on(id).await?;
    let row = one(&mut tx, organization, id).await?;
    if !matches!(row.get_as("state")?, State::Planned | State::Asked) {
        return Err(Error::invalid(
            "follow_up",
            "These questions are no longer open, so there is nothing to take back.",
        ));
    }
    for statement in [WITHDRAW, DROP_LINK] {
        tx.execute(query(statement).bind(organization).bind(id))
            .await?;
    }
    mails::forget_failed(&mut tx, organization, Cause::FollowUp(id)).await?;
    changed(tx, permit, "follow_up.withdraw", id, &row).await
}

/// Asks somebody again, with a new link: the mail failed, the link ended or was taken back. A member does it, so quiet hours and stages are
/// theirs to judge; whoever may not be written to is left alone.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] if they answered, do not want to be asked, or cannot be written to.
pub async fn ask_again(
    store: &Store,
    permit: &Permit<ScreenCandidates>,
    id: FollowUpId,
) -> Result<(), Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    tx.alone_on(id).await?;
    let row = one(&mut tx, organization, id).await?;
    if !matches!(
        row.get_as("state")?,
        State::Planned | State::Asked | State::Withdrawn
    ) {
        return Err(Error::invalid(
            "follow_up",
            "This candidate answered, or does not want to be asked.",
        ));
    }
    let application = row.get_as("application_id")?;
    let person = people::one(tx.connection(), organization, application).await?;
    let integration = match &person {
        Some(person) if person.why_not().is_none() => person.integration,
        _ => None,
    };
    let Some(integration) = integration else {
        return Err(Error::invalid(
            "follow_up",
            "This candidate cannot be written to: archived, anonymized, without a mail address, or not to be contacted.",
        ));
    };
    let settings = settings::read_in(tx.connection(), organization, integration).await?;
    asking::send_link(&mut tx, organization, id, row.get_as("scope")?, &settings).await?;
    changed(tx, permit, "follow_up.ask_again", id, &row).await
}

async fn one(tx: &mut Tx, organization: OrganizationId, id: FollowUpId) -> Result<AnyRow, Error> {
    query(ONE)
        .bind(organization)
        .bind(id)
        .fetch_optional(tx.connection())
        .await?
        .ok_or(Error::NotFound)
}

async fn changed(
    mut tx: Tx,
    permit: &Permit<ScreenCandidates>,
    action: &str,
    id: FollowUpId,
    row: &AnyRow,
) -> Result<(), Error> {
    let (application, job): (ApplicationId, JobId) =
        (row.get_as("application_id")?, row.get_as("job_id")?);
    let detail = json!({ "application": application });
    audit::record(&mut tx, permit, action, &id.to_string(), &detail).await?;
    tx.tell(permit.organization(), Pending::card(job, application));
    tx.commit().await
}

fn follow_up(row: &AnyRow, now: Millis) -> Result<FollowUp, Error> {
    let state: State = row.get_as("state")?;
    let asked_at: Option<Millis> = row.get_as("asked_at")?;
    let saved_at: Option<Millis> = row.get_as("saved_at")?;
    let expires_at: Option<Millis> = row.get_as("expires_at")?;
    let delivery = mails::delivery(row)?;
    let status = match (state, delivery) {
        (State::Planned, _) => Status::Planned,
        (State::Answered, _) => Status::Answered,
        (State::Declined, _) => Status::Declined,
        (State::Withdrawn, _) => Status::Withdrawn,
        (State::Asked, Delivery::Failed) => Status::Failed,
        (State::Asked, _) if expires_at.is_some_and(|at| at <= now) => Status::Expired,
        (State::Asked, Delivery::Waiting) => Status::Sending,
        (State::Asked, Delivery::Sent) if saved_at.is_some() => Status::Begun,
        (State::Asked, Delivery::Sent) => Status::Unanswered,
    };
    Ok(FollowUp {
        id: row.get_as("id")?,
        application: row.get_as("application_id")?,
        candidate: row.get_as("name")?,
        job: row.get_as("title")?,
        status,
        delivered: asked_at
            .map(|_| {
                Ok::<_, Error>(Delivered {
                    state: delivery,
                    error: row.get_as("mail_error")?,
                })
            })
            .transpose()?,
        due_at: row.get_as("due_at")?,
        asked_at,
        reminded_at: row.get_as("reminded_at")?,
        saved_at,
        answered_at: row.get_as("answered_at")?,
        expires_at,
    })
}
