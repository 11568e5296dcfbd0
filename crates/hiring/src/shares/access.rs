//! What a member may see: everything, or for a hiring manager what is shared with them and as much of it as the share shows.

use std::collections::HashMap;

use serde_json::Value;
use sqlx::query;

use super::{Decision, Votes, live, marks};
use crate::applications::ApplicationProfile;
use crate::board::Card;
use crate::db::{Connection, RowExt, statements_block};
use crate::jobs::ColumnCount;
use crate::{ApplicationId, ColumnId, Error, JobId, Permit};

statements_block! {
    SHARED = concat!(
        "SELECT i.application_id, i.decision, a.job_id, p.column_id, s.shows_score, s.shows_evidence, s.votes, \
         (SELECT COUNT(*) FROM comments c WHERE c.organization_id = a.organization_id AND c.application_id = a.id \
         AND c.deleted_at IS NULL AND (c.shown_at IS NOT NULL OR c.account_id = me.id)) AS comments FROM accounts me \
         JOIN share_recipients r ON r.email = me.email \
         JOIN shares s ON s.organization_id = r.organization_id AND s.id = r.share_id \
         JOIN share_items i ON i.organization_id = r.organization_id AND i.recipient_id = r.id \
         JOIN applications a ON a.organization_id = i.organization_id AND a.id = i.application_id \
         JOIN placements p ON p.organization_id = a.organization_id AND p.application_id = a.id \
         WHERE r.organization_id = $1 AND me.id = $2 AND a.removed_at IS NULL AND ",
        live!()
    );
}

/// How much of an application is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sight {
    /// Its score.
    pub(crate) score: bool,
    /// How each requirement was answered, with quotes.
    pub(crate) evidence: bool,
    /// What others decided, as the mark on the card tells it.
    votes: bool,
    /// What they decided themselves; the mark where others' decisions are not shown.
    own: Vec<Option<Decision>>,
    /// How many comments they may read; none: all.
    comments: Option<u32>,
}

impl Sight {
    /// Nothing is held back.
    pub(crate) const WHOLE: Self = Self {
        score: true,
        evidence: true,
        votes: true,
        own: Vec::new(),
        comments: None,
    };

    /// For somebody who sees no more of a card than this.
    pub(crate) const fn only(score: bool, evidence: bool) -> Self {
        Self {
            score,
            evidence,
            votes: false,
            own: Vec::new(),
            comments: Some(0),
        }
    }

    /// A card without what is held back.
    pub(crate) fn card(&self, mut card: Card) -> Card {
        if !self.score {
            card.score = None;
        }
        if !self.evidence {
            card.top.clear();
            card.missing.clear();
            card.missing_more = 0;
            card.flags.clear();
        }
        if !self.votes {
            card.review = marks::mark(&self.own);
        }
        if let Some(comments) = self.comments {
            card.comments = comments;
        }
        card
    }

    /// A profile for somebody outside the recruiting team: without contact details and what is held back.
    pub(crate) fn profile(&self, mut profile: ApplicationProfile) -> ApplicationProfile {
        profile.emails.clear();
        profile.phones.clear();
        profile.links.clear();
        profile.decided = None;
        profile.card = self.card(profile.card);
        if let Some(screening) = &mut profile.screening {
            if !self.score {
                screening.score = None;
            }
            if !self.evidence {
                screening.result = Value::Null;
            }
        }
        if !self.evidence {
            profile.overrules.clear();
        }
        profile
    }
}

/// What somebody may see.
pub(crate) enum Seen {
    /// All of the organization.
    Everything,
    /// What is shared with them: where it stands, and how much of it is shown.
    Shared(HashMap<ApplicationId, (JobId, ColumnId, Sight)>),
}

impl Seen {
    /// What the holder of this permit may see. Of two shares the one that shows more counts.
    pub(crate) async fn by<C>(
        connection: &mut Connection,
        permit: &Permit<C>,
    ) -> Result<Self, Error> {
        if permit.sees_unshared().is_ok() {
            return Ok(Self::Everything);
        }
        let mut shared = HashMap::new();
        for row in query(SHARED)
            .bind(permit.organization())
            .bind(permit.actor().account())
            .fetch_all(connection)
            .await?
        {
            let (score, evidence) = (row.flag("shows_score")?, row.flag("shows_evidence")?);
            let (job, column) = (row.get_as("job_id")?, row.get_as("column_id")?);
            let (_, _, sight) = shared.entry(row.get_as("application_id")?).or_insert((
                job,
                column,
                Sight::only(false, false),
            ));
            let (votes, own): (Votes, Option<Decision>) =
                (row.get_as("votes")?, row.get_as("decision")?);
            sight.score |= score;
            sight.evidence |= evidence;
            sight.votes |= votes.shown(own);
            sight.own.push(own);
            sight.comments = Some(u32::try_from(row.count("comments")?).unwrap_or(u32::MAX));
        }
        Ok(Self::Shared(shared))
    }

    /// How much of an application is shown; what is out of sight does not exist.
    pub(crate) fn application(&self, id: ApplicationId) -> Result<Sight, Error> {
        match self {
            Self::Everything => Ok(Sight::WHOLE),
            Self::Shared(shared) => shared
                .get(&id)
                .map(|(_, _, sight)| sight.clone())
                .ok_or(Error::NotFound),
        }
    }

    /// Refuses a job of which nothing is in sight.
    pub(crate) fn job(&self, id: JobId) -> Result<(), Error> {
        match self {
            Self::Shared(shared) if !shared.values().any(|(job, ..)| *job == id) => {
                Err(Error::NotFound)
            }
            _ => Ok(()),
        }
    }

    /// How many of the shared cards stand where, by job; none: everything is seen, and counted elsewhere.
    pub(crate) fn counts(&self) -> Option<HashMap<JobId, Vec<ColumnCount>>> {
        let Self::Shared(shared) = self else {
            return None;
        };
        let mut counts: HashMap<JobId, Vec<ColumnCount>> = HashMap::new();
        for (job, column, _) in shared.values() {
            let of_job = counts.entry(*job).or_default();
            match of_job.iter_mut().find(|count| count.column == *column) {
                Some(count) => count.count += 1,
                None => of_job.push(ColumnCount {
                    column: *column,
                    count: 1,
                }),
            }
        }
        Some(counts)
    }

    /// A card as it is shown; none: it is not.
    pub(crate) fn card(&self, card: Card) -> Option<Card> {
        let sight = self.application(card.application).ok()?;
        Some(sight.card(card))
    }
}
