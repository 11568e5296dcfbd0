//! Candidates shared with hiring managers: who sees what, who may decide, what recruiters hear.

mod access;
mod decide;
mod erased;
mod follow;
mod internal;
mod links;
mod manage;
mod people;
mod preview;
mod reminders;
mod send;
mod shown;
mod timeline;

use hiring::notifications::{self, Cadence, NotificationKind};
use hiring::permission::ShareCandidates;
use hiring::shares::{self, Draft, Reviewer, Sent, Share, Terms, Votes};
use hiring::{ApplicationId, Error, JobId, Permit, Secret};

use crate::support::{Tenant, World};

pub const OUTSIDER: &str = "vera@elsewhere.example";

pub const ALL: Terms = Terms {
    score: true,
    evidence: true,
    votes: Votes::AfterOwn,
};

/// A job with two candidates.
pub struct Shared {
    pub world: World,
    pub job: JobId,
    pub sam: ApplicationId,
    pub ines: ApplicationId,
}

impl Shared {
    pub async fn new() -> Self {
        let world = World::new().await;
        let tenant = world.northwind.clone();
        let job = world.job(&tenant).await;
        let sam = world.scored(&tenant, job, "Sam Okafor", 71).await;
        let ines = world.scored(&tenant, job, "Ines Duarte", 83).await;
        // Mails of news would stand between those of shares.
        let own = tenant.recruiter.permit().unwrap();
        let kind = NotificationKind::Decision;
        notifications::choose(&world.store, &own, kind, Cadence::Off)
            .await
            .unwrap();
        Self {
            world,
            job,
            sam,
            ines,
        }
    }

    pub fn tenant(&self) -> &Tenant {
        &self.world.northwind
    }

    pub fn permit(&self) -> Permit<ShareCandidates> {
        self.tenant().recruiter.permit().unwrap()
    }

    pub fn manager(&self) -> String {
        self.tenant().hiring_manager.email.clone()
    }

    pub async fn send(&self, to: &[&str], who: &[ApplicationId]) -> Result<Sent, Error> {
        self.send_on(to, who, ALL).await
    }

    pub async fn send_on(
        &self,
        to: &[&str],
        who: &[ApplicationId],
        terms: Terms,
    ) -> Result<Sent, Error> {
        let to: Vec<String> = to.iter().map(|to| (*to).to_owned()).collect();
        let draft = Draft::new(
            self.job,
            who.iter().copied(),
            &to,
            "Please look",
            terms,
            None,
        )?;
        shares::send(&self.world.store, &self.permit(), &draft).await
    }

    /// The shares of the job, the newest first.
    pub async fn history(&self) -> Vec<Share> {
        shares::list(&self.world.store, &self.permit(), self.job)
            .await
            .unwrap()
    }

    /// Shares both with somebody without an account; their link.
    pub async fn outsider(&self) -> (Secret, Reviewer) {
        self.send(&[OUTSIDER], &[self.sam, self.ines])
            .await
            .unwrap();
        let link = self.world.mailed_token().await;
        let reviewer = shares::by_link(&self.world.store, &link).await.unwrap();
        (link, reviewer)
    }
}
