//! What must be so in the end: all work is done, the boards stand as Lever does, and nothing was said twice.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::{Duration, Instant};

use hiring::board::CardState;
use hiring::mails::SEND_MAIL;
use hiring::permission::{ManageIntegrations, ViewJobs};
use hiring::{Member, Store, applications, board, jobs, queue};
use reqwest::Method;
use serde_json::Value;
use testing::many;

use crate::support::{Lever, SmtpServer};

/// How long all work may take in the end, in seconds: what was broken off ten times rests for as many minutes.
const SETTLES: (u32, u32) = (180, 1500);

/// What the simulator knows of everybody.
pub(super) async fn opportunities(lever: &Lever) -> Vec<Value> {
    let (_, all) = lever.act(Method::GET, "/opportunities", Value::Null).await;
    all["data"].as_array().unwrap().clone()
}

/// Names by id, of stages or archive reasons.
pub(super) async fn texts(lever: &Lever, path: &str) -> BTreeMap<String, String> {
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
    let patience = Duration::from_secs(many(SETTLES.0, SETTLES.1).into());
    let began = Instant::now();
    loop {
        let (_, deliveries) = lever.act(Method::GET, "/deliveries", Value::Null).await;
        let pending = deliveries["data"].as_array().unwrap().iter();
        let pending = pending.filter(|one| one["pending"] == true).count();
        let depth = queue::depth(store, &admin).await.unwrap();
        if pending == 0 && depth.waiting == 0 && depth.running == 0 {
            break;
        }
        if began.elapsed() > patience {
            let troubled = queue::troubled(store, &admin, 20).await.unwrap();
            panic!("{pending} deliveries are pending, {depth:?} is left, of it {troubled:?}");
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
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
pub(super) fn nobody_is_asked_twice(mail_server: &SmtpServer) -> usize {
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
pub(super) async fn every_score_is_told_once(lever: &Lever, store: &Store, member: &Member) {
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
