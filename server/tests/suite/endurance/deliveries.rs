//! Thousands of webhook deliveries, as a bad day brings them: doubled, out of order, too old, forged.

use std::time::{Duration, Instant};

use hiring::permission::ManageIntegrations;
use hiring::{Member, Secret, webhooks};
use hmac::{Hmac, Mac};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use sha2::Sha256;
use testing::{figure, many};

use crate::killed::{Random, same_as_lever, settled};
use crate::support::Simulated;

/// How many begin in a second, however long the answers take.
const RATE: u32 = 100;
const KEY: &str = "5d0b7f2ac94e13886ab1c7d2e0f3945b6a7c8d9e0f1a2b3c";
/// Beyond the window in which a delivery is believed.
const TOO_OLD: i64 = 16 * 24 * 3_600_000;

/// A delivery, and the answer that it must get.
struct Sent {
    body: Value,
    answer: u16,
}

#[tokio::test(flavor = "multi_thread")]
async fn doubled_disordered_old_and_forged_deliveries_lead_to_the_right_state() {
    let world = Simulated::start().await;
    let mut owner = world.app.owner().await;
    let posting = world.connect_one_job(&mut owner).await;
    let member = world.app.acme().await;
    settled(&world, world.app.store(), &member).await;
    // Only what is sent here is heard.
    world
        .act(Method::PUT, "/event_groups", json!({ "all": false }))
        .await;
    let address = webhook(&world, &member).await;
    let deliveries = happenings(&world, &posting, many(400, 20_000)).await;
    let http = Client::new();
    let mut pace = tokio::time::interval(Duration::from_secs(1) / RATE);
    let mut sending = Vec::new();
    for sent in deliveries {
        pace.tick().await;
        sending.push(tokio::spawn(deliver(http.clone(), address.clone(), sent)));
    }
    let mut took = Vec::new();
    for sent in sending {
        took.push(sent.await.unwrap());
    }
    settled(&world, world.app.store(), &member).await;
    same_as_lever(&world, world.app.store(), &member, &posting).await;
    took.sort_unstable();
    figure(
        &format!(
            "{} deliveries, {RATE} a second: p99 of the answer",
            took.len()
        ),
        format!(
            "{:.1} ms",
            took[took.len() * 99 / 100].as_secs_f64() * 1000.0
        ),
    );
}

/// How long the answer took, which must be the right one.
async fn deliver(http: Client, address: String, sent: Sent) -> Duration {
    let began = Instant::now();
    let answer = http.post(address).json(&sent.body).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), sent.answer, "{}", sent.body);
    began.elapsed()
}

/// The address of a webhook whose key is known here.
async fn webhook(world: &Simulated, member: &Member) -> String {
    let store = world.app.store();
    let system = store.system(member.organization);
    let admin = member.permit::<ManageIntegrations>().unwrap();
    let integration = hiring::integrations::list(store, &admin).await.unwrap()[0].id;
    let (id, path) = webhooks::prepare(store, &system, integration, "interviewCreated")
        .await
        .unwrap();
    webhooks::created(store, &system, id, "ours", Some(&Secret::new(KEY)))
        .await
        .unwrap();
    world.app.url(&format!("/hooks/lever/{}", path.expose()))
}

/// Moves people about and writes down what is to be delivered: a tenth twice, a fifth out of order, one in twenty too old, one in a hundred forged.
async fn happenings(world: &Simulated, posting: &str, number: u32) -> Vec<Sent> {
    let mut random = Random(20_261_126);
    let stages = world.lever(Method::GET, "/stages").await;
    let stages: Vec<&str> = stages["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|stage| stage["id"].as_str())
        .collect();
    let (_, all) = world.act(Method::GET, "/opportunities", Value::Null).await;
    let people: Vec<&str> = all["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["posting"] == posting)
        .filter_map(|one| one["id"].as_str())
        .collect();
    let mut sent = Vec::new();
    let mut held = Vec::new();
    while sent.len() + held.len() < number as usize {
        let person = random.one_of(&people);
        // What a delivery tells of has happened before it is sent.
        if random.below(8) == 0 {
            let path = format!("/opportunities/{person}/stage");
            world
                .act(
                    Method::PUT,
                    &path,
                    json!({ "stage": random.one_of(&stages) }),
                )
                .await;
        }
        let delivery = match random.below(100) {
            0 => delivery(&mut random, person, 0, "another key", 401),
            1..6 => delivery(&mut random, person, TOO_OLD, KEY, 401),
            _ => delivery(&mut random, person, 0, KEY, 200),
        };
        if random.below(10) == 0 {
            sent.push(Sent {
                body: delivery.body.clone(),
                answer: delivery.answer,
            });
        }
        if random.below(5) == 0 {
            held.push(delivery);
        } else {
            sent.push(delivery);
        }
        if held.len() > 40 {
            let late = usize::try_from(random.below(40)).unwrap();
            sent.push(held.swap_remove(late));
        }
    }
    // Everybody is told of once more: what happened last has a delivery after it.
    sent.extend(held);
    for person in people {
        sent.push(delivery(&mut random, person, 0, KEY, 200));
    }
    sent
}

fn delivery(random: &mut Random, person: &str, age: i64, key: &str, answer: u16) -> Sent {
    let token = format!(
        "{:016x}{:016x}{:016x}",
        random.next(),
        random.next(),
        random.next()
    );
    let at = jiff::Timestamp::now().as_millisecond() - age;
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
    mac.update(format!("{token}{at}").as_bytes());
    let body = json!({
        "event": "interviewCreated", "triggeredAt": at, "token": token, "signature": hex::encode(mac.finalize().into_bytes()),
        "data": { "opportunityId": person },
    });
    Sent { body, answer }
}
