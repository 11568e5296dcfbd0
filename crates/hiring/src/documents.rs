//! Documents: an application's materials, as bytes (files) and as the text a person can see.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use sqlx::query;

use crate::applications::materials::inputs_changed;
use crate::db::{Json, RowExt, statements_block, text_enum};
use crate::permission::{Operate, ViewJobs};
use crate::shares::access::Seen;
use crate::{ApplicationId, DocumentId, Error, Millis, OrganizationId, Permit, Store, files};

/// The columns a [`Document`] is read from.
macro_rules! document_columns {
    () => {
        "id, application_id, remote_id, kind, name, media_type, sha256, size, hidden, unreadable, uploaded_at"
    };
}

statements_block! {
    KNOWN = "SELECT id, sha256, body, hidden, unreadable, kind, name FROM documents WHERE organization_id = $1 AND application_id = $2 AND remote_id = $3";
    UPSERT = "INSERT INTO documents (organization_id, id, application_id, remote_id, kind, name, media_type, sha256, size, body, hidden, unreadable, uploaded_at, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) \
        ON CONFLICT (organization_id, application_id, remote_id) DO UPDATE SET kind = excluded.kind, name = excluded.name, media_type = excluded.media_type, \
        sha256 = excluded.sha256, size = excluded.size, body = excluded.body, hidden = excluded.hidden, unreadable = excluded.unreadable, uploaded_at = excluded.uploaded_at \
        RETURNING id";
    LIST = concat!("SELECT ", document_columns!(), " FROM documents WHERE organization_id = $1 AND application_id = $2 ORDER BY kind, uploaded_at DESC, id DESC");
    READ = concat!("SELECT ", document_columns!(), " FROM documents WHERE organization_id = $1 AND id = $2");
    TEXT = "SELECT body FROM documents WHERE organization_id = $1 AND id = $2";
    DELETE = "DELETE FROM documents WHERE organization_id = $1 AND application_id = $2 AND remote_id = $3";
}

text_enum! {
    /// What a document is.
    pub enum DocumentKind {
        /// A resume; the newest one counts.
        Resume = "resume",
        /// A cover letter.
        CoverLetter = "cover_letter",
        /// Answers to questions.
        Answers = "answers",
        /// Anything else; shown, never scored.
        File = "file",
    }
}

/// What reading a document gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The text a person can see, pages joined by a form feed, and words found that no person sees.
    Text {
        /// Visible text.
        text: String,
        /// Hidden words; flagged, never counted.
        hidden: Vec<String>,
    },
    /// Nothing could be read: why, for people ("No text in this PDF: it may be a scan").
    Unreadable {
        /// Why.
        reason: String,
    },
}

/// A document as it comes in.
#[derive(Clone, Debug)]
pub struct NewDocument {
    /// Of which application.
    pub application: ApplicationId,
    /// The ATS's id of it, or a fixed word for what has none (`answers`): the same id again replaces it.
    pub remote_id: String,
    /// What it is.
    pub kind: DocumentKind,
    /// File name, or a heading.
    pub name: String,
    /// By its bytes: `application/pdf`, ….
    pub media_type: String,
    /// The bytes; none for what is text alone.
    pub bytes: Option<Vec<u8>>,
    /// What reading it gave.
    pub reading: Reading,
    /// When the candidate gave it.
    pub uploaded_at: Millis,
}

/// A document, without text and bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Id.
    pub id: DocumentId,
    /// Of which application.
    pub application: ApplicationId,
    /// The ATS's id of it.
    pub remote_id: String,
    /// What it is.
    pub kind: DocumentKind,
    /// File name, or a heading.
    pub name: String,
    /// By its bytes.
    pub media_type: String,
    /// Of its bytes; none for what is text alone.
    pub sha256: Option<String>,
    /// Bytes.
    pub size: u64,
    /// Hidden words.
    pub hidden: Vec<String>,
    /// Why it could not be read, if so.
    pub unreadable: Option<String>,
    /// When the candidate gave it.
    pub uploaded_at: Millis,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Put {
    /// The document.
    pub document: DocumentId,
    /// It is new, or its content or reading differs from before.
    pub changed: bool,
}

/// Keeps a document: bytes first (content-addressed, durable), then its row.
///
/// # Errors
/// [`Error::NotFound`] if the application is not here.
pub async fn put(
    store: &Store,
    permit: &Permit<Operate>,
    document: NewDocument,
) -> Result<Put, Error> {
    let organization = permit.organization();
    crate::applications::locate(store, permit, document.application).await?;
    let size = document.bytes.as_ref().map(Vec::len);
    let sha256 = match document.bytes {
        Some(bytes) => Some(files::put(store, organization, bytes).await?),
        None => None,
    };
    let (text, hidden, unreadable) = match document.reading {
        Reading::Text { text, hidden } => (Some(text), hidden, None),
        Reading::Unreadable { reason } => (None, Vec::new(), Some(reason)),
    };
    let size = size.or(text.as_ref().map(String::len)).unwrap_or(0);
    let mut tx = store.begin().await?;
    let now = tx.now();
    let known = query(KNOWN)
        .bind(organization)
        .bind(document.application)
        .bind(&*document.remote_id)
        .fetch_optional(tx.connection())
        .await?;
    if let Some(row) = known {
        let same = row.get_as::<Option<String>>("sha256")? == sha256
            && row.get_as::<Option<String>>("body")? == text
            && row.get_as::<Option<String>>("unreadable")? == unreadable
            && row.json::<Vec<String>>("hidden")? == hidden
            && row.get_as::<DocumentKind>("kind")? == document.kind
            && row.get_as::<String>("name")? == document.name;
        if same {
            return Ok(Put {
                document: row.get_as("id")?,
                changed: false,
            });
        }
    }
    let row = query(UPSERT)
        .bind(organization)
        .bind(DocumentId::fresh())
        .bind(document.application)
        .bind(&*document.remote_id)
        .bind(document.kind)
        .bind(&*document.name)
        .bind(&*document.media_type)
        .bind(sha256)
        .bind(i64::try_from(size).unwrap_or(i64::MAX))
        .bind(text)
        .bind(Json(hidden))
        .bind(unreadable)
        .bind(document.uploaded_at)
        .bind(now)
        .fetch_one(tx.connection())
        .await?;
    let id = row.get_as("id")?;
    inputs_changed(&mut tx, organization, document.application).await?;
    tx.commit().await?;
    Ok(Put {
        document: id,
        changed: true,
    })
}

/// The documents of an application, without text: what is known already need not be fetched again.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn of_application(
    store: &Store,
    permit: &Permit<Operate>,
    application: ApplicationId,
) -> Result<Vec<Document>, Error> {
    list_in(
        &mut *store.database().reader().await?,
        permit.organization(),
        application,
    )
    .await
}

/// Forgets a document that is gone in the ATS. True if it was here.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn remove(
    store: &Store,
    permit: &Permit<Operate>,
    application: ApplicationId,
    remote_id: &str,
) -> Result<bool, Error> {
    let mut tx = store.begin().await?;
    let removed = query(DELETE)
        .bind(permit.organization())
        .bind(application)
        .bind(remote_id)
        .execute(tx.connection())
        .await?;
    inputs_changed(&mut tx, permit.organization(), application).await?;
    tx.commit().await?;
    Ok(removed.rows_affected() > 0)
}

/// A document's description.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn read(
    store: &Store,
    permit: &Permit<ViewJobs>,
    id: DocumentId,
) -> Result<Document, Error> {
    let mut connection = store.database().reader().await?;
    let row = query(READ)
        .bind(permit.organization())
        .bind(id)
        .fetch_optional(&mut *connection)
        .await?;
    let document = document(&row.ok_or(Error::NotFound)?)?;
    Seen::by(&mut connection, permit)
        .await?
        .application(document.application)?;
    Ok(document)
}

/// A document and its bytes.
///
/// # Errors
/// [`Error::NotFound`], also for what is text alone.
pub async fn bytes(
    store: &Store,
    permit: &Permit<ViewJobs>,
    id: DocumentId,
) -> Result<(Document, Vec<u8>), Error> {
    let document = read(store, permit, id).await?;
    let sha256 = document.sha256.clone().ok_or(Error::NotFound)?;
    let bytes = files::get(store, permit.organization(), sha256).await?;
    Ok((document, bytes))
}

/// A document's visible text, pages joined by a form feed; none if it could not be read.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn text(
    store: &Store,
    permit: &Permit<ViewJobs>,
    id: DocumentId,
) -> Result<Option<String>, Error> {
    let document = read(store, permit, id).await?;
    text_in(
        &mut *store.database().reader().await?,
        permit.organization(),
        document.id,
    )
    .await
}

pub(crate) async fn text_in(
    connection: &mut AnyConnection,
    organization: OrganizationId,
    id: DocumentId,
) -> Result<Option<String>, Error> {
    query(TEXT)
        .bind(organization)
        .bind(id)
        .fetch_optional(connection)
        .await?
        .ok_or(Error::NotFound)?
        .get_as("body")
}

pub(crate) async fn list_in(
    connection: &mut AnyConnection,
    organization: OrganizationId,
    application: ApplicationId,
) -> Result<Vec<Document>, Error> {
    query(LIST)
        .bind(organization)
        .bind(application)
        .fetch_all(connection)
        .await?
        .iter()
        .map(document)
        .collect()
}

fn document(row: &AnyRow) -> Result<Document, Error> {
    Ok(Document {
        id: row.get_as("id")?,
        application: row.get_as("application_id")?,
        remote_id: row.get_as("remote_id")?,
        kind: row.get_as("kind")?,
        name: row.get_as("name")?,
        media_type: row.get_as("media_type")?,
        sha256: row.get_as("sha256")?,
        size: row.count("size")?,
        hidden: row.json("hidden")?,
        unreadable: row.get_as("unreadable")?,
        uploaded_at: row.get_as("uploaded_at")?,
    })
}
