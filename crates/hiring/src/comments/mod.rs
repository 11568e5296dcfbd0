//! Comments: internal words on an application, in threads of one level. One that is marked reaches hiring managers with the candidate.

pub(crate) mod change;
pub(crate) mod reader;
pub(crate) mod show;

use serde_json::json;
use sqlx::any::AnyRow;
use sqlx::query;

use crate::api_tokens::RequestKey;
use crate::api_tokens::requests::{self, Begun};
use crate::db::{Connection, RowExt, Tx, statements_block};
use crate::events::{EventKind, Pending};
use crate::notifications::About;
use crate::notifications::mentions::{self, Said};
use crate::permission::{Comment as MayComment, ViewJobs};
use crate::shares::access::Seen;
use crate::{
    AccountId, ApplicationId, CommentId, Error, JobId, Member, Millis, OrganizationId, Permit,
    Role, Store, accounts, audit,
};

pub use change::{Wording, delete, edit, history};
pub(crate) use reader::Reader;
pub use show::show;

/// Longest comment, in characters.
pub const MAX_CHARS: usize = 10_000;

/// A comment, with who wrote it and who deleted it.
macro_rules! comments {
    ($of:literal) => {
        concat!(
            "SELECT c.id, c.application_id, c.account_id, a.name, c.body, c.created_at, c.reply_to, c.edited_at, c.shown_at, d.name AS deleted_by \
             FROM comments c JOIN accounts a ON a.id = c.account_id LEFT JOIN accounts d ON d.id = c.deleted_by \
             WHERE c.organization_id = $1 AND ",
            $of
        )
    };
}

statements_block! {
    COUNT = "UPDATE applications SET comments = comments + $3 WHERE organization_id = $1 AND id = $2 AND removed_at IS NULL RETURNING job_id";
    INSERT = "INSERT INTO comments (organization_id, id, application_id, account_id, body, created_at, reply_to) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    LIST = comments!("c.application_id = $2 ORDER BY c.created_at, c.id");
    COMMENTED = "SELECT job_id FROM applications WHERE organization_id = $1 AND id = $2 AND removed_at IS NULL";
    READ = comments!("c.id = $2");
    /// The comment that begins the thread of this one.
    THREAD = "SELECT COALESCE(reply_to, id) AS thread, account_id, shown_at FROM comments WHERE organization_id = $1 AND application_id = $2 AND id = $3";
}

/// A comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Id.
    pub id: CommentId,
    /// Who.
    pub account: AccountId,
    /// Their name.
    pub account_name: String,
    /// Plain text; empty once it was deleted.
    pub body: String,
    /// When.
    pub at: Millis,
    /// The comment that it answers: the first of its thread.
    pub reply_to: Option<CommentId>,
    /// When its words were changed last.
    pub edited_at: Option<Millis>,
    /// The name of who deleted it: its words are gone, and the line stays for its answers.
    pub deleted_by: Option<String>,
    /// Since when the hiring managers with whom the candidate is shared see it; none: it is internal.
    pub shown_at: Option<Millis>,
}

/// Adds a comment.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] if it is empty or beyond [`MAX_CHARS`].
pub async fn add(
    store: &Store,
    permit: &Permit<MayComment>,
    application: ApplicationId,
    body: &str,
) -> Result<CommentId, Error> {
    let mut tx = store.begin().await?;
    let id = add_in(&mut tx, permit, application, None, body).await?;
    tx.commit().await?;
    Ok(id)
}

/// Answers a comment on this application; what answers an answer joins its thread.
///
/// # Errors
/// As [`add`]; [`Error::Invalid`] if the comment was deleted meanwhile.
pub async fn reply(
    store: &Store,
    permit: &Permit<MayComment>,
    application: ApplicationId,
    to: CommentId,
    body: &str,
) -> Result<CommentId, Error> {
    let mut tx = store.begin().await?;
    let id = add_in(&mut tx, permit, application, Some(to), body).await?;
    tx.commit().await?;
    Ok(id)
}

/// [`add`] for a program whose request may come twice: the second adds nothing and is answered as the first was.
///
/// # Errors
/// As [`add`]; [`Error::Invalid`] for a key that another request had.
pub async fn add_once(
    store: &Store,
    permit: &Permit<MayComment>,
    key: &RequestKey,
    application: ApplicationId,
    body: &str,
) -> Result<CommentId, Error> {
    let request = json!(["comment", application, body]);
    let mut tx = match requests::begin(store, permit, key, &request).await? {
        Begun::Done(id) => return Ok(id),
        Begun::Fresh(tx) => tx,
    };
    let id = add_in(&mut tx, permit, application, None, body).await?;
    requests::finish(*tx, permit, key, &id).await?;
    Ok(id)
}

async fn add_in(
    tx: &mut Tx,
    permit: &Permit<MayComment>,
    application: ApplicationId,
    reply_to: Option<CommentId>,
    body: &str,
) -> Result<CommentId, Error> {
    tx.alone_on(application).await?;
    Seen::by(tx.connection(), permit)
        .await?
        .application(application)?;
    let body = filled(body)?;
    let account = author(permit)?;
    let organization = permit.organization();
    let now = tx.now();
    let job = count(tx, organization, application, 1).await?;
    let thread = match reply_to {
        Some(to) => Some(thread(tx, permit, application, to).await?),
        None => None,
    };
    let id = CommentId::fresh();
    tx.execute(
        query(INSERT)
            .bind(organization)
            .bind(id)
            .bind(application)
            .bind(account)
            .bind(body)
            .bind(now)
            .bind(thread),
    )
    .await?;
    let detail = match thread {
        Some(thread) => json!({ "comment": id, "reply_to": thread }),
        None => json!({ "comment": id }),
    };
    audit::record(tx, permit, "comment.add", &application.to_string(), &detail).await?;
    tx.tell(
        organization,
        Pending::of_application(EventKind::Comment, job, application),
    );
    if Reader::of(permit) != Reader::Team {
        tell_author(tx, organization, job, application, account);
    }
    let about = about(job, application, account);
    let said = Said {
        text: body.to_owned(),
        shown: false,
    };
    mentions::tell(tx, organization, &said, &[], &about).await?;
    Ok(id)
}

/// Tells the other devices of a hiring manager that what they wrote changed: of comments in general they do not hear.
fn tell_author(
    tx: &mut Tx,
    organization: OrganizationId,
    job: JobId,
    application: ApplicationId,
    author: AccountId,
) {
    let card = Pending::card(job, application);
    tx.tell(
        organization,
        Pending {
            account: Some(author),
            ..card
        },
    );
}

/// The words of a comment, trimmed.
fn filled(body: &str) -> Result<&str, Error> {
    let body = body.trim();
    if body.is_empty() {
        return Err(Error::invalid("body", "Write something first."));
    }
    if body.chars().count() > MAX_CHARS {
        return Err(Error::invalid(
            "body",
            format!("Keep the comment under {MAX_CHARS} characters."),
        ));
    }
    Ok(body)
}

fn author(permit: &Permit<MayComment>) -> Result<AccountId, Error> {
    permit
        .actor()
        .account()
        .ok_or_else(|| Error::invalid("account", "Only a person comments."))
}

/// Counts comments that came or went; answers the application's job.
async fn count(
    tx: &mut Tx,
    organization: OrganizationId,
    application: ApplicationId,
    more: i64,
) -> Result<JobId, Error> {
    query(COUNT)
        .bind(organization)
        .bind(application)
        .bind(more)
        .fetch_optional(tx.connection())
        .await?
        .ok_or(Error::NotFound)?
        .get_as("job_id")
}

async fn thread(
    tx: &mut Tx,
    permit: &Permit<MayComment>,
    application: ApplicationId,
    of: CommentId,
) -> Result<CommentId, Error> {
    let deleted =
        "The comment that this answers was deleted meanwhile. Write it as a comment of its own.";
    let gone = || Error::invalid("reply_to", deleted);
    let row = query(THREAD)
        .bind(permit.organization())
        .bind(application)
        .bind(of)
        .fetch_optional(tx.connection())
        .await?
        .ok_or_else(gone)?;
    if Reader::of(permit).reads(row.get_as("account_id")?, row.get_as("shown_at")?) {
        row.get_as("thread")
    } else {
        Err(gone())
    }
}

/// What a mention in a comment is about.
fn about(job: JobId, application: ApplicationId, by: AccountId) -> About {
    About {
        job: Some(job),
        application: Some(application),
        by: Some(by),
        ..About::default()
    }
}

/// One comment.
///
/// # Errors
/// [`Error::NotFound`], also if it is not for whoever asks.
pub async fn read<C>(store: &Store, permit: &Permit<C>, id: CommentId) -> Result<Comment, Error> {
    let mut connection = store.database().reader().await?;
    let row = query(READ)
        .bind(permit.organization())
        .bind(id)
        .fetch_optional(&mut *connection)
        .await?
        .ok_or(Error::NotFound)?;
    may_read(&mut connection, permit, row.get_as("application_id")?).await?;
    let mut read = Reader::of(permit).of_all(vec![comment(&row)?]);
    read.pop().ok_or(Error::NotFound)
}

/// The other members whom a mention in a new comment on this application tells, by name: the team, for it is internal at first.
///
/// # Errors
/// [`Error::NotFound`] if whoever asks may not.
pub async fn mentionable(
    store: &Store,
    permit: &Permit<MayComment>,
    application: ApplicationId,
) -> Result<Vec<Member>, Error> {
    let organization = permit.organization();
    let mut connection = store.database().reader().await?;
    may_read(&mut connection, permit, application).await?;
    let mut who = accounts::members_in(&mut connection, organization).await?;
    who.retain(|member| {
        member.role != Role::HiringManager && permit.actor().account() != Some(member.account)
    });
    Ok(who)
}

/// The comments on an application that whoever asks may read, oldest first; for the team a deleted one stands among them while it has answers.
///
/// # Errors
/// [`Error::NotFound`] without such an application.
pub async fn list(
    store: &Store,
    permit: &Permit<ViewJobs>,
    application: ApplicationId,
) -> Result<Vec<Comment>, Error> {
    let organization = permit.organization();
    let mut connection = store.database().reader().await?;
    may_read(&mut connection, permit, application).await?;
    let all = list_in(&mut connection, organization, application).await?;
    Ok(Reader::of(permit).of_all(all))
}

/// Refuses an application that is not there or out of sight; else its job.
async fn may_read<C>(
    connection: &mut Connection,
    permit: &Permit<C>,
    application: ApplicationId,
) -> Result<JobId, Error> {
    Seen::by(connection, permit)
        .await?
        .application(application)?;
    query(COMMENTED)
        .bind(permit.organization())
        .bind(application)
        .fetch_optional(connection)
        .await?
        .ok_or(Error::NotFound)?
        .get_as("job_id")
}

pub(crate) async fn list_in(
    connection: &mut Connection,
    organization: OrganizationId,
    application: ApplicationId,
) -> Result<Vec<Comment>, Error> {
    let rows = query(LIST)
        .bind(organization)
        .bind(application)
        .fetch_all(connection)
        .await?;
    rows.iter().map(comment).collect()
}

fn comment(row: &AnyRow) -> Result<Comment, Error> {
    Ok(Comment {
        id: row.get_as("id")?,
        account: row.get_as("account_id")?,
        account_name: row.get_as("name")?,
        body: row.get_as("body")?,
        at: row.get_as("created_at")?,
        reply_to: row.get_as("reply_to")?,
        edited_at: row.get_as("edited_at")?,
        deleted_by: row.get_as("deleted_by")?,
        shown_at: row.get_as("shown_at")?,
    })
}
