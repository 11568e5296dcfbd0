//! A Lever with much going on, by chance that can be repeated.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use testing::many;

use super::checks::{opportunities, texts};
use super::{JOBS, RESUME};
use crate::support::Lever;

/// Another seed is another course of events. Set the variable to follow one that failed.
const SEED: u64 = 20_261_125;
const SEED_VARIABLE: &str = "CLARA_TEST_SEED";
const OPPORTUNITIES: (u32, u32) = (160, 1200);

/// Without a rate limit; what it could not deliver it tries again within seconds.
pub(super) async fn busy_lever() -> Lever {
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

/// The published postings with most candidates.
pub(super) async fn busiest(lever: &Lever) -> Vec<String> {
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
pub(super) async fn people_at_work(
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
