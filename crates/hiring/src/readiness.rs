//! Whether the store can serve: the database answers, has this version's schema, and documents can be kept.

use std::time::Duration;

use sqlx::query;

use crate::db::{RowExt, newest_migration, statements_block};
use crate::{Error, Store, files};

/// A part that is silent for so long is not ready: whoever asks waits for the answer.
const ANSWERS_WITHIN: Duration = Duration::from_secs(3);

statements_block! {
    SCHEMA = "SELECT COALESCE(MAX(version), 0) AS version FROM _sqlx_migrations WHERE success";
}

/// What is ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Readiness {
    /// The database answers.
    pub database: bool,
    /// Its schema is this version's, or a newer one: schemas only grow, so that two versions run side by side.
    pub schema: bool,
    /// A file can be written where documents are kept.
    pub files: bool,
}

/// Looks at every part; never an error, never long.
pub async fn check(store: &Store) -> Readiness {
    let (version, files) = tokio::join!(
        tokio::time::timeout(ANSWERS_WITHIN, schema(store)),
        tokio::time::timeout(ANSWERS_WITHIN, files::check(store)),
    );
    let version = version.ok().and_then(Result::ok);
    Readiness {
        database: version.is_some(),
        schema: version.is_some_and(|version| version >= newest_migration()),
        files: matches!(files, Ok(Ok(()))),
    }
}

async fn schema(store: &Store) -> Result<i64, Error> {
    query(SCHEMA)
        .fetch_one(&mut *store.database().reader().await?)
        .await?
        .get_as("version")
}
