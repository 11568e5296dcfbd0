//! Documents: an application's materials, as bytes (files) and as the text a person can see.

mod on_disk;

use std::collections::HashMap;

use sqlx::any::AnyRow;
use sqlx::query;

use crate::applications::materials::inputs_changed;
use crate::db::{Connection, RowExt, statements_block, text_enum};
use crate::permission::{Operate, ViewJobs};
use crate::shares::access::Seen;
use crate::{ApplicationId, DocumentId, Error, Millis, OrganizationId, Permit, Store, files};
use on_disk::OnDisk;

/// The columns a [`Document`] is read from.
macro_rules! document_columns {
    () => {
        "id, application_id, remote_id, kind, name, media_type, sha256, size, hidden, unreadable, uploaded_at"
    };
}

statements_block! {
    KNOWN = "SELECT remote_id, id, sha256, body, hidden, unreadable, kind, name FROM documents WHERE organization_id = $1 AND application_id = $2";
    UPSERT = "INSERT INTO documents (organization_id, id, application_id, remote_id, kind, name, media_type, sha256, size, body, hidden, unreadable, uploaded_at, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) \
        ON CONFLICT (organization_id, application_id, remote_id) DO UPDATE SET kind = excluded.kind, name = excluded.name, media_type = excluded.media_type, \
        sha256 = excluded.sha256, size = excluded.size, body = excluded.body, hidden = excluded.hidden, unreadable = excluded.unreadable, uploaded_at = excluded.uploaded_at";
    LIST = concat!("SELECT ", document_columns!(), " FROM documents WHERE organization_id = $1 AND application_id = $2 ORDER BY kind, uploaded_at DESC, id DESC");
    /// A file's text is no material of a screening, and may be long.
    MATERIALS = concat!("SELECT ", document_columns!(), ", CASE WHEN kind = 'file' THEN NULL ELSE body END AS body FROM documents \
        WHERE organization_id = $1 AND application_id = $2 ORDER BY kind, uploaded_at DESC, id DESC");
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
    let application = document.application;
    let put = put_all(store, permit, application, vec![document]).await?;
    put.into_iter().next().ok_or(Error::NotFound)
}

/// Keeps documents of one application, all or none of their rows. Answers what became of each.
///
/// # Errors
/// [`Error::NotFound`] if the application is not here.
pub async fn put_all(
    store: &Store,
    permit: &Permit<Operate>,
    application: ApplicationId,
    documents: Vec<NewDocument>,
) -> Result<Vec<Put>, Error> {
    if documents.is_empty() {
        return Ok(Vec::new());
    }
    crate::applications::locate(store, permit, application).await?;
    keep(store, permit.organization(), application, documents, true).await
}

/// [`put_all`] for an application that came in just now: nothing is looked for that cannot be there.
///
/// # Errors
/// [`Error::Unavailable`], also if the application was erased meanwhile.
pub async fn put_first(
    store: &Store,
    permit: &Permit<Operate>,
    application: ApplicationId,
    documents: Vec<NewDocument>,
) -> Result<(), Error> {
    if !documents.is_empty() {
        keep(store, permit.organization(), application, documents, false).await?;
    }
    Ok(())
}

async fn keep(
    store: &Store,
    organization: OrganizationId,
    application: ApplicationId,
    documents: Vec<NewDocument>,
    may_be_known: bool,
) -> Result<Vec<Put>, Error> {
    let mut on_disk = Vec::with_capacity(documents.len());
    for document in documents {
        on_disk.push(OnDisk::of(store, organization, document).await?);
    }
    let mut tx = store.begin().await?;
    tx.alone_on(application).await?;
    let mut known = HashMap::new();
    if may_be_known {
        for row in query(KNOWN)
            .bind(organization)
            .bind(application)
            .fetch_all(tx.connection())
            .await?
        {
            known.insert(row.get_as::<String>("remote_id")?, row);
        }
    }
    let mut put = Vec::with_capacity(on_disk.len());
    for document in on_disk {
        let known = known.get(&document.remote_id);
        put.push(
            document
                .put(&mut tx, organization, application, known)
                .await?,
        );
    }
    if put.iter().any(|put| put.changed) {
        inputs_changed(&mut tx, organization, application).await?;
        tx.commit().await?;
    }
    Ok(put)
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
    connection: &mut Connection,
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

/// What an application is screened by, with its text.
pub(crate) async fn materials_in(
    connection: &mut Connection,
    organization: OrganizationId,
    application: ApplicationId,
) -> Result<Vec<(Document, Option<String>)>, Error> {
    query(MATERIALS)
        .bind(organization)
        .bind(application)
        .fetch_all(connection)
        .await?
        .iter()
        .map(|row| Ok((document(row)?, row.get_as("body")?)))
        .collect()
}

pub(crate) async fn list_in(
    connection: &mut Connection,
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
