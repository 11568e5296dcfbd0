//! Backup and restore: what comes back is what was there.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hiring::backup::{self, BackupError};
use hiring::documents::{self, DocumentKind, NewDocument, Reading};
use hiring::{ApplicationId, Config, Key, OpenError, Store, comments};
use sqlx::{Row, query};

use crate::raw::{raw, rows};
use crate::support::{MONDAY, Tenant, World};

fn resume(application: ApplicationId, number: usize) -> NewDocument {
    NewDocument {
        application,
        remote_id: format!("resume-{number}"),
        kind: DocumentKind::Resume,
        name: "Resume.pdf".into(),
        media_type: "application/pdf".into(),
        bytes: Some(format!("%PDF {number}").into_bytes()),
        reading: Reading::Text {
            text: "Rust".into(),
            hidden: Vec::new(),
        },
        uploaded_at: MONDAY,
    }
}

/// A world with something of everything in it, sealed secrets among them.
async fn world() -> (World, ApplicationId) {
    let world = World::new().await;
    let tenant = world.northwind.clone();
    let job = world.job(&tenant).await;
    let application = world.scored(&tenant, job, "Sam Okafor", 71).await;
    for number in 0..3 {
        let permit = tenant.system(&world.store);
        documents::put(&world.store, &permit, resume(application, number))
            .await
            .unwrap();
    }
    comments::add(&world.store, &tenant.comments(), application, "a word")
        .await
        .unwrap();
    (world, application)
}

/// An empty installation that has the key of another one.
fn elsewhere(world: &World) -> (tempfile::TempDir, Config) {
    let dir = tempfile::tempdir().unwrap();
    std::fs::copy(world.dir.path().join("key"), dir.path().join("key")).unwrap();
    let config = Config {
        database_url: format!("sqlite://{}", dir.path().join("clara.db").display()),
        data_dir: dir.path().to_owned(),
        ..world.config.clone()
    };
    (dir, config)
}

/// Every document file with its bytes.
fn files(data_dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for folder in std::fs::read_dir(data_dir.join("documents")).unwrap() {
        let folder = folder.unwrap().path();
        for file in std::fs::read_dir(&folder).unwrap() {
            let path = file.unwrap().path();
            let name = path.strip_prefix(data_dir).unwrap().display().to_string();
            all.insert(name, std::fs::read(path).unwrap());
        }
    }
    all
}

#[tokio::test]
async fn what_is_restored_equals_what_was_there_row_by_row_and_file_by_file() {
    let (world, application) = world().await;
    let backup = world.dir.path().join("backup");
    let made = backup::write(&world.store, &backup).await.unwrap();
    assert_eq!((made.files, made.left_out), (3, 0));
    let (there, config) = elsewhere(&world);
    assert_eq!(backup::restore(&backup, &config, false).unwrap(), made);
    let expected = rows(&world.dir.path().join("clara.db")).await;
    assert!(expected.values().map(Vec::len).sum::<usize>() > 30);
    assert_eq!(rows(&there.path().join("clara.db")).await, expected);
    assert_eq!(files(there.path()), files(world.dir.path()));
    let key = std::fs::read_to_string(world.dir.path().join("key")).unwrap();
    for file in std::fs::read_dir(&backup).unwrap() {
        let path = file.unwrap().path();
        let holds = std::fs::read(&path).unwrap_or_default();
        let found = holds.windows(key.len()).any(|part| part == key.as_bytes());
        assert!(!found, "the key stands in {}", path.display());
    }

    let store = Store::open(&config).await.unwrap();
    let kept = comments::list(&store, &world.northwind.views(), application).await;
    assert_eq!(kept.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_backup_under_load_is_one_instant_with_every_file_it_names() {
    let (world, application) = world().await;
    let stop = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (1..=3)
        .map(|writer| {
            let (store, tenant) = (world.store.clone(), world.northwind.clone());
            tokio::spawn(write_until(
                stop.clone(),
                store,
                tenant,
                application,
                writer * 100_000,
            ))
        })
        .collect();
    for round in 0..3 {
        let backup = world.dir.path().join(format!("backup-{round}"));
        let made = backup::write(&world.store, &backup).await.unwrap();
        assert_eq!(made.left_out, 0);
        let (there, config) = elsewhere(&world);
        backup::restore(&backup, &config, false).unwrap();
        let mut connection = raw(&there.path().join("clara.db")).await;
        let sound = query("PRAGMA integrity_check")
            .fetch_one(&mut connection)
            .await
            .unwrap();
        assert_eq!(sound.get::<String, _>(0), "ok");
        let strays = query("PRAGMA foreign_key_check")
            .fetch_all(&mut connection)
            .await
            .unwrap();
        assert!(strays.is_empty());
        // One transaction writes comment, count, event and audit row: all of them or none.
        let counted = query(
            "SELECT (SELECT COUNT(*) FROM comments) AS comments, (SELECT SUM(comments) FROM applications) AS counted, \
             (SELECT COUNT(*) FROM documents WHERE sha256 IS NOT NULL) AS documents",
        )
        .fetch_one(&mut connection)
        .await
        .unwrap();
        assert_eq!(
            counted.get::<i64, _>("comments"),
            counted.get::<i64, _>("counted")
        );
        let files = files(there.path()).len() as i64;
        assert_eq!(counted.get::<i64, _>("documents"), files);
    }
    stop.store(true, Ordering::Relaxed);
    for writer in writers {
        assert!(writer.await.unwrap() > 0, "it wrote meanwhile");
    }
}

async fn write_until(
    stop: Arc<AtomicBool>,
    store: Store,
    tenant: Tenant,
    application: ApplicationId,
    first: usize,
) -> usize {
    let mut written = 0;
    while !stop.load(Ordering::Relaxed) {
        let document = resume(application, first + written);
        documents::put(&store, &tenant.system(&store), document)
            .await
            .unwrap();
        comments::add(&store, &tenant.comments(), application, "a word")
            .await
            .unwrap();
        written += 1;
    }
    written
}

#[tokio::test]
async fn nothing_is_overwritten() {
    let (world, _) = world().await;
    let backup = world.dir.path().join("backup");
    std::fs::create_dir(world.dir.path().join("backup.partial")).unwrap();
    std::fs::write(world.dir.path().join("backup.partial/clara.db"), "half").unwrap();
    backup::write(&world.store, &backup).await.unwrap();
    assert!(!world.dir.path().join("backup.partial").exists());
    let again = backup::write(&world.store, &backup).await;
    assert!(matches!(again, Err(BackupError::Occupied(_))));

    let (there, config) = elsewhere(&world);
    std::fs::write(there.path().join("clara.db"), "somebody's").unwrap();
    let refused = backup::restore(&backup, &config, false);
    assert!(matches!(refused, Err(BackupError::Occupied(_))));
    std::fs::rename(
        there.path().join("clara.db"),
        there.path().join("clara.db-wal"),
    )
    .unwrap();
    let refused = backup::restore(&backup, &config, false);
    assert!(
        matches!(refused, Err(BackupError::Occupied(_))),
        "somebody's journal"
    );
    std::fs::remove_file(there.path().join("clara.db-wal")).unwrap();
    std::fs::create_dir_all(there.path().join("documents/somebody")).unwrap();
    let refused = backup::restore(&backup, &config, false);
    assert!(matches!(refused, Err(BackupError::Occupied(_))));
    assert!(there.path().join("documents/somebody").exists());

    let refused = backup::restore(&backup, &world.config, false);
    assert!(
        matches!(refused, Err(BackupError::Open(OpenError::InUse { .. }))),
        "a server works there"
    );
}

#[tokio::test]
async fn a_damaged_or_half_backup_restores_nothing() {
    let (world, _) = world().await;
    let backup = world.dir.path().join("backup");
    backup::write(&world.store, &backup).await.unwrap();
    let (there, config) = elsewhere(&world);
    let organization = backup
        .join("documents")
        .join(world.northwind.id.to_string());
    let file = std::fs::read_dir(organization)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let bytes = std::fs::read(&file).unwrap();
    std::fs::write(&file, "changed").unwrap();
    let refused = backup::restore(&backup, &config, false);
    assert!(matches!(refused, Err(BackupError::Damaged(_))));
    std::fs::remove_file(&file).unwrap();
    let refused = backup::restore(&backup, &config, false);
    assert!(matches!(refused, Err(BackupError::NoBackup(_))));
    assert!(!there.path().join("clara.db").exists());
    // Mended, it can be restored where the other tries failed.
    std::fs::write(&file, bytes).unwrap();
    backup::restore(&backup, &config, false).unwrap();
}

#[tokio::test]
async fn another_key_is_refused_unless_one_says_so() {
    let (world, _) = world().await;
    let backup = world.dir.path().join("backup");
    let made = backup::write(&world.store, &backup).await.unwrap();
    let (there, config) = elsewhere(&world);
    std::fs::remove_file(there.path().join("key")).unwrap();
    let other = Config {
        key: Some(Key::random().into()),
        ..config.clone()
    };
    for config in [&config, &other] {
        let Err(refused) = backup::restore(&backup, config, false) else {
            panic!("the key is missing");
        };
        assert!(refused.to_string().contains(&made.key_id), "{refused}");
    }
    backup::restore(&backup, &other, true).unwrap();
    Store::open(&other).await.unwrap();
    // Where none is configured, a new one is made.
    let (there, config) = elsewhere(&world);
    std::fs::remove_file(there.path().join("key")).unwrap();
    backup::restore(&backup, &config, true).unwrap();
    Store::open(&config).await.unwrap();
}
