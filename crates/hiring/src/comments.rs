//! Comments: internal words on an application.

use serde_json::json;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use sqlx::query;

use crate::api_tokens::RequestKey;
use crate::api_tokens::requests::{self, Begun};
use crate::db::{RowExt, Tx, statements_block};
use crate::events::{EventKind, Pending};
use crate::notifications::{About, mentions};
use crate::permission::{Comment as MayComment, ViewJobs};
use crate::shares::access::Seen;
use crate::{
    AccountId, ApplicationId, CommentId, Error, Millis, OrganizationId, Permit, Store, audit,
};

/// Longest comment, in characters.
pub const MAX_CHARS: usize = 10_000;

statements_block! {
    COUNT = "UPDATE applications SET comments = comments + 1 WHERE organization_id = $1 AND id = $2 AND removed_at IS NULL RETURNING job_id";
    INSERT = "INSERT INTO comments (organization_id, id, application_id, account_id, body, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    LIST = "SELECT c.id, c.account_id, a.name, c.body, c.created_at FROM comments c JOIN accounts a ON a.id = c.account_id \
        WHERE c.organization_id = $1 AND c.application_id = $2 ORDER BY c.created_at, c.id";
    COMMENTED = "SELECT id FROM applications WHERE organization_id = $1 AND id = $2 AND removed_at IS NULL";
    READ = "SELECT c.id, c.account_id, a.name, c.body, c.created_at FROM comments c JOIN accounts a ON a.id = c.account_id \
        WHERE c.organization_id = $1 AND c.id = $2";
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
    /// Plain text.
    pub body: String,
    /// When.
    pub at: Millis,
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
    let id = add_in(&mut tx, permit, application, body).await?;
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
    let id = add_in(&mut tx, permit, application, body).await?;
    requests::finish(tx, permit, key, &id).await?;
    Ok(id)
}

async fn add_in(
    tx: &mut Tx,
    permit: &Permit<MayComment>,
    application: ApplicationId,
    body: &str,
) -> Result<CommentId, Error> {
    Seen::by(tx.connection(), permit)
        .await?
        .application(application)?;
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
    let account = permit
        .actor()
        .account()
        .ok_or_else(|| Error::invalid("account", "Only a person comments."))?;
    let organization = permit.organization();
    let now = tx.now();
    let row = query(COUNT)
        .bind(organization)
        .bind(application)
        .fetch_optional(tx.connection())
        .await?
        .ok_or(Error::NotFound)?;
    let id = CommentId::fresh();
    query(INSERT)
        .bind(organization)
        .bind(id)
        .bind(application)
        .bind(account)
        .bind(body)
        .bind(now)
        .execute(tx.connection())
        .await?;
    audit::record(
        tx,
        permit,
        "comment.add",
        &application.to_string(),
        &json!({ "comment": id }),
    )
    .await?;
    let job = row.get_as("job_id")?;
    tx.tell(
        organization,
        Pending::of_application(EventKind::Comment, job, application),
    );
    let about = About {
        job: Some(job),
        application: Some(application),
        by: Some(account),
        ..About::default()
    };
    mentions::tell(tx, organization, body, &about).await?;
    Ok(id)
}

/// One comment.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn read<C>(store: &Store, permit: &Permit<C>, id: CommentId) -> Result<Comment, Error> {
    permit.sees_unshared()?;
    let row = query(READ)
        .bind(permit.organization())
        .bind(id)
        .fetch_optional(&mut *store.database().reader().await?)
        .await?;
    comment(&row.ok_or(Error::NotFound)?)
}

/// The comments on an application, oldest first.
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
    Seen::by(&mut connection, permit)
        .await?
        .application(application)?;
    query(COMMENTED)
        .bind(organization)
        .bind(application)
        .fetch_optional(&mut *connection)
        .await?
        .ok_or(Error::NotFound)?;
    list_in(&mut connection, organization, application).await
}

pub(crate) async fn list_in(
    connection: &mut AnyConnection,
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
    })
}
