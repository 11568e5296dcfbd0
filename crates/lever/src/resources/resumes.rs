//! Resumes. Scope `resumes:read:admin`. The `downloadUrl` of the API needs a browser session and is not read; downloads go through the API.

use serde::Deserialize;

use super::{OpportunityId, ResumeId};
use crate::client::Client;
use crate::download::Downloaded;
use crate::error::Error;
use crate::lenient::{self, Millis};
use crate::page::Pages;

/// A resume.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Resume {
    /// Id.
    pub id: ResumeId,
    /// Absent for resumes made from a web profile.
    #[serde(default, deserialize_with = "lenient::or_default")]
    pub file: Option<ResumeFile>,
    /// When it was added.
    #[serde(default, deserialize_with = "lenient::time")]
    pub created_at: Option<Millis>,
}

/// The file of a resume.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResumeFile {
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
    /// The resumes of an opportunity. That there is none is an empty list, also where Lever says 404.
    pub async fn resumes(&self, opportunity: &OpportunityId) -> Result<Vec<Resume>, Error> {
        let url = self.url(&["opportunities", opportunity.as_str(), "resumes"]);
        match Pages::new(self.clone(), url, "/opportunities/:id/resumes")
            .all()
            .await
        {
            Err(Error::NotFound) => Ok(Vec::new()),
            outcome => outcome,
        }
    }

    /// The bytes of a resume, at most [`crate::DOWNLOAD_LIMIT`]. [`Error::Unprocessable`] where Lever could not process the file.
    pub async fn download_resume(
        &self,
        opportunity: &OpportunityId,
        resume: &ResumeId,
    ) -> Result<Downloaded, Error> {
        let url = self.url(&[
            "opportunities",
            opportunity.as_str(),
            "resumes",
            resume.as_str(),
            "download",
        ])?;
        self.download(url, "/opportunities/:id/resumes/:id/download")
            .await
    }
}
