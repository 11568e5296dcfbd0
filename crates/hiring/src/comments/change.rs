//! Changing and deleting comments. A change keeps the wording of before, for everybody who may read the comment. A deletion is one: the words go with
//! every earlier wording; that there was a comment, and who deleted it, stays in the audit, and in its thread while that has answers.

use serde_json::json;
use sqlx::query;

use super::{MayComment, Reader, about, author, count, filled, may_read, tell_author};
use crate::db::{Connection, RowExt, Tx, statements_block};
use crate::events::{EventKind, Pending};
use crate::notifications::About;
use crate::notifications::mentions::{self, Said};
use crate::permission::{ModerateComments, ViewJobs};
use crate::{
    AccountId, ApplicationId, CommentId, Error, JobId, Millis, OrganizationId, Permit, Store, audit,
};

statements_block! {
    STANDS = "SELECT application_id, account_id, body, reply_to, edited_at, shown_at FROM comments WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL";
    KEEP = "INSERT INTO comment_wordings (organization_id, comment_id, version, application_id, body, written_at) \
        SELECT c.organization_id, c.id, (SELECT COUNT(*) FROM comment_wordings w WHERE w.organization_id = c.organization_id AND w.comment_id = c.id) + 1, \
        c.application_id, c.body, COALESCE(c.edited_at, c.created_at) FROM comments c WHERE c.organization_id = $1 AND c.id = $2";
    EDIT = "UPDATE comments SET body = $3, edited_at = $4 WHERE organization_id = $1 AND id = $2";
    WORDINGS = "SELECT body, written_at FROM comment_wordings WHERE organization_id = $1 AND comment_id = $2 ORDER BY version DESC";
    FORGET_WORDINGS = "DELETE FROM comment_wordings WHERE organization_id = $1 AND comment_id = $2";
    ANSWERS = "SELECT COUNT(*) AS many FROM comments WHERE organization_id = $1 AND reply_to = $2";
    EMPTY = "UPDATE comments SET body = '', edited_at = NULL, shown_at = NULL, deleted_at = $3, deleted_by = $4 WHERE organization_id = $1 AND id = $2";
    DELETE = "DELETE FROM comments WHERE organization_id = $1 AND id = $2";
    /// The line of a deleted comment goes with its last answer.
    DELETE_LINE = "DELETE FROM comments WHERE organization_id = $1 AND id = $2 AND deleted_at IS NOT NULL \
        AND NOT EXISTS (SELECT 1 FROM comments r WHERE r.organization_id = $1 AND r.reply_to = $2)";
    OF_AUTHOR = "SELECT body, shown_at FROM comments WHERE organization_id = $1 AND application_id = $2 AND account_id = $3 AND deleted_at IS NULL";
}

/// What a comment said before it was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// The words.
    pub body: String,
    /// When they were written.
    pub at: Millis,
}

/// A comment that is about to change; nobody else changes comments of its application meanwhile.
pub(super) struct Held {
    pub(super) tx: Tx,
    pub(super) organization: OrganizationId,
    id: CommentId,
    application: ApplicationId,
    job: JobId,
    pub(super) author: AccountId,
    body: String,
    reply_to: Option<CommentId>,
    pub(super) edited_at: Option<Millis>,
    pub(super) shown_at: Option<Millis>,
}

impl Held {
    /// What whoever asks may not read is not there.
    pub(super) async fn hold(
        store: &Store,
        permit: &Permit<MayComment>,
        id: CommentId,
    ) -> Result<Self, Error> {
        let organization = permit.organization();
        // It never moves to another application, so what is read before the lock is true after it.
        let application = query(STANDS)
            .bind(organization)
            .bind(id)
            .fetch_optional(&mut *store.database().reader().await?)
            .await?
            .ok_or(Error::NotFound)?
            .get_as("application_id")?;
        let mut tx = store.begin().await?;
        tx.alone_on(application).await?;
        let job = may_read(tx.connection(), permit, application).await?;
        let row = query(STANDS)
            .bind(organization)
            .bind(id)
            .fetch_optional(tx.connection())
            .await?
            .ok_or(Error::NotFound)?;
        let (author, shown_at) = (row.get_as("account_id")?, row.get_as("shown_at")?);
        if !Reader::of(permit).reads(author, shown_at) {
            return Err(Error::NotFound);
        }
        Ok(Self {
            organization,
            id,
            application,
            job,
            author,
            body: row.get_as("body")?,
            reply_to: row.get_as("reply_to")?,
            edited_at: row.get_as("edited_at")?,
            shown_at,
            tx,
        })
    }

    /// Runs a statement about one comment.
    async fn run(&mut self, statement: &'static str, id: CommentId) -> Result<(), Error> {
        self.tx
            .execute(query(statement).bind(self.organization).bind(id))
            .await?;
        Ok(())
    }

    /// What it says, to all who read it.
    pub(super) fn says(&self) -> Said {
        Said {
            text: self.body.clone(),
            shown: self.shown_at.is_some(),
        }
    }

    /// What it said before, the newest first; `until`: when that was changed.
    pub(super) async fn earlier(&mut self, until: Option<Millis>) -> Result<Vec<Said>, Error> {
        let (organization, id, shown_at) = (self.organization, self.id, self.shown_at);
        let said = wordings(self.tx.connection(), organization, id, until, shown_at).await?;
        let said = said.into_iter().map(|(wording, shown)| Said {
            text: wording.body,
            shown,
        });
        Ok(said.collect())
    }

    /// What a mention in it is about.
    pub(super) fn about(&self) -> About {
        about(self.job, self.application, self.author)
    }

    /// Audits and tells what was done, and makes it so. Hiring managers hear of it if they read it, before or after.
    pub(super) async fn done(
        mut self,
        permit: &Permit<MayComment>,
        action: &str,
    ) -> Result<(), Error> {
        let by_another = permit.actor().account() != Some(self.author);
        let detail = if by_another {
            json!({ "comment": self.id, "author": self.author })
        } else {
            json!({ "comment": self.id })
        };
        let target = self.application.to_string();
        audit::record(&mut self.tx, permit, action, &target, &detail).await?;
        let (organization, job, application) = (self.organization, self.job, self.application);
        self.tx.tell(
            organization,
            Pending::of_application(EventKind::Comment, job, application),
        );
        if self.shown_at.is_some() {
            self.tx.tell(organization, Pending::card(job, application));
        } else if by_another || Reader::of(permit) != Reader::Team {
            tell_author(&mut self.tx, organization, job, application, self.author);
        }
        self.tx.commit().await
    }
}

/// What a comment said before it was changed, the newest first, each with whether it was shown to hiring managers as they see the comment now.
/// `until` is when the newest of them was changed.
async fn wordings(
    connection: &mut Connection,
    organization: OrganizationId,
    id: CommentId,
    mut until: Option<Millis>,
    shown_at: Option<Millis>,
) -> Result<Vec<(Wording, bool)>, Error> {
    query(WORDINGS)
        .bind(organization)
        .bind(id)
        .fetch_all(connection)
        .await?
        .iter()
        .map(|row| {
            let said = Wording {
                body: row.get_as("body")?,
                at: row.get_as("written_at")?,
            };
            let shown = shown_at.is_some() && until.replace(said.at) > shown_at;
            Ok((said, shown))
        })
        .collect()
}

/// Changes one's own comment. Whom the new words mention for the first time is told.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] if it is somebody else's, empty, or beyond [`MAX_CHARS`](super::MAX_CHARS).
pub async fn edit(
    store: &Store,
    permit: &Permit<MayComment>,
    id: CommentId,
    body: &str,
) -> Result<(), Error> {
    let mut held = Held::hold(store, permit, id).await?;
    if author(permit)? != held.author {
        let words = "Only who wrote a comment can change it; nothing was changed.";
        return Err(Error::invalid("comment", words));
    }
    let body = filled(body)?;
    if body == held.body {
        return Ok(());
    }
    held.run(KEEP, id).await?;
    let now = held.tx.now();
    held.tx
        .execute(
            query(EDIT)
                .bind(held.organization)
                .bind(id)
                .bind(body)
                .bind(now),
        )
        .await?;
    let earlier = held.earlier(Some(now)).await?;
    let said = Said {
        text: body.to_owned(),
        ..held.says()
    };
    let about = held.about();
    mentions::tell(&mut held.tx, held.organization, &said, &earlier, &about).await?;
    held.done(permit, "comment.edit").await
}

/// Deletes one's own comment, or anybody's with [`ModerateComments`]. A mention in it that nobody read yet is taken back.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] if it is somebody else's.
pub async fn delete(
    store: &Store,
    permit: &Permit<MayComment>,
    id: CommentId,
) -> Result<(), Error> {
    let mut held = Held::hold(store, permit, id).await?;
    let by = author(permit)?;
    if by != held.author {
        permit.also::<ModerateComments>()?;
    }
    let mut said = held.earlier(held.edited_at).await?;
    said.push(held.says());
    held.run(FORGET_WORDINGS, id).await?;
    let answers = query(ANSWERS)
        .bind(held.organization)
        .bind(id)
        .fetch_one(held.tx.connection())
        .await?
        .count("many")?;
    if answers > 0 {
        let now = held.tx.now();
        held.tx
            .execute(
                query(EMPTY)
                    .bind(held.organization)
                    .bind(id)
                    .bind(now)
                    .bind(by),
            )
            .await?;
    } else {
        held.run(DELETE, id).await?;
        if let Some(thread) = held.reply_to {
            held.run(DELETE_LINE, thread).await?;
        }
    }
    count(&mut held.tx, held.organization, held.application, -1).await?;
    let still_said = still_said(&mut held).await?;
    let about = held.about();
    mentions::take_back(&mut held.tx, held.organization, &said, &still_said, &about).await?;
    held.done(permit, "comment.delete").await
}

/// What the author says about the candidate by now: news of several mentions is one.
pub(super) async fn still_said(held: &mut Held) -> Result<Vec<Said>, Error> {
    query(OF_AUTHOR)
        .bind(held.organization)
        .bind(held.application)
        .bind(held.author)
        .fetch_all(held.tx.connection())
        .await?
        .iter()
        .map(|row| {
            Ok(Said {
                text: row.get_as("body")?,
                shown: row.get_as::<Option<Millis>>("shown_at")?.is_some(),
            })
        })
        .collect()
}

/// What a comment said before it was changed, the newest first: to a hiring manager what it said while it was shown to them.
///
/// # Errors
/// [`Error::NotFound`], also once it was deleted.
pub async fn history(
    store: &Store,
    permit: &Permit<ViewJobs>,
    id: CommentId,
) -> Result<Vec<Wording>, Error> {
    let organization = permit.organization();
    let mut connection = store.database().reader().await?;
    let row = query(STANDS)
        .bind(organization)
        .bind(id)
        .fetch_optional(&mut *connection)
        .await?
        .ok_or(Error::NotFound)?;
    may_read(&mut connection, permit, row.get_as("application_id")?).await?;
    let (author, shown_at) = (row.get_as("account_id")?, row.get_as("shown_at")?);
    let reader = Reader::of(permit);
    if !reader.reads(author, shown_at) {
        return Err(Error::NotFound);
    }
    let until = row.get_as("edited_at")?;
    let mut all = wordings(&mut connection, organization, id, until, shown_at).await?;
    all.retain(|(_, shown)| *shown || reader.reads_wordings(author));
    Ok(all.into_iter().map(|(wording, _)| wording).collect())
}
