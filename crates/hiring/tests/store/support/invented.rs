//! What an ATS tells and what the engine finds, invented.

use std::time::Duration;

use hiring::applications::{FetchedApplication, FetchedCandidate, Label};
use hiring::board::Mark;
use hiring::integrations::TokenSet;
use hiring::screenings::NewScreening;
use hiring::{ApplicationId, JobId, Secret, Store, jobs};
use screening::model::{Category, Column, Predicate, Requirement, RequirementSet, Source, Verdict};

use super::{MONDAY, Tenant};

pub fn tokens(which: &str) -> TokenSet {
    TokenSet {
        access: Secret::new(format!("access-token-{which}")),
        refresh: Some(Secret::new(format!("refresh-token-{which}"))),
        expires_at: MONDAY.after(Duration::from_secs(3600)),
    }
}

pub async fn fetched(store: &Store, tenant: &Tenant, job: JobId, name: &str) -> FetchedApplication {
    FetchedApplication {
        integration: jobs::read(store, &tenant.views(), job)
            .await
            .unwrap()
            .integration,
        job,
        candidate: FetchedCandidate {
            remote_id: Some(remote_id("contact", name)),
            name: name.into(),
            emails: vec![format!(
                "{}@example.org",
                name.to_lowercase().replace(' ', ".")
            )],
            ..FetchedCandidate::default()
        },
        remote_id: Some(remote_id("opportunity", name)),
        remote_application_id: None,
        stage: Some(Label {
            id: "applicant-new".into(),
            text: "New applicant".into(),
        }),
        archived: None,
        source: Some("Job site".into()),
        origin: Some("applied".into()),
        url: Some("https://ats.example/1".into()),
        applied_at: MONDAY.before(Duration::from_secs(86_400)),
    }
}

pub fn screening(application: ApplicationId, score: u8) -> NewScreening {
    NewScreening {
        application,
        requirement_set_version: 1,
        engine: "clara 0.1".into(),
        score: Some(score),
        column: if score >= 60 {
            Column::PreQualified
        } else {
            Column::NotQualified
        },
        headline: "Backend engineer · Northwind · 8 y".into(),
        top: vec![Mark {
            label: "Rust 5 y".into(),
            verdict: Verdict::Met,
        }],
        missing: vec!["SQL".into()],
        flags: Vec::new(),
        unreadable: None,
        result: serde_json::json!({ "score": score }).to_string(),
        inputs: None,
    }
}

pub fn requirements(texts: &[&str]) -> RequirementSet {
    let requirement = |(index, text): (usize, &&str)| Requirement {
        id: format!("r{}", index + 1),
        category: Category::HardSkill,
        text: (*text).into(),
        must_have: true,
        weight: 5.0,
        predicate: Predicate::Skill {
            terms: vec![(*text).into()],
        },
        source: Source {
            start: 0,
            end: text.len(),
            quote: (*text).into(),
        },
        terms: Vec::new(),
    };
    RequirementSet {
        title: "Backend engineer".into(),
        requirements: texts.iter().enumerate().map(requirement).collect(),
    }
}

/// As opaque as an ATS's ids are: nothing of the name is in it.
pub fn remote_id(of: &str, name: &str) -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    format!("{of}-{:016x}", hasher.finish())
}
