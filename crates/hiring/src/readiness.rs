//! Whether the store can serve: the database answers, has this version's schema, and documents can be kept.

use std::time::Duration;

use sqlx::{Any, Executor, query};

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
        tokio::time::timeout(ANSWERS_WITHIN, answers(store)),
        tokio::time::timeout(ANSWERS_WITHIN, files::check(store)),
    );
    let version = version.ok().and_then(Result::ok);
    Readiness {
        database: version.is_some(),
        schema: version.is_some_and(|version| version >= newest_migration()),
        files: matches!(files, Ok(Ok(()))),
    }
}

/// Versions of the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Versions {
    /// Of the database; 0: it has none yet.
    pub database: i64,
    /// Of this program.
    pub program: i64,
}

/// Which schema the database has, and which one this program was written for.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn versions(store: &Store) -> Result<Versions, Error> {
    let mut connection = store.database().reader().await?;
    Ok(Versions {
        // Where the table of versions is missing, nothing was ever migrated.
        database: schema(&mut *connection).await.unwrap_or(0),
        program: newest_migration(),
    })
}

pub(crate) async fn schema(connection: impl Executor<'_, Database = Any>) -> Result<i64, Error> {
    query(SCHEMA).fetch_one(connection).await?.get_as("version")
}

async fn answers(store: &Store) -> Result<i64, Error> {
    schema(&mut *store.database().reader().await?).await
}
