//! What a reviewer sees: the candidates shared with them, each with as much as the share shows, and what others decided where that is shown.

use sqlx::query;

use super::access::Sight;
use super::{Decision, Reviewer, Terms, live, recipient_name};
use crate::applications::{self, ApplicationProfile};
use crate::board::{self, Card};
use crate::comments::{Comment, Reader};
use crate::db::{Connection, RowExt, statements_block};
use crate::documents::{self, DocumentKind};
use crate::{ApplicationId, DecisionId, Error, Millis, OrganizationId, Store};

statements_block! {
    SHARE = "SELECT s.message, s.shows_score, s.shows_evidence, s.votes, s.due_at, j.title, j.location, o.name AS organization_name, a.name AS sharer \
        FROM shares s JOIN jobs j ON j.organization_id = s.organization_id AND j.id = s.job_id JOIN organizations o ON o.id = s.organization_id \
        LEFT JOIN accounts a ON a.id = s.shared_by WHERE s.organization_id = $1 AND s.id = $2";
    ITEMS = "SELECT i.application_id, i.decision, i.comment, i.decided_at, i.acted_at, i.decision_id FROM share_items i \
        WHERE i.organization_id = $1 AND i.recipient_id = $2 AND i.withdrawn_at IS NULL ORDER BY i.added_at, i.application_id";
    OTHERS = concat!(
        "SELECT COALESCE(",
        recipient_name!(),
        ", r.email) AS who, i.decision, i.comment FROM share_items i \
         JOIN share_recipients r ON r.organization_id = i.organization_id AND r.id = i.recipient_id \
         WHERE i.organization_id = $1 AND i.share_id = $2 AND i.application_id = $3 AND i.recipient_id <> $4 AND i.decision IS NOT NULL AND ",
        live!(),
        " ORDER BY i.decided_at"
    );
}

/// One's own decision on a candidate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Own {
    /// What was decided.
    pub decision: Option<Decision>,
    /// What was said.
    pub comment: String,
    /// When.
    pub decided_at: Option<Millis>,
    /// The recruiter went on: it stands.
    pub stands: bool,
    /// By which press it became so; none: nobody pressed yet.
    pub pressed: Option<DecisionId>,
}

/// A candidate that a reviewer is asked about.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Which.
    pub application: ApplicationId,
    /// The card, without what the share holds back; none: the candidate was removed.
    pub card: Option<Card>,
    /// What the reviewer decided.
    pub own: Own,
}

/// A share as one reviewer sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// Whose candidates.
    pub organization_name: String,
    /// For which job.
    pub job_title: String,
    /// Where; may be empty.
    pub job_location: String,
    /// Who asks.
    pub shared_by: String,
    /// What they wrote; may be empty.
    pub message: String,
    /// What is shown.
    pub terms: Terms,
    /// By when a decision is wanted.
    pub due_at: Option<Millis>,
    /// The candidates, in the order in which they were shared.
    pub asked: Vec<Asked>,
}

/// What somebody else decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vote {
    /// Who.
    pub who: String,
    /// What.
    pub decision: Decision,
    /// What they said.
    pub comment: String,
}

/// One candidate, whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Reviewed {
    /// All that is shown of them.
    pub profile: ApplicationProfile,
    /// The text of the resume that counts, joined by form feeds; its document is the first resume of the profile.
    pub resume: Option<String>,
    /// The text of their answers.
    pub answers: String,
    /// What the reviewer decided.
    pub own: Own,
    /// What others decided; none: not to be seen (yet).
    pub votes: Option<Vec<Vote>>,
    /// What the team says to hiring managers, oldest first.
    pub comments: Vec<Comment>,
}

/// The share as this reviewer sees it.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn read(store: &Store, reviewer: &Reviewer) -> Result<Review, Error> {
    let organization = reviewer.organization;
    let mut connection = store.database().reader().await?;
    let row = query(SHARE)
        .bind(organization)
        .bind(reviewer.share)
        .fetch_optional(&mut *connection)
        .await?
        .ok_or(Error::NotFound)?;
    let terms = Terms {
        score: row.flag("shows_score")?,
        evidence: row.flag("shows_evidence")?,
        votes: row.get_as("votes")?,
    };
    let items = items(&mut connection, reviewer).await?;
    let asked = asked(&mut connection, organization, terms, items).await?;
    Ok(Review {
        organization_name: row.get_as("organization_name")?,
        job_title: row.get_as("title")?,
        job_location: row.get_as("location")?,
        shared_by: row.get_as::<Option<String>>("sharer")?.unwrap_or_default(),
        message: row.get_as("message")?,
        terms,
        due_at: row.get_as("due_at")?,
        asked,
    })
}

/// The list of a review: each candidate with as much as the terms show.
pub(super) async fn asked(
    connection: &mut Connection,
    organization: OrganizationId,
    terms: Terms,
    items: Vec<(ApplicationId, Own)>,
) -> Result<Vec<Asked>, Error> {
    let mut asked = Vec::new();
    for (application, own) in items {
        let card = board::read_card(&mut *connection, organization, application).await?;
        asked.push(Asked {
            application,
            card: card.map(|card| sight(terms).card(card)),
            own,
        });
    }
    Ok(asked)
}

/// One candidate of the share.
///
/// # Errors
/// [`Error::NotFound`] if they are not in it (any more), or were removed.
pub async fn candidate(
    store: &Store,
    reviewer: &Reviewer,
    terms: Terms,
    application: ApplicationId,
) -> Result<Reviewed, Error> {
    let organization = reviewer.organization;
    let mut connection = store.database().reader().await?;
    let (_, own) = items(&mut connection, reviewer)
        .await?
        .into_iter()
        .find(|(asked, _)| *asked == application)
        .ok_or(Error::NotFound)?;
    let mut seen = seen(&mut connection, organization, terms, application, own).await?;
    if terms.votes.shown(seen.own.decision) {
        seen.votes = Some(votes(&mut connection, reviewer, application).await?);
    }
    Ok(seen)
}

/// A candidate with as much as the terms show, but for what others decided.
pub(super) async fn seen(
    connection: &mut Connection,
    organization: OrganizationId,
    terms: Terms,
    application: ApplicationId,
    own: Own,
) -> Result<Reviewed, Error> {
    let profile = applications::profile_in(connection, organization, application).await?;
    let resume = match applications::newest_resume(&profile.documents) {
        Some(resume) => documents::text_in(connection, organization, resume.id).await?,
        None => None,
    };
    let mut answers = Vec::new();
    for document in &profile.documents {
        if document.kind == DocumentKind::Answers {
            answers.extend(documents::text_in(connection, organization, document.id).await?);
        }
    }
    let mut profile = sight(terms).profile(profile);
    let comments = std::mem::take(&mut profile.comments);
    Ok(Reviewed {
        profile,
        resume,
        answers: answers.join("\n\n"),
        own,
        votes: None,
        comments: Reader::HiringManager(None).of_all(comments),
    })
}

fn sight(terms: Terms) -> Sight {
    Sight::only(terms.score, terms.evidence)
}

async fn items(
    connection: &mut Connection,
    reviewer: &Reviewer,
) -> Result<Vec<(ApplicationId, Own)>, Error> {
    query(ITEMS)
        .bind(reviewer.organization)
        .bind(reviewer.recipient)
        .fetch_all(connection)
        .await?
        .iter()
        .map(|row| {
            let own = Own {
                decision: row.get_as("decision")?,
                comment: row.get_as("comment")?,
                decided_at: row.get_as("decided_at")?,
                stands: row.get_as::<Option<Millis>>("acted_at")?.is_some(),
                pressed: row.get_as("decision_id")?,
            };
            Ok((row.get_as("application_id")?, own))
        })
        .collect()
}

async fn votes(
    connection: &mut Connection,
    reviewer: &Reviewer,
    application: ApplicationId,
) -> Result<Vec<Vote>, Error> {
    query(OTHERS)
        .bind(reviewer.organization)
        .bind(reviewer.share)
        .bind(application)
        .bind(reviewer.recipient)
        .fetch_all(connection)
        .await?
        .iter()
        .map(|row| {
            Ok(Vote {
                who: row.get_as("who")?,
                decision: row.get_as("decision")?,
                comment: row.get_as("comment")?,
            })
        })
        .collect()
}
