//! Files of an opportunity (cover letters among them). Scope `files:read:admin`.

use serde::Deserialize;
use serde_json::Value;

use super::{FileId, OpportunityId};
use crate::client::Client;
use crate::download::Downloaded;
use crate::error::Error;
use crate::lenient::{self, Millis};

/// A file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct File {
    /// Id.
    pub id: FileId,
    /// File name.
    #[serde(default, deserialize_with = "lenient::text")]
    pub name: Option<String>,
    /// Extension, with or without a dot.
    #[serde(default, deserialize_with = "lenient::text")]
    pub ext: Option<String>,
    /// `processing`, `processed`, `unsupported`, `error`.
    #[serde(default, deserialize_with = "lenient::text")]
    pub status: Option<String>,
    /// When it was uploaded.
    #[serde(default, deserialize_with = "lenient::time")]
    pub uploaded_at: Option<Millis>,
    /// Bytes.
    #[serde(default, deserialize_with = "lenient::integer")]
    pub size: Option<i64>,
}

impl Client {
    /// The files of an opportunity, from a list with or without its `data` envelope. One page of at most 100: Lever documents no paging here.
    pub async fn files(&self, opportunity: &OpportunityId) -> Result<Vec<File>, Error> {
        let url = self.url(&["opportunities", opportunity.as_str(), "files"])?;
        let answer: Value = match self.get(url, "/opportunities/:id/files").await {
            Err(Error::NotFound) => return Ok(Vec::new()),
            outcome => outcome?,
        };
        let list = match answer {
            Value::Object(mut envelope) => envelope.remove("data").unwrap_or_default(),
            other => other,
        };
        let Value::Array(values) = list else {
            return Err(Error::Garbage {
                what: "the list of files is not a list",
            });
        };
        Ok(values
            .into_iter()
            .filter_map(|value| serde_json::from_value(value).ok())
            .collect())
    }

    /// The bytes of a file, at most [`crate::DOWNLOAD_LIMIT`]. [`Error::Unprocessable`] where Lever could not process it.
    pub async fn download_file(
        &self,
        opportunity: &OpportunityId,
        file: &FileId,
    ) -> Result<Downloaded, Error> {
        let url = self.url(&[
            "opportunities",
            opportunity.as_str(),
            "files",
            file.as_str(),
            "download",
        ])?;
        self.download(url, "/opportunities/:id/files/:id/download")
            .await
    }
}
