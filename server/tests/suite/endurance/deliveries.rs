//! Thousands of webhook deliveries, as a bad day brings them: doubled, out of order, too old, forged; and people are moved in Lever all the while.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use hiring::permission::ManageIntegrations;
use hiring::{Member, Secret, webhooks};
use hmac::{Hmac, Mac};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use sha2::Sha256;
use sqlx::{AnyPool, Row};
use testing::{Spread, figure, in_soak, many};

use crate::killed::{Random, same_as_lever, settled};
use crate::support::{RESUME, Simulated};

/// How many begin in a second, however long the answers take.
const RATE: u32 = 100;
const KEY: &str = "5d0b7f2ac94e13886ab1c7d2e0f3945b6a7c8d9e0f1a2b3c";
/// The one that the deliveries here tell of: no other does.
const EVENT: &str = "interviewCreated";
/// Beyond the window in which a delivery is believed.
const TOO_OLD: i64 = 16 * 24 * 3_600_000;
/// How long Lever may have to wait for an answer.
const WANTED: Duration = Duration::from_millis(50);

/// What happens, one after the other.
enum Step {
    /// Somebody stands in another stage.
    Moves { person: String, stage: String },
    /// A delivery, and the answer that it must get.
    Arrives { body: Value, answer: u16 },
}

#[tokio::test(flavor = "multi_thread")]
async fn doubled_disordered_old_and_forged_deliveries_lead_to_the_right_state() {
    let world = Simulated::start().await;
    let mut owner = world.app.owner().await;
    let posting = world.connect_one_job(&mut owner).await;
    for number in 0..many(12, 200) {
        let name = format!("Person {number}");
        world.apply(&posting, &name, RESUME).await;
    }
    let member = world.app.acme().await;
    settled(&world, world.app.store(), &member).await;
    // Only what is sent here is heard.
    world
        .act(Method::PUT, "/event_groups", json!({ "all": false }))
        .await;
    let address = webhook(&world, &member).await;
    let steps = happenings(&world, &posting, many(400, 20_000)).await;
    let genuine: BTreeSet<String> = steps.iter().filter_map(genuine).collect();
    let http = Client::new();
    let mut pace = tokio::time::interval(Duration::from_secs(1) / RATE);
    let (mut sending, mut moves) = (Vec::new(), 0);
    for step in steps {
        match step {
            Step::Moves { person, stage } => {
                let path = format!("/opportunities/{person}/stage");
                let stage = json!({ "stage": stage });
                let (status, answer) = world.act(Method::PUT, &path, stage).await;
                assert!(status.is_success(), "{answer}");
                moves += 1;
            }
            Step::Arrives { body, answer } => {
                pace.tick().await;
                let (http, address) = (http.clone(), address.clone());
                sending.push(tokio::spawn(deliver(http, address, body, answer)));
            }
        }
    }
    let mut took = Vec::new();
    for sent in sending {
        took.push(sent.await.unwrap());
    }
    assert_eq!(kept(&world).await, genuine.len(), "each is kept, and once");
    settled(&world, world.app.store(), &member).await;
    same_as_lever(&world, world.app.store(), &member, &posting).await;
    let many = took.len();
    let spread = Spread::of(took);
    figure(
        &format!(
            "{many} webhook deliveries, {RATE} a second, while {moves} moves happen in Lever: 10 % doubled, 20 % out of order, 5 % too old, 1 % forged"
        ),
        format!("every answer and the final state right; answer {spread}"),
        "final state right, p99 ≤ 50 ms",
    );
    assert!(!in_soak() || spread.p99 <= WANTED, "{spread}");
}

/// The token of a delivery that is to be believed.
fn genuine(step: &Step) -> Option<String> {
    match step {
        Step::Arrives { body, answer: 200 } => body["token"].as_str().map(str::to_owned),
        _ => None,
    }
}

/// How many deliveries of the event are written down.
async fn kept(world: &Simulated) -> usize {
    sqlx::any::install_default_drivers();
    let file = world.app.folder().join("clara.db");
    let pool = AnyPool::connect(&format!("sqlite://{}", file.display()))
        .await
        .unwrap();
    let row = sqlx::query("SELECT COUNT(*) AS many FROM webhook_receipts WHERE event = $1")
        .bind(EVENT)
        .fetch_one(&pool)
        .await
        .unwrap();
    pool.close().await;
    usize::try_from(row.get::<i64, _>("many")).unwrap()
}

/// How long the answer took, which must be the right one.
async fn deliver(http: Client, address: String, body: Value, wanted: u16) -> Duration {
    let began = Instant::now();
    let answer = http.post(address).json(&body).send().await.unwrap();
    let took = began.elapsed();
    assert_eq!(answer.status().as_u16(), wanted, "{body}");
    took
}

/// The address of a webhook whose key is known here.
async fn webhook(world: &Simulated, member: &Member) -> String {
    let store = world.app.store();
    let system = store.system(member.organization);
    let admin = member.permit::<ManageIntegrations>().unwrap();
    let integration = hiring::integrations::list(store, &admin).await.unwrap()[0].id;
    let (id, path) = webhooks::prepare(store, &system, integration, EVENT)
        .await
        .unwrap();
    webhooks::created(store, &system, id, "ours", Some(&Secret::new(KEY)))
        .await
        .unwrap();
    world.app.url(&format!("/hooks/lever/{}", path.expose()))
}

/// People are moved about, and each move has a genuine delivery after it, which may be late; between them is what else comes on a bad day: a tenth
/// twice, a fifth out of order, one in twenty too old, one in a hundred forged.
async fn happenings(world: &Simulated, posting: &str, number: u32) -> Vec<Step> {
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
    let (mut steps, mut held) = (Vec::new(), Vec::new());
    for _ in 0..number {
        let person = *random.one_of(&people);
        let (age, key, answer) = match random.below(100) {
            0 => (0, "another key", 401),
            1..6 => (TOO_OLD, KEY, 401),
            _ => (0, KEY, 200),
        };
        if answer == 200 && random.below(8) == 0 {
            steps.push(Step::Moves {
                person: person.to_owned(),
                stage: (*random.one_of(&stages)).to_owned(),
            });
        }
        let body = delivery(&mut random, person, age, key);
        if random.below(10) == 0 {
            let body = body.clone();
            steps.push(Step::Arrives { body, answer });
        }
        let delivery = Step::Arrives { body, answer };
        if random.below(5) == 0 {
            held.push(delivery);
        } else {
            steps.push(delivery);
        }
        if held.len() > 40 {
            let late = usize::try_from(random.below(40)).unwrap();
            steps.push(held.swap_remove(late));
        }
    }
    steps.extend(held);
    steps
}

fn delivery(random: &mut Random, person: &str, age: i64, key: &str) -> Value {
    let token = format!(
        "{:016x}{:016x}{:016x}",
        random.next(),
        random.next(),
        random.next()
    );
    let at = jiff::Timestamp::now().as_millisecond() - age;
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
    mac.update(format!("{token}{at}").as_bytes());
    json!({
        "event": EVENT, "triggeredAt": at, "token": token, "signature": hex::encode(mac.finalize().into_bytes()),
        "data": { "opportunityId": person },
    })
}
