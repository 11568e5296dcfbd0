//! Jobs and applications that no ATS knows, kept as an import keeps them and scored by the server's own workers.

use std::time::Duration;

use hiring::applications::{self, FetchedApplication, FetchedCandidate};
use hiring::board::{self, CardState};
use hiring::columns::{self, ColumnKind};
use hiring::documents::{self, DocumentKind, NewDocument, Reading};
use hiring::jobs::{self, FetchedJob};
use hiring::queue::{self, Task};
use hiring::{ApplicationId, JobId, Member, requirement_sets};

use super::TestApp;

const DESCRIPTION: &str = "Requirements\n- At least 3 years of Rust\n- PostgreSQL\n- Kubernetes\n";

pub const RESUME: &str = "Sam Okafor\n\nExperience\nBackend Engineer, Northwind\nJan 2019 - Present\n\
    Built payment services in Rust and PostgreSQL.\n\nEducation\nBSc Computer Science, 2018\n";

impl TestApp {
    /// A job of the organization of this member, with requirements.
    pub async fn job(&self, owner: &Member, title: &str) -> JobId {
        let fetched = FetchedJob {
            title: title.into(),
            location: "Dublin".into(),
            description: DESCRIPTION.into(),
            ..FetchedJob::default()
        };
        let job = jobs::upsert_from_ats(self.store(), &owner.permit().unwrap(), &fetched)
            .await
            .unwrap();
        let set = screening::requirements::read_job(title, DESCRIPTION);
        requirement_sets::activate(self.store(), &owner.permit().unwrap(), job, &set)
            .await
            .unwrap();
        job
    }

    /// Somebody applied, and is scored.
    pub async fn applicant(&self, owner: &Member, job: JobId, name: &str) -> ApplicationId {
        let store = self.store();
        let system = store.system(owner.organization);
        let fetched = FetchedApplication {
            integration: None,
            job,
            candidate: FetchedCandidate {
                name: name.into(),
                ..FetchedCandidate::default()
            },
            remote_id: None,
            remote_application_id: None,
            stage: None,
            archived: None,
            source: Some("Job site".into()),
            origin: None,
            url: None,
            applied_at: store.now(),
        };
        let application = applications::upsert(store, &system, &fetched)
            .await
            .unwrap()
            .application;
        let resume = NewDocument {
            application,
            remote_id: "resume".into(),
            kind: DocumentKind::Resume,
            name: "resume.txt".into(),
            media_type: "text/plain".into(),
            bytes: None,
            reading: Reading::Text {
                text: RESUME.into(),
                hidden: Vec::new(),
            },
            uploaded_at: store.now(),
        };
        documents::put(store, &system, resume).await.unwrap();
        queue::enqueue(store, &system, &[Task::screen(application)])
            .await
            .unwrap();
        while board::card(store, &owner.permit().unwrap(), application)
            .await
            .unwrap()
            .state
            != CardState::Scored
        {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        application
    }

    /// The id of a column, as text.
    pub async fn column(&self, owner: &Member, kind: ColumnKind) -> String {
        let columns = columns::list(self.store(), &owner.permit().unwrap())
            .await
            .unwrap();
        columns
            .into_iter()
            .find(|column| column.kind == kind)
            .unwrap()
            .id
            .to_string()
    }
}
