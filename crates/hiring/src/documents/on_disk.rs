//! A document on its way in: its bytes are kept first, then its row, where it differs from the one before.

use sqlx::any::AnyRow;
use sqlx::query;

use super::{DocumentKind, NewDocument, Put, Reading, UPSERT};
use crate::db::{Json, RowExt, Tx};
use crate::{ApplicationId, DocumentId, Error, Millis, OrganizationId, Store, files};

/// A document whose bytes are kept, and whose row is not yet.
pub(super) struct OnDisk {
    pub(super) remote_id: String,
    kind: DocumentKind,
    name: String,
    media_type: String,
    sha256: Option<String>,
    size: usize,
    text: Option<String>,
    hidden: Vec<String>,
    unreadable: Option<String>,
    uploaded_at: Millis,
}

impl OnDisk {
    /// Keeps the bytes.
    pub(super) async fn of(
        store: &Store,
        organization: OrganizationId,
        document: NewDocument,
    ) -> Result<Self, Error> {
        let size = document.bytes.as_ref().map(Vec::len);
        let sha256 = match document.bytes {
            Some(bytes) => Some(files::put(store, organization, bytes).await?),
            None => None,
        };
        let (text, hidden, unreadable) = match document.reading {
            Reading::Text { text, hidden } => (Some(text), hidden, None),
            Reading::Unreadable { reason } => (None, Vec::new(), Some(reason)),
        };
        Ok(Self {
            remote_id: document.remote_id,
            kind: document.kind,
            name: document.name,
            media_type: document.media_type,
            sha256,
            size: size.or(text.as_ref().map(String::len)).unwrap_or(0),
            text,
            hidden,
            unreadable,
            uploaded_at: document.uploaded_at,
        })
    }

    /// Writes the row, unless it says what is known.
    pub(super) async fn put(
        self,
        tx: &mut Tx,
        organization: OrganizationId,
        application: ApplicationId,
        known: Option<&AnyRow>,
    ) -> Result<Put, Error> {
        let now = tx.now();
        let fresh = DocumentId::fresh();
        let mut document = fresh;
        if let Some(row) = known {
            document = row.get_as("id")?;
            if self.is(row)? {
                return Ok(Put {
                    document,
                    changed: false,
                });
            }
        }
        tx.execute(
            query(UPSERT)
                .bind(organization)
                .bind(fresh)
                .bind(application)
                .bind(self.remote_id)
                .bind(self.kind)
                .bind(self.name)
                .bind(self.media_type)
                .bind(self.sha256)
                .bind(i64::try_from(self.size).unwrap_or(i64::MAX))
                .bind(self.text)
                .bind(Json(self.hidden))
                .bind(self.unreadable)
                .bind(self.uploaded_at)
                .bind(now),
        )
        .await?;
        Ok(Put {
            document,
            changed: true,
        })
    }

    /// Whether it is what is known already.
    fn is(&self, row: &AnyRow) -> Result<bool, Error> {
        Ok(row.get_as::<Option<String>>("sha256")? == self.sha256
            && row.get_as::<Option<String>>("body")? == self.text
            && row.get_as::<Option<String>>("unreadable")? == self.unreadable
            && row.json::<Vec<String>>("hidden")? == self.hidden
            && row.get_as::<DocumentKind>("kind")? == self.kind
            && row.get_as::<String>("name")? == self.name)
    }
}
