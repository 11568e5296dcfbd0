//! A document's bytes, read in the sandbox, as the store takes it.

use std::sync::Arc;

use documents::{Extracted as Text, Format};
use hiring::documents::Reading;

use crate::tasks::{Context, TaskError};

/// What reading a document gave.
pub(crate) struct Extracted {
    /// By its bytes.
    pub(crate) media_type: String,
    /// Text, or why there is none.
    pub(crate) reading: Reading,
}

/// Reads a document. Its name is not believed; a file that cannot be read is a result, not an error.
pub(crate) async fn read(context: &Context, bytes: Arc<Vec<u8>>) -> Result<Extracted, TaskError> {
    let _core = context.integrations.core(context.is_bulk()).await;
    let readers = Arc::clone(context.integrations.readers());
    let owner = context.permit.organization().to_string();
    let outcome = tokio::task::spawn_blocking(move || readers.extract(&owner, &bytes))
        .await
        .map_err(|_| TaskError::Retry("reader_stopped"))?;
    match outcome {
        Ok(text) => Ok(Extracted {
            media_type: media_type(text.format).to_owned(),
            reading: reading(&text),
        }),
        // Nothing is wrong with the document.
        Err(unreadable) if unreadable.is_temporary() => Err(TaskError::Retry("reader_not_started")),
        Err(unreadable) => Ok(Extracted {
            media_type: "application/octet-stream".to_owned(),
            reading: Reading::Unreadable {
                reason: unreadable.to_string(),
            },
        }),
    }
}

fn reading(text: &Text) -> Reading {
    Reading::Text {
        text: text.text(),
        hidden: text
            .hidden
            .iter()
            .map(|hidden| hidden.text.clone())
            .collect(),
    }
}

fn media_type(format: Format) -> &'static str {
    match format {
        Format::Pdf => "application/pdf",
        Format::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Format::Text => "text/plain",
        Format::Html => "text/html",
    }
}
