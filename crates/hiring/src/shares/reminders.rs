//! Reminders that go out by themselves, where a share names a day: on the day before, and on the day after, once each, at the hour of whoever is
//! reminded. Everything that speaks against one is looked at when its time has come, and what was decided meanwhile is not in its mail.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;
use sqlx::query;

use super::send::{expiry, extend, member_at};
use super::{live, reminders_off};
use crate::db::{RowExt, Tx, statements_block, text_enum};
use crate::events::{EventKind, Pending};
use crate::mails::{self, Cause};
use crate::notifications::USUAL_HOUR;
use crate::notifications::daily::Daily;
use crate::notifications::hours;
use crate::permission::{Actor, Operate};
use crate::queue::{self, RowState, Task};
use crate::{
    Error, JobId, Millis, OrganizationId, Permit, RecipientId, Secret, Store, audit, token,
};

/// Nobody is reminded so soon after a mail about the same.
const REST: Duration = Duration::from_secs(12 * 3600);

/// From this hour on no reminder goes out that should have gone out before: it waits for the morning, which begins at [`USUAL_HOUR`].
const EVENING: u8 = 20;

/// A reminder that is late by less goes out at whatever hour was chosen for it.
const PUNCTUAL: Duration = Duration::from_secs(3600);

statements_block! {
    READ = concat!(
        "SELECT r.email, s.job_id, s.due_at, r.reminded_at, r.reminded_before_at, r.reminded_overdue_at, \
        (SELECT MIN(q.state) FROM queue q WHERE q.organization_id = r.organization_id AND q.kind = 'send_mail' AND q.dedupe = r.id) AS mail_state \
        FROM share_recipients r JOIN shares s ON s.organization_id = r.organization_id AND s.id = r.share_id \
        JOIN jobs j ON j.organization_id = s.organization_id AND j.id = s.job_id \
        WHERE r.organization_id = $1 AND r.id = $2 AND r.revoked_at IS NULL AND s.due_at IS NOT NULL AND j.active = 1 AND NOT ",
        reminders_off!(),
        " AND NOT EXISTS (SELECT 1 FROM members m JOIN accounts gone ON gone.id = m.account_id \
        WHERE m.organization_id = r.organization_id AND gone.email = r.email AND m.deactivated_at IS NOT NULL)"
    );
    UNDECIDED = concat!(
        "SELECT i.application_id FROM share_items i JOIN share_recipients r ON r.organization_id = i.organization_id AND r.id = i.recipient_id \
        JOIN applications a ON a.organization_id = i.organization_id AND a.id = i.application_id \
        WHERE i.organization_id = $1 AND i.recipient_id = $2 AND i.decision IS NULL AND a.removed_at IS NULL AND ",
        live!(),
        " LIMIT 1"
    );
    BEFORE = "UPDATE share_recipients SET reminded_at = $3, reminded_before_at = $3 WHERE organization_id = $1 AND id = $2";
    OVERDUE = "UPDATE share_recipients SET reminded_at = $3, reminded_overdue_at = $3 WHERE organization_id = $1 AND id = $2";
    BY_LINK = "SELECT organization_id, id, email FROM share_recipients WHERE token_hash = $1";
    END = "UPDATE share_recipients SET reminders_off_at = $3 WHERE organization_id = $1 AND email = $2 AND reminders_off_at IS NULL";
}

text_enum! {
    /// Which reminder.
    pub enum Reminder {
        /// On the day before.
        Before = "before",
        /// On the day after.
        Overdue = "overdue",
    }
}

impl Reminder {
    /// When it goes out to somebody with this hour; none beyond the calendar.
    fn at(self, due_at: Millis, daily: &Daily) -> Option<Millis> {
        // The day was chosen without a place: it is the date in UTC.
        let due: Date = Timestamp::from_millisecond(due_at.0)
            .ok()?
            .to_zoned(TimeZone::UTC)
            .date();
        let day = match self {
            Self::Before => due.yesterday(),
            Self::Overdue => due.tomorrow(),
        };
        daily.on(day.ok()?)
    }
}

/// Plans both for somebody who is asked now. One that would come right after the mail that asks is left out.
pub(super) async fn plan(
    tx: &mut Tx,
    organization: OrganizationId,
    recipient: RecipientId,
    email: &str,
    job: JobId,
    due_at: Option<Millis>,
) -> Result<(), Error> {
    let Some(due_at) = due_at else {
        return Ok(());
    };
    let daily = daily_of(tx, organization, email).await?;
    for reminder in Reminder::ALL {
        let at = reminder.at(due_at, &daily);
        if let Some(at) = at.filter(|at| *at >= tx.now().after(REST)) {
            let task = Task::remind(job, recipient, *reminder, at);
            queue::enqueue_in(tx, organization, &task).await?;
        }
    }
    Ok(())
}

/// Reminds one hiring manager, if its time has come and everything still speaks for it. Whether a mail is owed; a second time none is.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn remind_by_itself(
    store: &Store,
    permit: &Permit<Operate>,
    recipient: RecipientId,
    reminder: Reminder,
) -> Result<bool, Error> {
    let organization = permit.organization();
    let mut tx = store.begin().await?;
    tx.alone_on(recipient).await?;
    let now = tx.now();
    let row = query(READ)
        .bind(organization)
        .bind(recipient)
        .fetch_optional(tx.connection())
        .await?;
    let Some(row) = row else {
        return Ok(false);
    };
    let (column, statement) = match reminder {
        Reminder::Before => ("reminded_before_at", BEFORE),
        Reminder::Overdue => ("reminded_overdue_at", OVERDUE),
    };
    let was: Option<Millis> = row.get_as(column)?;
    let last: Option<Millis> = row.get_as("reminded_at")?;
    // A mail on its way asks already; one that was refused shows in the history, where somebody can try again.
    let mail: Option<RowState> = row.get_as("mail_state")?;
    let (job, due_at): (JobId, Millis) = (row.get_as("job_id")?, row.get_as("due_at")?);
    if was.is_some() || mail.is_some() || last.is_some_and(|last| now.since(last) < REST) {
        return Ok(false);
    }
    let undecided = query(UNDECIDED)
        .bind(organization)
        .bind(recipient)
        .fetch_optional(tx.connection())
        .await?;
    // Too late for what was to come before the day.
    if undecided.is_none() || (reminder == Reminder::Before && now > due_at) {
        return Ok(false);
    }
    let email: String = row.get_as("email")?;
    let daily = daily_of(&mut tx, organization, &email).await?;
    if let Some(later) = later(reminder, due_at, &daily, now) {
        let task = Task::remind(job, recipient, reminder, later);
        queue::enqueue_in(&mut tx, organization, &task).await?;
        tx.commit().await?;
        return Ok(false);
    }
    extend(&mut tx, organization, recipient, expiry(now, Some(due_at))).await?;
    tx.execute(
        query(statement)
            .bind(organization)
            .bind(recipient)
            .bind(now),
    )
    .await?;
    mails::owe(&mut tx, organization, Cause::Share(recipient)).await?;
    let (target, detail) = (recipient.to_string(), json!({ "by_itself": reminder }));
    audit::record(&mut tx, permit, "share.remind", &target, &detail).await?;
    tx.tell(organization, Pending::of_job(EventKind::Share, job));
    tx.commit().await?;
    Ok(true)
}

/// When to look again: the hour was changed since, or it is late in the evening.
fn later(reminder: Reminder, due_at: Millis, daily: &Daily, now: Millis) -> Option<Millis> {
    let at = reminder.at(due_at, daily)?;
    if now < at {
        return Some(at);
    }
    let hour = daily.hour_at(now);
    let quiet = !(USUAL_HOUR..EVENING).contains(&hour);
    (quiet && now.since(at) >= PUNCTUAL).then(|| daily.at_hour(USUAL_HOUR).next(now))
}

/// No more reminders by themselves for whoever holds this link of a share. Said twice is said once.
///
/// # Errors
/// [`Error::NotFound`] for an unknown link.
pub(crate) async fn end(tx: &mut Tx, link: &Secret) -> Result<(), Error> {
    let now = tx.now();
    let row = query(BY_LINK)
        .bind(token::sha256_hex(link.expose()))
        .fetch_optional(tx.connection())
        .await?
        .ok_or(Error::NotFound)?;
    let (organization, recipient): (OrganizationId, RecipientId) =
        (row.get_as("organization_id")?, row.get_as("id")?);
    let email: String = row.get_as("email")?;
    match member_at(tx, organization, &email).await? {
        Some(account) => hours::set_reminders(tx, organization, account, false).await?,
        None => {
            tx.execute(query(END).bind(organization).bind(&*email).bind(now))
                .await?;
        }
    }
    audit::record_by(
        tx,
        organization,
        Actor::Recipient(recipient),
        "share.end_reminders",
        &recipient.to_string(),
        &json!({}),
    )
    .await
}

async fn daily_of(tx: &mut Tx, organization: OrganizationId, email: &str) -> Result<Daily, Error> {
    let account = member_at(tx, organization, email).await?;
    let hours = hours::of(tx.connection(), organization, account).await?;
    Ok(hours.daily())
}
