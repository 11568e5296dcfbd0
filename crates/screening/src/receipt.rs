//! The receipt of a screening: everything that went in, so that anyone can compute it again and see the same bytes come out.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::date::Date;
use crate::model::{Document, DocumentKind, Override, RequirementSet};
use crate::proposals::Proposals;
use crate::scoring::Thresholds;

/// What went into a screening.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    /// [`crate::ENGINE`].
    pub engine: String,
    /// What "Present" means.
    pub as_of: Date,
    /// SHA-256 of the requirement set's JSON, in hex.
    pub requirement_set: String,
    /// The documents.
    pub documents: Vec<DocumentReceipt>,
    /// What a model proposed.
    pub proposals: Proposals,
    /// A person's verdicts.
    pub overrides: Vec<Override>,
    /// Where the columns began.
    pub thresholds: Thresholds,
}

/// One document that went in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentReceipt {
    /// [`Document::id`].
    pub id: String,
    /// What it is.
    pub kind: DocumentKind,
    /// SHA-256 of its visible text in UTF-8, in hex.
    pub sha256: String,
}

impl Receipt {
    /// Records the inputs.
    pub(crate) fn new(
        set: &RequirementSet,
        documents: &[Document],
        as_of: Date,
        proposals: Proposals,
        overrides: &[Override],
        thresholds: Thresholds,
    ) -> Self {
        // Strings, numbers and enumerations only: JSON cannot refuse them, and a weight that is no number is written as null.
        let json = serde_json::to_vec(set).unwrap_or_default();
        let documents = documents.iter().map(|document| DocumentReceipt {
            id: document.id.clone(),
            kind: document.kind,
            sha256: sha256(document.text.as_bytes()),
        });
        Self {
            engine: crate::ENGINE.to_owned(),
            as_of,
            requirement_set: sha256(&json),
            documents: documents.collect(),
            proposals,
            overrides: overrides.to_vec(),
            thresholds,
        }
    }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
