//! Asked to stop: politely, and again.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Process, TestApp};

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
