//! `kill -9` at any instant: nothing is lost, nothing is said twice, and in the end the board stands as Lever does.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use hiring::board::CardState;
use hiring::mails::SEND_MAIL;
use hiring::permission::{ManageIntegrations, ViewJobs};
use hiring::{Member, Store, applications, board, jobs, queue};
use reqwest::Method;
use serde_json::{Value, json};
use testing::{figure, many};

use crate::questions;
use crate::support::{Killable, Lever, SmtpServer};

const KILLS: (u32, u32) = (200, 1000);
/// Another seed is another course of events. Set the variable to follow one that failed.
const SEED: u64 = 20_261_125;
const SEED_VARIABLE: &str = "CLARA_TEST_SEED";
const OPPORTUNITIES: (u32, u32) = (160, 1200);
/// How many are imported, one after the other: each begins at another quarter of the kills.
const JOBS: u32 = 4;

/// Whoever applies stands in it, and is asked follow-up questions by mail.
const ASKS: (&str, &str) = ("applicant-new", "New applicant");
/// The longest rest of the mail server before it says that it has a mail.
const REST: Duration = Duration::from_millis(40);

const RESUME: &str = "Experience\nEngineer, Example Systems\nJan 2019 - Present\nBuilt services in Rust, SQL and Python.\n\nEducation\nBSc, 2018\n";

#[tokio::test(flavor = "multi_thread")]
async fn kills_during_import_and_live_traffic_lose_nothing_and_double_nothing() {
    let mut random = Random::seeded();
    let lever = Arc::new(busy_lever().await);
    let mail_server = SmtpServer::slow(REST).await;
    let mut clara = Killable::prepare(vec![
        ("CLARA_SIMULATOR", lever.line()),
        ("CLARA_SMTP_URL", mail_server.url()),
        ("CLARA_MAIL_FROM", "CLARA <clara@acme.example>".to_owned()),
    ])
    .await;
    clara.start();
    let mut owner = clara.owner().await;
    let integration = lever.connect(&mut owner).await;
    let store = clara.store().await;
    questions::ask_in(&store, &clara.member, integration.parse().unwrap(), ASKS).await;
    let postings = busiest(&lever).await;

    let stop = Arc::new(AtomicBool::new(false));
    let traffic = tokio::spawn(people_at_work(
        Arc::clone(&lever),
        postings.clone(),
        Random(random.next()),
        Arc::clone(&stop),
    ));
    let kills = many(KILLS.0, KILLS.1);
    let quarter = kills / JOBS;
    for number in 0..kills {
        if number.is_multiple_of(quarter) {
            let begun = usize::try_from(number / quarter).unwrap();
            let mut owner = clara.owner().await;
            lever
                .select(&mut owner, &integration, &postings[..=begun])
                .await;
        }
        // A start takes less than the shortest of these pauses.
        tokio::time::sleep(Duration::from_millis(50 + random.below(500))).await;
        clara.kill();
        clara.start();
    }
    stop.store(true, Ordering::Relaxed);
    traffic.await.unwrap();

    settled(&lever, &store, &clara.member).await;
    for posting in &postings {
        same_as_lever(&lever, &store, &clara.member, posting).await;
    }
    every_score_is_told_once(&lever, &store, &clara.member).await;
    let mails = nobody_is_asked_twice(&mail_server);
    store.close().await;
    let everybody = opportunities(&lever).await;
    let imported = everybody
        .iter()
        .filter(|one| postings.iter().any(|posting| one["posting"] == *posting));
    figure(
        &format!(
            "kill -9 at {kills} random instants during imports of {JOBS} jobs and live events"
        ),
        format!(
            "{} applications: 0 lost, 0 notes doubled, 0 of {mails} mails doubled, the boards as Lever's in the end",
            imported.count()
        ),
        "0 lost, 0 doubled, final state equal",
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_lost_in_the_middle_of_its_renewal_ends_in_reconnect_and_nothing_is_lost() {
    let lever = Lever::start().await;
    let mut clara = Killable::prepare(vec![("CLARA_SIMULATOR", lever.line())]).await;
    clara.start();
    let mut owner = clara.owner().await;
    let posting = lever.connect_one_job(&mut owner).await;
    let store = clara.store().await;
    settled(&lever, &store, &clara.member).await;

    // Lever renews the key and takes the old one back; its answer never arrives, since CLARA dies waiting.
    let fault = json!({ "kind": "hang_after_commit", "method": "POST", "path": "/oauth/token" });
    lever.act(Method::POST, "/faults", fault).await;
    lever.act(Method::DELETE, "/calls", Value::Null).await;
    lever
        .act(Method::POST, "/expire_access_tokens", json!({}))
        .await;
    let opportunity = lever.apply(&posting, "Kim Kept", RESUME).await;
    lever
        .eventually("the key is being renewed", async || {
            let (_, calls) = lever.act(Method::GET, "/calls", Value::Null).await;
            calls["data"]["POST /oauth/token"].as_u64()
        })
        .await;
    clara.kill();
    clara.start();
    let mut owner = clara.owner().await;
    let connection = lever
        .eventually("the connection has ended", async || {
            let all = owner.call("integrations/list", "").await.body;
            let all: Value = serde_json::from_str(&all).ok()?;
            (all[0]["state"] == "disconnected").then(|| all[0].clone())
        })
        .await;
    let why = connection["ended_because"].as_str().unwrap();
    assert!(why.contains("Reconnect"), "{why}");

    lever
        .reconnect(&mut owner, connection["id"].as_str().unwrap())
        .await;
    settled(&lever, &store, &clara.member).await;
    same_as_lever(&lever, &store, &clara.member, &posting).await;
    every_score_is_told_once(&lever, &store, &clara.member).await;
    assert_eq!(lever.notes(&opportunity).await.len(), 1);
    store.close().await;
}

/// Without a rate limit; what it could not deliver it tries again within seconds.
async fn busy_lever() -> Lever {
    Lever::with(simulator::Config {
        opportunities: usize::try_from(many(OPPORTUNITIES.0, OPPORTUNITIES.1)).unwrap(),
        limiter: false,
        retry_pauses: [200, 400, 800, 1600, 3200]
            .map(Duration::from_millis)
            .to_vec(),
        ..simulator::Config::default()
    })
    .await
}

/// Splitmix64: the same seed, the same numbers.
pub struct Random(pub u64);

impl Random {
    /// From [`SEED`], or from what its variable says.
    pub fn seeded() -> Self {
        let seed = std::env::var(SEED_VARIABLE)
            .ok()
            .and_then(|seed| seed.parse().ok())
            .unwrap_or(SEED);
        eprintln!("{SEED_VARIABLE}={seed}");
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    pub fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        let index = self.below(all.len() as u64);
        &all[usize::try_from(index).unwrap()]
    }
}

/// What the simulator knows of everybody.
async fn opportunities(lever: &Lever) -> Vec<Value> {
    let (_, all) = lever.act(Method::GET, "/opportunities", Value::Null).await;
    all["data"].as_array().unwrap().clone()
}

/// The published postings with most candidates.
async fn busiest(lever: &Lever) -> Vec<String> {
    let published = lever
        .lever(
            Method::GET,
            "/postings?state=published&distributionChannel=public&distributionChannel=internal",
        )
        .await;
    let all = opportunities(lever).await;
    let mut postings: Vec<(usize, String)> = published["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|posting| {
            let id = posting["id"].as_str().unwrap().to_owned();
            (all.iter().filter(|one| one["posting"] == id).count(), id)
        })
        .collect();
    postings.sort();
    postings
        .into_iter()
        .rev()
        .take(usize::try_from(JOBS).unwrap())
        .map(|(_, id)| id)
        .collect()
}

/// Recruiters and candidates, about four acts a second.
async fn people_at_work(
    lever: Arc<Lever>,
    postings: Vec<String>,
    mut random: Random,
    stop: Arc<AtomicBool>,
) {
    let stages = ids(&lever, "/stages").await;
    let reasons = ids(&lever, "/archive_reasons").await;
    let mut applied = 0;
    while !stop.load(Ordering::Relaxed) {
        tokio::time::sleep(Duration::from_millis(150 + random.below(200))).await;
        let everybody = opportunities(&lever).await;
        let known: Vec<&Value> = everybody
            .iter()
            .filter(|one| postings.iter().any(|posting| one["posting"] == *posting))
            .collect();
        let somebody = random.one_of(&known)["id"].as_str().unwrap();
        let act = async |method, what: &str, body| {
            let path = format!("/opportunities/{somebody}/{what}");
            let (status, answer) = lever.act(method, &path, body).await;
            assert!(status.is_success(), "{path}: {answer}");
        };
        match random.below(10) {
            0..4 => {
                applied += 1;
                let name = format!("Applicant {applied}");
                let posting: &String = random.one_of(&postings);
                lever.apply(posting, &name, RESUME).await;
            }
            4..7 => {
                act(
                    Method::PUT,
                    "stage",
                    json!({ "stage": random.one_of(&stages) }),
                )
                .await
            }
            7 => {
                act(
                    Method::PUT,
                    "archived",
                    json!({ "reason": random.one_of(&reasons) }),
                )
                .await
            }
            8 => act(Method::PUT, "archived", json!({ "reason": null })).await,
            _ => {
                let path = format!("/opportunities/{somebody}/notes");
                lever.write(&path, json!({ "value": "Call back." })).await;
            }
        }
    }
}

async fn ids(lever: &Lever, path: &str) -> Vec<String> {
    texts(lever, path).await.into_keys().collect()
}

/// Names by id, of stages or archive reasons.
async fn texts(lever: &Lever, path: &str) -> BTreeMap<String, String> {
    let all = lever.lever(Method::GET, path).await;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    all["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (text(&one["id"]), text(&one["text"])))
        .collect()
}

/// Waits until no delivery and no work is left.
pub async fn settled(lever: &Lever, store: &Store, member: &Member) {
    let admin = member.permit::<ManageIntegrations>().unwrap();
    lever
        .eventually("all work is done", async || {
            let (_, deliveries) = lever.act(Method::GET, "/deliveries", Value::Null).await;
            let pending = deliveries["data"].as_array()?.iter();
            let pending = pending.filter(|one| one["pending"] == true).count();
            let depth = queue::depth(store, &admin).await.unwrap();
            (pending == 0 && depth.waiting == 0 && depth.running == 0).then_some(())
        })
        .await;
    let mut dead = queue::dead(store, &admin, u32::MAX).await.unwrap();
    // Who died between a mail's text and the answer does not know whether it arrived: it is shown, and not sent again.
    dead.retain(|row| row.kind != SEND_MAIL || row.error_code != "broken_off");
    assert_eq!(dead, [], "nothing was given up");
}

/// Every application of the posting is on its board, once, as it stands in Lever; and nobody else is.
pub async fn same_as_lever(lever: &Lever, store: &Store, member: &Member, posting: &str) {
    let permit = member.permit::<ViewJobs>().unwrap();
    let system = store.system(member.organization);
    let stages = texts(lever, "/stages").await;
    let reasons = texts(lever, "/archive_reasons").await;
    let there: BTreeMap<String, Option<String>> = opportunities(lever)
        .await
        .iter()
        .filter(|one| one["posting"] == posting)
        .map(|one| {
            let archived = one["archived"]["reason"].as_str();
            let words = match archived {
                Some(reason) => reasons.get(reason),
                None => one["stage"].as_str().and_then(|stage| stages.get(stage)),
            };
            (one["id"].as_str().unwrap().to_owned(), words.cloned())
        })
        .collect();
    let summaries = jobs::list(store, &permit).await.unwrap();
    let summary = summaries
        .iter()
        .find(|summary| summary.job.remote_id.as_deref() == Some(posting));
    let cards = board::read(store, &permit, summary.unwrap().job.id)
        .await
        .unwrap()
        .cards;
    let many = cards.len();
    let mut here = BTreeMap::new();
    for card in cards {
        assert_ne!(card.state, CardState::Scoring, "{}", card.application);
        let place = applications::locate(store, &system, card.application)
            .await
            .unwrap();
        here.insert(place.remote_id.unwrap(), card.stage);
    }
    assert_eq!(here.len(), many, "each stands there once");
    assert_eq!(here, there);
}

/// No mail came twice, and no applicant got two; how many there were.
fn nobody_is_asked_twice(mail_server: &SmtpServer) -> usize {
    let taken = mail_server.taken_yet();
    let (mut ids, mut asked) = (HashSet::new(), HashSet::new());
    for mail in &taken {
        let id = mail.header("Message-ID");
        assert!(ids.insert(id), "one mail came twice: {id}");
        // Each has an address of their own; those whom the simulator invents may share one.
        if mail.to.iter().any(|to| to.contains("<applicant.")) {
            assert!(asked.insert(&mail.to), "asked twice: {:?}", mail.to);
        }
    }
    assert!(!asked.is_empty(), "applicants are asked");
    taken.len()
}

/// A scored application has one note, no other has any, and no marker stands twice.
async fn every_score_is_told_once(lever: &Lever, store: &Store, member: &Member) {
    let permit = member.permit::<ViewJobs>().unwrap();
    let system = store.system(member.organization);
    let mut scored = HashMap::new();
    for summary in jobs::list(store, &permit).await.unwrap() {
        for card in board::read(store, &permit, summary.job.id)
            .await
            .unwrap()
            .cards
        {
            let place = applications::locate(store, &system, card.application)
                .await
                .unwrap();
            scored.insert(place.remote_id.unwrap(), card.score);
        }
    }
    let (_, notes) = lever.act(Method::GET, "/notes", Value::Null).await;
    let mut told: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut markers = HashSet::new();
    for note in notes["data"].as_array().unwrap() {
        let text = note["note"]["fields"][0]["value"].as_str().unwrap();
        let Some((_, marker)) = text.split_once("[clara:") else {
            continue;
        };
        assert!(markers.insert(marker), "{text}");
        let opportunity = note["opportunityId"].as_str().unwrap();
        told.entry(opportunity).or_default().push(text);
    }
    for (opportunity, score) in &scored {
        let texts = told.remove(&**opportunity).unwrap_or_default();
        match score {
            Some(score) => {
                assert_eq!(texts.len(), 1, "{texts:?}");
                let begins = format!("CLARA score: {score} of 100");
                assert!(texts[0].starts_with(&begins), "{}", texts[0]);
            }
            None => assert_eq!(texts, [""; 0]),
        }
    }
    assert_eq!(
        told,
        HashMap::new(),
        "notes on applications that are not here"
    );
}
