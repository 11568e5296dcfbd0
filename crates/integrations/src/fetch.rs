//! The one way in: read an application from the ATS, keep it, read its documents, screen it. Run twice it changes nothing the second time.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use hiring::applications::{self, FetchedApplication, Locator, Settled, Upserted};
use hiring::documents::{self, DocumentKind, NewDocument, Reading};
use hiring::erasure::{self, Reason};
use hiring::follow_ups::is_ours;
use hiring::gaps::{self, GapKind};
use hiring::imports::Arrival;
use hiring::{ApplicationId, ImportId, IntegrationId, Millis, integrations, jobs, webhooks};

use crate::connector::{
    Connector, ConnectorError, RemoteApplication, RemoteDocument, RemoteDocumentKind,
};
use crate::tasks::{Context, TaskError};
use crate::{extraction, follow_up, screen, statuses};

/// The document that holds a cover letter typed into the form.
const TYPED_COVER_LETTER: &str = "cover_letter";
/// The document that holds the answers to the form's questions.
const ANSWERS: &str = "answers";
/// The event that tells of a deletion.
const DELETED: &str = "candidateDeleted";
/// How far back the ATS's list of deleted candidacies is read at first: it is short, and such lists may take no longer time at once.
const DELETED_WITHIN: Duration = Duration::from_secs(29 * 86_400);
/// Files beyond resumes and cover letters that are fetched, newest first: people attach whole portfolios.
const OTHER_FILES: usize = 5;
/// Files of more bytes are kept one by one, smaller ones together with the next.
const LARGE: usize = 256 << 10;

/// Why an application is fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Because {
    /// The ATS told, or a person asked.
    Asked,
    /// An import brings it in.
    Imported(ImportId),
    /// CLARA looked by itself: what a webhook should have told is a gap.
    Looked,
}

/// Fetches and screens one application.
pub(crate) async fn application(
    context: &Context,
    connector: &dyn Connector,
    integration: IntegrationId,
    remote_id: &str,
    because: Because,
) -> Result<(), TaskError> {
    let (store, permit) = (context.store(), &context.permit);
    let known = applications::by_remote_id(store, permit, integration, remote_id).await?;
    let fetch = Fetch {
        context,
        connector,
        integration,
        remote_id,
        because,
    };
    match connector.application(remote_id).await {
        Err(ConnectorError::NotFound) => fetch.not_there(&known).await,
        Ok(remote) if remote.anonymized => fetch.anonymized(&known).await,
        outcome => fetch.settle(&known, &outcome?).await,
    }
}

struct Fetch<'a> {
    context: &'a Context,
    connector: &'a dyn Connector,
    integration: IntegrationId,
    remote_id: &'a str,
    because: Because,
}

impl Fetch<'_> {
    /// Brings the store to what was fetched.
    async fn settle(&self, known: &[Locator], remote: &RemoteApplication) -> Result<(), TaskError> {
        let (store, permit) = (self.context.store(), &self.context.permit);
        let job = match &remote.job {
            Some(job) => jobs::by_remote_id(store, permit, self.integration, job).await?,
            None => None,
        };
        // Not a job that is processed: a lead without a posting, or somebody moved to another one.
        let Some(job) = job.filter(|job| job.active) else {
            return leave(self.context, known, None).await;
        };
        leave(self.context, known, Some(job.id)).await?;
        // What a stage means must be known before the first card stands somewhere.
        let integrations = &self.context.integrations;
        statuses::ensure(integrations, permit, self.connector, self.integration).await?;
        let fetched = fetched(self.integration, job.id, remote, store.now());
        let standing = follow_up::standing(remote, store.now());
        let kept = applications::upsert_standing(store, permit, &fetched, Some(standing)).await?;
        if kept.created {
            self.gap(GapKind::Created, Some(fetched.applied_at)).await?;
        } else if kept.moved {
            self.gap(GapKind::Moved, remote.updated_at).await?;
        }
        let has_resume = materials(self.context, self.connector, &kept, remote).await?;
        follow_up::consider(self.context, kept.application, standing).await?;
        let settled = Settled {
            updated_at: remote.updated_at,
            has_resume,
        };
        screen::application(
            self.context,
            kept.application,
            Some(settled),
            self.arrival(),
        )
        .await
    }

    /// What an import counts.
    fn arrival(&self) -> Option<Arrival<'_>> {
        match self.because {
            Because::Imported(import) => Some(Arrival {
                import,
                remote_id: self.remote_id,
                row: &self.context.leased,
            }),
            Because::Asked | Because::Looked => None,
        }
    }

    /// The ATS does not know it. It leaves the board; and if it was deleted there, everything that is known of it is erased. A list or a delivery
    /// must say so: an ATS that is out of order, or the wrong account, must not empty CLARA.
    async fn not_there(&self, known: &[Locator]) -> Result<(), TaskError> {
        if known.is_empty() {
            return Ok(());
        }
        if self.was_deleted().await? {
            if known.iter().any(|place| !place.removed) {
                self.gap(GapKind::Deleted, None).await?;
            }
            for place in known {
                let (store, permit) = (self.context.store(), &self.context.permit);
                erasure::application(store, permit, place.application, Reason::Deleted).await?;
            }
            return Ok(());
        }
        leave(self.context, known, None).await
    }

    async fn was_deleted(&self) -> Result<bool, TaskError> {
        let (store, permit) = (self.context.store(), &self.context.permit);
        let told = webhooks::told(store, permit, self.integration, self.remote_id, DELETED).await?;
        if told {
            return Ok(true);
        }
        let lately = store.now().before(DELETED_WITHIN);
        if self.is_listed_as_deleted(lately).await? {
            return Ok(true);
        }
        // Whoever was deleted while CLARA had no access for longer than that.
        let known = integrations::read(store, permit, self.integration).await?;
        Ok(known.created_at < lately && self.is_listed_as_deleted(known.created_at).await?)
    }

    async fn is_listed_as_deleted(&self, since: Millis) -> Result<bool, TaskError> {
        let mut after = None;
        loop {
            let page = match self.connector.deleted_since(since, after.take()).await {
                // Then nobody says so.
                Err(
                    ConnectorError::NotFound | ConnectorError::Forbidden | ConnectorError::Refused,
                ) => return Ok(false),
                outcome => outcome?,
            };
            if page.applications.iter().any(|id| id == self.remote_id) {
                return Ok(true);
            }
            after = page.next;
            if after.is_none() {
                return Ok(false);
            }
        }
    }

    /// The person was anonymized in the ATS: nothing of them is taken in, and what is here of them goes, on whatever job.
    async fn anonymized(&self, known: &[Locator]) -> Result<(), TaskError> {
        let (store, permit) = (self.context.store(), &self.context.permit);
        for place in known {
            erasure::person(store, permit, place.application, Reason::Anonymized).await?;
        }
        Ok(())
    }

    /// Notes that no webhook told, where one should have. Without a time it happened since the last fetch, so just now at the latest.
    async fn gap(&self, kind: GapKind, at: Option<hiring::Millis>) -> Result<(), TaskError> {
        if self.because != Because::Looked || self.connector.events().is_empty() {
            return Ok(());
        }
        let (store, permit) = (self.context.store(), &self.context.permit);
        let at = at.unwrap_or_else(|| store.now());
        gaps::suspect(store, permit, self.integration, self.remote_id, kind, at).await?;
        Ok(())
    }
}

/// Takes the candidacy off every board but `stays`.
async fn leave(
    context: &Context,
    known: &[Locator],
    stays: Option<hiring::JobId>,
) -> Result<(), TaskError> {
    for place in known {
        if Some(place.job) != stays && !place.removed {
            applications::remove(context.store(), &context.permit, place.application).await?;
        }
    }
    Ok(())
}

pub(crate) fn fetched(
    integration: IntegrationId,
    job: hiring::JobId,
    remote: &RemoteApplication,
    now: hiring::Millis,
) -> FetchedApplication {
    let applied_at = remote.applied_at.unwrap_or(now);
    FetchedApplication {
        integration: Some(integration),
        job,
        candidate: remote.candidate.clone(),
        remote_id: Some(remote.id.clone()),
        remote_application_id: remote.application_id.clone(),
        stage: remote.stage.clone(),
        archived: remote
            .archived
            .as_ref()
            .map(|archived| (archived.reason.clone(), archived.at.unwrap_or(applied_at))),
        source: remote.source.clone(),
        origin: remote.origin.clone(),
        url: remote.url.clone(),
        applied_at,
    }
}

/// Brings the documents up to date: new ones are fetched and read, gone ones forgotten. A document's bytes never change under its id; one that
/// could not be had before is asked for again, since the ATS may have been at work on it. Answers whether there is a resume with bytes.
async fn materials(
    context: &Context,
    connector: &dyn Connector,
    kept: &Upserted,
    remote: &RemoteApplication,
) -> Result<bool, TaskError> {
    let (store, permit, application) = (context.store(), &context.permit, kept.application);
    let there = wanted(connector.documents(&remote.id).await?);
    let known = if kept.created {
        Vec::new()
    } else {
        documents::of_application(store, permit, application).await?
    };
    let here = |id: &str| {
        let mut known = known.iter();
        known.any(|known| known.remote_id == id && known.sha256.is_some())
    };
    let (missing, here): (Vec<_>, Vec<_>) = there.iter().partition(|there| !here(&there.id));
    let is_resume = |kind| kind == RemoteDocumentKind::Resume;
    let mut has_resume = here.iter().any(|here| is_resume(here.kind));
    let mut stays: HashSet<&str> = there.iter().map(|there| &*there.id).collect();
    let mut new = Vec::new();
    for (id, typed) in typed(application, remote, store.now()) {
        stays.insert(id);
        new.push(typed);
    }
    let mut outcome = Ok(());
    for document in missing {
        let _room = context.integrations.in_hand(document.size).await;
        match download(context, connector, application, remote, document).await {
            Ok(read) => {
                has_resume |= is_resume(document.kind) && read.bytes.is_some();
                let is_large = read.bytes.as_ref().is_some_and(|bytes| bytes.len() > LARGE);
                new.push(read);
                if is_large {
                    keep(context, kept, std::mem::take(&mut new)).await?;
                }
            }
            Err(error) => {
                outcome = Err(error);
                break;
            }
        }
    }
    // What was read is kept also if the rest has to be tried again.
    keep(context, kept, new).await?;
    outcome?;
    for gone in known
        .iter()
        .filter(|known| !stays.contains(&*known.remote_id) && !is_ours(&known.remote_id))
    {
        documents::remove(store, permit, application, &gone.remote_id).await?;
    }
    Ok(has_resume)
}

async fn keep(
    context: &Context,
    kept: &Upserted,
    new: Vec<NewDocument>,
) -> Result<(), hiring::Error> {
    let (store, permit, application) = (context.store(), &context.permit, kept.application);
    if kept.created {
        return documents::put_first(store, permit, application, new).await;
    }
    documents::put_all(store, permit, application, new)
        .await
        .map(drop)
}

/// All resumes and cover letters, and the newest other files.
fn wanted(mut there: Vec<RemoteDocument>) -> Vec<RemoteDocument> {
    there.sort_by_key(|document| std::cmp::Reverse(document.uploaded_at));
    let mut others = 0;
    there.retain(|document| {
        others += usize::from(document.kind == RemoteDocumentKind::File);
        document.kind != RemoteDocumentKind::File || others <= OTHER_FILES
    });
    there
}

/// A file that cannot be had is kept as such, with the reason: a person must see that there is one.
async fn download(
    context: &Context,
    connector: &dyn Connector,
    application: ApplicationId,
    remote: &RemoteApplication,
    document: &RemoteDocument,
) -> Result<NewDocument, TaskError> {
    let unreadable = |reason: &str| extraction::Extracted {
        media_type: "application/octet-stream".to_owned(),
        reading: Reading::Unreadable {
            reason: reason.to_owned(),
        },
    };
    let (bytes, extracted) = match connector.download(&remote.id, document).await {
        Ok(bytes) => {
            let bytes = Arc::new(bytes);
            let extracted = extraction::read(context, Arc::clone(&bytes)).await?;
            (Some(Arc::unwrap_or_clone(bytes)), extracted)
        }
        Err(ConnectorError::Unprocessable) => (
            None,
            unreadable(
                "The ATS could not process this file. Open it there, or ask for another copy.",
            ),
        ),
        Err(ConnectorError::TooLarge) => (
            None,
            unreadable(
                "This file is larger than 16 MB, which is the most CLARA reads. Ask for a smaller copy.",
            ),
        ),
        Err(ConnectorError::NotFound) => (
            None,
            unreadable(
                "The ATS lists this file but does not have it any more. Ask for another copy.",
            ),
        ),
        Err(ConnectorError::Forbidden | ConnectorError::Refused) => (
            None,
            unreadable("The ATS does not let CLARA download this file. Open it there."),
        ),
        Err(error) => return Err(error.into()),
    };
    Ok(NewDocument {
        application,
        remote_id: document.id.clone(),
        kind: match document.kind {
            RemoteDocumentKind::Resume => DocumentKind::Resume,
            RemoteDocumentKind::CoverLetter => DocumentKind::CoverLetter,
            RemoteDocumentKind::File => DocumentKind::File,
        },
        name: document.name.clone(),
        media_type: extracted.media_type,
        bytes,
        reading: extracted.reading,
        uploaded_at: document
            .uploaded_at
            .or(remote.applied_at)
            .unwrap_or_default(),
    })
}

/// What was typed into the application form.
fn typed(
    application: ApplicationId,
    remote: &RemoteApplication,
    now: hiring::Millis,
) -> Vec<(&'static str, NewDocument)> {
    let document = |id: &'static str, kind, name: &str, text: String| {
        let new = NewDocument {
            application,
            remote_id: id.to_owned(),
            kind,
            name: name.to_owned(),
            media_type: "text/plain".to_owned(),
            bytes: None,
            reading: Reading::Text {
                text,
                hidden: Vec::new(),
            },
            uploaded_at: remote.applied_at.unwrap_or(now),
        };
        (id, new)
    };
    let mut typed = Vec::new();
    if let Some(letter) = &remote.cover_letter {
        typed.push(document(
            TYPED_COVER_LETTER,
            DocumentKind::CoverLetter,
            "Cover letter",
            letter.clone(),
        ));
    }
    if !remote.answers.is_empty() {
        let answers: Vec<String> = remote
            .answers
            .iter()
            .map(|(question, answer)| format!("{question}\n{answer}"))
            .collect();
        typed.push(document(
            ANSWERS,
            DocumentKind::Answers,
            "Answers",
            answers.join("\n\n"),
        ));
    }
    typed
}
