//! From an older schema to this one, while the older program works on.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hiring::{Clock, Config, OrganizationId, Store, organizations, readiness};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool};
use sqlx::{Row, SqlSafeStr, query};

const FIRST: &str = include_str!("../../../../migrations/0001_initial.sql");

/// A database as the first version made it, with an organization.
async fn first_version(dir: &Path) -> (SqlitePool, Config, OrganizationId) {
    let file = dir.join("clara.db");
    let options = SqliteConnectOptions::new()
        .filename(&file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .busy_timeout(std::time::Duration::from_secs(30));
    let pool = SqlitePool::connect_with(options).await.unwrap();
    let first = Migration::new(
        1,
        "initial".into(),
        MigrationType::Simple,
        FIRST.into_sql_str(),
        false,
    );
    let first = Migrator::with_migrations(vec![first]);
    first.run(&pool).await.unwrap();
    let organization = OrganizationId::fresh();
    query(
        "INSERT INTO organizations (id, name, zone, created_at) VALUES ($1, 'Northwind', 'UTC', 1)",
    )
    .bind(organization.to_string())
    .execute(&pool)
    .await
    .unwrap();
    let config = Config {
        database_url: format!("sqlite://{}", file.display()),
        data_dir: dir.to_owned(),
        key: None,
        clock: Clock::default(),
    };
    (pool, config, organization)
}

/// What the older program does: transactions over several tables.
async fn work(pool: SqlitePool, organization: String, stop: Arc<AtomicBool>) -> i64 {
    let mut done = 0;
    while !stop.load(Ordering::Relaxed) || done < 20 {
        let mut tx = pool.begin_with("BEGIN IMMEDIATE").await.unwrap();
        let row = query(
            "UPDATE organizations SET event_seq = event_seq + 1 WHERE id = $1 RETURNING event_seq",
        )
        .bind(&organization)
        .fetch_one(&mut *tx)
        .await
        .unwrap();
        query(
            "INSERT INTO events (organization_id, id, kind, created_at) VALUES ($1, $2, 'job', 1)",
        )
        .bind(&organization)
        .bind(row.get::<i64, _>(0))
        .execute(&mut *tx)
        .await
        .unwrap();
        tx.commit().await.unwrap();
        done += 1;
    }
    done
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_first_versions_database_is_migrated_under_its_writers() {
    let dir = tempfile::tempdir().unwrap();
    let (pool, config, organization) = first_version(dir.path()).await;
    let stop = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (0..4)
        .map(|_| {
            let (pool, organization) = (pool.clone(), organization.to_string());
            tokio::spawn(work(pool, organization, stop.clone()))
        })
        .collect();
    let store = Store::open(&config).await.unwrap();
    // Both versions at once.
    organizations::create(&store, "Contoso", "UTC")
        .await
        .unwrap();
    stop.store(true, Ordering::Relaxed);
    let mut done = 0;
    for writer in writers {
        done += writer.await.unwrap();
    }
    let kept = query("SELECT COUNT(*), MAX(id) FROM events WHERE organization_id = $1")
        .bind(organization.to_string())
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!((kept.get::<i64, _>(0), kept.get::<i64, _>(1)), (done, done));
    let versions = readiness::versions(&store).await.unwrap();
    assert_eq!(versions.database, versions.program);
    store.check_statements().await.unwrap();
    assert_eq!(organizations::list(&store).await.unwrap().len(), 2);
}

#[tokio::test]
async fn looking_at_an_older_database_leaves_it_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let (_, config, _) = first_version(dir.path()).await;
    let store = Store::open_as_it_is(&config).await.unwrap();
    assert_eq!(readiness::versions(&store).await.unwrap().database, 1);
    let nothing = tempfile::tempdir().unwrap();
    let config = Config {
        database_url: format!("sqlite://{}", nothing.path().join("clara.db").display()),
        ..config
    };
    assert!(Store::open_as_it_is(&config).await.is_err());
    assert!(!nothing.path().join("clara.db").exists(), "none is made");
}

#[tokio::test]
async fn this_version_starts_where_the_next_one_has_migrated() {
    let dir = tempfile::tempdir().unwrap();
    let (pool, config, _) = first_version(dir.path()).await;
    Store::open(&config).await.unwrap().close().await;
    query("INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'next', TRUE, x'00', 1)")
        .execute(&pool)
        .await
        .unwrap();
    let store = Store::open(&config).await.unwrap();
    assert_eq!(organizations::list(&store).await.unwrap().len(), 1);
}

#[test]
fn schemas_only_grow() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let sql = std::fs::read_to_string(&path).unwrap().to_uppercase();
        let statements = sql.split(';').map(|statement| {
            let lines = statement.lines().filter(|line| !line.starts_with("--"));
            lines.collect::<Vec<_>>().join(" ")
        });
        for statement in statements {
            let shown = format!("{}: {statement}", path.display());
            assert!(!statement.contains("DROP TABLE"), "{shown}");
            assert!(!statement.contains("DROP COLUMN"), "{shown}");
            assert!(!statement.contains("RENAME"), "{shown}");
            assert!(!statement.contains("ALTER COLUMN"), "{shown}");
            let adds = statement.contains("ADD COLUMN") && statement.contains("NOT NULL");
            assert!(
                !adds || statement.contains("DEFAULT"),
                "the version before writes no value: {shown}"
            );
        }
    }
}
