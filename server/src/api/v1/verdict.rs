//! How a requirement was answered, and what it asks about, as the API names them.

use screening::model;
use serde::Serialize;
use utoipa::ToSchema;

/// How a requirement was answered.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Shown.
    Met,
    /// Something close: fewer years, a lower level.
    Partly,
    /// Something contradicts it.
    NotMet,
    /// Silence, which is not a no.
    NoEvidence,
}

/// What a requirement asks about.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// A thing one knows or uses.
    HardSkill,
    /// An ability or attitude.
    PersonalSkill,
    /// Years in a field.
    Experience,
    /// A degree and its field.
    Education,
    /// A human language and its level.
    Language,
    /// A certificate or licence.
    Certification,
    /// Availability, location, permission to work and the like.
    Other,
}

impl From<model::Verdict> for Verdict {
    fn from(verdict: model::Verdict) -> Self {
        match verdict {
            model::Verdict::Met => Self::Met,
            model::Verdict::Partly => Self::Partly,
            model::Verdict::NotMet => Self::NotMet,
            model::Verdict::NoEvidence => Self::NoEvidence,
        }
    }
}

impl From<model::Category> for Category {
    fn from(category: model::Category) -> Self {
        match category {
            model::Category::HardSkill => Self::HardSkill,
            model::Category::PersonalSkill => Self::PersonalSkill,
            model::Category::Experience => Self::Experience,
            model::Category::Education => Self::Education,
            model::Category::Language => Self::Language,
            model::Category::Certification => Self::Certification,
            model::Category::Other => Self::Other,
        }
    }
}
