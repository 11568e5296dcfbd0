//! In place as by the driver: the same answers, the same refusals, and no thread kept for long.

use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, Ordering};

use sqlx::any::AnyPoolOptions;
use sqlx::{query, query_scalar};

use super::super::{Connection, RowExt};
use super::*;

const CREATE: &str =
    "CREATE TABLE kept (place BIGINT PRIMARY KEY, words TEXT, share DOUBLE PRECISION, bytes BLOB)";
const PUT: &str = "INSERT INTO kept (bytes, share, words, place) VALUES ($4, $3, $2, $1)";
const ALL: &str = "SELECT place, words, share, bytes FROM kept WHERE place >= $1 ORDER BY place";

/// The same new file, here and by the driver.
async fn both() -> (tempfile::TempDir, [Connection; 2]) {
    sqlx::any::install_default_drivers();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("clara.db");
    rusqlite::Connection::open(&file).expect("a file");
    let direct = Direct::open(&file, CREATE).expect("opened");
    let url = format!("sqlite://{}", file.display());
    let pool = AnyPoolOptions::new().max_connections(1).connect(&url).await;
    let driver = pool.expect("opened").acquire().await.expect("its one");
    (
        folder,
        [Connection::Direct(direct), Connection::Pooled(driver)],
    )
}

async fn put(
    connection: &mut Connection,
    place: i64,
    words: Option<&str>,
) -> Result<AnyQueryResult, sqlx::Error> {
    let bytes = vec![0, 255];
    let put = query(PUT).bind(place).bind(words).bind(0.5).bind(bytes);
    put.execute(connection).await
}

#[tokio::test]
async fn the_driver_and_this_write_and_read_the_same() {
    let (_folder, mut connections) = both().await;
    for (place, connection) in connections.iter_mut().enumerate() {
        let place = i64::try_from(place).expect("small") * 2;
        let first = put(connection, place, Some("naïve\0é")).await;
        assert_eq!(first.expect("put").rows_affected(), 1);
        put(connection, place + 1, None).await.expect("put");
    }
    let mut read = Vec::new();
    for connection in &mut connections {
        let rows = query(ALL).bind(0_i64).fetch_all(connection).await;
        let rows = rows.expect("read").into_iter().map(|row| {
            (
                row.get_as::<i64>("place").expect("a number"),
                row.get_as::<Option<String>>("words").expect("a text"),
                row.get_as::<f64>("share").expect("a fraction"),
                row.get_as::<Vec<u8>>("bytes").expect("bytes"),
            )
        });
        read.push(rows.collect::<Vec<_>>());
    }
    assert_eq!(read[0], read[1]);
    assert_eq!(read[0].len(), 4);
    assert_eq!(read[0][0].1.as_deref(), Some("naïve\0é"));
}

#[tokio::test]
async fn both_refuse_with_the_same_code() {
    let (_folder, mut connections) = both().await;
    put(&mut connections[0], 7, None).await.expect("put");
    let mut codes = Vec::new();
    for connection in &mut connections {
        let error = put(connection, 7, None).await.expect_err("it is taken");
        let error = error.into_database_error().expect("the database's");
        assert!(error.is_unique_violation());
        codes.push(error.code().map(Cow::into_owned));
    }
    assert_eq!(codes[0], codes[1]);
}

#[tokio::test]
async fn who_asks_for_one_row_has_the_whole_statement_carried_out() {
    let (_folder, [mut direct, mut driver]) = both().await;
    let three = "INSERT INTO kept (place) VALUES (1), (2), (3) RETURNING place";
    let first = query(three).fetch_optional(&mut direct).await;
    assert!(first.expect("put").is_some());
    let many = query_scalar::<_, i64>("SELECT COUNT(*) FROM kept").fetch_one(&mut driver);
    assert_eq!(many.await.expect("counted"), 3);
}

#[tokio::test]
async fn a_value_that_is_missing_is_no_null() {
    let (_folder, [mut direct, _]) = both().await;
    let without = query(PUT).bind(1_i64).execute(&mut direct).await;
    assert!(matches!(without, Err(sqlx::Error::Protocol(_))));
}

/// Counts to a million, which takes much longer than a moment.
const AT_LENGTH: &str = "WITH RECURSIVE counted (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM counted WHERE number < $1) SELECT COUNT(*) FROM counted";

/// A file of its own, to read.
fn reader() -> (tempfile::TempDir, Connection) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("clara.db");
    rusqlite::Connection::open(&file).expect("a file");
    let reader = Direct::open_reader(&file, "PRAGMA query_only = ON").expect("opened");
    (folder, Connection::Direct(reader))
}

async fn counted(reader: &mut Connection, to: i64) -> i64 {
    let counted = query_scalar(AT_LENGTH).bind(to).fetch_one(reader).await;
    counted.expect("counted")
}

#[tokio::test]
async fn who_reads_for_longer_than_a_moment_gets_all_the_same_what_was_asked_for() {
    let (_folder, mut reader) = reader();
    assert_eq!(counted(&mut reader, 1_000_000).await, 1_000_000);
    assert_eq!(counted(&mut reader, 3).await, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn who_reads_for_longer_than_a_moment_leaves_the_thread_to_others() {
    let (_folder, mut reader) = reader();
    let (begun, begins) = tokio::sync::oneshot::channel();
    let others_had_it = Arc::new(AtomicBool::new(false));
    let had_it = Arc::clone(&others_had_it);
    let reading = tokio::spawn(async move {
        begun.send(()).expect("somebody waits for it");
        counted(&mut reader, 5_000_000).await;
        had_it.load(Ordering::SeqCst)
    });
    begins.await.expect("it begins");
    let other = tokio::spawn(async move { others_had_it.store(true, Ordering::SeqCst) });
    assert!(reading.await.expect("read"), "the only thread was kept");
    other.await.expect("it had its turn");
}
