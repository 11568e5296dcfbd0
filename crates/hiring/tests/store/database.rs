//! Schema, statements, concurrency: what every other module rests on.

use std::collections::BTreeSet;

use futures::FutureExt;
use futures::future::join_all;
use hiring::queue::{self, Task};
use hiring::{OpenError, Store, comments, events, organizations};

use crate::support::World;

#[tokio::test]
async fn every_statement_prepares() {
    let world = World::new().await;
    let many = world.store.check_statements().await.unwrap();
    assert!(many > 100, "{many} statements are listed");
}

#[test]
fn no_statement_stands_outside_the_registry() {
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![source];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            // Puts statements of the registry one behind the other.
            let joins = path.ends_with("db/waiting.rs");
            for outside in [
                "query(\"",
                "query(&",
                "query(format",
                "AssertSqlSafe",
                "query_as",
                "QueryBuilder",
            ] {
                let may = joins && outside == "AssertSqlSafe";
                let stands = text.contains(outside) && !may;
                assert!(!stands, "{}: {outside}", path.display());
            }
            let appends_only =
                !text.contains("UPDATE audit_events") && !text.contains("DELETE FROM audit_events");
            assert!(
                appends_only,
                "{}: the audit log is append-only",
                path.display()
            );
        }
    }
}

#[tokio::test]
async fn opening_twice_migrates_once_and_keeps_everything() {
    let world = World::new().await;
    let before = organizations::list(&world.store).await.unwrap();
    world.store.close().await;
    let again = Store::open(&world.config).await.unwrap();
    assert_eq!(organizations::list(&again).await.unwrap(), before);
    let beside = Store::open(&world.config).await.unwrap();
    assert_eq!(organizations::list(&beside).await.unwrap(), before);
}

#[test]
fn every_migration_is_embedded() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let listed = std::fs::read_to_string(root.join("src/db/migrations.rs")).unwrap();
    for entry in std::fs::read_dir(root.join("../../migrations")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            listed.contains(&format!("migrations/{name}")),
            "{name} is not in src/db/migrations.rs"
        );
    }
}

#[tokio::test]
async fn an_unknown_database_and_postgres_without_a_key_are_refused_with_the_remedy() {
    let world = World::new().await;
    let open = async |url: &str| {
        let config = hiring::Config {
            database_url: url.into(),
            key: None,
            ..world.config.clone()
        };
        Store::open(&config).await.unwrap_err()
    };
    assert!(matches!(
        open("mysql://localhost/clara").await,
        OpenError::UnknownDatabase
    ));
    let refused = open("postgres://localhost/clara").await;
    assert!(
        refused.to_string().contains("CLARA_SECRET_KEY"),
        "{refused}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn readers_wait_for_each_other_and_who_gives_up_in_the_middle_takes_none_away() {
    let world = World::new().await;
    let all = organizations::list(&world.store).await.unwrap();
    for _ in 0..100 {
        let _ = organizations::list(&world.store).now_or_never();
    }
    let reads = (0..100).map(|_| organizations::list(&world.store));
    for read in join_all(reads).await {
        assert_eq!(read.unwrap(), all);
    }
    world.store.close().await;
    assert!(organizations::list(&world.store).await.is_err());
    assert!(
        organizations::create(&world.store, "Late", "UTC")
            .await
            .is_err()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_writers_at_once_lose_nothing_and_events_come_in_order_without_gaps() {
    let world = World::new().await;
    let tenant = &world.northwind;
    let job = world.job(tenant).await;
    let application = world.application(tenant, job, "Sam Okafor").await;
    let first = events::newest(&world.store, &tenant.views()).await.unwrap();
    let writers: Vec<_> = (0..20)
        .map(|_| {
            let (store, permit) = (world.store.clone(), tenant.comments());
            tokio::spawn(async move {
                for _ in 0..50 {
                    comments::add(&store, &permit, application, "a word")
                        .await
                        .unwrap();
                }
            })
        })
        .collect();
    // A browser that reads along: whatever it sees continues what it saw.
    let mut seen = first;
    while seen < first + 1000 {
        let heard = events::since(&world.store, &tenant.views(), seen, 100)
            .await
            .unwrap();
        assert!(!heard.reset);
        for event in heard.events {
            assert_eq!(event.id, seen + 1);
            seen = event.id;
        }
    }
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(
        comments::list(&world.store, &tenant.views(), application)
            .await
            .unwrap()
            .len(),
        1000
    );
    assert_eq!(
        events::newest(&world.store, &tenant.views()).await.unwrap(),
        first + 1000
    );
    assert_eq!(
        events::newest(&world.store, &world.contoso.views())
            .await
            .unwrap(),
        0
    );
}

#[tokio::test]
async fn a_transaction_that_is_dropped_leaves_nothing() {
    let world = World::new().await;
    let mut tx = world.store.begin().await.unwrap();
    hiring::queue::enqueue_in(
        &mut tx,
        world.northwind.id,
        &Task::new("work", serde_json::json!({})),
    )
    .await
    .unwrap();
    drop(tx);
    assert_eq!(
        world.drain(&["work"]).await,
        BTreeSet::<String>::new().into_iter().collect::<Vec<_>>()
    );
    world.store.begin().await.unwrap().commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_at_once_each_is_kept_or_leaves_nothing() {
    let world = World::new().await;
    let organization = world.northwind.id;
    let put = |number: u32| {
        let store = world.store.clone();
        async move {
            if number % 4 == 3 {
                // Given up on before, or in the middle of, its turn.
                drop(store.begin().now_or_never());
                return None;
            }
            let mut tx = store.begin().await.unwrap();
            let task = Task::new("work", serde_json::json!(number));
            queue::enqueue_in(&mut tx, organization, &task)
                .await
                .unwrap();
            if number.is_multiple_of(4) {
                return None;
            }
            tx.commit().await.unwrap();
            Some(u64::from(number))
        }
    };
    let all = join_all((0..200).map(|number| tokio::spawn(put(number)))).await;
    let kept: BTreeSet<u64> = all.into_iter().filter_map(Result::unwrap).collect();
    assert_eq!(kept.len(), 100);
    let mut found = BTreeSet::new();
    while let Some(leased) = queue::claim(&world.store, &["work"]).await.unwrap() {
        found.insert(leased.payload.as_u64().unwrap());
    }
    assert_eq!(found, kept);
}
