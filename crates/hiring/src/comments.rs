//! Comments: internal words on an application.

use sqlx::AnyConnection;
use sqlx::query;

use crate::db::{RowExt, statements_block};
use crate::events::{EventKind, Pending};
use crate::permission::{Comment as MayComment, ViewJobs};
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
    permit.sees_unshared()?;
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
    let mut tx = store.begin().await?;
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
        &mut tx,
        permit,
        "comment.add",
        &application.to_string(),
        &serde_json::json!({ "comment": id }),
    )
    .await?;
    tx.tell(
        organization,
        Pending::of_application(EventKind::Comment, row.get_as("job_id")?, application),
    );
    tx.commit().await?;
    Ok(id)
}

/// The comments on an application, oldest first.
///
/// # Errors
/// [`Error::NotFound`] for a hiring manager.
pub async fn list(
    store: &Store,
    permit: &Permit<ViewJobs>,
    application: ApplicationId,
) -> Result<Vec<Comment>, Error> {
    permit.sees_unshared()?;
    list_in(
        &mut *store.database().reader().await?,
        permit.organization(),
        application,
    )
    .await
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
    rows.iter()
        .map(|row| {
            Ok(Comment {
                id: row.get_as("id")?,
                account: row.get_as("account_id")?,
                account_name: row.get_as("name")?,
                body: row.get_as("body")?,
                at: row.get_as("created_at")?,
            })
        })
        .collect()
}
