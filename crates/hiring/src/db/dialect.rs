//! The few statements that must differ between SQLite and PostgreSQL.

use crate::OpenError;

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// The embedded default: one writing connection.
    Sqlite,
    /// For several servers.
    Postgres,
}

/// The ready row of one kind and organization that is due first, unless one with the same key runs. `$4` is the time.
macro_rules! pick {
    ($lock:literal) => {
        concat!(
            "SELECT q.id, q.priority, q.ready_at FROM queue q \
             WHERE q.organization_id = $1 AND q.kind = $2 AND q.ready_at <= $3 \
             AND NOT EXISTS (SELECT 1 FROM queue r WHERE r.organization_id = q.organization_id AND r.kind = q.kind \
             AND r.dedupe = q.dedupe AND r.id <> q.id AND r.state = 'running') \
             ORDER BY q.priority, q.ready_at, q.id LIMIT 1",
            $lock
        )
    };
}

const PICK_SQLITE: &str = pick!("");
const PICK_POSTGRES: &str = pick!(" FOR UPDATE OF q SKIP LOCKED");

impl Dialect {
    /// Copies the whole database, as it is at one instant, into a file that does not exist yet (SQLite).
    pub(crate) const VACUUM_INTO: &'static str = "VACUUM INTO $1";

    /// By the scheme of the database URL.
    pub(crate) fn of(database_url: &str) -> Result<Self, OpenError> {
        match database_url.split_once(':') {
            Some(("sqlite", _)) => Ok(Self::Sqlite),
            Some(("postgres" | "postgresql", _)) => Ok(Self::Postgres),
            _ => Err(OpenError::UnknownDatabase),
        }
    }

    /// How a transaction that writes begins: SQLite must take its lock at once, since a read lock cannot be raised while another writes.
    pub(crate) fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }

    /// Chooses a queue row to claim: organization, kind, now.
    pub(crate) fn pick(self) -> &'static str {
        match self {
            Self::Sqlite => PICK_SQLITE,
            Self::Postgres => PICK_POSTGRES,
        }
    }

    /// Its own statements, for the test that prepares them.
    pub(crate) fn statements(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let vacuum = ("VACUUM_INTO", Self::VACUUM_INTO);
        [("PICK", self.pick())]
            .into_iter()
            .chain((self == Self::Sqlite).then_some(vacuum))
    }
}
