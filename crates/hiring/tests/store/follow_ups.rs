//! Follow-up questions: who is asked and who is not, once; the link and what comes back by it.

mod link;
mod mails;
mod other_organization;
mod switching_on;

use std::time::Duration;

use hiring::applications::{self, FetchedApplication, Label};
use hiring::follow_ups::{self, Barred, Scope, Standing, Start, Status};
use hiring::mails::Mail;
use hiring::queue::{self, ASK_CANDIDATE, TAKE_ANSWERS};
use hiring::{ApplicationId, Error, FollowUpId, IntegrationId, JobId, Millis, Secret, jobs};
use questions::{Answer, Asking, Choice, Kind, Question, QuestionSet, Stage};

use crate::support::{MONDAY, Tenant, World, fetched};

const STAGE: &str = "applicant-new";

fn asking() -> Asking {
    Asking {
        stages: vec![Stage {
            id: STAGE.into(),
            name: "New applicant".into(),
        }],
        delay_minutes: 30,
        reminder_days: Some(3),
        ..Asking::default()
    }
}

struct Asks {
    world: World,
    job: JobId,
    integration: IntegrationId,
}

impl Asks {
    /// Northwind, with a job, and nobody asked.
    async fn new() -> Self {
        let world = World::new().await;
        let job = world.job(&world.northwind).await;
        let integration = jobs::read(&world.store, &world.northwind.views(), job)
            .await
            .unwrap()
            .integration
            .unwrap();
        Self {
            world,
            job,
            integration,
        }
    }

    async fn switched_on() -> Self {
        let asks = Self::new().await;
        asks.switch_on(Start::FromNowOn).await;
        asks
    }

    fn tenant(&self) -> &Tenant {
        &self.world.northwind
    }

    async fn switch_on(&self, start: Start) -> u64 {
        let admin = self.tenant().admin();
        follow_ups::write(
            &self.world.store,
            &admin,
            self.integration,
            asking(),
            true,
            start,
        )
        .await
        .unwrap()
    }

    /// Somebody stands in the stage, since then.
    async fn enters(&self, name: &str, since: Millis) -> (ApplicationId, bool) {
        self.stands(name, since, None, |_| {}).await
    }

    async fn stands(
        &self,
        name: &str,
        since: Millis,
        barred: Option<Barred>,
        change: impl FnOnce(&mut FetchedApplication),
    ) -> (ApplicationId, bool) {
        let (store, tenant) = (&self.world.store, self.tenant());
        let mut application = fetched(store, tenant, self.job, name).await;
        change(&mut application);
        let system = tenant.system(store);
        let known = applications::upsert(store, &system, &application)
            .await
            .unwrap();
        let standing = Standing { since, barred };
        let planned = follow_ups::consider(store, &system, known.application, standing)
            .await
            .unwrap();
        (known.application, planned)
    }

    /// Works on the rows of one kind that are ready.
    async fn ask_those_due(&self) -> Vec<FollowUpId> {
        let mut asked = Vec::new();
        while let Some(leased) = queue::claim(&self.world.store, &[ASK_CANDIDATE])
            .await
            .unwrap()
        {
            let id: FollowUpId = leased.payload["follow_up"]
                .as_str()
                .unwrap()
                .parse()
                .unwrap();
            let permit = leased.permit();
            let done = if leased.payload["reminder"].as_bool().unwrap() {
                follow_ups::remind(&self.world.store, &permit, id)
                    .await
                    .unwrap()
            } else {
                follow_ups::ask(&self.world.store, &permit, id)
                    .await
                    .unwrap()
            };
            queue::done(&self.world.store, &leased).await.unwrap();
            asked.extend(done.then_some(id));
        }
        asked
    }

    /// One person is asked; the link's token.
    async fn link(&self, name: &str) -> (ApplicationId, FollowUpId, Secret) {
        let (application, planned) = self.enters(name, self.world.store.now()).await;
        assert!(planned);
        self.world.later(1800);
        let asked = self.ask_those_due().await;
        (application, asked[0], self.world.mailed_token().await)
    }

    async fn statuses(&self) -> Vec<Status> {
        let page = follow_ups::list(
            &self.world.store,
            &self.tenant().health(),
            self.integration,
            50,
            0,
        )
        .await
        .unwrap();
        page.items.into_iter().map(|one| one.status).collect()
    }

    async fn would(&self) -> follow_ups::DryRun {
        follow_ups::dry_run(
            &self.world.store,
            &self.tenant().admin(),
            self.integration,
            &asking(),
        )
        .await
        .unwrap()
    }
}

fn answers() -> Vec<Answer> {
    vec![Answer {
        question: "q1".into(),
        asked: "Rust?".into(),
        answer: "Rust and SQL".into(),
        knocks_out: Some("“No” was chosen.".into()),
        file: None,
    }]
}

fn is_not_found<T>(result: &Result<T, Error>) -> bool {
    matches!(result, Err(Error::NotFound))
}

fn one_question(text: &str) -> QuestionSet {
    QuestionSet {
        introduction: String::new(),
        questions: vec![Question {
            id: "q1".into(),
            text: text.into(),
            hint: String::new(),
            required: true,
            kind: Kind::Choice {
                options: ["Yes", "No"]
                    .map(|text| Choice {
                        text: text.into(),
                        knocks_out: text == "No",
                    })
                    .to_vec(),
                several: false,
            },
        }],
    }
}

#[tokio::test]
async fn whoever_enters_a_stage_is_asked_once_after_the_delay() {
    let asks = Asks::switched_on().await;
    let (application, planned) = asks
        .enters("Ana Lima", MONDAY.after(Duration::from_secs(60)))
        .await;
    assert!(planned);
    let again = asks
        .enters("Ana Lima", MONDAY.after(Duration::from_secs(60)))
        .await;
    assert_eq!(again, (application, false), "read again, nothing new");
    assert_eq!(asks.statuses().await, [Status::Planned]);
    asks.world.later(1800);
    assert!(
        asks.ask_those_due().await.is_empty(),
        "the delay counts from entering"
    );
    asks.world.later(60);
    let [id] = asks.ask_those_due().await[..] else {
        panic!("one is asked");
    };
    assert!(
        !follow_ups::ask(
            &asks.world.store,
            &asks.tenant().system(&asks.world.store),
            id
        )
        .await
        .unwrap(),
        "a second time it is not"
    );
    let (leased, mail) = asks.world.owed().await.unwrap();
    let Mail::FollowUp {
        to,
        name,
        organization,
        job,
        questions,
        reminder,
        token,
        ..
    } = mail.unwrap()
    else {
        panic!("questions are asked");
    };
    assert_eq!(
        (&*to, &*name, &*organization, &*job),
        (
            "ana.lima@example.org",
            "Ana Lima",
            "northwind",
            "Backend engineer"
        )
    );
    assert_eq!(
        (questions, reminder),
        (QuestionSet::seeded().questions.len(), false)
    );
    assert!(!leased.payload.to_string().contains("ana"), "ids only");
    assert!(!asks.world.disk_has(token.expose()), "sealed, and hashed");
    assert_eq!(asks.statuses().await, [Status::Sending]);
    hiring::mails::sent(&asks.world.store, &leased)
        .await
        .unwrap();
    assert_eq!(asks.statuses().await, [Status::Unanswered]);
    assert!(asks.world.owed().await.is_none(), "one mail");
}

#[tokio::test]
async fn whoever_left_meanwhile_is_not_asked_and_can_be_later() {
    let asks = Asks::switched_on().await;
    let since = asks.world.store.now();
    asks.enters("Ana Lima", since).await;
    asks.stands("Ana Lima", since, None, |one| {
        one.archived = Some((
            Label {
                id: "r".into(),
                text: "Rejected".into(),
            },
            since,
        ))
    })
    .await;
    asks.world.later(3600);
    assert!(asks.ask_those_due().await.is_empty());
    assert!(asks.world.owed().await.is_none());
    assert!(asks.statuses().await.is_empty());
    let again = asks.world.store.now();
    assert!(
        asks.enters("Ana Lima", again).await.1,
        "brought back, she enters anew"
    );
    follow_ups::switch_off(&asks.world.store, &asks.tenant().admin(), asks.integration)
        .await
        .unwrap();
    asks.world.later(3600);
    assert!(
        asks.ask_those_due().await.is_empty(),
        "switched off, nobody is asked"
    );
}

#[tokio::test]
async fn once_for_each_person_and_set_over_all_their_jobs() {
    let asks = Asks::switched_on().await;
    let (store, tenant) = (&asks.world.store, asks.tenant());
    let other = jobs::upsert_from_ats(
        store,
        &tenant.admin(),
        &jobs::FetchedJob {
            remote: Some((asks.integration, "posting-2".into())),
            title: "Data engineer".into(),
            ..jobs::FetchedJob::default()
        },
    )
    .await
    .unwrap();
    let now = store.now();
    let (first, planned) = asks.enters("Ana Lima", now).await;
    let (second, planned_again) = asks
        .stands("Ana Lima", now, None, |one| {
            one.job = other;
            one.remote_id = Some("elsewhere".into());
        })
        .await;
    assert_eq!((planned, planned_again), (true, false));
    asks.world.later(1800);
    assert_eq!(asks.ask_those_due().await.len(), 1);
    let token = asks.world.mailed_token().await;
    follow_ups::send(store, token.expose(), &answers())
        .await
        .unwrap();
    let system = tenant.system(store);
    let leased = queue::claim(store, &[TAKE_ANSWERS]).await.unwrap().unwrap();
    let id: FollowUpId = leased.payload["follow_up"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    let mut both = follow_ups::answered(store, &system, id)
        .await
        .unwrap()
        .applications;
    both.sort();
    let mut expected = [first, second];
    expected.sort();
    assert_eq!(both, expected, "the answers count for both");
    for application in both {
        assert_eq!(
            follow_ups::received(store, &system, application)
                .await
                .unwrap()
                .len(),
            1
        );
        let inputs = applications::inputs(store, &system, application)
            .await
            .unwrap();
        assert_eq!(inputs.knock_outs[0].reason, "“No” was chosen.");
    }
    // A job with questions of its own asks them, too.
    follow_ups::write_questions(
        store,
        &tenant.admin(),
        Scope::Job(other),
        one_question("Own?"),
    )
    .await
    .unwrap();
    let (_, planned) = asks
        .stands("Ana Lima", store.now(), None, |one| {
            one.job = other;
            one.remote_id = Some("elsewhere".into());
        })
        .await;
    assert!(planned);
}
