//! A server with one connected job and as many scored cards as asked for, put there through the store as a worker does it.

use hiring::applications::{self, FetchedApplication, FetchedCandidate, Label};
use hiring::board::Mark;
use hiring::integrations::{self, Provider, TokenSet};
use hiring::jobs::{self, FetchedJob};
use hiring::permission::Operate;
use hiring::screenings::{self, NewScreening};
use hiring::{
    ApplicationId, IntegrationId, JobId, Member, Millis, Permit, Secret, Store, organizations,
};
use screening::model::{Column, Verdict};
use serde_json::json;

use crate::support::PASSWORD;

/// The owner of the measured organization.
pub const OWNER: &str = "owner@bench.example";

/// An organization with a job.
pub struct World {
    pub owner: Member,
    pub system: Permit<Operate>,
    pub integration: IntegrationId,
    pub job: JobId,
}

impl World {
    /// With nobody in the job yet.
    pub async fn new(store: &Store) -> Self {
        let organization = organizations::create(store, "Bench", "UTC")
            .await
            .unwrap()
            .id;
        let owner = organizations::create_owner(store, organization, OWNER, "Owner", PASSWORD)
            .await
            .unwrap();
        let admin = owner.permit().unwrap();
        let begun = integrations::begin(store, &admin, Provider::Simulator, &json!({}), None, "s")
            .await
            .unwrap();
        let tokens = TokenSet {
            access: Secret::new("a"),
            refresh: None,
            expires_at: Millis::NEVER,
        };
        integrations::connected(store, &admin, begun.integration, &tokens, None, &[])
            .await
            .unwrap();
        let job = FetchedJob {
            remote: Some((begun.integration, "posting".into())),
            title: "Backend engineer".into(),
            ..FetchedJob::default()
        };
        let job = jobs::upsert_from_ats(store, &admin, &job).await.unwrap();
        Self {
            system: store.system(organization),
            owner,
            integration: begun.integration,
            job,
        }
    }

    /// Adds scored cards; their applications.
    pub async fn add(&self, store: &Store, cards: std::ops::Range<usize>) -> Vec<ApplicationId> {
        let mut all = Vec::new();
        for number in cards {
            let application = applications::upsert(store, &self.system, &self.fetched(number))
                .await
                .unwrap()
                .application;
            screenings::record(store, &self.system, &screening(application, number))
                .await
                .unwrap();
            all.push(application);
        }
        all
    }

    fn fetched(&self, number: usize) -> FetchedApplication {
        FetchedApplication {
            integration: Some(self.integration),
            job: self.job,
            candidate: FetchedCandidate {
                remote_id: Some(format!("contact-{number}")),
                name: format!("Candidate Number {number}"),
                ..FetchedCandidate::default()
            },
            remote_id: Some(format!("opportunity-{number}")),
            remote_application_id: None,
            stage: Some(Label {
                id: "applicant-new".into(),
                text: "New applicant".into(),
            }),
            archived: None,
            source: Some("Job site".into()),
            origin: Some("applied".into()),
            url: None,
            applied_at: Millis(1_767_603_600_000),
        }
    }
}

fn screening(application: ApplicationId, number: usize) -> NewScreening {
    let score = u8::try_from(number % 101).unwrap_or_default();
    let mark = |label: &str, verdict| Mark {
        label: label.into(),
        verdict,
    };
    NewScreening {
        application,
        requirement_set_version: 1,
        engine: screening::ENGINE.into(),
        score: Some(score),
        column: if score >= 60 {
            Column::PreQualified
        } else {
            Column::NotQualified
        },
        headline: "Backend Engineer · Example Systems · 8 years".into(),
        top: vec![
            mark("Rust 5 y", Verdict::Met),
            mark("PostgreSQL", Verdict::Met),
            mark("Kubernetes", Verdict::Partly),
        ],
        missing: vec!["German C1".into()],
        flags: Vec::new(),
        unreadable: None,
        result: json!({ "score": score }).to_string(),
        inputs: None,
    }
}
