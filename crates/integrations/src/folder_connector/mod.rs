//! A folder on the server as an ATS: each sub-folder is a job with its description and its resumes. Nobody is asked for consent, nothing is told, so
//! the folder is looked at once a minute; and nothing is ever written to it.

mod candidates;
mod folder;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use hiring::Millis;
use hiring::status_mapping::{FetchedStatus, StatusKind};
use lever::Usage;

use crate::connector::{
    Connector, ConnectorError, RemoteApplication, RemoteChange, RemoteDeleted, RemoteDocument,
    RemoteDocumentKind, RemoteJob, RemoteListing, RemotePage, RemoteWebhook,
};
pub(crate) use folder::Folder;
use folder::{Job, Resume};

/// Applications of a page.
const PAGE: usize = 100;

/// A folder behind [`Connector`].
#[derive(Clone)]
pub(crate) struct FolderConnector {
    folder: Arc<Folder>,
}

impl FolderConnector {
    pub(crate) fn new(folder: Folder) -> Self {
        Self {
            folder: Arc::new(folder),
        }
    }

    /// Files are read where waiting harms nobody.
    async fn read<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Folder) -> Result<T, ConnectorError> + Send + 'static,
    ) -> Result<T, ConnectorError> {
        let folder = Arc::clone(&self.folder);
        tokio::task::spawn_blocking(move || look(&folder))
            .await
            .map_err(|_| ConnectorError::Unavailable)?
    }

    async fn found(&self, application: &str) -> Result<(Job, Resume), ConnectorError> {
        let application = application.to_owned();
        self.read(move |folder| folder.resume(&application)).await
    }
}

/// A page of what is there; `after` is the last of the page before, so that a file which comes or goes meanwhile moves no other over the edge.
fn page(mut all: Vec<RemoteChange>, limit: usize, after: Option<&str>) -> RemotePage {
    all.retain(|change| after.is_none_or(|after| *change.application > *after));
    all.sort_by(|one, other| one.application.cmp(&other.application));
    let more = all.len() > limit;
    all.truncate(limit);
    let last = all.last().filter(|_| more);
    RemotePage {
        next: last.map(|last| last.application.clone()),
        malformed: 0,
        items: all,
    }
}

fn change(job: &Job, resume: &Resume) -> RemoteChange {
    RemoteChange {
        application: resume.application.clone(),
        job: Some(job.id.clone()),
        updated_at: Some(resume.changed_at.max(job.candidates_changed_at)),
        anonymized: false,
    }
}

fn application(
    folder: &Folder,
    job: &Job,
    resume: &Resume,
) -> Result<RemoteApplication, ConnectorError> {
    let known = folder.candidate(job, resume)?;
    let change = change(job, resume);
    Ok(RemoteApplication {
        id: change.application,
        application_id: None,
        job: change.job,
        candidate: known.person(resume),
        stage: known.stage(),
        stage_since: None,
        archived: None,
        source: Some("Folder".to_owned()),
        origin: None,
        url: None,
        applied_at: Some(resume.modified_at),
        updated_at: change.updated_at,
        cover_letter: None,
        answers: Vec::new(),
        anonymized: false,
        no_contact: false,
    })
}

fn changes(folder: &Folder) -> Result<Vec<RemoteChange>, ConnectorError> {
    let mut all = Vec::new();
    for job in folder.jobs()? {
        let resumes = folder.resumes(&job)?;
        all.extend(resumes.iter().map(|resume| change(&job, resume)));
    }
    Ok(all)
}

#[async_trait]
impl Connector for FolderConnector {
    fn for_bulk(&self) -> Arc<dyn Connector> {
        Arc::new(self.clone())
    }

    fn time_per_application(&self) -> Duration {
        // What reading and screening a resume takes.
        Duration::from_millis(50)
    }

    fn usage(&self) -> Option<Usage> {
        None
    }

    fn events(&self) -> &'static [&'static str] {
        &[]
    }

    fn takes_notes(&self) -> bool {
        false
    }

    async fn jobs(&self) -> Result<Vec<RemoteJob>, ConnectorError> {
        self.read(|folder| {
            let jobs = folder.jobs()?;
            jobs.iter().map(|job| folder.describe(job)).collect()
        })
        .await
    }

    async fn job(&self, job: &str) -> Result<RemoteJob, ConnectorError> {
        let job = job.to_owned();
        self.read(move |folder| folder.describe(&folder.job(&job)?))
            .await
    }

    async fn applications_of(
        &self,
        job: &str,
        after: Option<String>,
    ) -> Result<RemotePage, ConnectorError> {
        let job = job.to_owned();
        self.read(move |folder| {
            let job = folder.job(&job)?;
            let resumes = folder.resumes(&job)?;
            let all = resumes.iter().map(|resume| change(&job, resume));
            Ok(page(all.collect(), PAGE, after.as_deref()))
        })
        .await
    }

    async fn listing(
        &self,
        job: &str,
        after: Option<String>,
    ) -> Result<RemoteListing, ConnectorError> {
        let job = job.to_owned();
        // The folder is read once for a whole page, not once more for each of its people.
        self.read(move |folder| {
            let job = folder.job(&job)?;
            let resumes = folder.resumes(&job)?;
            let all = resumes.iter().map(|resume| change(&job, resume));
            let page = page(all.collect(), PAGE, after.as_deref());
            let of_page = |resume: &&Resume| {
                let mut items = page.items.iter();
                items.any(|change| change.application == resume.application)
            };
            let items = resumes.iter().filter(of_page);
            Ok(RemoteListing {
                items: items
                    .map(|resume| application(folder, &job, resume))
                    .collect::<Result<_, _>>()?,
                next: page.next,
            })
        })
        .await
    }

    /// A folder keeps no record of what was taken out of it.
    async fn deleted_since(
        &self,
        _since: Millis,
        _after: Option<String>,
    ) -> Result<RemoteDeleted, ConnectorError> {
        Ok(RemoteDeleted {
            applications: Vec::new(),
            next: None,
        })
    }

    async fn statuses(&self) -> Result<Vec<FetchedStatus>, ConnectorError> {
        self.read(|folder| {
            let mut stages = BTreeMap::new();
            for job in folder.jobs()? {
                for resume in folder.resumes(&job)? {
                    let stage = folder.candidate(&job, &resume)?.stage();
                    stages.extend(stage.map(|stage| (stage.id, stage.text)));
                }
            }
            let status = |(remote_id, name)| FetchedStatus {
                kind: StatusKind::Stage,
                remote_id,
                name,
                hired: false,
            };
            Ok(stages.into_iter().map(status).collect())
        })
        .await
    }

    async fn applications(&self, after: Option<String>) -> Result<RemotePage, ConnectorError> {
        self.read(move |folder| Ok(page(changes(folder)?, PAGE, after.as_deref())))
            .await
    }

    async fn changed_since(
        &self,
        since: Millis,
        limit: u8,
        after: Option<String>,
    ) -> Result<RemotePage, ConnectorError> {
        self.read(move |folder| {
            let mut all = changes(folder)?;
            all.retain(|change| change.updated_at >= Some(since));
            Ok(page(all, limit.into(), after.as_deref()))
        })
        .await
    }

    async fn application(&self, application: &str) -> Result<RemoteApplication, ConnectorError> {
        let (job, resume) = self.found(application).await?;
        self.read(move |folder| self::application(folder, &job, &resume))
            .await
    }

    async fn documents(&self, application: &str) -> Result<Vec<RemoteDocument>, ConnectorError> {
        let (_, resume) = self.found(application).await?;
        Ok(vec![RemoteDocument {
            id: resume.document(),
            kind: RemoteDocumentKind::Resume,
            uploaded_at: Some(resume.modified_at),
            size: Some(resume.size),
            name: resume.name,
        }])
    }

    async fn download(
        &self,
        application: &str,
        _document: &RemoteDocument,
    ) -> Result<Vec<u8>, ConnectorError> {
        let (job, resume) = self.found(application).await?;
        self.read(move |folder| folder.bytes(&job, &resume.name))
            .await
    }

    async fn set_stage(&self, _application: &str, _stage: &str) -> Result<(), ConnectorError> {
        Err(ConnectorError::Refused)
    }

    async fn create_note(&self, _application: &str, _text: &str) -> Result<String, ConnectorError> {
        Err(ConnectorError::Refused)
    }

    async fn find_note(
        &self,
        _application: &str,
        _marker: &str,
    ) -> Result<Option<String>, ConnectorError> {
        Ok(None)
    }

    async fn update_note(
        &self,
        _application: &str,
        _note: &str,
        _text: &str,
    ) -> Result<(), ConnectorError> {
        Err(ConnectorError::Refused)
    }

    async fn create_webhook(
        &self,
        _event: &str,
        _url: &str,
    ) -> Result<RemoteWebhook, ConnectorError> {
        Err(ConnectorError::Refused)
    }

    async fn webhooks(&self) -> Result<Vec<(String, String)>, ConnectorError> {
        Ok(Vec::new())
    }

    async fn test_webhooks(&self, _webhooks: &[String]) -> Result<(), ConnectorError> {
        Err(ConnectorError::Refused)
    }

    async fn delete_webhook(&self, _webhook: &str) -> Result<(), ConnectorError> {
        Ok(())
    }

    async fn refresh(&self) -> Result<(), ConnectorError> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there(ids: &[&str]) -> Vec<RemoteChange> {
        let change = |id: &&str| RemoteChange {
            application: (*id).to_owned(),
            job: None,
            updated_at: None,
            anonymized: false,
        };
        ids.iter().map(change).collect()
    }

    fn ids(page: &RemotePage) -> Vec<&str> {
        let items = page.items.iter();
        items.map(|change| &*change.application).collect()
    }

    #[test]
    fn a_file_that_goes_between_two_pages_takes_no_other_along() {
        let first = page(there(&["d", "a", "c", "b"]), 2, None);
        assert_eq!(
            (ids(&first), first.next.as_deref()),
            (vec!["a", "b"], Some("b"))
        );
        // "a" is gone, "aa" is new, and neither moves "c" out of sight.
        let second = page(there(&["d", "aa", "c", "b"]), 2, first.next.as_deref());
        assert_eq!(
            (ids(&second), second.next.as_deref()),
            (vec!["c", "d"], None)
        );
    }
}
