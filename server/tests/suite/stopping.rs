//! Asked to stop: politely, and again.

use futures::StreamExt;
use hiring::permission::ManageIntegrations;
use hiring::queue;
use reqwest::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::killed::settled;
use crate::support::{Kept, Lever, On, Process, RESUME, Serving, TestApp, acme};

/// A request whose handler runs and waits for the rest of its body.
async fn begin_request(address: &str) -> TcpStream {
    let mut connection = TcpStream::connect(address).await.unwrap();
    let head = "POST /hooks/lever/guessed HTTP/1.1\r\nHost: clara\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
    connection.write_all(head.as_bytes()).await.unwrap();
    let mut asked = [0; 25];
    connection.read_exact(&mut asked).await.unwrap();
    assert_eq!(&asked, b"HTTP/1.1 100 Continue\r\n\r\n");
    connection
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_under_way_is_answered() {
    let mut app = TestApp::start().await;
    let mut connection = begin_request(&app.running().address().to_string()).await;
    let stopping = app.running().state().stopping.clone();
    let finish = async {
        stopping.cancelled().await;
        connection.write_all(b"{}").await.unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).await.unwrap();
        answer
    };
    let ((), answer) = tokio::join!(app.restart(), finish);
    assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_stops_the_program_in_order() {
    let folder = tempfile::tempdir().unwrap();
    for signal in ["TERM", "INT"] {
        let mut process = Process::serve(folder.path(), &[]).await;
        process.signal(signal);
        assert!(process.ended().await.success(), "{}", process.log());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn live_connections_are_ended_and_work_that_hangs_is_given_back() {
    let lever = Lever::start().await;
    let kept = Kept::on(On::Sqlite);
    let store = kept.store().await;
    let member = acme(&store).await;
    let admin = member.permit::<ManageIntegrations>().unwrap();
    let mut server = Serving::start(&kept, &[("CLARA_SIMULATOR", &*lever.line())]).await;
    let mut owner = server.owner().await;
    let posting = lever.connect_one_job(&mut owner).await;
    settled(&lever, &store, &member).await;

    let live = owner.request(Method::GET, "/api/events").send();
    let live = live.await.unwrap();
    let hang = json!({ "kind": "hang", "method": "GET", "path": "/opportunities/", "times": 1000 });
    lever.act(Method::POST, "/faults", hang).await;
    lever.apply(&posting, "Hanna Held", RESUME).await;
    lever
        .eventually("she is being fetched", async || {
            let depth = queue::depth(&store, &admin).await.unwrap();
            (depth.running > 0).then_some(())
        })
        .await;
    server.process().signal("TERM");
    assert!(server.process().ended().await.success());

    // It ended, and was not cut off.
    let mut chunks = live.bytes_stream();
    while let Some(chunk) = chunks.next().await {
        chunk.expect("the stream ends in order");
    }
    let log = server.log();
    assert!(!log.contains("stopped before everything"), "{log}");
    let depth = queue::depth(&store, &admin).await.unwrap();
    assert_eq!(depth.running, 0, "no lease is left");
    assert!(depth.waiting > 0, "she is still to be fetched");
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_signal_stops_it_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut process = Process::serve(folder.path(), &[]).await;
    let address = process.address().await;
    // A request that never ends: politeness alone would wait for it.
    let _hanging = begin_request(&address).await;
    process.signal("TERM");
    process
        .eventually("it takes no new connection", |_| {
            std::net::TcpStream::connect(&address)
                .is_err()
                .then_some(())
        })
        .await;
    process.signal("TERM");
    assert_eq!(process.ended().await.code(), Some(1));
    assert!(process.log().contains("stopped at once"));
}
