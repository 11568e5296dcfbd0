//! `GET /api/events`

use futures::StreamExt;
use reqwest::Method;

use crate::support::{Simulated, TestApp};

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
