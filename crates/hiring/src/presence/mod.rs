//! Presence: which members of the recruiting team look at a board or a profile just now.
//!
//! It lives in the memory of each server and in no table: nobody needs it a minute later, and a row for every heartbeat of every tab would be most of what
//! is written. A visible tab says every [`PERIOD`] where it is, and is forgotten [`KEPT`] after it last did, so that a tab that was closed or killed goes by
//! itself; a server that starts knows nobody, and everybody within a period. Servers on one PostgreSQL tell each other with `NOTIFY`, on a channel
//! of its own: a version that knows nothing of it is not woken. One that is lost is made good by the next.
//!
//! The answer to a heartbeat says who else is there, and when to come again. Who arrives or leaves also wakes the live connections of their
//! organization ([`Store::arrivals`]), so that only tabs at the same place ask before their time.

mod tabs;

use std::collections::HashMap;
use std::time::Duration;

use sqlx::query;

pub(crate) use tabs::{Beat, Presence};

use crate::db::{PRESENCE, statements_block};
use crate::permission::{Capability, ScreenCandidates, allows};
use crate::{AccountId, ApplicationId, Error, JobId, Millis, Permit, Store, accounts};

/// How often a visible tab says that it is there.
pub const PERIOD: Duration = Duration::from_secs(15);

/// How long it counts as there.
pub const KEPT: Duration = Duration::from_secs(25);

/// However soon somebody else may be gone, nobody asks sooner.
const SOONEST: Duration = Duration::from_secs(5);

statements_block! {
    JOB = "SELECT id FROM jobs WHERE organization_id = $1 AND id = $2";
    APPLICATION = "SELECT id FROM applications WHERE organization_id = $1 AND id = $2 AND removed_at IS NULL";
}

/// What a tab shows; nothing: it was left or hidden.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// The board.
    pub job: Option<JobId>,
    /// The profile, beside the board or on its own.
    pub application: Option<ApplicationId>,
}

/// A place where somebody came or left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A board.
    Job(JobId),
    /// A profile.
    Application(ApplicationId),
}

/// Who else is where a tab is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Others {
    /// Names of those at the board.
    pub job: Vec<String>,
    /// Names of those at the profile.
    pub application: Vec<String>,
    /// When to say again that one is there: sooner where somebody may be gone by then.
    pub again: Duration,
}

/// Says what a tab shows, and asks who else looks at the same. `tab` tells the tabs of one member apart.
///
/// # Errors
/// [`Error::NotFound`] for a job or an application that is not there.
pub async fn show(
    store: &Store,
    permit: &Permit<ScreenCandidates>,
    tab: u32,
    shown: Shown,
) -> Result<Others, Error> {
    let organization = permit.organization();
    exists(store, permit, shown).await?;
    let account = permit.actor().account().ok_or(Error::NotFound)?;
    let beat = Beat {
        server: store.presence().server,
        organization,
        account,
        tab,
        shown,
    };
    store.presence().hear(beat, store.now());
    if let Err(error) = tell_others(store, beat).await {
        // It is told again in a moment; who is here is known without it.
        tracing::warn!(%error, "other servers were not told who looks");
    }
    let now = store.now();
    let at = |place: Option<Place>| {
        place.map_or_else(Vec::new, |place| {
            store.presence().at(organization, account, place, now)
        })
    };
    let (job, application) = (at(shown.job()), at(shown.application()));
    let soonest = job
        .iter()
        .chain(&application)
        .map(|(_, until)| *until)
        .min();
    let left = soonest.map_or(PERIOD, |until| {
        Duration::from_millis(u64::try_from(until.0 - now.0).unwrap_or(0))
    });
    let names = names(store, permit, !(job.is_empty() && application.is_empty())).await?;
    let named = |who: Vec<(AccountId, Millis)>| {
        let mut named: Vec<String> = who
            .iter()
            .filter_map(|(account, _)| names.get(account).cloned())
            .collect();
        named.sort();
        named
    };
    Ok(Others {
        job: named(job),
        application: named(application),
        again: left.clamp(SOONEST, PERIOD),
    })
}

/// Another organization's ids are not there.
async fn exists(
    store: &Store,
    permit: &Permit<ScreenCandidates>,
    shown: Shown,
) -> Result<(), Error> {
    let ids = [
        (JOB, shown.job.map(|id| id.to_string())),
        (APPLICATION, shown.application.map(|id| id.to_string())),
    ];
    let mut connection = store.database().reader().await?;
    for (statement, id) in ids {
        let Some(id) = id else { continue };
        query(statement)
            .bind(permit.organization())
            .bind(id)
            .fetch_optional(&mut *connection)
            .await?
            .ok_or(Error::NotFound)?;
    }
    Ok(())
}

/// The names of the team: who was deactivated or lost the role meanwhile is not shown.
async fn names(
    store: &Store,
    permit: &Permit<ScreenCandidates>,
    anybody: bool,
) -> Result<HashMap<AccountId, String>, Error> {
    if !anybody {
        return Ok(HashMap::new());
    }
    let members = accounts::members(store, permit).await?;
    Ok(members
        .into_iter()
        .filter(|member| allows(member.role, Capability::ScreenCandidates))
        .map(|member| (member.account, member.name))
        .collect())
}

/// Tells the other servers.
async fn tell_others(store: &Store, beat: Beat) -> Result<(), Error> {
    let Some(notify) = store.database().dialect().notify() else {
        return Ok(());
    };
    let mut tx = store.begin().await?;
    tx.execute(query(notify).bind(PRESENCE).bind(beat.to_string()))
        .await?;
    tx.commit().await
}

impl Shown {
    fn job(self) -> Option<Place> {
        self.job.map(Place::Job)
    }

    fn application(self) -> Option<Place> {
        self.application.map(Place::Application)
    }

    fn places(self) -> impl Iterator<Item = Place> {
        self.job().into_iter().chain(self.application())
    }
}
