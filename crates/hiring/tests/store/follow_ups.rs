//! Follow-up questions: who is asked and who is not, once; the link and what comes back by it.

use std::time::Duration;

use hiring::applications::{self, FetchedApplication, Label};
use hiring::follow_ups::{self, Barred, Scope, Sent, Standing, Start, Status, Why};
use hiring::mails::{self, Mail, SEND_MAIL};
use hiring::queue::{self, ASK_CANDIDATE, TAKE_ANSWERS};
use hiring::{
    ApplicationId, Error, FollowUpId, IntegrationId, JobId, Millis, Permit, Secret, jobs,
};
use questions::{Answer, Asking, Choice, Entries, KeptFile, Kind, Question, QuestionSet, Stage};

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
    mails::sent(&asks.world.store, &leased).await.unwrap();
    assert_eq!(asks.statuses().await, [Status::Unanswered]);
    assert!(asks.world.owed().await.is_none(), "one mail");
}

#[tokio::test]
async fn switching_on_asks_nobody_who_stood_there_before_unless_that_is_chosen() {
    let asks = Asks::new().await;
    asks.enters("Old One", MONDAY.before(Duration::from_secs(9_000)))
        .await;
    asks.enters("Old Two", MONDAY.before(Duration::from_secs(8_000)))
        .await;
    assert_eq!(asks.would().await.people, 2);
    assert_eq!(asks.switch_on(Start::FromNowOn).await, 0);
    // Read again, as an import does; and somebody else's import of people who stood there for weeks.
    assert!(
        !asks
            .enters("Old One", MONDAY.before(Duration::from_secs(9_000)))
            .await
            .1
    );
    assert!(
        !asks
            .enters("Imported Later", MONDAY.before(Duration::from_secs(86_400)))
            .await
            .1
    );
    assert!(asks.ask_those_due().await.is_empty());

    follow_ups::switch_off(&asks.world.store, &asks.tenant().admin(), asks.integration)
        .await
        .unwrap();
    assert!(!asks.enters("While Off", asks.world.store.now()).await.1);
    assert_eq!(asks.switch_on(Start::WithThosePresent).await, 4);
    assert_eq!(
        asks.ask_those_due().await.len(),
        4,
        "at once: they have stood there long enough"
    );
    assert_eq!(
        asks.switch_on(Start::WithThosePresent).await,
        0,
        "nobody twice"
    );
    let target = asks.integration.to_string();
    let audited = asks.world.audited(asks.tenant(), &target).await;
    assert_eq!(
        audited
            .iter()
            .filter(|action| *action == "follow_ups.settings")
            .count(),
        4
    );
}

#[tokio::test]
async fn a_dry_run_counts_people_and_says_why_others_fall_out_and_changes_nothing() {
    let asks = Asks::new().await;
    let now = MONDAY;
    asks.enters("Plain", now).await;
    asks.stands("Archived", now, None, |one| {
        one.archived = Some((
            Label {
                id: "r".into(),
                text: "Rejected".into(),
            },
            now,
        ))
    })
    .await;
    asks.stands("Anonymized", now, Some(Barred::Anonymized), |_| {})
        .await;
    asks.stands("Opted Out", now, Some(Barred::OptedOut), |_| {})
        .await;
    asks.stands("No Mail", now, None, |one| one.candidate.emails.clear())
        .await;
    asks.stands("Elsewhere", now, None, |one| {
        one.stage = Some(Label {
            id: "offer".into(),
            text: "Offer".into(),
        })
    })
    .await;
    asks.stands("Plain", now, None, |one| {
        one.remote_id = Some("second candidacy".into())
    })
    .await;
    let would = asks.would().await;
    assert_eq!(would.people, 1);
    assert_eq!(
        would.fall_out,
        [
            (Why::AppliedTwice, 1),
            (Why::Archived, 1),
            (Why::Anonymized, 1),
            (Why::OptedOut, 1),
            (Why::NoMail, 1)
        ]
    );
    assert!(asks.statuses().await.is_empty());
    assert_eq!(asks.switch_on(Start::WithThosePresent).await, would.people);
    assert_eq!(asks.ask_those_due().await.len(), 1);
    let would = asks.would().await;
    assert_eq!((would.people, would.fall_out[0]), (0, (Why::Asked, 2)));
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
async fn a_mail_on_its_way_is_held_back_once_it_must_not_arrive() {
    let asks = Asks::switched_on().await;
    let since = asks.world.store.now();
    asks.enters("Ana Lima", since).await;
    asks.world.later(1800);
    asks.ask_those_due().await;
    asks.stands("Ana Lima", since, Some(Barred::Anonymized), |_| {})
        .await;
    let (_, mail) = asks.world.owed().await.unwrap();
    assert!(is_not_found(&mail));
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
async fn a_link_shows_the_version_that_was_asked_whatever_is_edited_since() {
    let asks = Asks::switched_on().await;
    let (store, admin) = (&asks.world.store, asks.tenant().admin());
    assert_eq!(
        follow_ups::write_questions(store, &admin, Scope::Organization, one_question("First?"))
            .await
            .unwrap(),
        1
    );
    let (_, _, token) = asks.link("Ana Lima").await;
    assert_eq!(
        follow_ups::write_questions(store, &admin, Scope::Organization, one_question("Second?"))
            .await
            .unwrap(),
        2
    );
    let form = follow_ups::open(store, token.expose()).await.unwrap();
    assert_eq!(form.set.questions[0].text, "First?");
    let (_, _, later) = asks.link("Ben Later").await;
    assert_eq!(
        follow_ups::open(store, later.expose())
            .await
            .unwrap()
            .set
            .questions[0]
            .text,
        "Second?"
    );
    let nothing =
        follow_ups::write_questions(store, &admin, Scope::Organization, QuestionSet::default())
            .await;
    assert!(matches!(nothing, Err(Error::Invalid { .. })));
}

#[tokio::test]
async fn what_is_saved_is_there_again_and_what_is_sent_is_sent_once() {
    let asks = Asks::switched_on().await;
    let store = &asks.world.store;
    let (application, id, token) = asks.link("Ana Lima").await;
    let token = token.expose();
    let mut entries = Entries::default();
    entries.texts.insert("q4".into(), vec!["a lot".into()]);
    entries
        .texts
        .insert("stranger".into(), vec!["x".repeat(100_000)]);
    assert!(follow_ups::save(store, token, entries).await.unwrap());
    let form = follow_ups::open(store, token).await.unwrap();
    assert_eq!(
        (form.entries.text("q4"), form.entries.texts.len()),
        ("a lot", 1)
    );
    assert_eq!(asks.statuses().await, [Status::Begun]);
    assert_eq!(
        follow_ups::send(store, token, &answers()).await.unwrap(),
        Sent::Now
    );
    assert_eq!(
        follow_ups::send(store, token, &[]).await.unwrap(),
        Sent::Before
    );
    assert!(
        !follow_ups::save(store, token, Entries::default())
            .await
            .unwrap()
    );
    let form = follow_ups::open(store, token).await.unwrap();
    assert!(form.answered_at.is_some() && form.entries == Entries::default());
    assert_eq!(
        asks.world.drain(&[TAKE_ANSWERS]).await.len(),
        1,
        "taken once"
    );
    let system = asks.tenant().system(store);
    assert_eq!(
        follow_ups::received(store, &system, application)
            .await
            .unwrap()[0]
            .answers,
        answers()
    );
    follow_ups::taken(store, &system, id).await.unwrap();
    assert_eq!(
        asks.world.drain(&[queue::SCREEN_APPLICATION]).await.len(),
        1,
        "scored anew"
    );
    assert_eq!(asks.statuses().await, [Status::Answered]);
    let logged = asks.world.audited(asks.tenant(), &id.to_string()).await;
    let answered = logged.iter().filter(|action| *action == "follow_up.answer");
    assert_eq!(answered.count(), 1, "{logged:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_who_send_at_once_one_counts() {
    let asks = Asks::switched_on().await;
    let store = &asks.world.store;
    let (_, _, token) = asks.link("Ana Lima").await;
    let (nothing, answers) = (Vec::new(), answers());
    let (one, other) = tokio::join!(
        follow_ups::send(store, token.expose(), &nothing),
        follow_ups::send(store, token.expose(), &answers)
    );
    let now = [one.unwrap(), other.unwrap()]
        .into_iter()
        .filter(|sent| *sent == Sent::Now);
    assert_eq!(now.count(), 1);
}

#[tokio::test]
async fn wrong_expired_and_withdrawn_links_are_not_found() {
    let asks = Asks::switched_on().await;
    let store = &asks.world.store;
    let (_, id, token) = asks.link("Ana Lima").await;
    assert!(is_not_found(&follow_ups::open(store, "guessed").await));
    follow_ups::withdraw(store, &asks.tenant().screens(), id)
        .await
        .unwrap();
    for dead in [
        is_not_found(&follow_ups::open(store, token.expose()).await),
        is_not_found(&follow_ups::save(store, token.expose(), Entries::default()).await),
        is_not_found(&follow_ups::send(store, token.expose(), &answers()).await),
        is_not_found(&follow_ups::decline(store, token.expose()).await),
        is_not_found(&follow_ups::keep_file(store, token.expose(), b"x".to_vec()).await),
    ] {
        assert!(dead);
    }
    assert_eq!(
        asks.world.audited(asks.tenant(), &id.to_string()).await,
        ["follow_up.withdraw"]
    );
    follow_ups::ask_again(store, &asks.tenant().screens(), id)
        .await
        .unwrap();
    let second = asks.world.mailed_token().await;
    assert!(follow_ups::open(store, second.expose()).await.is_ok());
    assert!(
        is_not_found(&follow_ups::open(store, token.expose()).await),
        "the old one stays dead"
    );
    asks.world.later(14 * 86_400);
    assert!(is_not_found(
        &follow_ups::open(store, second.expose()).await
    ));
    assert_eq!(asks.statuses().await, [Status::Expired]);
}

#[tokio::test]
async fn a_reminder_goes_once_and_only_to_who_has_not_answered() {
    let asks = Asks::switched_on().await;
    let store = &asks.world.store;
    let (_, first, _) = asks.link("Ana Lima").await;
    let (_, _, answered) = asks.link("Ben Quick").await;
    follow_ups::send(store, answered.expose(), &answers())
        .await
        .unwrap();
    asks.world.later(3 * 86_400);
    assert_eq!(asks.ask_those_due().await, [first]);
    let (leased, mail) = asks.world.owed().await.unwrap();
    assert!(matches!(
        mail.unwrap(),
        Mail::FollowUp { reminder: true, .. }
    ));
    mails::sent(store, &leased).await.unwrap();
    assert!(
        !follow_ups::remind(store, &asks.tenant().system(store), first)
            .await
            .unwrap()
    );
    assert!(asks.world.owed().await.is_none());
}

#[tokio::test]
async fn a_reminder_is_counted_from_the_last_mail_that_asked() {
    let asks = Asks::switched_on().await;
    let store = &asks.world.store;
    let (_, id, _) = asks.link("Ana Lima").await;
    asks.world.later(2 * 86_400);
    follow_ups::ask_again(store, &asks.tenant().screens(), id)
        .await
        .unwrap();
    asks.world.mailed_token().await;
    asks.world.later(86_400);
    assert!(asks.ask_those_due().await.is_empty());
    asks.world.later(2 * 86_400);
    assert_eq!(asks.ask_those_due().await, [id]);
}

#[tokio::test]
async fn who_declines_is_left_alone_from_then_on() {
    let asks = Asks::switched_on().await;
    let store = &asks.world.store;
    let (_, id, token) = asks.link("Ana Lima").await;
    follow_ups::decline(store, token.expose()).await.unwrap();
    follow_ups::decline(store, token.expose()).await.unwrap();
    let logged = asks.world.audited(asks.tenant(), &id.to_string()).await;
    let declined = logged
        .iter()
        .filter(|action| *action == "follow_up.decline");
    assert_eq!(declined.count(), 1, "said twice is said once: {logged:?}");
    assert!(
        follow_ups::open(store, token.expose())
            .await
            .unwrap()
            .declined
    );
    assert_eq!(asks.statuses().await, [Status::Declined]);
    asks.world.later(3 * 86_400);
    assert!(asks.ask_those_due().await.is_empty(), "no reminder");
    let other = jobs::upsert_from_ats(
        store,
        &asks.tenant().admin(),
        &jobs::FetchedJob {
            remote: Some((asks.integration, "posting-2".into())),
            title: "Data engineer".into(),
            ..jobs::FetchedJob::default()
        },
    )
    .await
    .unwrap();
    follow_ups::write_questions(
        store,
        &asks.tenant().admin(),
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
    assert!(!planned, "nor about another job");
}

#[tokio::test]
async fn a_mail_that_cannot_be_delivered_is_shown_and_can_be_sent_again() {
    let asks = Asks::switched_on().await;
    let store = &asks.world.store;
    let (application, _) = asks.enters("Ana Lima", store.now()).await;
    asks.world.later(1800);
    let [id] = asks.ask_those_due().await[..] else {
        panic!("one is asked")
    };
    let leased = queue::claim(store, &[SEND_MAIL]).await.unwrap().unwrap();
    queue::fail(store, &leased, "refused_by_server")
        .await
        .unwrap();
    assert_eq!(asks.statuses().await, [Status::Failed]);
    let of_profile = follow_ups::of_application(store, &asks.tenant().views(), application)
        .await
        .unwrap();
    assert_eq!(
        of_profile[0].delivered.as_ref().unwrap().error.as_deref(),
        Some("refused_by_server")
    );
    asks.world.later(3 * 86_400);
    assert!(
        asks.ask_those_due().await.is_empty(),
        "who never got the first mail is not reminded"
    );
    follow_ups::ask_again(store, &asks.tenant().screens(), id)
        .await
        .unwrap();
    asks.world.mailed_token().await;
    assert_eq!(asks.statuses().await, [Status::Unanswered]);
}

#[tokio::test]
async fn what_was_never_sent_is_forgotten_with_the_link_files_too() {
    let asks = Asks::switched_on().await;
    let store = &asks.world.store;
    let admin = asks.tenant().admin();
    let mut set = one_question("File?");
    set.questions[0].kind = Kind::File;
    follow_ups::write_questions(store, &admin, Scope::Organization, set)
        .await
        .unwrap();
    let (_, _, token) = asks.link("Ana Lima").await;
    let kept = async |bytes: &[u8]| {
        let sha256 = follow_ups::keep_file(store, token.expose(), bytes.to_vec())
            .await
            .unwrap();
        let mut entries = Entries::default();
        entries.files.insert(
            "q1".into(),
            KeptFile {
                name: "cv.txt".into(),
                sha256: sha256.clone(),
                size: bytes.len() as u64,
            },
        );
        follow_ups::save(store, token.expose(), entries)
            .await
            .unwrap();
        asks.world
            .dir
            .path()
            .join("documents")
            .join(asks.tenant().id.to_string())
            .join(sha256)
    };
    let first = kept(b"one file").await;
    let second = kept(b"another file").await;
    assert!(
        !first.exists() && second.exists(),
        "what was replaced is gone"
    );
    let system = asks.tenant().system(store);
    follow_ups::prune(store, &system).await.unwrap();
    assert!(second.exists(), "the link still works");
    asks.world.later(15 * 86_400);
    follow_ups::prune(store, &system).await.unwrap();
    assert!(!second.exists());
    let listed = follow_ups::list(store, &asks.tenant().health(), asks.integration, 9, 0)
        .await
        .unwrap();
    assert_eq!(listed.items[0].saved_at, None);
}

#[tokio::test]
async fn nothing_of_another_organization_is_found() {
    let asks = Asks::switched_on().await;
    let store = &asks.world.store;
    let (application, id, token) = asks.link("Ana Lima").await;
    let foreign = &asks.world.contoso;
    let (admin, system) = (foreign.admin(), foreign.system(store));
    let health = foreign.health();
    assert!(is_not_found(
        &follow_ups::read(store, &health, asks.integration).await
    ));
    assert!(is_not_found(
        &follow_ups::list(store, &health, asks.integration, 9, 0).await
    ));
    assert!(is_not_found(
        &follow_ups::dry_run(store, &admin, asks.integration, &asking()).await
    ));
    assert!(is_not_found(
        &follow_ups::write(
            store,
            &admin,
            asks.integration,
            asking(),
            true,
            Start::WithThosePresent
        )
        .await
    ));
    assert!(is_not_found(
        &follow_ups::switch_off(store, &admin, asks.integration).await
    ));
    assert!(is_not_found(
        &follow_ups::questions(store, &health, Scope::Job(asks.job)).await
    ));
    assert!(is_not_found(
        &follow_ups::write_questions(store, &admin, Scope::Job(asks.job), one_question("?")).await
    ));
    assert!(is_not_found(
        &follow_ups::share_questions(store, &admin, asks.job).await
    ));
    assert!(is_not_found(
        &follow_ups::withdraw(store, &foreign.screens(), id).await
    ));
    assert!(is_not_found(
        &follow_ups::ask_again(store, &foreign.screens(), id).await
    ));
    assert!(is_not_found(
        &follow_ups::answered(store, &system, id).await
    ));
    assert!(
        follow_ups::of_application(store, &foreign.views(), application)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(!follow_ups::ask(store, &system, id).await.unwrap());
    let manager: Permit<_> = asks.tenant().manager();
    assert!(is_not_found(
        &follow_ups::of_application(store, &manager, application).await
    ));
    follow_ups::prune(store, &system).await.unwrap();
    assert!(
        follow_ups::open(store, token.expose()).await.is_ok(),
        "and it still stands"
    );
    // Its own questions are its own.
    follow_ups::write_questions(store, &admin, Scope::Organization, one_question("Foreign?"))
        .await
        .unwrap();
    let ours = follow_ups::questions(store, &asks.tenant().health(), Scope::Organization)
        .await
        .unwrap();
    assert_eq!(ours.set, QuestionSet::seeded());
}

#[tokio::test]
async fn settings_without_a_stage_cannot_be_switched_on() {
    let asks = Asks::new().await;
    let admin = asks.tenant().admin();
    for (wrong, active) in [
        (Asking::default(), true),
        (
            Asking {
                link_days: 0,
                ..asking()
            },
            false,
        ),
    ] {
        let refused = follow_ups::write(
            &asks.world.store,
            &admin,
            asks.integration,
            wrong,
            active,
            Start::FromNowOn,
        )
        .await;
        assert!(matches!(refused, Err(Error::Invalid { .. })));
    }
    let kept = follow_ups::read(&asks.world.store, &asks.tenant().health(), asks.integration)
        .await
        .unwrap();
    assert!(!kept.active);
}
