//! Events: what browsers hear. An outbox whose ids are a counter of the organization, so that they become visible in order, without gaps.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use sqlx::AnyConnection;
use sqlx::query;
use tokio::sync::watch;

use crate::board::{self, Card};
use crate::db::{RowExt, statements_block, text_enum};
use crate::permission::{Operate, ViewJobs};
use crate::shares::access::Seen;
use crate::{AccountId, ApplicationId, Error, JobId, Millis, OrganizationId, Permit, Store};

/// How long events are kept: a browser that slept longer reloads.
pub const KEPT: Duration = Duration::from_secs(24 * 3600);

statements_block! {
    NUMBER = "UPDATE organizations SET event_seq = event_seq + $2 WHERE id = $1 RETURNING event_seq";
    INSERT = "INSERT INTO events (organization_id, id, kind, job_id, application_id, body, created_at, account_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    SINCE = "SELECT id, kind, job_id, application_id, body, created_at, account_id FROM events WHERE organization_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    CHANGED = "UPDATE applications SET changed_at = $3 WHERE organization_id = $1 AND id = $2";
    NEWEST = "SELECT event_seq FROM organizations WHERE id = $1";
    PRUNE = "DELETE FROM events WHERE organization_id = $1 AND created_at < $2";
}

text_enum! {
    /// What happened.
    pub enum EventKind {
        /// A card came, moved or changed; carries the card.
        Card = "card",
        /// An application left the board.
        Gone = "gone",
        /// An import went on, or ended.
        Import = "import",
        /// A comment was added; carries the card, whose count changed.
        Comment = "comment",
        /// A job was added, removed or changed.
        Job = "job",
        /// A connection changed its state.
        Integration = "integration",
        /// Members, their roles or their sessions changed: whoever is connected may be somebody else now.
        Member = "member",
        /// What is shared changed: of a job for its recruiters, or for one hiring manager.
        Share = "share",
        /// A member was told something, or read it.
        Notification = "notification",
    }
}

/// One event.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The organization's counter.
    pub id: i64,
    /// What happened.
    pub kind: EventKind,
    /// To which job.
    pub job: Option<JobId>,
    /// To which application.
    pub application: Option<ApplicationId>,
    /// The card as it stood after it; none for other kinds, or if another version wrote it: ask [`board::card`] then.
    pub card: Option<Card>,
    /// When.
    pub at: Millis,
}

/// What [`since`] answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Events {
    /// In order, oldest first; without what is not for this member.
    pub events: Vec<Event>,
    /// Go on after this one: what lies between was looked at.
    pub read_to: i64,
    /// Events after the one asked for were forgotten already (or that one never was): load everything anew, then go on after `newest`.
    pub reset: bool,
    /// The organization's newest id.
    pub newest: i64,
}

/// An event to be written when its transaction commits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pending {
    pub(crate) kind: EventKind,
    pub(crate) job: Option<JobId>,
    pub(crate) application: Option<ApplicationId>,
    /// For this member alone.
    pub(crate) account: Option<AccountId>,
}

impl Pending {
    /// Of a kind, about nothing in particular.
    const fn of(kind: EventKind) -> Self {
        Self {
            kind,
            job: None,
            application: None,
            account: None,
        }
    }

    pub(crate) fn for_one(kind: EventKind, account: AccountId) -> Self {
        Self {
            account: Some(account),
            ..Self::of(kind)
        }
    }

    pub(crate) fn card(job: JobId, application: ApplicationId) -> Self {
        Self::of_application(EventKind::Card, job, application)
    }

    pub(crate) fn of_application(kind: EventKind, job: JobId, application: ApplicationId) -> Self {
        Self {
            job: Some(job),
            application: Some(application),
            ..Self::of(kind)
        }
    }

    pub(crate) fn of_job(kind: EventKind, job: JobId) -> Self {
        Self {
            job: Some(job),
            ..Self::of(kind)
        }
    }

    pub(crate) fn integration() -> Self {
        Self::of(EventKind::Integration)
    }

    pub(crate) fn members() -> Self {
        Self::of(EventKind::Member)
    }
}

/// The events after `after`, of at most `limit`; for a hiring manager those about members and about what is shared with them.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn since(
    store: &Store,
    permit: &Permit<ViewJobs>,
    after: i64,
    limit: u32,
) -> Result<Events, Error> {
    let mut connection = store.database().reader().await?;
    let organization = permit.organization();
    let newest = newest_id(&mut connection, organization).await?;
    let rows = query(SINCE)
        .bind(organization)
        .bind(after)
        .bind(i64::from(limit))
        .fetch_all(&mut *connection)
        .await?;
    let seen = Seen::by(&mut connection, permit).await?;
    let me = permit.actor().account();
    let (mut events, mut next, mut read_to) = (Vec::new(), None, after);
    for row in &rows {
        let to: Option<AccountId> = row.get_as("account_id")?;
        let event = event(row)?;
        next = next.or(Some(event.id));
        read_to = event.id;
        if to.is_none_or(|to| Some(to) == me) {
            events.extend(in_sight(event, to.is_some(), &seen));
        }
    }
    let next = next.unwrap_or(newest + 1);
    Ok(Events {
        read_to,
        reset: after > newest.max(next - 1) || (next > after + 1 && after < newest),
        newest,
        events,
    })
}

/// The organization's newest id: where a freshly loaded page goes on. Read it before the page's data.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn newest(store: &Store, permit: &Permit<ViewJobs>) -> Result<i64, Error> {
    newest_id(
        &mut *store.database().reader().await?,
        permit.organization(),
    )
    .await
}

/// Forgets events older than [`KEPT`].
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn prune(store: &Store, permit: &Permit<Operate>) -> Result<(), Error> {
    let mut tx = store.begin().await?;
    let before = tx.now().before(KEPT);
    query(PRUNE)
        .bind(permit.organization())
        .bind(before)
        .execute(tx.connection())
        .await?;
    tx.commit().await
}

/// Writes what a transaction tells: the last statements before its commit. Answers each organization's newest id.
pub(crate) async fn write(
    connection: &mut AnyConnection,
    now: Millis,
    told: Vec<(OrganizationId, Pending)>,
) -> Result<Vec<(OrganizationId, i64)>, Error> {
    // Always in the same order, so that two transactions that tell two organizations cannot wait for each other.
    let mut by_organization: BTreeMap<OrganizationId, Vec<(Pending, Option<Card>)>> =
        BTreeMap::new();
    for (organization, event) in told {
        let card = match (event.kind, event.application) {
            (EventKind::Card | EventKind::Comment, Some(application)) => {
                query(CHANGED)
                    .bind(organization)
                    .bind(application)
                    .bind(now)
                    .execute(&mut *connection)
                    .await?;
                board::read_card(connection, organization, application).await?
            }
            _ => None,
        };
        by_organization
            .entry(organization)
            .or_default()
            .push((event, card));
    }
    let mut newest = Vec::new();
    for (organization, events) in by_organization {
        let many = i64::try_from(events.len()).unwrap_or(i64::MAX);
        let last: i64 = query(NUMBER)
            .bind(organization)
            .bind(many)
            .fetch_one(&mut *connection)
            .await?
            .get_as("event_seq")?;
        for (id, (event, card)) in (last - many + 1..).zip(events) {
            query(INSERT)
                .bind(organization)
                .bind(id)
                .bind(event.kind)
                .bind(event.job)
                .bind(event.application)
                .bind(card.map(crate::db::Json))
                .bind(now)
                .bind(event.account)
                .execute(&mut *connection)
                .await?;
        }
        newest.push((organization, last));
    }
    Ok(newest)
}

async fn newest_id(
    connection: &mut AnyConnection,
    organization: OrganizationId,
) -> Result<i64, Error> {
    query(NEWEST)
        .bind(organization)
        .fetch_optional(connection)
        .await?
        .ok_or(Error::NotFound)?
        .get_as("event_seq")
}

fn event(row: &sqlx::any::AnyRow) -> Result<Event, Error> {
    Ok(Event {
        id: row.get_as("id")?,
        kind: row.get_as("kind")?,
        job: row.get_as("job_id")?,
        application: row.get_as("application_id")?,
        card: row
            .get_as::<Option<String>>("body")?
            .and_then(|body| serde_json::from_str(&body).ok()),
        at: row.get_as("created_at")?,
    })
}

/// What a member may hear of an event. A hiring manager asks for the card anew: it shows no more than the share does.
fn in_sight(event: Event, for_me: bool, seen: &Seen) -> Option<Event> {
    let Seen::Shared(_) = seen else {
        return Some(event);
    };
    let hears = match event.application {
        Some(application) => seen.application(application).is_ok(),
        None => for_me || event.kind == EventKind::Member,
    };
    hears.then_some(Event {
        card: None,
        ..event
    })
}

/// One watch per organization that anybody listens to in this process.
#[derive(Debug, Default)]
pub(crate) struct Wakeups {
    newest: Mutex<HashMap<OrganizationId, watch::Sender<i64>>>,
}

impl Wakeups {
    pub(crate) fn subscribe(&self, organization: OrganizationId) -> watch::Receiver<i64> {
        let mut newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        newest
            .entry(organization)
            .or_insert_with(|| watch::Sender::new(0))
            .subscribe()
    }

    /// Everybody looks: something was perhaps missed.
    pub(crate) fn announce_all(&self) {
        let newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        for sender in newest.values() {
            sender.send_modify(|_| {});
        }
    }

    /// Never backwards: two commits may announce in the other order.
    pub(crate) fn announce(&self, organization: OrganizationId, id: i64) {
        let newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = newest.get(&organization) {
            sender.send_if_modified(|known| {
                let later = id > *known;
                *known = id.max(*known);
                later
            });
        }
    }
}
