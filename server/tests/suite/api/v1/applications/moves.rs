//! `POST /api/v1/applications/{application}/moves`

use futures::StreamExt;
use hiring::api_tokens::Scope;
use hiring::audit;
use hiring::columns::ColumnKind;
use hiring::{ApplicationId, Member, Millis};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Program, TestApp};

struct World {
    app: TestApp,
    owner: Member,
    application: ApplicationId,
    program: Program,
    version: i64,
}

impl World {
    async fn start() -> Self {
        let app = TestApp::start().await;
        let owner = app.member("owner@acme.example").await;
        let job = app.job(&owner, "Backend Engineer").await;
        let application = app.applicant(&owner, job, "Sam Okafor").await;
        let program = app.token(Scope::ALL).await;
        let mut world = Self {
            app,
            owner,
            application,
            program,
            version: 0,
        };
        world.version = world.application().await["version"].as_i64().unwrap();
        world
    }

    async fn application(&self) -> Value {
        let path = format!("/applications/{}", self.application);
        self.program.get(&path).await.json()
    }

    fn moves(&self) -> String {
        format!("/applications/{}/moves", self.application)
    }

    async fn to(&self, kind: ColumnKind) -> Value {
        let column = self.app.column(&self.owner, kind).await;
        json!({ "column": column, "expected_version": self.version })
    }

    async fn logged(&self) -> usize {
        let permit = self.owner.permit().unwrap();
        let log = audit::list(self.app.store(), &permit, Millis::NEVER, 100);
        let log = log.await.unwrap();
        log.iter()
            .filter(|entry| entry.action == "card.move")
            .count()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_is_seen_on_open_boards_and_stands_in_the_log() {
    let world = World::start().await;
    let browser = world.app.recruiter().await;
    let stream = browser.request(Method::GET, "/api/events");
    let mut stream = stream.send().await.unwrap().bytes_stream();
    let wanted = world.to(ColumnKind::Qualified).await;
    let answer = world.program.post(&world.moves(), &wanted).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let moved = answer.json();
    assert_eq!(moved["column"], wanted["column"]);
    assert_eq!(moved["version"], world.version + 1);
    assert_eq!(moved["placed_by_person"], true);
    assert_eq!(world.application().await["column"], wanted["column"]);
    assert_eq!(world.logged().await, 1);

    let mut heard = String::new();
    while !heard.contains(wanted["column"].as_str().unwrap()) {
        let chunk = stream.next().await.expect("the connection lives").unwrap();
        heard.push_str(&String::from_utf8_lossy(&chunk));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_moved_meanwhile_is_left_where_it_stands() {
    let world = World::start().await;
    let first = world.to(ColumnKind::Qualified).await;
    world.program.post(&world.moves(), &first).await;
    let late = world.to(ColumnKind::Rejected).await;
    let answer = world.program.post(&world.moves(), &late).await;
    assert_eq!(
        (answer.status.as_u16(), &*answer.code()),
        (409, "moved_meanwhile")
    );
    let current = &answer.json()["current"];
    assert_eq!(current["column"], first["column"]);
    assert_eq!(current["version"], world.version + 1);
    assert_eq!(world.application().await["column"], first["column"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_comes_again_moves_and_logs_nothing() {
    let world = World::start().await;
    let wanted = world.to(ColumnKind::Qualified).await;
    let moves = world.moves();
    let (first, second) = tokio::join!(
        world.program.post_once(&moves, "once", &wanted),
        world.program.post_once(&moves, "once", &wanted),
    );
    assert_eq!((first.status.as_u16(), second.status.as_u16()), (200, 200));
    assert_eq!(first.body, second.body);

    let mut onward = world.to(ColumnKind::Hired).await;
    onward["expected_version"] = (world.version + 1).into();
    world.program.post(&world.moves(), &onward).await;
    let again = world.program.post_once(&moves, "once", &wanted).await;
    assert_eq!(again.body, first.body, "answered as before");
    assert_eq!(world.application().await["column"], onward["column"]);
    assert_eq!(world.logged().await, 2);

    let other = world.to(ColumnKind::Rejected).await;
    let refused = world.program.post_once(&moves, "once", &other).await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.json()["field"], "Idempotency-Key");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_cannot_be_taken_is_refused_by_field() {
    let world = World::start().await;
    let unknown = json!({ "column": "01890a5d-ac96-774b-bcce-b302099a8057", "expected_version": world.version });
    assert_eq!(
        world.program.post(&world.moves(), &unknown).await.status,
        404
    );
    let fine = world.to(ColumnKind::Hired).await;
    for (field, value, named) in [
        ("column", json!("hired"), "column"),
        ("expected_version", json!("two"), "expected_version"),
        ("reason", json!("x".repeat(1001)), "reason"),
    ] {
        let mut body = fine.clone();
        body[field] = value;
        let answer = world.program.post(&world.moves(), &body).await;
        assert_eq!(answer.status, 422, "{field}");
        assert_eq!(answer.json()["field"], named);
    }
    let missing = world.program.post(&world.moves(), &json!({})).await;
    assert_eq!(missing.status, 422);
    assert!(missing.body.contains("column"), "{}", missing.body);

    let dressed = |kind: &'static str, body: String| {
        let request = world.program.request(Method::POST, &world.moves());
        world
            .program
            .send(request.header("content-type", kind).body(body))
    };
    assert_eq!(dressed("application/json", "{".into()).await.status, 400);
    assert_eq!(dressed("text/plain", "{}".into()).await.status, 415);
    let huge = dressed("application/json", " ".repeat(200 * 1024)).await;
    assert_eq!((huge.status.as_u16(), &*huge.code()), (413, "too_large"));
    assert_eq!(world.application().await["version"], world.version);
}
