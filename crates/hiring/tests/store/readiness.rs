//! Whether the store can serve.

use hiring::readiness::{self, Readiness};
use sqlx::{AnyConnection, Connection, Executor};

use crate::support::World;

const READY: Readiness = Readiness {
    database: true,
    schema: true,
    files: true,
};

#[tokio::test]
async fn an_older_schema_is_not_ready_and_a_newer_one_is() {
    let world = World::new().await;
    assert_eq!(readiness::check(&world.store).await, READY);
    let mut beside = AnyConnection::connect(&world.config.database_url)
        .await
        .unwrap();
    beside
        .execute("UPDATE _sqlx_migrations SET version = version + 1000")
        .await
        .unwrap();
    assert_eq!(readiness::check(&world.store).await, READY);
    beside
        .execute("DELETE FROM _sqlx_migrations")
        .await
        .unwrap();
    let older = readiness::check(&world.store).await;
    assert_eq!(
        older,
        Readiness {
            schema: false,
            ..READY
        }
    );
}

#[tokio::test]
async fn a_closed_database_and_a_folder_that_cannot_be_written_are_told_apart() {
    let world = World::new().await;
    let documents = world.dir.path().join("documents");
    std::fs::remove_dir_all(&documents).unwrap_or_default();
    std::fs::write(&documents, "in the way").unwrap();
    assert_eq!(
        readiness::check(&world.store).await,
        Readiness {
            files: false,
            ..READY
        }
    );
    std::fs::remove_file(&documents).unwrap();
    world.store.close().await;
    let closed = readiness::check(&world.store).await;
    assert!(!closed.database && !closed.schema && closed.files);
    let left: Vec<_> = std::fs::read_dir(&documents).unwrap().collect();
    assert!(left.is_empty(), "the trial leaves nothing: {left:?}");
}
