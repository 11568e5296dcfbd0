//! Browsers that listen: what they cost in one process, and how soon all of them hear of a move.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use hiring::columns::{self, ColumnKind};
use hiring::{ApplicationId, Clock, ColumnId, Config, Keys, Store, placements};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};

use crate::figures::{Figure, milliseconds, percentile};
use crate::process::megabytes;
use crate::support::{Kept, On, PASSWORD, Persona, Process};
use crate::world::{OWNER, World};

const WATCHERS: usize = 1_000;
const CLIENTS: usize = 10_000;
const MOVES: i64 = 10;
const REST: Duration = Duration::from_millis(500);
/// Longer than anybody waits: somebody was not told.
const PATIENCE: Duration = Duration::from_secs(10);

pub async fn measure() -> Vec<Figure> {
    let mut all = on(On::Sqlite, 1).await;
    all.extend(on(On::Postgres, 2).await);
    all
}

/// So many servers on this database; each has its share of the browsers, and one of them hears of the moves first.
async fn on(database: On, servers: usize) -> Vec<Figure> {
    let kept = Kept::on(database);
    let (card, first, places) = one_card(&kept).await;
    let variables: Vec<(&str, String)> = ["CLARA_DATABASE_URL", "CLARA_SECRET_KEY"]
        .into_iter()
        .filter_map(|name| Some((name, kept.variable(name)?)))
        .collect();
    let variables: Vec<(&str, &str)> = variables
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        // As the unit and the image have it.
        .chain([("MIMALLOC_ALLOW_THP", "0")])
        .collect();
    let (mut served, mut urls) = (Vec::new(), Vec::new());
    for number in 0..servers {
        // On SQLite the folder is the database's; several have one each for what they print.
        let folder = kept.folder().join(number.to_string());
        let mut process = Process::serve(&folder, &variables).await;
        urls.push(format!("http://{}", process.address().await));
        served.push(process);
    }
    let mut owner = Persona::stranger(urls[0].clone());
    owner.sign_in(OWNER, PASSWORD).await;
    let before: Vec<u64> = served.iter().map(megabytes).collect();
    let (heard, mut hears) = mpsc::unbounded_channel();
    let mut clients = Vec::new();
    for number in 0..CLIENTS {
        let heard = (number < WATCHERS).then(|| (number, heard.clone()));
        let url = &urls[number % servers];
        clients.push(listen(url, owner.cookie().unwrap(), heard).await);
    }
    let after: Vec<u64> = served.iter().map(megabytes).collect();

    let (mut took, mut missed) = (Vec::new(), 0);
    for (version, place) in (first..first + MOVES).zip(places.iter().cycle()) {
        // What the move before brought besides is over.
        sleep(REST).await;
        while hears.try_recv().is_ok() {}
        let moved = Instant::now();
        let answer = owner
            .call(
                "board/move",
                &format!("application={card}&column={place}&version={version}"),
            )
            .await;
        assert!(answer.body.contains("Done"), "{}", answer.body);
        let mut told = HashSet::new();
        while told.len() < WATCHERS {
            let Ok(heard) = timeout(PATIENCE, hears.recv()).await else {
                missed += WATCHERS - told.len();
                break;
            };
            let (who, at) = heard.unwrap();
            if told.insert(who) {
                took.push(at.saturating_duration_since(moved));
            }
        }
    }
    for client in clients {
        client.abort();
    }
    let where_ = match database {
        On::Sqlite => "one server on SQLite".to_owned(),
        On::Postgres => format!("{servers} servers on PostgreSQL"),
    };
    let more: Vec<String> = before
        .iter()
        .zip(&after)
        .map(|(before, after)| format!("{} MB (in all {after} MB)", after - before))
        .collect();
    vec![
        Figure::new(
            format!("{CLIENTS} browsers that listen to {where_}, resident more"),
            more.join(", "),
            "≤ 300 MB",
        ),
        Figure::new(
            format!("a move until {WATCHERS} of them heard, {where_}, p50 and p99"),
            if missed > 0 {
                format!("{missed} never heard in {MOVES} moves")
            } else {
                format!(
                    "{}, {}",
                    milliseconds(percentile(&mut took, 50)),
                    milliseconds(percentile(&mut took, 99))
                )
            },
            "p99 ≤ 250 ms",
        ),
    ]
}

/// A job with one card, the version in which it stands, and two columns that it can be moved between.
async fn one_card(kept: &Kept) -> (ApplicationId, i64, [ColumnId; 2]) {
    let data = kept.folder().join("0/data");
    let key = kept.variable("CLARA_SECRET_KEY");
    let store = Store::open(&Config {
        database_url: kept
            .variable("CLARA_DATABASE_URL")
            .unwrap_or_else(|| format!("sqlite://{}", data.join("clara.db").display())),
        data_dir: data,
        key: key.map(|key| Keys {
            present: key.parse().unwrap(),
            earlier: Vec::new(),
        }),
        clock: Clock::System,
    })
    .await
    .unwrap();
    let world = World::new(&store).await;
    let card = world.add(&store, 0..1).await[0];
    let columns = columns::list(&store, &world.owner.permit().unwrap())
        .await
        .unwrap();
    let placement = placements::read(&store, &world.owner.permit().unwrap(), card)
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
    let places = [ColumnKind::Qualified, ColumnKind::NotQualified].map(column);
    (card, placement.version, places)
}

/// A browser that listens; it tells when it hears of a card, if it is asked to.
async fn listen(
    url: &str,
    cookie: &str,
    heard: Option<(usize, mpsc::UnboundedSender<(usize, Instant)>)>,
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
            if let Some((who, heard)) = heard.as_ref().filter(|_| tells) {
                let _ = heard.send((*who, Instant::now()));
            }
        }
    })
}
