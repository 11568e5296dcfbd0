//! `GET /api/events`

use std::time::Duration;

use futures::StreamExt;
use futures::stream::BoxStream;
use hiring::{ApplicationId, Member, comments, events};
use reqwest::{Method, StatusCode};
use serde_json::Value;

use crate::support::{Persona, Simulated, TestApp};

/// A live connection, and what was heard on it so far.
struct Listens {
    chunks: BoxStream<'static, reqwest::Result<Vec<u8>>>,
    heard: String,
}

impl Listens {
    async fn to(person: &Persona, query: &str, last: Option<&str>) -> Self {
        let answer = connect(person, query, last).await;
        assert_eq!(answer.status(), 200, "{query} {last:?}");
        Self {
            chunks: answer
                .bytes_stream()
                .map(|chunk| chunk.map(|chunk| chunk.to_vec()))
                .boxed(),
            heard: String::new(),
        }
    }

    /// Reads on until this stands in it.
    async fn until(&mut self, words: &str) {
        while !self.heard.contains(words) {
            assert!(self.more().await, "ended without {words}: {}", self.heard);
        }
    }

    /// Reads on to its end.
    async fn read_to_the_end(&mut self) {
        while self.more().await {}
    }

    /// False: it ended.
    async fn more(&mut self) -> bool {
        let chunk = tokio::time::timeout(Duration::from_secs(60), self.chunks.next());
        match chunk.await.expect("something comes, or it ends") {
            Some(Ok(chunk)) => self.heard.push_str(&String::from_utf8_lossy(&chunk)),
            _ => return false,
        }
        true
    }

    /// The events' ids, as they came.
    fn ids(&self) -> Vec<i64> {
        let lines = self.heard.lines();
        let ids = lines.filter_map(|line| line.strip_prefix("id: "));
        ids.map(|id| id.parse().unwrap()).collect()
    }
}

async fn connect(person: &Persona, query: &str, last: Option<&str>) -> reqwest::Response {
    let request = person.request(Method::GET, &format!("/api/events{query}"));
    let request = match last {
        Some(last) => request.header("last-event-id", last),
        None => request,
    };
    request.send().await.unwrap()
}

/// The ids of all that came after one of them, as they stand in the table.
async fn since(app: &TestApp, member: &Member, after: i64) -> Vec<i64> {
    let permit = member.permit().unwrap();
    let read = events::since(app.store(), &permit, after, 1000)
        .await
        .unwrap();
    assert!(!read.reset);
    read.events.iter().map(|event| event.id).collect()
}

async fn newest(app: &TestApp, member: &Member) -> i64 {
    let permit = member.permit().unwrap();
    events::newest(app.store(), &permit).await.unwrap()
}

async fn comment(app: &TestApp, member: &Member, application: ApplicationId) -> i64 {
    let permit = member.permit().unwrap();
    comments::add(app.store(), &permit, application, "Hello")
        .await
        .unwrap();
    newest(app, member).await
}

#[tokio::test]
async fn a_stranger_hears_nothing() {
    let app = TestApp::start().await;
    assert_eq!(app.stranger().get("/api/events?after=0").await.status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_hears_of_a_new_card_and_another_organization_does_not() {
    let world = Simulated::start().await;
    let mut owner = world.app.owner().await;
    let other = world.app.other_organization().await;
    let foreign = other
        .request(Method::GET, "/api/events?after=0")
        .send()
        .await
        .unwrap();
    let stream = owner
        .request(Method::GET, "/api/events?after=0")
        .send()
        .await
        .unwrap();
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    let posting = world.connect_one_job(&mut owner).await;
    world
        .apply(&posting, "Heard Person", "Heard Person\nEngineer\n")
        .await;
    let mut heard = String::new();
    let mut chunks = stream.bytes_stream();
    while !heard.contains("Heard Person") {
        let chunk = tokio::time::timeout(std::time::Duration::from_secs(60), chunks.next()).await;
        heard.push_str(&String::from_utf8_lossy(
            &chunk.expect("an event comes").unwrap().unwrap(),
        ));
    }
    let quiet = tokio::time::timeout(
        std::time::Duration::from_millis(300),
        foreign.bytes_stream().next(),
    )
    .await;
    let told = quiet.map_or(String::new(), |chunk| {
        String::from_utf8_lossy(&chunk.unwrap().unwrap()).into_owned()
    });
    assert!(!told.contains("Heard"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_is_heard_at_once_and_a_hiring_manager_is_not_told() {
    let app = TestApp::start().await;
    let owner = app.member("owner@acme.example").await;
    let job = app.job(&owner, "Backend Engineer").await;
    let (recruiter, manager) = (app.recruiter().await, app.hiring_manager().await);
    let mut streams = Vec::new();
    for listener in [&recruiter, &manager] {
        let stream = listener.request(Method::GET, "/api/events").send().await;
        streams.push(stream.unwrap().bytes_stream());
    }
    let mut owner = app.owner().await;
    let shown = owner
        .call("presence/show", &format!("tab=7&job={job}"))
        .await;
    assert_eq!(shown.json()["job"], serde_json::json!([]));
    let mut told = Vec::new();
    for stream in &mut streams {
        let wait = std::time::Duration::from_secs(1);
        let chunk = tokio::time::timeout(wait, stream.next()).await;
        let chunk = chunk.map_or_else(|_| Default::default(), |chunk| chunk.unwrap().unwrap());
        told.push(String::from_utf8_lossy(&chunk).into_owned());
    }
    let event = format!("data: {{\"id\":0,\"kind\":\"presence\",\"job\":\"{job}\"}}");
    assert!(told[0].contains(&event), "{told:?}");
    assert!(!told[0].contains("id: "), "nothing to resume after");
    assert!(!told[1].contains("presence"), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_ends_when_the_server_stops() {
    let mut app = TestApp::start().await;
    let owner = app.owner().await;
    let stream = owner
        .request(Method::GET, "/api/events")
        .send()
        .await
        .unwrap();
    app.restart().await;
    assert!(
        stream
            .bytes_stream()
            .next()
            .await
            .is_none_or(|chunk| chunk.is_err())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_hears_what_was_missed_once_and_in_order_and_nothing_of_others() {
    let app = TestApp::start().await;
    let (acme, other) = (app.acme().await, app.member("owner@other.example").await);
    let listener = app.member("recruiter@acme.example").await;
    let job = app.job(&acme, "Backend Engineer").await;
    let application = app.applicant(&acme, job, "Sam Okafor").await;
    let seen = newest(&app, &acme).await;
    let mut missed = Vec::new();
    for _ in 0..3 {
        missed.push(comment(&app, &acme, application).await);
        // The other organization counts its own, with the same numbers.
        app.job(&other, "Foreign Engineer").await;
    }
    let (recruiter, foreigner) = (app.recruiter().await, app.other_organization().await);
    let after = format!("?after={seen}");
    let mut there = Listens::to(&foreigner, "?after=0", None).await;
    let mut addressed = Listens::to(&recruiter, &after, None).await;
    // What a browser that reconnects by itself says wins over the page's address.
    let mut resumed = Listens::to(&recruiter, &after, Some(&missed[1].to_string())).await;
    let last = comment(&app, &acme, application).await;
    for (listens, from) in [(&mut addressed, seen), (&mut resumed, missed[1])] {
        listens.until(&format!("id: {last}\n")).await;
        let expected = since(&app, &listener, from).await;
        assert_eq!(listens.ids(), expected, "{}", listens.heard);
        assert!(listens.heard.contains(&application.to_string()));
    }
    assert_eq!(addressed.ids().last(), Some(&last));
    assert!(!resumed.ids().contains(&missed[1]), "heard before");

    let theirs = app.job(&other, "Last Engineer").await;
    let newest = newest(&app, &other).await;
    there.until(&format!("id: {newest}\n")).await;
    assert_eq!(there.ids(), since(&app, &other, 0).await);
    for ours in [job.to_string(), application.to_string()] {
        assert!(!there.heard.contains(&ours), "{}", there.heard);
    }
    for listens in [&addressed, &resumed] {
        assert!(!listens.heard.contains(&theirs.to_string()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_that_was_never_given_is_told_to_load_anew_and_goes_on_from_there() {
    let app = TestApp::start().await;
    let acme = app.acme().await;
    let job = app.job(&acme, "Backend Engineer").await;
    let application = app.applicant(&acme, job, "Sam Okafor").await;
    let listener = app.member("recruiter@acme.example").await;
    let recruiter = app.recruiter().await;
    for never in [i64::MAX, 1_000_000, -7, i64::MIN] {
        for by_header in [false, true] {
            let newest = newest(&app, &acme).await;
            let never = never.to_string();
            let mut listens = if by_header {
                Listens::to(&recruiter, "", Some(&never)).await
            } else {
                Listens::to(&recruiter, &format!("?after={never}"), None).await
            };
            listens.until("\n\n").await;
            for line in ["event: reset", &format!("id: {newest}")] {
                assert!(
                    listens.heard.lines().any(|heard| heard == line),
                    "{never}: {}",
                    listens.heard
                );
            }
            let next = comment(&app, &acme, application).await;
            listens.until(&format!("id: {next}\n")).await;
            let mut told = vec![newest];
            told.extend(since(&app, &listener, newest).await);
            assert_eq!(listens.ids(), told, "{never}");
        }
    }
}

#[tokio::test]
async fn what_is_no_id_is_refused_and_said() {
    let app = TestApp::start().await;
    let recruiter = app.recruiter().await;
    for (query, last) in [
        ("?after=Sam", None),
        ("?after=", None),
        ("?after=1.5", None),
        ("?after=99999999999999999999", None),
        ("", Some("Sam")),
        ("?after=0", Some("99999999999999999999")),
    ] {
        let answer = connect(&recruiter, query, last).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{query} {last:?}");
        let said = answer.text().await.unwrap();
        assert!(!said.is_empty() && !said.contains("Sam"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_session_that_is_revoked_ends_its_connection_alone_and_does_not_resume() {
    let app = TestApp::start().await;
    let acme = app.acme().await;
    let (mut here, there) = (app.recruiter().await, app.recruiter().await);
    let sessions = here.call("account/sessions", "").await.body;
    let sessions: Value = serde_json::from_str(&sessions).unwrap();
    let sessions = sessions.as_array().unwrap();
    let other = sessions
        .iter()
        .find(|session| session["current"] == false)
        .unwrap();
    let mut stays = Listens::to(&here, "", None).await;
    let mut goes = Listens::to(&there, "", None).await;
    let id = other["id"].as_str().unwrap();
    let answer = here
        .call("account/end-session", &format!("session={id}"))
        .await;
    assert!(!answer.status.is_client_error(), "{}", answer.body);
    goes.read_to_the_end().await;
    assert!(
        goes.heard.ends_with("event: session\ndata: ended\n\n"),
        "{}",
        goes.heard
    );
    let again = connect(&there, "?after=0", None).await;
    assert_eq!(again.status(), StatusCode::UNAUTHORIZED);
    // What happens afterwards is heard by the one that stays alone.
    let job = app.job(&acme, "Backend Engineer").await;
    stays.until(&job.to_string()).await;
    assert!(!goes.heard.contains(&job.to_string()));
    assert!(!stays.heard.contains("event: session"));
}
