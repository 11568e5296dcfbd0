//! Browsers that listen: what they cost in one process, and how soon all of them hear of a move.

use std::time::Instant;

use hiring::columns::{self, ColumnKind};
use hiring::{Clock, Config, Store};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;

use crate::figures::{Figure, milliseconds, percentile};
use crate::process::megabytes;
use crate::support::{PASSWORD, Persona, Process};
use crate::world::{OWNER, World};

const WATCHERS: usize = 1_000;
const CLIENTS: usize = 9_500;

pub async fn measure() -> Vec<Figure> {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let store = Store::open(&Config {
        database_url: format!("sqlite://{}", data.join("clara.db").display()),
        data_dir: data,
        key: None,
        clock: Clock::System,
    })
    .await
    .unwrap();
    let world = World::new(&store).await;
    let card = world.add(&store, 0..1).await[0];
    let columns = columns::list(&store, &world.owner.permit().unwrap())
        .await
        .unwrap();
    store.close().await;
    let column = |kind| {
        columns
            .iter()
            .find(|column| column.kind == kind)
            .unwrap()
            .id
    };
    let places = [
        column(ColumnKind::Qualified),
        column(ColumnKind::NotQualified),
    ];

    let mut served = Process::serve(folder.path(), &[]).await;
    let url = format!("http://{}", served.address().await);
    let mut owner = Persona::stranger(url.clone());
    owner.sign_in(OWNER, PASSWORD).await;
    let before = megabytes(&served);
    let (heard, mut hears) = mpsc::unbounded_channel();
    let mut clients = Vec::new();
    for number in 0..CLIENTS {
        let heard = (number < WATCHERS).then(|| heard.clone());
        clients.push(listen(&url, owner.cookie().unwrap(), heard).await);
    }
    let after = megabytes(&served);

    let mut took = Vec::new();
    for (version, place) in (1..=10).zip(places.iter().cycle()) {
        while hears.try_recv().is_ok() {}
        let moved = Instant::now();
        let answer = owner
            .call(
                "board/move",
                &format!("application={card}&column={place}&version={version}"),
            )
            .await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        for _ in 0..WATCHERS {
            let at: Instant = hears.recv().await.unwrap();
            took.push(at.saturating_duration_since(moved));
        }
    }
    for client in clients {
        client.abort();
    }
    vec![
        Figure::new(
            format!("{CLIENTS} browsers that listen, resident more"),
            format!(
                "{} MB (in all {} MB)",
                (after - before) / 1024,
                after / 1024
            ),
            "≤ 300 MB for 10,000",
        ),
        Figure::new(
            format!("a move until {WATCHERS} of them heard, p50 and p99"),
            format!(
                "{}, {}",
                milliseconds(percentile(&mut took, 50)),
                milliseconds(percentile(&mut took, 99))
            ),
            "p99 ≤ 250 ms",
        ),
    ]
}

/// A browser that listens; it tells when it hears of a card, if it is asked to.
async fn listen(
    url: &str,
    cookie: &str,
    heard: Option<mpsc::UnboundedSender<Instant>>,
) -> tokio::task::JoinHandle<()> {
    let host = url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).await.unwrap();
    let request = format!(
        "GET /api/events HTTP/1.1\r\nhost: {host}\r\ncookie: {cookie}\r\nsec-fetch-site: same-origin\r\naccept: text/event-stream\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut head = [0; 1024];
    let read = stream.read(&mut head).await.unwrap();
    assert!(head[..read].starts_with(b"HTTP/1.1 200"));
    tokio::spawn(async move {
        let mut buffer = [0; 2048];
        while let Ok(read) = stream.read(&mut buffer).await {
            if read == 0 {
                return;
            }
            let tells = buffer[..read].windows(5).any(|window| window == b"data:");
            if let Some(heard) = heard.as_ref().filter(|_| tells) {
                let _ = heard.send(Instant::now());
            }
        }
    })
}
