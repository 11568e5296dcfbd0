//! The timeline of a candidacy: what happened to it, by whom and when. Nothing is written for it: it is made of what is kept anyway, and of the audit log.

use std::collections::HashMap;

use screening::model::Verdict;
use serde_json::Value;
use sqlx::query;

use crate::db::{Connection, RowExt, statements_block};
use crate::notes::NoteKind;
use crate::overrules::{self, Overrule};
use crate::permission::ViewJobs;
use crate::placements::{self, Move};
use crate::screenings::{self, Past};
use crate::shares::access::Seen;
use crate::shares::{Decision, live, recipient_name};
use crate::{ApplicationId, Error, Millis, OrganizationId, Permit, RecipientId, ShareId, Store};

/// What the audit log says, with who did it.
macro_rules! done {
    ($of:literal) => {
        concat!(
            "SELECT a.name AS who, e.action, e.target, e.detail, e.created_at FROM audit_events e LEFT JOIN accounts a ON a.id = e.account_id \
             WHERE e.organization_id = $1 AND ",
            $of,
            " ORDER BY e.created_at, e.id"
        )
    };
}

statements_block! {
    READ = "SELECT applied_at, archived_at, archived_reason FROM applications WHERE organization_id = $1 AND id = $2 AND removed_at IS NULL";
    /// Before whom the candidate was put; `mine`: it is before the account `$3` at this moment.
    ITEMS = concat!(
        "SELECT i.recipient_id, i.share_id, i.added_at, COALESCE(",
        recipient_name!(),
        ", r.email) AS who, CAST(CASE WHEN r.email = (SELECT me.email FROM accounts me WHERE me.id = $3) AND ",
        live!(),
        " THEN 1 ELSE 0 END AS BIGINT) AS mine FROM share_items i \
         JOIN share_recipients r ON r.organization_id = i.organization_id AND r.id = i.recipient_id \
         WHERE i.organization_id = $1 AND i.application_id = $2 ORDER BY i.added_at, r.email"
    );
    DONE = done!(
        "e.target = $2 AND e.action IN ('decision.make', 'decision.undo', 'decision.act', 'verdict.overrule', 'verdict.restore', \
         'comment.add', 'comment.delete', 'comment.show', 'comment.hide')"
    );
    DONE_TO_SHARES = done!(
        "e.target IN (SELECT i.share_id FROM share_items i WHERE i.organization_id = $1 AND i.application_id = $2) \
         AND e.action IN ('share.send', 'share.add', 'share.withdraw', 'share.revoke')"
    );
    NOTED = "SELECT kind, updated_at FROM notes WHERE organization_id = $1 AND application_id = $2 AND state = 'written' ORDER BY updated_at, id";
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// The candidate applied.
    Applied,
    /// The card came to the board.
    Arrived,
    /// It was scored.
    Scored(Past),
    /// It was moved: by a person, the engine, a decision, or a change of status in the ATS.
    Moved(Move),
    /// It was archived in the ATS, for this reason.
    Archived(String),
    /// It was put before hiring managers, by their names.
    Shared(Vec<String>),
    /// It was taken out of a share.
    Withdrawn,
    /// The links of these hiring managers were ended.
    Revoked(Vec<String>),
    /// A hiring manager decided; `before` is what they had decided until then: the same where only their words changed.
    Decided {
        /// What they say.
        decision: Decision,
        /// What they said before.
        before: Option<Decision>,
    },
    /// A hiring manager took a decision back.
    Undecided,
    /// Somebody did what was to be done about the decisions.
    Acted,
    /// A person's verdict took the place of the engine's; it itself is named while it stands.
    Overruled {
        /// The verdict.
        verdict: Option<Verdict>,
        /// On what, and why.
        standing: Option<Overrule>,
    },
    /// A person's verdict was taken back.
    Restored,
    /// Somebody said something, or what was said changed: that it was, never the words.
    Comment(CommentStep),
    /// A note about this was written in the ATS.
    Noted(NoteKind),
}

/// What was done with a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommentStep {
    /// It was written.
    Written,
    /// It was deleted.
    Deleted,
    /// It was shown to hiring managers.
    Shown,
    /// It was hidden from them again.
    Hidden,
}

/// An entry of the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineEntry {
    /// When.
    pub at: Millis,
    /// Who did it; none: CLARA, the ATS, or nobody.
    pub who: Option<String>,
    /// What.
    pub what: Happening,
}

/// What happened to a candidacy, the newest first. A hiring manager reads that they were asked, and what they decided themselves.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn timeline(
    store: &Store,
    permit: &Permit<ViewJobs>,
    application: ApplicationId,
) -> Result<Vec<TimelineEntry>, Error> {
    let organization = permit.organization();
    let mut connection = store.database().reader().await?;
    let seen = Seen::by(&mut connection, permit).await?;
    seen.application(application)?;
    let row = query(READ)
        .bind(organization)
        .bind(application)
        .fetch_optional(&mut *connection)
        .await?
        .ok_or(Error::NotFound)?;
    let mut all = vec![entry(row.get_as("applied_at")?, None, Happening::Applied)];
    let mut items = items(&mut connection, permit, application).await?;
    let of_shares = log(&mut connection, DONE_TO_SHARES, organization, application).await?;
    let done = log(&mut connection, DONE, organization, application).await?;
    let whole = matches!(seen, Seen::Everything);
    if !whole {
        items.retain(|item| item.mine);
    }
    all.extend(of_shares.iter().filter_map(|done| shared(done, &items)));
    all.extend(decided(&done, &items));
    if whole {
        let ended = of_shares.iter();
        all.extend(ended.filter_map(|done| ended_share(done, &items, application)));
        let standing = overrules::list_in(&mut connection, organization, application).await?;
        all.extend(done.iter().filter_map(|done| worked(done, &standing)));
        if let (Some(at), Some(reason)) =
            (row.get_as("archived_at")?, row.get_as("archived_reason")?)
        {
            all.push(entry(at, None, Happening::Archived(reason)));
        }
        all.extend(went(&mut connection, organization, application).await?);
    }
    all.sort_by_key(|entry| entry.at);
    all.reverse();
    Ok(all)
}

/// A row of the audit log.
struct Done {
    who: Option<String>,
    action: String,
    target: String,
    detail: Value,
    at: Millis,
}

impl Done {
    /// The hiring manager whom it names.
    fn recipient(&self) -> Option<RecipientId> {
        self.detail["recipient"].as_str()?.parse().ok()
    }

    fn entry(&self, what: Happening) -> TimelineEntry {
        entry(self.at, self.who.clone(), what)
    }
}

/// That the candidate was put before a hiring manager.
struct Item {
    recipient: RecipientId,
    share: ShareId,
    at: Millis,
    who: String,
    mine: bool,
}

fn entry(at: Millis, who: Option<String>, what: Happening) -> TimelineEntry {
    TimelineEntry { at, who, what }
}

async fn items(
    connection: &mut Connection,
    permit: &Permit<ViewJobs>,
    application: ApplicationId,
) -> Result<Vec<Item>, Error> {
    query(ITEMS)
        .bind(permit.organization())
        .bind(application)
        .bind(permit.actor().account())
        .fetch_all(connection)
        .await?
        .iter()
        .map(|row| {
            Ok(Item {
                recipient: row.get_as("recipient_id")?,
                share: row.get_as("share_id")?,
                at: row.get_as("added_at")?,
                who: row.get_as("who")?,
                mine: row.flag("mine")?,
            })
        })
        .collect()
}

async fn log(
    connection: &mut Connection,
    which: &'static str,
    organization: OrganizationId,
    application: ApplicationId,
) -> Result<Vec<Done>, Error> {
    query(which)
        .bind(organization)
        .bind(application)
        .fetch_all(connection)
        .await?
        .iter()
        .map(|row| {
            Ok(Done {
                who: row.get_as("who")?,
                action: row.get_as("action")?,
                target: row.get_as("target")?,
                detail: row.json("detail")?,
                at: row.get_as("created_at")?,
            })
        })
        .collect()
}

/// The names of those of these items that were part of a share.
fn names(items: &[Item], done: &Done, of: impl Fn(&Item) -> bool) -> Option<Vec<String>> {
    let of_share = items
        .iter()
        .filter(|item| item.share.to_string() == done.target && of(item));
    let names: Vec<_> = of_share.map(|item| item.who.clone()).collect();
    (!names.is_empty()).then_some(names)
}

/// A share that put the candidate before somebody.
fn shared(done: &Done, items: &[Item]) -> Option<TimelineEntry> {
    if !matches!(&*done.action, "share.send" | "share.add") {
        return None;
    }
    let with = names(items, done, |item| item.at == done.at)?;
    Some(done.entry(Happening::Shared(with)))
}

/// A share's end, for this candidate or as a whole.
fn ended_share(done: &Done, items: &[Item], application: ApplicationId) -> Option<TimelineEntry> {
    match &*done.action {
        "share.withdraw" => (done.detail["application"].as_str()
            == Some(application.to_string().as_str()))
        .then(|| done.entry(Happening::Withdrawn)),
        "share.revoke" => {
            let only = done.recipient();
            let whose = names(items, done, |item| {
                only.is_none_or(|only| only == item.recipient)
            })?;
            Some(done.entry(Happening::Revoked(whose)))
        }
        _ => None,
    }
}

/// Decisions with every change, of those before whom the candidate was put.
fn decided(done: &[Done], items: &[Item]) -> Vec<TimelineEntry> {
    let mut last: HashMap<RecipientId, Decision> = HashMap::new();
    let mut all = Vec::new();
    for step in done {
        let named = step.recipient();
        let Some(item) = items.iter().find(|item| Some(item.recipient) == named) else {
            continue;
        };
        let decision = step.detail["decision"].as_str();
        let decision = decision.and_then(|decision| decision.parse::<Decision>().ok());
        let what = match (&*step.action, decision) {
            ("decision.make", Some(decision)) => Happening::Decided {
                decision,
                before: last.insert(item.recipient, decision),
            },
            ("decision.undo", _) => {
                last.remove(&item.recipient);
                Happening::Undecided
            }
            _ => continue,
        };
        let who = step.who.clone().unwrap_or_else(|| item.who.clone());
        all.push(entry(step.at, Some(who), what));
    }
    all
}

/// What the team did.
fn worked(done: &Done, standing: &[Overrule]) -> Option<TimelineEntry> {
    let what = match &*done.action {
        "decision.act" => Happening::Acted,
        "verdict.overrule" => Happening::Overruled {
            verdict: serde_json::from_value(done.detail["verdict"].clone()).ok(),
            standing: standing
                .iter()
                .find(|overrule| overrule.at == done.at)
                .cloned(),
        },
        "verdict.restore" => Happening::Restored,
        "comment.add" => Happening::Comment(CommentStep::Written),
        "comment.delete" => Happening::Comment(CommentStep::Deleted),
        "comment.show" => Happening::Comment(CommentStep::Shown),
        "comment.hide" => Happening::Comment(CommentStep::Hidden),
        _ => return None,
    };
    Some(done.entry(what))
}

/// Scores, moves, and what the ATS was told of them.
async fn went(
    connection: &mut Connection,
    organization: OrganizationId,
    application: ApplicationId,
) -> Result<Vec<TimelineEntry>, Error> {
    let mut all = Vec::new();
    for past in screenings::history(connection, organization, application).await? {
        all.push(entry(past.at, None, Happening::Scored(past)));
    }
    for step in placements::history(connection, organization, application).await? {
        let (at, who) = (step.at, step.by_name.clone());
        all.push(match step.from {
            None => entry(at, None, Happening::Arrived),
            Some(_) => entry(at, who, Happening::Moved(step)),
        });
    }
    for row in query(NOTED)
        .bind(organization)
        .bind(application)
        .fetch_all(connection)
        .await?
    {
        let kind = row.get_as("kind")?;
        all.push(entry(
            row.get_as("updated_at")?,
            None,
            Happening::Noted(kind),
        ));
    }
    Ok(all)
}
