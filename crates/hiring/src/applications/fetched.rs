//! An application as an ATS gives it.

use super::Phone;
use crate::status_mapping::StatusKind;
use crate::{IntegrationId, JobId, Millis};

/// An opaque id of the ATS and the words it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The ATS's id.
    pub id: String,
    /// For people.
    pub text: String,
}

/// A person as an ATS gives them. Anything may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FetchedCandidate {
    /// The ATS's id of the person; none: one that no ATS knows, never the same as another.
    pub remote_id: Option<String>,
    /// Name.
    pub name: String,
    /// Headline.
    pub headline: String,
    /// Place.
    pub location: String,
    /// Mail addresses.
    pub emails: Vec<String>,
    /// Telephone numbers.
    pub phones: Vec<Phone>,
    /// Links.
    pub links: Vec<String>,
}

/// One candidacy as an ATS gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchedApplication {
    /// Through which connection.
    pub integration: Option<IntegrationId>,
    /// On which job.
    pub job: JobId,
    /// Who.
    pub candidate: FetchedCandidate,
    /// The ATS's id of the candidacy (Lever: the opportunity).
    pub remote_id: Option<String>,
    /// Its id of the application inside, where it has one.
    pub remote_application_id: Option<String>,
    /// Where it stands there.
    pub stage: Option<Label>,
    /// Why and when it was archived there.
    pub archived: Option<(Label, Millis)>,
    /// Where it came from.
    pub source: Option<String>,
    /// applied, referred, sourced, ….
    pub origin: Option<String>,
    /// Its page in the ATS.
    pub url: Option<String>,
    /// When the candidate applied.
    pub applied_at: Millis,
}

/// What a card or a profile shows of a fetch, to tell whether anything changed.
pub(super) type Shown = (Vec<Option<String>>, Option<Millis>, Millis, bool);

impl FetchedApplication {
    /// Its status there: why it ended, or else the stage in which it stands.
    pub(crate) fn status(&self) -> Option<(StatusKind, &Label)> {
        let reason = self.archived.as_ref().map(|(reason, _)| reason);
        let ended = reason.map(|reason| (StatusKind::ArchiveReason, reason));
        ended.or_else(|| Some((StatusKind::Stage, self.stage.as_ref()?)))
    }

    pub(super) fn shown(&self) -> Shown {
        let (reason, at) = self
            .archived
            .as_ref()
            .map(|(reason, at)| (reason, *at))
            .unzip();
        let texts = vec![
            Some(self.candidate.name.clone()),
            self.remote_application_id.clone(),
            self.stage.as_ref().map(|stage| stage.id.clone()),
            self.stage.as_ref().map(|stage| stage.text.clone()),
            reason.map(|reason| reason.id.clone()),
            reason.map(|reason| reason.text.clone()),
            self.source.clone(),
            self.origin.clone(),
            self.url.clone(),
        ];
        (texts, at, self.applied_at, false)
    }
}
