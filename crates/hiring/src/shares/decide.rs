//! Deciding: *advance*, *decline* or *not sure*, with a comment; to be changed until the recruiter goes on with the candidate.

use std::time::Duration;

use serde_json::json;
use sqlx::query;

use super::{Decision, Reviewer, follow, marks};
use crate::db::{RowExt, Tx, statements_block};
use crate::events::{EventKind, Pending};
use crate::notifications::{self, About, NotificationKind};
use crate::queue::{self, Task};
use crate::{ApplicationId, DecisionId, Error, Millis, Store, audit};

/// How long decisions rest before the ATS is told.
const SETTLES: Duration = Duration::from_secs(10);

/// Longest comment on a decision, in characters.
pub const COMMENT_CHARS: usize = 2_000;

statements_block! {
    ITEM = "SELECT i.decision, i.comment, i.decided_at, i.acted_at, i.decision_id FROM share_items i \
        JOIN share_recipients r ON r.organization_id = i.organization_id AND r.id = i.recipient_id \
        JOIN applications a ON a.organization_id = i.organization_id AND a.id = i.application_id \
        WHERE i.organization_id = $1 AND i.recipient_id = $2 AND i.application_id = $3 \
        AND i.withdrawn_at IS NULL AND r.revoked_at IS NULL AND a.removed_at IS NULL";
    SET = "UPDATE share_items SET decision = $4, comment = $5, decided_at = $6, decision_id = $7 WHERE organization_id = $1 AND recipient_id = $2 AND application_id = $3";
}

/// A press of a button, on a page that may be older than what was decided elsewhere since.
#[derive(Clone, Debug)]
pub struct Press {
    /// This press, each time that it is sent.
    pub id: DecisionId,
    /// What may stand for it to count: the last press when the page was made (none: nobody had pressed), and what was pressed on it before.
    pub knows: Vec<Option<DecisionId>>,
}

/// Decides on a candidate, or takes it back, unless something else was pressed meanwhile than the one who presses knows of: that stands.
///
/// # Errors
/// [`Error::Outdated`] if something else was; else as [`decide`].
pub async fn press(
    store: &Store,
    reviewer: &Reviewer,
    application: ApplicationId,
    decision: Option<Decision>,
    comment: &str,
    press: &Press,
) -> Result<(), Error> {
    let comment = match decision {
        Some(_) => written(comment)?,
        None => String::new(),
    };
    change(
        store,
        reviewer,
        application,
        decision,
        &comment,
        Some(press),
    )
    .await
}

/// Decides on a candidate, whatever was decided before. The same said twice is one decision; the last one counts.
///
/// # Errors
/// [`Error::NotFound`] if the candidate is not shared with them (any more) or was removed; [`Error::Invalid`] once the recruiter went on, and for a comment beyond
/// [`COMMENT_CHARS`].
pub async fn decide(
    store: &Store,
    reviewer: &Reviewer,
    application: ApplicationId,
    decision: Decision,
    comment: &str,
) -> Result<(), Error> {
    let comment = written(comment)?;
    change(store, reviewer, application, Some(decision), &comment, None).await
}

/// A comment as it is kept.
fn written(comment: &str) -> Result<String, Error> {
    let comment = comment.trim().replace('\r', "");
    if comment.chars().count() > COMMENT_CHARS {
        return Err(Error::invalid(
            "comment",
            format!("Keep the comment under {COMMENT_CHARS} characters."),
        ));
    }
    Ok(comment)
}

/// Takes the decision on a candidate back, with its comment.
///
/// # Errors
/// As [`decide`].
pub async fn undo(
    store: &Store,
    reviewer: &Reviewer,
    application: ApplicationId,
) -> Result<(), Error> {
    change(store, reviewer, application, None, "", None).await
}

async fn change(
    store: &Store,
    reviewer: &Reviewer,
    application: ApplicationId,
    decision: Option<Decision>,
    comment: &str,
    press: Option<&Press>,
) -> Result<(), Error> {
    let organization = reviewer.organization;
    let mut tx = store.begin().await?;
    let now = tx.now();
    tx.alone_on(application).await?;
    let row = query(ITEM)
        .bind(organization)
        .bind(reviewer.recipient)
        .bind(application)
        .fetch_optional(tx.connection())
        .await?
        .ok_or(Error::NotFound)?;
    let was: Option<Decision> = row.get_as("decision")?;
    if was == decision && row.get_as::<String>("comment")? == comment {
        return Ok(());
    }
    if row.get_as::<Option<Millis>>("acted_at")?.is_some() {
        return Err(Error::invalid(
            "decision",
            "The recruiter went on with this candidate after your decision, so it stands as it was. Write to them if you changed your mind.",
        ));
    }
    let stands: Option<DecisionId> = row.get_as("decision_id")?;
    if let Some(press) = press {
        // It is here, and only the answer was lost.
        if stands == Some(press.id) {
            return Ok(());
        }
        if !press.knows.contains(&stands) {
            return Err(Error::Outdated);
        }
    }
    let before: Option<Millis> = row.get_as("decided_at")?;
    // Other words for the same decision do not make it a later one.
    let decided_at = if was == decision {
        before
    } else {
        decision.map(|_| now)
    };
    tx.execute(
        query(SET)
            .bind(organization)
            .bind(reviewer.recipient)
            .bind(application)
            .bind(decision)
            .bind(comment)
            .bind(decided_at)
            .bind(press.map_or_else(DecisionId::fresh, |press| press.id)),
    )
    .await?;
    marks::refresh(&mut tx, organization, application).await?;
    let detail = json!({ "recipient": reviewer.recipient, "decision": decision });
    let (action, target) = (action(decision), application.to_string());
    audit::record_by(
        &mut tx,
        organization,
        reviewer.actor,
        action,
        &target,
        &detail,
    )
    .await?;
    if was != decision {
        follow::follow(&mut tx, reviewer, application, before).await?;
    }
    tell(&mut tx, reviewer, application, decision).await?;
    tx.commit().await
}

fn action(decision: Option<Decision>) -> &'static str {
    match decision {
        Some(_) => "decision.make",
        None => "decision.undo",
    }
}

/// The one who shared hears of a decision, or that it was taken back.
async fn tell(
    tx: &mut Tx,
    reviewer: &Reviewer,
    application: ApplicationId,
    decision: Option<Decision>,
) -> Result<(), Error> {
    let about = About {
        job: Some(reviewer.job),
        application: Some(application),
        recipient: Some(reviewer.recipient),
        decision,
        ..About::default()
    };
    let (organization, to) = (reviewer.organization, reviewer.shared_by);
    let kind = NotificationKind::Decision;
    match decision {
        Some(_) => notifications::add(tx, organization, to, kind, &about).await?,
        None => notifications::forget_unread(tx, organization, to, kind, &about).await?,
    }
    tx.tell(
        organization,
        Pending::of_job(EventKind::Share, reviewer.job),
    );
    // People change their minds: what they come to is told once.
    let note = Task::decision_note(application).at(tx.now().after(SETTLES));
    queue::enqueue_in(tx, organization, &note).await
}
