//! Lever behind [`Connector`]: each call.

mod asked;
mod deliveries;
mod description;
mod errors;
mod tokens;
mod translate;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use hiring::status_mapping::FetchedStatus;
use hiring::{Millis, Secret};
use lever::resources::{
    ArchiveReason, ArchiveReasonId, Expand, FileId, NewNote, NoteId, Opportunity,
    OpportunityFilter, OpportunityId, PostingFilter, PostingId, ResumeId, StageId, WebhookEvent,
    WebhookId,
};
use lever::{Client, Error, Pace, Priority, Refreshing, Usage};
use tokio::sync::Mutex;

use asked::{CALLS_PER_APPLICATION, EVENTS, OF_POSTING};
pub use asked::{SCOPES, WRITE_BACK_SCOPE};
pub(crate) use deliveries::{is_ping, read_delivery};
use errors::is_forbidden;
pub(crate) use tokens::{StoredTokens, token_set};

use crate::connector::{
    Connector, ConnectorError, RemoteApplication, RemoteArchived, RemoteDeleted, RemoteDocument,
    RemoteDocumentKind, RemoteJob, RemoteListing, RemotePage, RemoteWebhook,
};

/// One connected Lever account.
#[derive(Clone)]
pub(crate) struct LeverConnector {
    client: Client,
    pace: Pace,
    tokens: Refreshing<StoredTokens>,
    /// Archive reasons change rarely: read once, and again when an unknown one turns up.
    reasons: Arc<Mutex<HashMap<ArchiveReasonId, ArchiveReason>>>,
}

impl LeverConnector {
    pub(crate) fn new(client: Client, pace: Pace, tokens: Refreshing<StoredTokens>) -> Self {
        Self {
            client,
            pace,
            tokens,
            reasons: Arc::default(),
        }
    }

    /// Whether there are postings that CLARA may read: where there are none, a permission is missing.
    async fn shows_postings(&self) -> Result<bool, Error> {
        let filter = PostingFilter {
            limit: Some(1),
            ..PostingFilter::default()
        };
        let page = self.client.postings(&filter).next().await;
        if is_forbidden(&page) {
            return Ok(false);
        }
        page.map(|_| true)
    }

    async fn archive_reason(&self, id: &ArchiveReasonId) -> Result<Option<ArchiveReason>, Error> {
        let mut known = self.reasons.lock().await;
        if !known.contains_key(id) {
            let all = self.client.archive_reasons().all().await?;
            known.extend(all.into_iter().map(|reason| (reason.id.clone(), reason)));
        }
        Ok(known.get(id).cloned())
    }

    async fn archived(&self, opportunity: &Opportunity) -> Result<Option<RemoteArchived>, Error> {
        let Some(archived) = &opportunity.archived else {
            return Ok(None);
        };
        let reason = match &archived.reason {
            Some(id) => self.archive_reason(id).await?,
            None => None,
        };
        Ok(Some(translate::archived(archived, reason.as_ref())))
    }

    async fn page(
        &self,
        filter: OpportunityFilter,
        after: Option<String>,
    ) -> Result<RemotePage, ConnectorError> {
        let page = self
            .client
            .opportunities(&filter)
            .starting_at(after)
            .next()
            .await?;
        Ok(page.map_or(
            RemotePage {
                items: Vec::new(),
                malformed: 0,
                next: None,
            },
            |page| RemotePage {
                items: page.items.iter().map(translate::change).collect(),
                malformed: page.malformed,
                next: page.next,
            },
        ))
    }
}

#[async_trait]
impl Connector for LeverConnector {
    fn for_bulk(&self) -> Arc<dyn Connector> {
        Arc::new(Self {
            client: self.client.with_priority(Priority::Import),
            ..self.clone()
        })
    }

    fn time_per_application(&self) -> Duration {
        // Reading and screening a resume takes its time, too.
        self.pace
            .time_for(CALLS_PER_APPLICATION)
            .max(Duration::from_millis(5))
    }

    fn usage(&self) -> Option<Usage> {
        Some(self.client.usage())
    }

    fn events(&self) -> &'static [&'static str] {
        EVENTS
    }

    fn takes_notes(&self) -> bool {
        true
    }

    async fn jobs(&self) -> Result<Vec<RemoteJob>, ConnectorError> {
        let filter = PostingFilter {
            expand: OF_POSTING.to_vec(),
            ..PostingFilter::default()
        };
        let mut postings = self.client.postings(&filter).all().await;
        if is_forbidden(&postings) {
            let plain = PostingFilter::default();
            postings = self.client.postings(&plain).all().await;
        }
        Ok(postings?.iter().map(translate::job).collect())
    }

    async fn job(&self, job: &str) -> Result<RemoteJob, ConnectorError> {
        let id = PostingId::new(job);
        let mut posting = self.client.posting(&id, OF_POSTING).await;
        if is_forbidden(&posting) {
            posting = self.client.posting(&id, &[]).await;
        }
        if is_forbidden(&posting) && self.shows_postings().await? {
            return Err(ConnectorError::Confidential);
        }
        Ok(translate::job(&posting?))
    }

    async fn applications_of(
        &self,
        job: &str,
        after: Option<String>,
    ) -> Result<RemotePage, ConnectorError> {
        let filter = OpportunityFilter {
            postings: vec![PostingId::new(job)],
            expand: vec![Expand::Applications],
            ..OpportunityFilter::default()
        };
        self.page(filter, after).await
    }

    async fn listing(
        &self,
        job: &str,
        after: Option<String>,
    ) -> Result<RemoteListing, ConnectorError> {
        let filter = OpportunityFilter {
            postings: vec![PostingId::new(job)],
            expand: vec![Expand::Applications, Expand::Stage],
            ..OpportunityFilter::default()
        };
        let page = self
            .client
            .opportunities(&filter)
            .starting_at(after)
            .next()
            .await?;
        let mut items = Vec::new();
        let mut next = None;
        if let Some(page) = page {
            for opportunity in &page.items {
                let archived = self.archived(opportunity).await?;
                items.push(translate::application(opportunity, archived));
            }
            next = page.next;
        }
        Ok(RemoteListing { items, next })
    }

    async fn deleted_since(
        &self,
        since: Millis,
        after: Option<String>,
    ) -> Result<RemoteDeleted, ConnectorError> {
        let mut pages = self
            .client
            .deleted_opportunities(lever::Millis(since.0))
            .starting_at(after);
        let (items, next) = pages
            .next()
            .await?
            .map_or((Vec::new(), None), |page| (page.items, page.next));
        Ok(RemoteDeleted {
            applications: items.iter().map(|deleted| deleted.id.to_string()).collect(),
            next,
        })
    }

    async fn statuses(&self) -> Result<Vec<FetchedStatus>, ConnectorError> {
        let stages = self.client.stages().all().await?;
        let reasons = self.client.archive_reasons().all().await?;
        let stages = stages.into_iter().map(translate::stage_status);
        let reasons = reasons.into_iter().map(translate::reason_status);
        Ok(stages.chain(reasons).collect())
    }

    async fn applications(&self, after: Option<String>) -> Result<RemotePage, ConnectorError> {
        let filter = OpportunityFilter {
            expand: vec![Expand::Applications],
            ..OpportunityFilter::default()
        };
        self.page(filter, after).await
    }

    async fn changed_since(
        &self,
        since: Millis,
        limit: u8,
        after: Option<String>,
    ) -> Result<RemotePage, ConnectorError> {
        let filter = OpportunityFilter {
            updated_at_start: Some(lever::Millis(since.0)),
            expand: vec![Expand::Applications],
            limit: Some(limit),
            ..OpportunityFilter::default()
        };
        self.page(filter, after).await
    }

    async fn application(&self, application: &str) -> Result<RemoteApplication, ConnectorError> {
        let id = OpportunityId::new(application);
        let opportunity = self
            .client
            .opportunity(&id, &[Expand::Applications, Expand::Stage])
            .await?;
        let archived = self.archived(&opportunity).await?;
        Ok(translate::application(&opportunity, archived))
    }

    async fn documents(&self, application: &str) -> Result<Vec<RemoteDocument>, ConnectorError> {
        let id = OpportunityId::new(application);
        let resumes = self.client.resumes(&id).await?;
        let mut documents: Vec<RemoteDocument> =
            resumes.iter().filter_map(translate::resume).collect();
        match self.client.files(&id).await {
            Ok(files) => documents.extend(files.iter().map(translate::file)),
            // Resumes alone are better than nothing, where files were not consented to.
            Err(Error::Forbidden { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(documents)
    }

    async fn download(
        &self,
        application: &str,
        document: &RemoteDocument,
    ) -> Result<Vec<u8>, ConnectorError> {
        let id = OpportunityId::new(application);
        let downloaded = match document.kind {
            RemoteDocumentKind::Resume => {
                self.client
                    .download_resume(&id, &ResumeId::new(&document.id))
                    .await?
            }
            RemoteDocumentKind::CoverLetter | RemoteDocumentKind::File => {
                self.client
                    .download_file(&id, &FileId::new(&document.id))
                    .await?
            }
        };
        Ok(downloaded.bytes.into())
    }

    async fn set_stage(&self, application: &str, stage: &str) -> Result<(), ConnectorError> {
        let id = OpportunityId::new(application);
        self.client.set_stage(&id, &StageId::new(stage)).await?;
        Ok(())
    }

    async fn create_note(&self, application: &str, text: &str) -> Result<String, ConnectorError> {
        let note = NewNote {
            value: text.to_owned(),
            secret: false,
        };
        let id = self
            .client
            .create_note(&OpportunityId::new(application), &note)
            .await?;
        Ok(id.to_string())
    }

    async fn find_note(
        &self,
        application: &str,
        marker: &str,
    ) -> Result<Option<String>, ConnectorError> {
        let mut pages = self.client.notes(&OpportunityId::new(application));
        while let Some(page) = pages.next().await? {
            if let Some(note) = page.items.iter().find(|note| note.contains(marker)) {
                return Ok(Some(note.id.to_string()));
            }
        }
        Ok(None)
    }

    async fn update_note(
        &self,
        application: &str,
        note: &str,
        text: &str,
    ) -> Result<(), ConnectorError> {
        self.client
            .update_note(&OpportunityId::new(application), &NoteId::new(note), text)
            .await?;
        Ok(())
    }

    async fn create_webhook(
        &self,
        event: &str,
        url: &str,
    ) -> Result<RemoteWebhook, ConnectorError> {
        let webhook = self
            .client
            .create_webhook(&WebhookEvent::from(event), url)
            .await?;
        Ok(RemoteWebhook {
            id: webhook.id.to_string(),
            signature_token: webhook
                .signature_token()
                .map(|token| Secret::new(token.secret())),
        })
    }

    async fn webhooks(&self) -> Result<Vec<(String, String)>, ConnectorError> {
        let webhooks = self.client.webhooks().all().await?;
        Ok(webhooks
            .into_iter()
            .filter_map(|webhook| Some((webhook.id.to_string(), webhook.url?)))
            .collect())
    }

    async fn test_webhooks(&self, webhooks: &[String]) -> Result<(), ConnectorError> {
        let ids: Vec<WebhookId> = webhooks.iter().map(WebhookId::new).collect();
        Ok(self.client.test_webhooks(&ids).await?)
    }

    async fn delete_webhook(&self, webhook: &str) -> Result<(), ConnectorError> {
        self.client.delete_webhook(&WebhookId::new(webhook)).await?;
        Ok(())
    }

    async fn refresh(&self) -> Result<(), ConnectorError> {
        self.tokens.refresh_now().await.map_err(Error::from)?;
        Ok(())
    }
}
