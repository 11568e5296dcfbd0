//! The tabs that show something, as one server knows them, and what servers tell each other of them.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use tokio::sync::broadcast;
use uuid::Uuid;

use super::{KEPT, Place, Shown};
use crate::{AccountId, Millis, OrganizationId};

/// Tabs of one member that count; beyond them the one that was heard of first is forgotten.
const TABS: usize = 20;

/// Arrivals that a live connection may lag behind; what it misses, its tab learns with its next heartbeat.
const ARRIVALS: usize = 64;

/// A tab says what it shows. As text it holds ids and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Beat {
    /// The server that heard it.
    pub(super) server: Uuid,
    pub(super) organization: OrganizationId,
    pub(super) account: AccountId,
    pub(super) tab: u32,
    pub(super) shown: Shown,
}

impl fmt::Display for Beat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            server,
            organization,
            account,
            tab,
            shown,
        } = self;
        write!(f, "{server} {organization} {account} {tab}")?;
        match shown.job {
            Some(job) => write!(f, " {job}")?,
            None => f.write_str(" -")?,
        }
        match shown.application {
            Some(application) => write!(f, " {application}"),
            None => f.write_str(" -"),
        }
    }
}

impl Beat {
    /// None: another version's, which this one does not understand.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        fn id<T: std::str::FromStr>(word: &str) -> Option<Option<T>> {
            if word == "-" {
                return Some(None);
            }
            word.parse().ok().map(Some)
        }
        let words: Vec<&str> = text.split(' ').collect();
        let [server, organization, account, tab, job, application] = *words else {
            return None;
        };
        Some(Self {
            server: server.parse().ok()?,
            organization: organization.parse().ok()?,
            account: account.parse().ok()?,
            tab: tab.parse().ok()?,
            shown: Shown {
                job: id(job)?,
                application: id(application)?,
            },
        })
    }
}

/// Who looks at what, as this server knows it.
#[derive(Debug)]
pub(crate) struct Presence {
    /// Of this server, for as long as it runs.
    pub(super) server: Uuid,
    organizations: Mutex<HashMap<OrganizationId, Present>>,
}

#[derive(Debug)]
struct Present {
    /// By member and tab: what it shows, and until when that counts.
    tabs: HashMap<(AccountId, u32), (Shown, Millis)>,
    arrivals: broadcast::Sender<Place>,
}

impl Default for Present {
    fn default() -> Self {
        Self {
            tabs: HashMap::new(),
            arrivals: broadcast::Sender::new(ARRIVALS),
        }
    }
}

impl Default for Presence {
    fn default() -> Self {
        Self {
            server: Uuid::now_v7(),
            organizations: Mutex::default(),
        }
    }
}

impl Presence {
    pub(crate) fn arrivals(&self, organization: OrganizationId) -> broadcast::Receiver<Place> {
        self.with(organization, |present| present.arrivals.subscribe())
    }

    /// Takes note of what another server heard. What this one told comes back, too late to be true for sure.
    pub(crate) fn hear_another(&self, beat: Beat, now: Millis) {
        if beat.server != self.server {
            self.hear(beat, now);
        }
    }

    /// Takes note of it. Where somebody came or left, whoever listens is woken.
    pub(crate) fn hear(&self, beat: Beat, now: Millis) {
        self.with(beat.organization, |present| {
            present.tabs.retain(|_, (_, until)| *until > now);
            let key = (beat.account, beat.tab);
            let before = present.tabs.remove(&key).map(|(shown, _)| shown);
            if beat.shown != Shown::default() {
                present.make_room(beat.account);
                present.tabs.insert(key, (beat.shown, now.after(KEPT)));
            }
            let before: Vec<Place> = before.unwrap_or_default().places().collect();
            let after: Vec<Place> = beat.shown.places().collect();
            let left = before.iter().filter(|place| !after.contains(place));
            let came = after.iter().filter(|place| !before.contains(place));
            for place in left.chain(came) {
                // Nobody may listen.
                let _ = present.arrivals.send(*place);
            }
        });
    }

    /// The others at a place, each once, and until when they count as there.
    pub(super) fn at(
        &self,
        organization: OrganizationId,
        me: AccountId,
        place: Place,
        now: Millis,
    ) -> Vec<(AccountId, Millis)> {
        self.with(organization, |present| {
            let mut who: HashMap<AccountId, Millis> = HashMap::new();
            for ((account, _), (shown, until)) in &present.tabs {
                if *account != me && *until > now && shown.places().any(|at| at == place) {
                    let last = who.entry(*account).or_insert(*until);
                    *last = (*last).max(*until);
                }
            }
            who.into_iter().collect()
        })
    }

    fn with<T>(&self, organization: OrganizationId, act: impl FnOnce(&mut Present) -> T) -> T {
        let mut organizations = self
            .organizations
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        act(organizations.entry(organization).or_default())
    }
}

impl Present {
    /// For one more tab of this member.
    fn make_room(&mut self, account: AccountId) {
        let of_member = || self.tabs.iter().filter(|((of, _), _)| *of == account);
        if of_member().count() < TABS {
            return;
        }
        let first = of_member().min_by_key(|(_, (_, until))| *until);
        if let Some(first) = first.map(|(key, _)| *key) {
            self.tabs.remove(&first);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::JobId;

    #[test]
    fn what_a_server_tells_another_is_understood_and_the_rest_is_nothing() {
        let beat = Beat {
            server: Uuid::now_v7(),
            organization: OrganizationId::fresh(),
            account: AccountId::fresh(),
            tab: 7,
            shown: Shown {
                job: Some(JobId::fresh()),
                application: None,
            },
        };
        assert_eq!(Beat::parse(&beat.to_string()), Some(beat));
        let nowhere = Beat {
            shown: Shown::default(),
            ..beat
        };
        assert_eq!(Beat::parse(&nowhere.to_string()), Some(nowhere));
        for foreign in ["", "1 2 3 4 5 6", &format!("{beat} more")] {
            assert_eq!(Beat::parse(foreign), None, "{foreign}");
        }
    }

    #[test]
    fn a_member_with_very_many_tabs_takes_no_more_room() {
        let presence = Presence::default();
        let mut beat = Beat {
            server: Uuid::now_v7(),
            organization: OrganizationId::fresh(),
            account: AccountId::fresh(),
            tab: 0,
            shown: Shown {
                job: Some(JobId::fresh()),
                application: None,
            },
        };
        for tab in 0..1000 {
            beat.tab = tab;
            presence.hear(beat, Millis(i64::from(tab)));
        }
        let kept = presence.with(beat.organization, |present| present.tabs.len());
        assert_eq!(kept, TABS);
        assert!(presence.with(beat.organization, |present| {
            present.tabs.contains_key(&(beat.account, 999))
        }));
    }
}
