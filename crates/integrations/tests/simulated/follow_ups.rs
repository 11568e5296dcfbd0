//! Follow-up questions: from a stage in Lever to a mail, and from the answers to another score.

use std::collections::HashSet;
use std::time::Duration;

use hiring::documents::{self, DocumentKind};
use hiring::follow_ups::{self, DryRun, Start, Status, Why};
use hiring::mails::{self, Mail, SEND_MAIL};
use hiring::permission::ManageIntegrations;
use hiring::status_mapping::StatusKind;
use hiring::{ApplicationId, IntegrationId, JobId, Secret, queue};
use integrations::select;
use jiff::Timestamp;
use questions::{Answer, Asking, QuietHours, Stage};
use reqwest::Method;
use serde_json::{Value, json};

use super::support::Clara;

/// The third stage of Lever's pipeline for applicants, as the connection names it.
async fn stage(clara: &Clara, integration: IntegrationId) -> Stage {
    let connector = clara
        .integrations
        .connector(&clara.system(), integration)
        .await
        .unwrap();
    let mut all = connector.statuses().await.unwrap();
    all.retain(|status| status.kind == StatusKind::Stage);
    let there = clara.lever("/stages").await;
    assert_eq!(all.len(), there["data"].as_array().unwrap().len());
    let chosen = &all[all.len() - 2];
    Stage {
        id: chosen.remote_id.clone(),
        name: chosen.name.clone(),
    }
}

fn asking(stage: &Stage) -> Asking {
    Asking {
        stages: vec![stage.clone()],
        delay_minutes: 0,
        quiet_hours: None,
        ..Asking::default()
    }
}

impl Clara {
    async fn ask(&self, integration: IntegrationId, asking: Asking, start: Start) -> u64 {
        let admin = self.permit::<ManageIntegrations>();
        follow_ups::write(&self.store, &admin, integration, asking, true, start)
            .await
            .unwrap()
    }

    /// A recruiter moves somebody in Lever; the webhook comes by itself.
    async fn moved(&self, opportunity: &str, stage: &Stage) {
        let path = format!("/opportunities/{opportunity}/stage");
        self.sim(Method::PUT, &path, json!({ "stage": stage.id }))
            .await;
        self.hear().await;
    }

    /// Lever's clock is ahead of the one that stands still here.
    async fn a_minute_passes(&self) {
        self.clock.advance(Duration::from_secs(60));
        self.work().await;
    }

    async fn statuses(&self, integration: IntegrationId) -> Vec<Status> {
        let permit = self.permit();
        let page = follow_ups::list(&self.store, &permit, integration, 100, 0).await;
        page.unwrap().items.iter().map(|one| one.status).collect()
    }

    /// The links in the mails that are owed, which count as sent.
    async fn links(&self) -> Vec<Secret> {
        let mut links = Vec::new();
        while let Some(leased) = queue::claim(&self.store, &[SEND_MAIL]).await.unwrap() {
            if let Mail::FollowUp { token, .. } = mails::owed(&self.store, &leased).await.unwrap() {
                links.push(token);
            }
            mails::sent(&self.store, &leased).await.unwrap();
        }
        links
    }

    async fn answer_documents(&self, application: ApplicationId) -> usize {
        let all = documents::of_application(&self.store, &self.system(), application).await;
        let all = all.unwrap();
        let answers = all.iter().filter(|document| {
            document.kind == DocumentKind::Answers && follow_ups::is_ours(&document.remote_id)
        });
        answers.count()
    }

    async fn select_both(&self, integration: IntegrationId, first: &str) -> (String, JobId) {
        let permit = self.permit::<ManageIntegrations>();
        let offered = select::postings(&self.integrations, &permit, integration)
            .await
            .unwrap();
        let other = offered
            .postings
            .into_iter()
            .filter(|posting| posting.id != first && posting.hint.is_none())
            .max_by_key(|posting| posting.candidates)
            .unwrap()
            .id;
        let chosen = [first.to_owned(), other.clone()];
        let applied = select::apply(
            &self.integrations,
            &permit,
            integration,
            &chosen,
            hiring::jobs::Candidates::Keep,
            None,
        )
        .await
        .unwrap();
        self.work().await;
        (other, applied.added[0])
    }
}

fn answers(words: &str) -> Vec<Answer> {
    vec![Answer {
        question: "q5".into(),
        asked: "What did you build?".into(),
        answer: words.into(),
        knocks_out: None,
        file: None,
    }]
}

#[tokio::test]
async fn a_stage_in_lever_leads_to_one_mail_and_the_answers_to_another_reading() {
    let (mut clara, integration, job, posting) = Clara::with_job().await;
    let stage = stage(&clara, integration).await;
    clara
        .ask(integration, asking(&stage), Start::FromNowOn)
        .await;
    let opportunity = clara.applicant(&posting, "Nora Novak").await;
    clara.hear().await;
    clara.a_minute_passes().await;
    assert_eq!(clara.statuses(integration).await, [], "not in that stage");

    clara.moved(&opportunity, &stage).await;
    clara.a_minute_passes().await;
    let links = clara.links().await;
    assert_eq!(links.len(), 1);
    let application = clara.card(job, "Nora Novak").await.unwrap().application;
    follow_ups::send(&clara.store, links[0].expose(), &answers("Zymurgy in Rust"))
        .await
        .unwrap();
    // The process dies between the answers and the reading: nothing but the store is left.
    clara.restarted().await;
    assert_eq!(clara.answer_documents(application).await, 0);
    clara.work().await;
    assert_eq!(clara.answer_documents(application).await, 1);
    let inputs = hiring::applications::inputs(&clara.store, &clara.system(), application)
        .await
        .unwrap();
    assert!(
        inputs
            .documents
            .iter()
            .any(|document| document.text.contains("Zymurgy")),
        "what the engine reads"
    );

    // Out of the stage and into it again, and read once more: asked once, and the answers stay.
    let other = Stage {
        id: "applicant-new".into(),
        name: String::new(),
    };
    clara.moved(&opportunity, &other).await;
    clara.moved(&opportunity, &stage).await;
    clara.a_minute_passes().await;
    assert_eq!(clara.links().await.len(), 0);
    assert_eq!(clara.statuses(integration).await, [Status::Answered]);
    assert_eq!(clara.answer_documents(application).await, 1);
    assert_eq!(clara.dead().await, [""; 0]);
}

#[tokio::test]
async fn quiet_hours_are_those_of_the_candidates_place() {
    let (clara, integration, _, posting) = Clara::with_job().await;
    let stage = stage(&clara, integration).await;
    let now = Timestamp::from_millisecond(clara.store.now().0).unwrap();
    let hour = u8::try_from(now.in_tz("Asia/Tokyo").unwrap().hour()).unwrap();
    let quiet_hours = QuietHours {
        from: hour,
        to: (hour + 2) % 24,
    };
    let asking = Asking {
        quiet_hours: Some(quiet_hours),
        ..asking(&stage)
    };
    clara.ask(integration, asking, Start::FromNowOn).await;
    let applicant = json!({ "name": "Kenji Mori", "email": "kenji@mail.example", "location": "Tokyo, Japan", "posting": posting });
    let opportunity = clara.added(applicant).await;
    clara.hear().await;
    clara.moved(&opportunity, &stage).await;
    clara.a_minute_passes().await;
    assert_eq!(clara.links().await.len(), 0);
    assert_eq!(clara.statuses(integration).await, [Status::Planned]);
    clara.clock.advance(Duration::from_secs(2 * 3600));
    clara.work().await;
    assert_eq!(clara.links().await.len(), 1, "when the night is over");
}

#[tokio::test]
async fn a_person_is_asked_once_over_two_jobs_and_the_answers_count_for_both() {
    let (clara, integration, job, posting) = Clara::with_job().await;
    let stage = stage(&clara, integration).await;
    let (other_posting, other_job) = clara.select_both(integration, &posting).await;
    clara
        .ask(integration, asking(&stage), Start::FromNowOn)
        .await;
    let mut links = Vec::new();
    for to in [&posting, &other_posting] {
        // Lever knows them by their address.
        let opportunity = clara.applicant(to, "Twice Tully").await;
        clara.hear().await;
        clara.moved(&opportunity, &stage).await;
        clara.a_minute_passes().await;
        links.extend(clara.links().await);
    }
    assert_eq!(links.len(), 1);
    follow_ups::send(&clara.store, links[0].expose(), &answers("Both"))
        .await
        .unwrap();
    clara.work().await;
    for job in [job, other_job] {
        let application = clara.card(job, "Twice Tully").await.unwrap().application;
        assert_eq!(clara.answer_documents(application).await, 1);
    }
}

#[tokio::test]
async fn an_import_mails_nobody_and_the_dry_run_counts_as_lever_does() {
    let (clara, integration, _, posting) = Clara::with_job().await;
    let all = clara
        .lever(&format!("/opportunities?posting_id={posting}&limit=100"))
        .await;
    let all = all["data"].as_array().unwrap().clone();
    // The stage in which most of this job stand.
    let mut stages: Vec<&str> = all.iter().filter_map(|one| one["stage"].as_str()).collect();
    stages.sort_unstable();
    let stage = stages
        .chunk_by(|one, other| one == other)
        .max_by_key(|same| same.len())
        .unwrap()[0];
    let stage = Stage {
        id: stage.into(),
        name: stage.into(),
    };
    let in_stage = |one: &&Value| one["stage"] == stage.id.as_str() && one["isAnonymized"] != true;
    let there: Vec<&Value> = all.iter().filter(in_stage).collect();
    let (open, archived): (Vec<&Value>, Vec<&Value>) = there
        .iter()
        .copied()
        .partition(|one| one["archived"].is_null());
    let people: HashSet<&str> = open
        .into_iter()
        .filter(|one| one["emails"][0].is_string())
        .filter_map(|one| one["contact"].as_str())
        .collect();
    let admin = clara.permit::<ManageIntegrations>();
    let would: DryRun = follow_ups::dry_run(&clara.store, &admin, integration, &asking(&stage))
        .await
        .unwrap();
    assert!(!people.is_empty());
    assert_eq!(would.people, people.len() as u64);
    let counted: u64 = would.fall_out.iter().map(|(_, many)| many).sum();
    assert_eq!(
        counted + would.people,
        there.len() as u64,
        "everybody is accounted for"
    );
    let of = |why| {
        would
            .fall_out
            .iter()
            .find(|(known, _)| *known == why)
            .map_or(0, |(_, many)| *many)
    };
    assert_eq!(of(Why::Archived), archived.len() as u64);

    // Switched on for those who come: a job full of old candidates is imported, and nobody hears of it.
    clara
        .ask(integration, asking(&stage), Start::FromNowOn)
        .await;
    clara.select_both(integration, &posting).await;
    clara.a_minute_passes().await;
    assert_eq!(clara.statuses(integration).await, []);
    follow_ups::switch_off(&clara.store, &admin, integration)
        .await
        .unwrap();
    let present = clara
        .ask(integration, asking(&stage), Start::WithThosePresent)
        .await;
    assert!(present >= would.people);
    clara.a_minute_passes().await;
    assert_eq!(clara.links().await.len() as u64, present);
}

#[tokio::test]
async fn nothing_but_notes_is_written_to_lever() {
    let (clara, integration, _, posting) = Clara::with_job().await;
    let stage = stage(&clara, integration).await;
    clara
        .ask(integration, asking(&stage), Start::FromNowOn)
        .await;
    clara.sim(Method::DELETE, "/calls", Value::Null).await;
    let opportunity = clara.applicant(&posting, "Quiet Quinn").await;
    clara.hear().await;
    clara.moved(&opportunity, &stage).await;
    clara.a_minute_passes().await;
    let links = clara.links().await;
    follow_ups::send(&clara.store, links[0].expose(), &answers("Rust, SQL"))
        .await
        .unwrap();
    clara.work().await;
    let calls = clara.sim(Method::GET, "/calls", Value::Null).await;
    for call in calls["data"].as_object().unwrap().keys() {
        let writes = !call.starts_with("GET ");
        assert!(
            !writes || call.contains("/notes") || call.contains("/oauth"),
            "{call}"
        );
    }
}
