//! The pools: on SQLite one connection that writes and several that read, on PostgreSQL one pool for both.

use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::migrate::MigrateError;
use sqlx::{AnyPool, ConnectOptions, Executor, SqlSafeStr};

use super::connection::Connection;
use super::migrations::MIGRATIONS;
use super::readers::{Kept, Reader, Readers};
use super::together::{Precedence, Together, Turn};
use super::{Dialect, sqlite_file};
use crate::error::{describe, is_deadlock};
use crate::{Connections, Error, OpenError};

/// Readers of SQLite, connections of PostgreSQL.
const CONNECTIONS: u32 = 8;

/// How long a caller waits for a connection before it is told that the database does not answer: a person or an ATS waits behind it.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// How often a migration is tried that meets writers of the version before.
const MIGRATION_TRIES: u32 = 20;

/// How often the log is tried to be emptied, and the pause between.
const EMPTYINGS: u32 = 20;
const PAUSE: Duration = Duration::from_millis(100);

pub(crate) struct Database {
    dialect: Dialect,
    readers: Readers,
    /// On SQLite for migrating alone.
    writers: AnyPool,
    /// Only on SQLite: PostgreSQL itself commits together what comes together.
    together: Option<Together>,
}

/// A transaction that writes, as the database has it.
pub(crate) enum Writing {
    /// With a connection of its own.
    Alone(Connection),
    /// In turn with others on the one that writes.
    InTurn(Turn),
}

impl Writing {
    /// For the next statement.
    pub(super) fn connection(&mut self) -> &mut Connection {
        match self {
            Self::Alone(connection) => connection,
            Self::InTurn(turn) => turn.connection(),
        }
    }

    pub(crate) async fn commit(self) -> Result<(), Error> {
        match self {
            Self::Alone(Connection::Writing(transaction)) => Ok(transaction.commit().await?),
            Self::Alone(_) => Err(sqlx::Error::WorkerCrashed.into()),
            Self::InTurn(turn) => turn.commit().await,
        }
    }
}

impl Database {
    /// Connects; with `create` an SQLite file that is not there is made.
    pub(crate) async fn open(url: &str, dialect: Dialect, create: bool) -> Result<Self, OpenError> {
        sqlx::any::install_default_drivers();
        let fault = |error: sqlx::Error| OpenError::Database(describe(&error));
        let options = connect_options(url, dialect, create).map_err(fault)?;
        let pool = |connections| {
            AnyPoolOptions::new()
                .max_connections(connections)
                .acquire_timeout(PATIENCE)
                // A connection to a server may be lost while nobody uses it; a file is always there.
                .test_before_acquire(dialect == Dialect::Postgres)
                .after_connect(move |connection, _| {
                    Box::pin(async move {
                        connection.execute(dialect.session()).await?;
                        Ok(())
                    })
                })
        };
        let database = match dialect {
            Dialect::Sqlite => {
                // First of all: it makes the file and turns WAL on before a reader looks.
                let writers = pool(1).connect_with(options).await.map_err(fault)?;
                let (file, session) = (sqlite_file(url)?, dialect.session());
                Self {
                    dialect,
                    readers: Readers::Kept(Kept::new(file.clone(), session, CONNECTIONS)),
                    together: Some(Together::new(file, session)),
                    writers,
                }
            }
            Dialect::Postgres => {
                let both = pool(CONNECTIONS * 2)
                    .connect_with(options)
                    .await
                    .map_err(fault)?;
                Self {
                    dialect,
                    readers: Readers::Pool(both.clone()),
                    writers: both,
                    together: None,
                }
            }
        };
        Ok(database)
    }

    /// Brings the schema to this version.
    pub(crate) async fn migrate(&self) -> Result<(), OpenError> {
        if self.dialect == Dialect::Sqlite {
            return MIGRATIONS.run(&self.writers).await.map_err(migration);
        }
        let mut tries = 0;
        loop {
            tries += 1;
            // A connection of its own, without the session's limits: an index on a large table takes longer. Of servers that start at once,
            // one migrates and the others wait for it (the migrator takes a lock of the database's).
            let migrating = AnyPoolOptions::new()
                .max_connections(1)
                .connect_with((*self.writers.connect_options()).clone())
                .await
                .map_err(|error| OpenError::Database(describe(&error)))?;
            let migrated = MIGRATIONS.run(&migrating).await;
            // Gives the migrator's lock back, too.
            migrating.close().await;
            match migrated {
                // The migration was taken back whole, and those before it stand.
                Err(error) if tries < MIGRATION_TRIES && met_a_writer(&error) => {}
                migrated => return migrated.map_err(migration),
            }
        }
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// A connection to read with. Each statement sees one state; two may see different ones.
    pub(crate) async fn reader(&self) -> Result<Reader, Error> {
        Ok(self.readers.acquire().await?)
    }

    /// PostgreSQL knows no precedence: there nobody waits in line.
    pub(crate) async fn begin(&self, precedence: Precedence) -> Result<Writing, Error> {
        match &self.together {
            Some(together) => Ok(Writing::InTurn(together.begin(precedence).await?)),
            None => Ok(Writing::Alone(Connection::Writing(
                self.writers.begin().await?,
            ))),
        }
    }

    /// Empties SQLite's write-ahead log, so that nothing of what was overwritten is left in it. Readers may stand in the way for a moment.
    pub(crate) async fn empty_log(&self) -> Result<(), Error> {
        let Some(together) = &self.together else {
            return Ok(());
        };
        for _ in 0..EMPTYINGS {
            if together.between(|writer| writer.empty_log()).await?? {
                return Ok(());
            }
            tokio::time::sleep(PAUSE).await;
        }
        Err(Error::Unavailable("the write-ahead log is in use".into()))
    }

    /// PostgreSQL has one pool for both.
    pub(crate) fn connections(&self) -> Vec<(&'static str, Connections)> {
        let of = |pool: &AnyPool| {
            let idle = u32::try_from(pool.num_idle()).unwrap_or(u32::MAX);
            Connections {
                idle,
                used: pool.size().saturating_sub(idle),
            }
        };
        match (&self.readers, &self.together) {
            (Readers::Kept(readers), Some(together)) => vec![
                ("readers", readers.connections()),
                ("writer", together.connections()),
            ],
            _ => vec![("all", of(&self.writers))],
        }
    }

    pub(crate) async fn close(&self) {
        self.readers.close().await;
        if let Some(together) = &self.together {
            together.close().await;
        }
        self.writers.close().await;
    }

    /// Asks the database to parse every statement of this crate; the first it refuses is named.
    pub(crate) async fn prepare_all(&self) -> Result<usize, Error> {
        let mut connection = self.reader().await?;
        let all = super::statements(self.dialect == Dialect::Postgres);
        let many = all.len();
        for (module, name, sql) in all {
            if let Err(error) = (&mut *connection).prepare(sql.into_sql_str()).await {
                return Err(Error::Unavailable(format!("{module}::{name}: {error}")));
            }
        }
        Ok(many)
    }
}

/// Whether the migrator and a server that works meanwhile waited for each other's tables, and the database ended that at the migrator's cost.
fn met_a_writer(error: &MigrateError) -> bool {
    match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
            is_deadlock(error)
        }
        _ => false,
    }
}

fn migration(error: MigrateError) -> OpenError {
    match error {
        MigrateError::Execute(error) => OpenError::Migration(error.to_string()),
        other => OpenError::Migration(other.to_string()),
    }
}

/// The URL with what must be so: SQLite makes its file. Statements are not logged: their text is fixed, their time is nobody's news.
fn connect_options(
    url: &str,
    dialect: Dialect,
    create: bool,
) -> Result<AnyConnectOptions, sqlx::Error> {
    let url = match dialect {
        Dialect::Sqlite if !url.contains("mode=") => {
            let separator = if url.contains('?') { '&' } else { '?' };
            let mode = if create { "rwc" } else { "rw" };
            format!("{url}{separator}mode={mode}")
        }
        _ => url.to_owned(),
    };
    Ok(url
        .parse::<AnyConnectOptions>()?
        .disable_statement_logging())
}
