//! What a model may say: a proposal, never a verdict. Recorded in the receipt as an input, so that all after it can be recomputed bit for bit.

use serde::{Deserialize, Serialize};

use crate::matching::Materials;
use crate::model::{Document, RequirementSet};
use crate::profile::Place;

/// A passage that a model finds close in meaning to a requirement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// [`crate::model::Requirement::id`].
    pub requirement: String,
    /// [`Document::id`].
    pub document: String,
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// 0–1, rounded to a hundredth by the model's side.
    pub similarity: f64,
}

/// Everything a model proposed for one application.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Proposals {
    /// Name and version of the model; `null`: none was used.
    pub model: Option<String>,
    /// How near the resume is to the job's title, 0–1.
    pub role_fit: Option<f64>,
    /// Passages for requirements that rules find nothing on.
    pub passages: Vec<Proposal>,
}

impl Proposals {
    /// The closest passage for a requirement.
    pub(crate) fn for_requirement(&self, id: &str) -> Option<&Proposal> {
        self.passages
            .iter()
            .filter(|proposal| {
                proposal.requirement == id
                    && proposal.similarity > 0.0
                    && proposal.similarity <= 1.0
            })
            .reduce(|best, next| {
                if next.similarity > best.similarity {
                    next
                } else {
                    best
                }
            })
    }
}

impl Proposal {
    /// Where the passage stands, held within its document.
    pub(crate) fn place(&self, materials: &Materials) -> Place {
        let (document, length) = materials.document(&self.document);
        let start = self.start.min(length);
        Place {
            document,
            start,
            end: self.end.clamp(start, length),
        }
    }
}

/// Something that proposes: an embedding model.
pub trait Proposer {
    /// Proposes for one application.
    fn propose(&self, set: &RequirementSet, documents: &[Document]) -> Proposals;
}

/// Proposes nothing: the engine works by rules and taxonomy alone, and the receipt says so (`model: null`).
#[derive(Clone, Copy, Debug, Default)]
pub struct NoModel;

impl Proposer for NoModel {
    fn propose(&self, _: &RequirementSet, _: &[Document]) -> Proposals {
        Proposals::default()
    }
}
