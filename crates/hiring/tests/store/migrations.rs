//! From an older schema to this one, while the older program works on.

mod before;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use hiring::{Clock, Config, OrganizationId, Store, organizations, readiness};
use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, Executor, Row, SqlSafeStr, query};
use testing::Database;

use crate::support::{KEY, on_postgres};

const WRITERS: usize = 4;
/// What each writer does at least, before and after the schema has changed.
const EACH: u32 = 10;

const JOB: &str = "INSERT INTO jobs (organization_id, id, title, location, team, state, description, pre_qualified, active, created_at) \
    VALUES ($1, $2, 'Engineer', '', '', 'published', '', 60, 1, 1)";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations")
}

/// Every migration, in order.
fn migrations() -> Vec<Migration> {
    let mut migrations: Vec<Migration> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            let (version, description) = name.split_once('_').unwrap();
            let sql = std::fs::read_to_string(entry.path()).unwrap();
            Migration::new(
                version.parse().unwrap(),
                description.to_owned().into(),
                MigrationType::Simple,
                AssertSqlSafe(sql).into_sql_str(),
                false,
            )
        })
        .collect();
    migrations.sort_by_key(|migration| migration.version);
    migrations
}

/// What a migration says, in capitals and without comments.
fn statements(migration: &Migration) -> Vec<String> {
    let sql = migration.sql.as_str().to_uppercase();
    let lines = sql.lines().filter(|line| !line.starts_with("--"));
    let said = lines.collect::<Vec<_>>().join(" ");
    said.split(';').map(str::to_owned).collect()
}

/// A database as an older version made it, with an organization.
struct Older {
    /// The older program's connections.
    pool: AnyPool,
    config: Config,
    organization: OrganizationId,
    _dir: tempfile::TempDir,
    _postgres: Option<Database>,
}

impl Older {
    /// With the first so many migrations.
    async fn with(many: usize) -> Self {
        install_default_drivers();
        let dir = tempfile::tempdir().unwrap();
        let postgres = on_postgres().then(Database::empty);
        let sqlite = || format!("sqlite://{}", dir.path().join("clara.db").display());
        let url = postgres.as_ref().map_or_else(sqlite, Database::url);
        let (options, session) = if postgres.is_some() {
            // Longer than a healthy migration holds anything, on the slowest machine: a lock that lasts fails the test.
            (url.clone(), "SET lock_timeout = '60s'")
        } else {
            (
                format!("{url}?mode=rwc"),
                "PRAGMA busy_timeout = 30000; PRAGMA journal_mode = WAL",
            )
        };
        let pool = AnyPoolOptions::new()
            .max_connections(u32::try_from(WRITERS).unwrap() + 1)
            .acquire_timeout(Duration::from_secs(60))
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    connection.execute(session).await?;
                    Ok(())
                })
            })
            .connect(&options)
            .await
            .unwrap();
        let first = migrations().into_iter().take(many).collect();
        Migrator::with_migrations(first).run(&pool).await.unwrap();
        let organization = OrganizationId::fresh();
        query(
            "INSERT INTO organizations (id, name, zone, created_at) VALUES ($1, 'Northwind', 'UTC', 1)",
        )
        .bind(organization.to_string())
        .execute(&pool)
        .await
        .unwrap();
        let config = Config {
            database_url: url,
            data_dir: dir.path().to_owned(),
            key: Some(KEY.parse().unwrap()),
            clock: Clock::default(),
        };
        Self {
            pool,
            config,
            organization,
            _dir: dir,
            _postgres: postgres,
        }
    }

    /// Begins as the older program does: on SQLite whoever writes says so first.
    fn begin(&self) -> &'static str {
        if on_postgres() {
            "BEGIN"
        } else {
            "BEGIN IMMEDIATE"
        }
    }

    /// Somebody works with the older program, which says so much of each job, until `until` is so.
    fn writer(
        &self,
        number: usize,
        says: &'static [&'static str],
        seen: Arc<AtomicU32>,
        until: Arc<AtomicBool>,
    ) -> Writer {
        Writer {
            pool: self.pool.clone(),
            begin: self.begin(),
            organization: self.organization.to_string(),
            number,
            says,
            seen,
            until,
        }
    }

    /// What a statement about the organization counts.
    async fn count(&self, statement: &'static str) -> i64 {
        let row = query(statement)
            .bind(self.organization.to_string())
            .fetch_one(&self.pool)
            .await
            .unwrap();
        row.get(0)
    }
}

struct Writer {
    pool: AnyPool,
    begin: &'static str,
    organization: String,
    number: usize,
    /// Beside the job and its event.
    says: &'static [&'static str],
    /// How many writes all writers did.
    seen: Arc<AtomicU32>,
    until: Arc<AtomicBool>,
}

impl Writer {
    /// Works until [`EACH`] writes after it was told; the ids of the jobs that it was told are kept.
    async fn work(self) -> Vec<String> {
        let (mut kept, mut after, mut tries) = (Vec::new(), 0, 0);
        while after < EACH {
            tries += 1;
            let job = format!("job {} of writer {}", tries, self.number);
            match self.write(&job).await {
                Ok(()) => kept.push(job),
                Err(error) => assert!(may_be_tried_again(&error), "{error}"),
            }
            self.seen.fetch_add(1, Ordering::Relaxed);
            if self.until.load(Ordering::Relaxed) {
                after += 1;
            }
        }
        kept
    }

    /// What the older program does: rows of several tables, the event's number last.
    async fn write(&self, job: &str) -> Result<(), sqlx::Error> {
        let mut tx = self.pool.begin_with(self.begin).await?;
        self.say(&mut tx, JOB, job).await?;
        for &statement in self.says {
            self.say(&mut tx, statement, job).await?;
        }
        let row = query(
            "UPDATE organizations SET event_seq = event_seq + 1 WHERE id = $1 RETURNING event_seq",
        )
        .bind(self.organization.as_str())
        .fetch_one(&mut *tx)
        .await?;
        query(
            "INSERT INTO events (organization_id, id, kind, created_at) VALUES ($1, $2, 'job', 1)",
        )
        .bind(self.organization.as_str())
        .bind(row.get::<i64, _>(0))
        .execute(&mut *tx)
        .await?;
        let title = query("SELECT title FROM jobs WHERE organization_id = $1 AND id = $2")
            .bind(self.organization.as_str())
            .bind(job)
            .fetch_one(&mut *tx)
            .await?;
        assert_eq!(title.get::<String, _>(0), "Engineer");
        tx.commit().await
    }

    /// Writes or reads one row.
    async fn say(
        &self,
        connection: &mut AnyConnection,
        statement: &'static str,
        job: &str,
    ) -> Result<(), sqlx::Error> {
        let said = query(statement).bind(self.organization.as_str()).bind(job);
        if statement.starts_with("SELECT") || statement.contains("RETURNING") {
            said.fetch_one(connection).await?;
        } else {
            let reached = said.execute(connection).await?.rows_affected();
            assert_eq!(reached, 1, "{statement}");
        }
        Ok(())
    }
}

/// A deadlock (PostgreSQL), a busy file (SQLite): nothing was kept, and the next try may succeed.
fn may_be_tried_again(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Database(error) => {
            let code = error.code().unwrap_or_default();
            ["40P01", "40001", "5", "517"].contains(&&*code)
        }
        _ => false,
    }
}

/// Writers of the older version, which say so much of each job and leave so much behind, work before, while and after this version migrates; and this
/// one works beside them.
async fn migrates_under_its_writers(
    many: usize,
    says: &'static [&'static str],
    leaves: &[&'static str],
) {
    let older = Older::with(many).await;
    let seen: Arc<AtomicU32> = Arc::default();
    let migrated: Arc<AtomicBool> = Arc::default();
    let writers: Vec<_> = (0..WRITERS)
        .map(|number| {
            let writer = older.writer(number, says, Arc::clone(&seen), Arc::clone(&migrated));
            tokio::spawn(writer.work())
        })
        .collect();
    while seen.load(Ordering::Relaxed) < EACH {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let store = Store::open(&older.config).await.unwrap();
    migrated.store(true, Ordering::Relaxed);
    organizations::create(&store, "Contoso", "UTC")
        .await
        .unwrap();
    let mut kept = Vec::new();
    for writer in writers {
        kept.extend(writer.await.unwrap());
    }

    let organization = older.organization.to_string();
    let jobs = query("SELECT id FROM jobs WHERE organization_id = $1")
        .bind(organization.as_str())
        .fetch_all(&older.pool)
        .await
        .unwrap();
    let mut found: Vec<String> = jobs.iter().map(|row| row.get(0)).collect();
    found.sort();
    kept.sort();
    assert_eq!(found, kept, "what was acknowledged, and nothing else");
    let events = query("SELECT COUNT(*), MAX(id) FROM events WHERE organization_id = $1")
        .bind(organization.as_str())
        .fetch_one(&older.pool)
        .await
        .unwrap();
    let many = i64::try_from(kept.len()).unwrap();
    let (count, newest) = (events.get::<i64, _>(0), events.get::<i64, _>(1));
    assert_eq!((count, newest), (many, many), "an event each, in order");
    for &statement in leaves {
        assert_eq!(older.count(statement).await, many, "{statement}");
    }
    let waiting = "SELECT COUNT(*) FROM queue WHERE organization_id = $1";
    assert_eq!(older.count(waiting).await, 0, "what was done is gone");
    let versions = readiness::versions(&store).await.unwrap();
    assert_eq!(versions.database, versions.program);
    store.check_statements().await.unwrap();
    assert_eq!(organizations::list(&store).await.unwrap().len(), 2);
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_first_versions_database_is_migrated_under_its_writers() {
    migrates_under_its_writers(1, &[], &[]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_version_befores_database_is_migrated_under_its_writers() {
    let known = |migration: &Migration| migration.version <= before::SCHEMA;
    let many = migrations().into_iter().filter(known).count();
    migrates_under_its_writers(many, before::SAYS, before::LEAVES).await;
}

#[test]
fn the_version_before_writes_every_table_that_the_newest_migrations_change() {
    let mut made = BTreeSet::new();
    let mut changed = BTreeSet::new();
    for migration in migrations() {
        if migration.version <= before::SCHEMA {
            continue;
        }
        for statement in statements(&migration) {
            let words: Vec<&str> = statement.split_whitespace().collect();
            match words.as_slice() {
                ["CREATE", "TABLE", table, ..] => made.insert((*table).to_owned()),
                ["ALTER", "TABLE", table, ..]
                | ["UPDATE", table, ..]
                | ["CREATE", "INDEX", _, "ON", table, ..]
                | ["CREATE", "UNIQUE", "INDEX", _, "ON", table, ..] => {
                    changed.insert((*table).to_owned())
                }
                [] => false,
                other => panic!("what does it change? {other:?}"),
            };
        }
    }
    let says = format!("{JOB} {}", before::SAYS.join(" ")).to_uppercase();
    let missing: Vec<&String> = changed
        .difference(&made)
        .filter(|table| !says.contains(&format!("INTO {table} (")))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[tokio::test]
async fn looking_at_an_older_database_leaves_it_as_it_is() {
    let older = Older::with(1).await;
    let store = Store::open_as_it_is(&older.config).await.unwrap();
    assert_eq!(readiness::versions(&store).await.unwrap().database, 1);
    store.close().await;
    if on_postgres() {
        return;
    }
    let nothing = tempfile::tempdir().unwrap();
    let config = Config {
        database_url: format!("sqlite://{}", nothing.path().join("clara.db").display()),
        ..older.config.clone()
    };
    assert!(Store::open_as_it_is(&config).await.is_err());
    assert!(!nothing.path().join("clara.db").exists(), "none is made");
}

#[tokio::test]
async fn this_version_starts_where_the_next_one_has_migrated() {
    let older = Older::with(1).await;
    Store::open(&older.config).await.unwrap().close().await;
    let next = if on_postgres() {
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'next', TRUE, '\\x00'::bytea, 1)"
    } else {
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'next', TRUE, x'00', 1)"
    };
    query(next).execute(&older.pool).await.unwrap();
    let store = Store::open(&older.config).await.unwrap();
    assert_eq!(organizations::list(&store).await.unwrap().len(), 1);
    store.close().await;
}

#[test]
fn schemas_only_grow() {
    for migration in migrations() {
        for statement in statements(&migration) {
            let shown = format!("{}: {statement}", migration.version);
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
