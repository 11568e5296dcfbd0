//! Events: what browsers hear. An outbox whose ids are a counter of the organization, so that they become visible in order, without gaps.

mod listener;
mod wakeups;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use sqlx::query;

use crate::board::{self, Card};
use crate::db::{Connection, RowExt, Tx, statements_block, text_enum};
use crate::permission::{Operate, ViewJobs};
use crate::shares::access::Seen;
use crate::{AccountId, ApplicationId, Error, JobId, Millis, OrganizationId, Permit, Store};

pub use listener::Listener;
pub(crate) use wakeups::{Channel, Wakeups};

/// How long events are kept: a browser that slept longer reloads.
pub const KEPT: Duration = Duration::from_secs(24 * 3600);

statements_block! {
    NUMBER = "UPDATE organizations SET event_seq = event_seq + $2 WHERE id = $1";
    /// `$8`: how many of this transaction come after it.
    INSERT = "INSERT INTO events (organization_id, id, kind, job_id, application_id, body, created_at, account_id) \
        VALUES ($1, (SELECT event_seq FROM organizations WHERE id = $1) - $8, $2, $3, $4, $5, $6, $7) RETURNING id";
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
        /// A comment was added or changed; carries the card, whose count changed. For the team.
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
    told: OnceLock<Arc<str>>,
}

impl Event {
    /// What is made of it for those who hear it: made by the first of them, the same for all.
    pub fn told(&self, make: impl FnOnce(&Self) -> String) -> Arc<str> {
        Arc::clone(self.told.get_or_init(|| make(self).into()))
    }
}

/// What [`since`] answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Events {
    /// In order, oldest first; without what is not for this member.
    pub events: Vec<Arc<Event>>,
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
    let stretch = Stretch::read(&mut connection, permit.organization(), after, limit).await?;
    let seen = Seen::by(&mut connection, permit).await?;
    Ok(stretch.told(after, permit.actor().account(), &seen))
}

/// Events as they stand in the table, whoever may hear of them.
#[derive(Debug)]
struct Stretch {
    /// Each with whom it is for, if it is for one member alone; in order, without gaps but those of what was forgotten.
    events: Vec<(Arc<Event>, Option<AccountId>)>,
    /// The organization's newest id when it was read.
    newest: i64,
}

impl Stretch {
    async fn read(
        connection: &mut Connection,
        organization: OrganizationId,
        after: i64,
        limit: u32,
    ) -> Result<Self, Error> {
        let newest = newest_id(connection, organization).await?;
        let rows = query(SINCE)
            .bind(organization)
            .bind(after)
            .bind(i64::from(limit))
            .fetch_all(connection)
            .await?;
        let events = rows
            .iter()
            .map(|row| Ok((Arc::new(event(row)?), row.get_as("account_id")?)))
            .collect::<Result<_, Error>>()?;
        Ok(Self::of(events, newest))
    }

    /// `newest` was read before: an event may have come in between.
    fn of(events: Vec<(Arc<Event>, Option<AccountId>)>, newest: i64) -> Self {
        let last = events.last().map_or(newest, |(event, _)| event.id);
        Self {
            events,
            newest: newest.max(last),
        }
    }

    /// What somebody who may see this much hears of it, from `after` on.
    fn told(&self, after: i64, me: Option<AccountId>, seen: &Seen) -> Events {
        let begin = self.events.partition_point(|(event, _)| event.id <= after);
        let rest = &self.events[begin..];
        let next = rest.first().map_or(self.newest + 1, |(event, _)| event.id);
        let events = rest
            .iter()
            .filter(|(_, to)| to.is_none_or(|to| Some(to) == me))
            .filter_map(|(event, to)| in_sight(event, to.is_some(), seen));
        Events {
            events: events.collect(),
            read_to: rest.last().map_or(after, |(event, _)| event.id),
            reset: after > self.newest.max(next - 1)
                || (next > after.saturating_add(1) && after < self.newest),
            newest: self.newest,
        }
    }
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
    tx.execute_at_length(query(PRUNE).bind(permit.organization()).bind(before))
        .await?;
    tx.commit().await
}

/// Writes what a transaction tells: the last statements before its commit. Answers each organization's newest id.
pub(crate) async fn write(
    tx: &mut Tx,
    told: Vec<(OrganizationId, Pending)>,
) -> Result<Vec<(OrganizationId, i64)>, Error> {
    let now = tx.now();
    // Always in the same order, so that two transactions that tell two organizations cannot wait for each other.
    let mut by_organization: BTreeMap<OrganizationId, Vec<(Pending, Option<Card>)>> =
        BTreeMap::new();
    for (organization, event) in told {
        let card = match (event.kind, event.application) {
            (EventKind::Card | EventKind::Comment, Some(application)) => {
                tx.execute(
                    query(CHANGED)
                        .bind(organization)
                        .bind(application)
                        .bind(now),
                )
                .await?;
                board::read_card(tx.connection(), organization, application).await?
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
        tx.execute(query(NUMBER).bind(organization).bind(many))
            .await?;
        for (after, (event, card)) in (0..many).rev().zip(events) {
            let insert = query(INSERT)
                .bind(organization)
                .bind(event.kind)
                .bind(event.job)
                .bind(event.application)
                .bind(card.map(crate::db::Json))
                .bind(now)
                .bind(event.account)
                .bind(after);
            if after > 0 {
                tx.execute(insert).await?;
            } else {
                let last = insert.fetch_one(tx.connection()).await?;
                newest.push((organization, last.get_as("id")?));
            }
        }
    }
    Ok(newest)
}

async fn newest_id(
    connection: &mut Connection,
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
        told: OnceLock::new(),
    })
}

/// What a member may hear of an event. A hiring manager asks for the card anew: it shows no more than the share does. That something was
/// said is the team's: of comments that a hiring manager reads their card tells.
fn in_sight(event: &Arc<Event>, for_me: bool, seen: &Seen) -> Option<Arc<Event>> {
    let Seen::Shared(_) = seen else {
        return Some(Arc::clone(event));
    };
    let hears = match event.application {
        Some(_) if event.kind == EventKind::Comment => false,
        Some(application) => seen.application(application).is_ok(),
        None => for_me || event.kind == EventKind::Member,
    };
    hears.then(|| {
        Arc::new(Event {
            card: None,
            told: OnceLock::new(),
            ..Event::clone(event)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told_after(after: i64, events: std::ops::RangeInclusive<i64>, newest: i64) -> Events {
        let event = |id| Event {
            id,
            kind: EventKind::Job,
            job: None,
            application: None,
            card: None,
            at: Millis(0),
            told: OnceLock::new(),
        };
        let events = events.map(|id| (Arc::new(event(id)), None)).collect();
        Stretch::of(events, newest).told(after, None, &Seen::Everything)
    }

    #[test]
    fn who_heard_what_came_while_it_was_read_need_not_load_anew() {
        let told = told_after(7, 4..=7, 5);
        assert!(!told.reset);
        assert_eq!(told.newest, 7);
        assert!(told_after(8, 4..=7, 5).reset, "an id that was never given");
        assert!(told_after(2, 4..=7, 5).reset, "what is forgotten");
    }
}
