//! Asking one person: planned when they enter a stage, done when the time has come, if everything still speaks for it.

use std::time::Duration;

use questions::QuietHours;
use sqlx::query;

use super::people::{self, Person};
use super::settings::{self, Settings};
use super::{Barred, Scope, State, link, sets};
use crate::db::{RowExt, Tx, statements_block};
use crate::events::Pending;
use crate::mails::{self, Cause};
use crate::permission::Operate;
use crate::queue::{RowState, Task, enqueue_in};
use crate::{ApplicationId, Error, FollowUpId, JobId, Millis, OrganizationId, Permit, Store};

statements_block! {
    STANDS = "UPDATE applications SET stage_since = $3, barred = $4 WHERE organization_id = $1 AND id = $2";
    PLAN = "INSERT INTO follow_ups (organization_id, id, candidate_id, application_id, scope, state, due_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
        ON CONFLICT (organization_id, candidate_id, scope) DO NOTHING";
    DROP = "DELETE FROM follow_ups WHERE organization_id = $1 AND id = $2 AND state = 'planned'";
    WAITING = "SELECT f.state, f.reminded_at, j.integration_id, c.location AS candidate_location, j.location AS job_location, o.zone FROM follow_ups f \
        JOIN applications a ON a.organization_id = f.organization_id AND a.id = f.application_id \
        JOIN jobs j ON j.organization_id = a.organization_id AND j.id = a.job_id \
        JOIN candidates c ON c.organization_id = f.organization_id AND c.id = f.candidate_id \
        JOIN organizations o ON o.id = f.organization_id WHERE f.organization_id = $1 AND f.id = $2";
    READ = "SELECT f.application_id, a.job_id, f.scope, f.state, f.asked_at, f.reminded_at, f.expires_at, \
        (SELECT q.state FROM queue q WHERE q.organization_id = f.organization_id AND q.kind = 'send_mail' AND q.dedupe = f.id ORDER BY q.id DESC LIMIT 1) AS mail_state \
        FROM follow_ups f JOIN applications a ON a.organization_id = f.organization_id AND a.id = f.application_id WHERE f.organization_id = $1 AND f.id = $2";
    ASKED = "UPDATE follow_ups SET state = 'asked', version = $3, asked_at = $4, reminded_at = NULL, expires_at = $5 WHERE organization_id = $1 AND id = $2";
    REMINDED = "UPDATE follow_ups SET reminded_at = $3 WHERE organization_id = $1 AND id = $2";
}

/// How an application stands in the ATS, beyond what is kept of it anyway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Since when it stands in its stage.
    pub since: Millis,
    /// Why the ATS lets nobody write to the candidate.
    pub barred: Option<Barred>,
}

/// What tells whether the hour is quiet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// When no mail is sent.
    pub quiet_hours: Option<QuietHours>,
    /// Where the candidate is; may be empty.
    pub candidate_location: String,
    /// Where the job is; may be empty.
    pub job_location: String,
    /// The organization's time zone.
    pub zone: String,
}

/// Looks at an application that was read from the ATS just now. If it entered a stage in which people are asked, and its candidate was not
/// asked yet, it is planned. Whether it was.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn consider(
    store: &Store,
    permit: &Permit<Operate>,
    application: ApplicationId,
    standing: Standing,
) -> Result<bool, Error> {
    let organization = permit.organization();
    let (known, settings) = {
        let mut connection = store.database().reader().await?;
        let Some(known) = people::one(&mut connection, organization, application).await? else {
            return Ok(false);
        };
        let Some(integration) = known.integration else {
            return Ok(false);
        };
        let settings = settings::read_in(&mut connection, organization, integration).await?;
        (known, settings)
    };
    let is_news = known.stage_since != Some(standing.since) || known.barred != standing.barred;
    let person = Person {
        stage_since: Some(standing.since),
        barred: standing.barred,
        ..known
    };
    let due = person.asked.is_none() && entered(&person, &settings);
    // Most applications that are read again stand where they stood: nothing is written then.
    if !is_news && !due {
        return Ok(false);
    }
    let mut tx = store.begin().await?;
    let now = tx.now();
    stands(&mut tx, organization, application, standing).await?;
    let delay = Duration::from_secs(60 * u64::from(settings.asking.delay_minutes));
    let planned = due
        && plan(
            &mut tx,
            organization,
            &person,
            standing.since.after(delay).max(now),
        )
        .await?;
    tx.commit().await?;
    Ok(planned)
}

/// Keeps how an application stands.
pub(crate) async fn stands(
    tx: &mut Tx,
    organization: OrganizationId,
    application: ApplicationId,
    standing: Standing,
) -> Result<(), Error> {
    tx.execute(
        query(STANDS)
            .bind(organization)
            .bind(application)
            .bind(standing.since)
            .bind(standing.barred),
    )
    .await
}

/// Whether the person entered a stage that counts since it counts, and may be written to.
fn entered(person: &Person, settings: &Settings) -> bool {
    let counts_since = person
        .stage
        .as_ref()
        .and_then(|stage| settings.since.get(stage));
    settings.active
        && person.is_in(&settings.asking)
        && counts_since.is_some_and(|since| person.stage_since.is_some_and(|at| at >= *since))
        && person.why_not().is_none()
}

/// Plans to ask a person, unless somebody did.
pub(super) async fn plan(
    tx: &mut Tx,
    organization: OrganizationId,
    person: &Person,
    due: Millis,
) -> Result<bool, Error> {
    let (now, id) = (tx.now(), FollowUpId::fresh());
    let planned = query(PLAN)
        .bind(organization)
        .bind(id)
        .bind(person.candidate)
        .bind(person.application)
        .bind(person.scope)
        .bind(State::Planned)
        .bind(due)
        .bind(now)
        .execute(tx.connection())
        .await?;
    if planned.rows_affected() == 0 {
        return Ok(false);
    }
    enqueue_in(tx, organization, &Task::ask(id, false, due)).await?;
    Ok(true)
}

/// What tells whether somebody who is to be asked, or reminded, can get a mail at this hour.
///
/// # Errors
/// [`Error::NotFound`] if nothing is to be sent any more.
pub async fn waiting(
    store: &Store,
    permit: &Permit<Operate>,
    id: FollowUpId,
    reminder: bool,
) -> Result<Waiting, Error> {
    let organization = permit.organization();
    let mut connection = store.database().reader().await?;
    let row = query(WAITING)
        .bind(organization)
        .bind(id)
        .fetch_optional(&mut *connection)
        .await?
        .ok_or(Error::NotFound)?;
    let awaited = if reminder {
        State::Asked
    } else {
        State::Planned
    };
    let settings = match row.get_as("integration_id")? {
        Some(integration) => settings::read_in(&mut connection, organization, integration).await?,
        None => return Err(Error::NotFound),
    };
    if row.get_as::<State>("state")? != awaited {
        return Err(Error::NotFound);
    }
    Ok(Waiting {
        quiet_hours: settings.asking.quiet_hours,
        candidate_location: row.get_as("candidate_location")?,
        job_location: row.get_as("job_location")?,
        zone: row.get_as("zone")?,
    })
}

/// One that is to be asked, as the database has it.
struct Known {
    application: ApplicationId,
    job: JobId,
    scope: Scope,
    state: State,
    asked_at: Millis,
    reminded: bool,
    expires_at: Millis,
    mail_failed: bool,
}

async fn known(
    tx: &mut Tx,
    organization: OrganizationId,
    id: FollowUpId,
) -> Result<Option<Known>, Error> {
    let row = query(READ)
        .bind(organization)
        .bind(id)
        .fetch_optional(tx.connection())
        .await?;
    row.map(|row| {
        Ok(Known {
            application: row.get_as("application_id")?,
            job: row.get_as("job_id")?,
            scope: row.get_as("scope")?,
            state: row.get_as("state")?,
            asked_at: row
                .get_as::<Option<Millis>>("asked_at")?
                .unwrap_or_default(),
            reminded: row.get_as::<Option<Millis>>("reminded_at")?.is_some(),
            expires_at: row
                .get_as::<Option<Millis>>("expires_at")?
                .unwrap_or_default(),
            mail_failed: row.get_as::<Option<RowState>>("mail_state")? == Some(RowState::Dead),
        })
    })
    .transpose()
}

/// The settings, if everything still speaks for writing to the candidate of this application.
async fn may_write(
    tx: &mut Tx,
    organization: OrganizationId,
    application: ApplicationId,
) -> Result<Option<Settings>, Error> {
    let Some(person) = people::one(tx.connection(), organization, application).await? else {
        return Ok(None);
    };
    let Some(integration) = person.integration else {
        return Ok(None);
    };
    let settings = settings::read_in(tx.connection(), organization, integration).await?;
    let may = settings.active && person.is_in(&settings.asking) && person.why_not().is_none();
    Ok(may.then_some(settings))
}

/// Asks: makes the link and owes the mail. Whoever left the stage meanwhile, was archived or may not be written to is not asked, and can be
/// planned again. Whether it was done; a second time it is not.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn ask(store: &Store, permit: &Permit<Operate>, id: FollowUpId) -> Result<bool, Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    tx.alone_on(id).await?;
    let known = match known(&mut tx, organization, id).await? {
        Some(known) if known.state == State::Planned => known,
        _ => return Ok(false),
    };
    let Some(settings) = may_write(&mut tx, organization, known.application).await? else {
        tx.execute(query(DROP).bind(organization).bind(id)).await?;
        tx.commit().await?;
        return Ok(false);
    };
    send_link(&mut tx, organization, id, known.scope, &settings).await?;
    tx.tell(organization, Pending::card(known.job, known.application));
    tx.commit().await?;
    Ok(true)
}

/// A fresh link, the mail that carries it, and the reminder.
pub(super) async fn send_link(
    tx: &mut Tx,
    organization: OrganizationId,
    id: FollowUpId,
    scope: Scope,
    settings: &Settings,
) -> Result<(), Error> {
    let now = tx.now();
    let version = sets::to_ask(tx, organization, scope).await?;
    let expires_at = now.after(days(settings.asking.link_days));
    tx.execute(
        query(ASKED)
            .bind(organization)
            .bind(id)
            .bind(version)
            .bind(now)
            .bind(expires_at),
    )
    .await?;
    link::issue(tx, organization, id, expires_at).await?;
    mails::owe(tx, organization, Cause::FollowUp(id)).await?;
    if let Some(after) = settings.asking.reminder_days {
        let reminder = Task::ask(id, true, now.after(days(after)));
        enqueue_in(tx, organization, &reminder).await?;
    }
    Ok(())
}

fn days(many: u8) -> Duration {
    Duration::from_secs(86_400 * u64::from(many))
}

/// Reminds somebody who was asked and has not answered, once, if everything still speaks for it. Whether it was done.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn remind(
    store: &Store,
    permit: &Permit<Operate>,
    id: FollowUpId,
) -> Result<bool, Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    tx.alone_on(id).await?;
    let now = tx.now();
    let known = match known(&mut tx, organization, id).await? {
        Some(known)
            if known.state == State::Asked
                && !known.reminded
                && !known.mail_failed
                && known.expires_at > now =>
        {
            known
        }
        _ => return Ok(false),
    };
    let settings = may_write(&mut tx, organization, known.application).await?;
    let Some(after) = settings.and_then(|settings| settings.asking.reminder_days) else {
        return Ok(false);
    };
    let due = known.asked_at.after(days(after));
    if now < due {
        // They were asked again meanwhile: counted from then.
        enqueue_in(&mut tx, organization, &Task::ask(id, true, due)).await?;
        tx.commit().await?;
        return Ok(false);
    }
    tx.execute(query(REMINDED).bind(organization).bind(id).bind(now))
        .await?;
    mails::owe(&mut tx, organization, Cause::FollowUpReminder(id)).await?;
    tx.tell(organization, Pending::card(known.job, known.application));
    tx.commit().await?;
    Ok(true)
}
