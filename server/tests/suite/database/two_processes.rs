//! Two processes of the operating system on one PostgreSQL: they share work and news, and one ends what the other died of.

use std::time::Duration;

use ::integrations::tasks::{FetchApplication, Task as _};
use futures::StreamExt;
use hiring::columns::{self, ColumnKind};
use hiring::permission::ViewJobs;
use hiring::{Member, Store, board, events, integrations, jobs, queue};
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::AnyPool;
use testing::{figure, many};

use crate::killed::{same_as_lever, settled};
use crate::support::{Kept, Lever, On, RESUME, Serving, acme};

/// How many people apply until both processes were seen at work; reached only when one of them does nothing.
const MOST: usize = 300;
/// 32 bytes in base64.
const NEW_KEY: &str = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";
/// How long a wake-up may take before a test fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// A simulator, a database, and a look at it past the processes.
struct World {
    lever: Lever,
    line: String,
    kept: Kept,
    store: Store,
    member: Member,
}

impl World {
    async fn new() -> Self {
        let lever = Lever::start().await;
        let kept = Kept::on(On::Postgres);
        let store = kept.store().await;
        let member = acme(&store).await;
        Self {
            line: lever.line(),
            lever,
            kept,
            store,
            member,
        }
    }

    async fn server(&self) -> Serving {
        Serving::start(&self.kept, &[("CLARA_SIMULATOR", &*self.line)]).await
    }

    async fn applies(&self, posting: &str, name: &str) -> String {
        self.lever.apply(posting, name, RESUME).await
    }

    /// Waits until nothing is left to do; then everybody stands as in Lever and has one note.
    async fn ends_well(&self, posting: &str, opportunities: &[String]) {
        settled(&self.lever, &self.store, &self.member).await;
        same_as_lever(&self.lever, &self.store, &self.member, posting).await;
        for opportunity in opportunities {
            assert_eq!(self.lever.notes(opportunity).await.len(), 1);
        }
    }

    /// How many applications are being fetched, which takes some calls of Lever.
    async fn fetched_now(&self) -> usize {
        sqlx::any::install_default_drivers();
        let url = self.kept.variable("CLARA_DATABASE_URL").unwrap();
        let pool = AnyPool::connect(&url).await.unwrap();
        let rows = sqlx::query(
            "SELECT id FROM queue WHERE state = 'running' AND kind = 'fetch_application'",
        )
        .fetch_all(&pool)
        .await
        .unwrap();
        pool.close().await;
        rows.len()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn they_share_work_and_hear_each_other_and_one_ends_what_the_killed_one_began() {
    let world = World::new().await;
    let mut first = world.server().await;
    let mut second = world.server().await;
    let mut owner = first.owner().await;
    let posting = world.lever.connect_one_job(&mut owner).await;
    let mut opportunities = Vec::new();
    while first.work_done().await == 0 || second.work_done().await == 0 {
        let number = opportunities.len();
        assert!(number < MOST, "{}{}", first.log(), second.log());
        let name = format!("Shared Person {number}");
        opportunities.push(world.applies(&posting, &name).await);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    world.ends_well(&posting, &opportunities).await;

    a_move_is_heard(&world, &first, &second).await;

    // Nobody tells of these: that they are fetched is work in the queue and nowhere else.
    let silent = json!({ "all": false });
    world.lever.act(Method::PUT, "/event_groups", silent).await;
    let system = world.store.system(world.member.organization);
    let connection = integrations::list(&world.store, &system).await.unwrap()[0].id;
    let mut fetches = Vec::new();
    for number in 0..6 {
        let opportunity = world
            .applies(&posting, &format!("Orphaned Person {number}"))
            .await;
        fetches.push(FetchApplication::of(connection, &opportunity).task());
        opportunities.push(opportunity);
    }
    let slow = json!({ "latency_ms": 1000 });
    world.lever.act(Method::PATCH, "/switches", slow).await;
    // The first stands still: what is taken now, the second takes.
    first.process().signal("STOP");
    queue::enqueue(&world.store, &system, &fetches)
        .await
        .unwrap();
    world
        .lever
        .eventually("the second has taken something", async || {
            (world.fetched_now().await > 0).then_some(())
        })
        .await;
    second.process().signal("KILL");
    second.process().ended().await;
    assert_ne!(world.fetched_now().await, 0, "it left what it had begun");
    first.process().signal("CONT");
    let fast = json!({ "latency_ms": 0 });
    world.lever.act(Method::PATCH, "/switches", fast).await;
    world.ends_well(&posting, &opportunities).await;
    world.store.close().await;
}

/// What is moved at one process is told to who listens at the other.
async fn a_move_is_heard(world: &World, first: &Serving, second: &Serving) {
    let permit = world.member.permit::<ViewJobs>().unwrap();
    let job = jobs::list(&world.store, &permit).await.unwrap()[0].job.id;
    let cards = board::read(&world.store, &permit, job).await.unwrap().cards;
    let columns = columns::list(&world.store, &permit).await.unwrap();
    let qualified = columns
        .iter()
        .find(|column| column.kind == ColumnKind::Qualified)
        .unwrap()
        .id;
    // One that was there before: a move is told in a note, and the others' notes are counted.
    let card = cards
        .iter()
        .find(|card| card.column != qualified && !card.name.starts_with("Shared Person"))
        .unwrap();
    let newest = events::newest(&world.store, &permit).await.unwrap();
    let listener = second.owner().await;
    let stream = listener
        .request(Method::GET, &format!("/api/events?after={newest}"))
        .send()
        .await
        .unwrap();
    let application = card.application.to_string();
    let arguments = format!(
        "application={application}&column={qualified}&version={}",
        card.version
    );
    let moved = first.owner().await.call("board/move", &arguments).await;
    assert_eq!(moved.status, 200, "{}", moved.body);
    let mut chunks = stream.bytes_stream();
    let mut heard = String::new();
    let hear = async {
        while !heard.contains(&application) {
            let chunk = chunks.next().await.unwrap().unwrap();
            heard.push_str(&String::from_utf8_lossy(&chunk));
        }
    };
    tokio::time::timeout(PATIENCE, hear)
        .await
        .expect("the move is heard at the other process");
    let card = board::card(&world.store, &permit, card.application).await;
    assert_eq!(card.unwrap().column, qualified);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_access_token_runs_out_and_one_of_them_refreshes_it_once() {
    const TASKS: usize = 64;
    let expiries = many(3, 200);
    let world = World::new().await;
    let first = world.server().await;
    let second = world.server().await;
    let mut owner = first.owner().await;
    let posting = world.lever.connect_one_job(&mut owner).await;
    let mut opportunities = Vec::new();
    for number in 0..TASKS {
        let name = format!("Person {number}");
        opportunities.push(world.applies(&posting, &name).await);
    }
    world.ends_well(&posting, &opportunities).await;
    // Where rotation is strict, a refresh token sent twice ends the connection.
    let (_, switches) = world.lever.act(Method::GET, "/switches", Value::Null).await;
    assert_eq!(switches["rotation"], "strict");
    let system = world.store.system(world.member.organization);
    let connection = integrations::list(&world.store, &system).await.unwrap()[0].id;
    let fetches: Vec<_> = opportunities
        .iter()
        .map(|opportunity| FetchApplication::of(connection, opportunity).task())
        .collect();
    let before = [first.work_done().await, second.work_done().await];
    for expiry in 0..expiries {
        world.lever.act(Method::DELETE, "/calls", Value::Null).await;
        world
            .lever
            .act(Method::POST, "/expire_access_tokens", json!({}))
            .await;
        queue::enqueue(&world.store, &system, &fetches)
            .await
            .unwrap();
        settled(&world.lever, &world.store, &world.member).await;
        let (_, calls) = world.lever.act(Method::GET, "/calls", Value::Null).await;
        let calls = calls["data"].as_object().unwrap();
        assert_eq!(calls["POST /oauth/token"], 1, "expiry {expiry}");
        let many: u64 = calls.values().filter_map(Value::as_u64).sum();
        assert!(many > TASKS as u64, "each of them asks Lever: {calls:?}");
    }
    world.ends_well(&posting, &opportunities).await;
    let connections = owner.call("integrations/list", "").await.body;
    let connections: Value = serde_json::from_str(&connections).unwrap();
    assert_eq!(connections[0]["state"], "active");
    let done = [
        first.work_done().await - before[0],
        second.work_done().await - before[1],
    ];
    assert!(done.iter().all(|done| *done > 0), "both work: {done:?}");
    figure(
        &format!(
            "{expiries} expiries of the access token, strict rotation, {TASKS} tasks in 2 processes on one PostgreSQL each time"
        ),
        format!(
            "1 refresh for each, connection active; rows of work done: {} and {}",
            done[0], done[1]
        ),
        "1 refresh, no disconnect",
    );
    world.store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_is_rotated_while_they_serve_and_no_note_fails() {
    let world = World::new().await;
    let earlier = world.kept.variable("CLARA_SECRET_KEY").unwrap();
    let keys = |keys: &[&str]| keys.join(",");
    let settings = |keys: &str| {
        [
            ("CLARA_SIMULATOR", world.line.clone()),
            ("CLARA_SECRET_KEY", keys.to_owned()),
        ]
    };
    // As `docs/operations.md` says it: behind, in front, sealed anew, alone; one server after the other each time.
    let behind = settings(&keys(&[&earlier, NEW_KEY]));
    let mut first = Serving::start(&world.kept, &borrowed(&behind)).await;
    let mut second = Serving::start(&world.kept, &borrowed(&behind)).await;
    let mut owner = first.owner().await;
    let posting = world.lever.connect_one_job(&mut owner).await;
    let mut opportunities = vec![world.applies(&posting, "Before Person").await];
    world.ends_well(&posting, &opportunities).await;

    let in_front = settings(&keys(&[NEW_KEY, &earlier]));
    first.again(&world.kept, &borrowed(&in_front)).await;
    // A token that one of them seals with the new key while the other still seals with the earlier one.
    world
        .lever
        .act(Method::POST, "/expire_access_tokens", json!({}))
        .await;
    for number in 0..6 {
        let name = format!("Between Person {number}");
        opportunities.push(world.applies(&posting, &name).await);
    }
    world.ends_well(&posting, &opportunities).await;
    second.again(&world.kept, &borrowed(&in_front)).await;

    opportunities.push(world.applies(&posting, "During Person").await);
    let rotated = world
        .kept
        .clara(&["admin", "rotate-key"], &borrowed(&in_front))
        .output()
        .unwrap();
    assert!(rotated.status.success(), "{rotated:?}");
    let said = String::from_utf8(rotated.stdout).unwrap();
    assert!(said.contains("take it out of CLARA_SECRET_KEY"), "{said}");
    world.ends_well(&posting, &opportunities).await;

    let alone = settings(NEW_KEY);
    first.again(&world.kept, &borrowed(&alone)).await;
    second.again(&world.kept, &borrowed(&alone)).await;
    opportunities.push(world.applies(&posting, "After Person").await);
    world.ends_well(&posting, &opportunities).await;
    world.store.close().await;
}

fn borrowed<'a>(settings: &'a [(&'a str, String)]) -> Vec<(&'a str, &'a str)> {
    settings
        .iter()
        .map(|(name, value)| (*name, &**value))
        .collect()
}
