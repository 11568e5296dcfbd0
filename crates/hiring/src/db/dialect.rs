//! The few statements that must differ between SQLite and PostgreSQL.

use std::path::PathBuf;
use std::str::FromStr;

use sqlx::sqlite::SqliteConnectOptions;

use crate::OpenError;

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// The embedded default: one writing connection.
    Sqlite,
    /// For several servers.
    Postgres,
}

/// The ready row that is due first: of an organization (`$1`), at a time (`$2`), of the kinds in a list (`$3`, as `,one,other,`), unless a row
/// with its key runs, of whatever kind. One look into the index for each kind of which there are rows at all, which the database leaps through:
/// the rows of other kinds are never walked over.
macro_rules! pick {
    ($lock:literal) => {
        concat!(
            "WITH RECURSIVE present (kind) AS (SELECT MIN(q.kind) FROM queue q WHERE q.organization_id = $1 \
             UNION ALL SELECT (SELECT MIN(q.kind) FROM queue q WHERE q.organization_id = $1 AND q.kind > p.kind) FROM present p WHERE p.kind IS NOT NULL), \
             first_of (id) AS (SELECT (SELECT q.id FROM queue q WHERE q.organization_id = $1 AND q.kind = p.kind AND q.ready_at <= $2 \
             AND NOT EXISTS (SELECT 1 FROM queue r WHERE r.organization_id = q.organization_id \
             AND r.dedupe = q.dedupe AND r.id <> q.id AND r.state = 'running') \
             ORDER BY q.priority, q.ready_at, q.id LIMIT 1) FROM present p WHERE $3 LIKE '%,' || p.kind || ',%') \
             SELECT q.id, q.kind, q.priority FROM first_of f JOIN queue q ON q.organization_id = $1 AND q.id = f.id ORDER BY q.priority, q.ready_at, q.id LIMIT 1",
            $lock
        )
    };
}

/// The ready rows that are due first: of an organization (`$1`), of one kind (`$2`) and priority (`$3`), at a time (`$4`), so many (`$5`); of those
/// with one key none beside one that runs.
macro_rules! pick_alike {
    ($lock:literal) => {
        concat!(
            "SELECT q.id FROM queue q WHERE q.organization_id = $1 AND q.kind = $2 AND q.priority = $3 AND q.ready_at <= $4 \
             AND NOT EXISTS (SELECT 1 FROM queue r WHERE r.organization_id = q.organization_id \
             AND r.dedupe = q.dedupe AND r.id <> q.id AND r.state = 'running') \
             ORDER BY q.ready_at, q.id LIMIT $5",
            $lock
        )
    };
}

const PICK_SQLITE: &str = pick!("");
const PICK_POSTGRES: &str = pick!(" FOR UPDATE OF q SKIP LOCKED");
const PICK_ALIKE_SQLITE: &str = pick_alike!("");
const PICK_ALIKE_POSTGRES: &str = pick_alike!(" FOR UPDATE OF q SKIP LOCKED");

/// Waits until no other transaction holds this subject's lock; it is given back when the transaction ends.
const LOCK_POSTGRES: &str = "SELECT 1 AS held FROM pg_advisory_xact_lock(hashtextextended($1, 0))";

/// Sends a text to every server that listens on the channel, once the transaction commits.
const NOTIFY_POSTGRES: &str = "SELECT 1 AS sent FROM pg_notify($1, $2)";

/// WAL: readers never wait for the writer. FULL: a commit is on the disk when it returns. `secure_delete`: what is deleted is overwritten.
/// `temp_store`: what a savepoint may have to take back is in memory, and not in a file for each transaction.
const SESSION_SQLITE: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; \
    PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;";

/// Nobody waits for ever for a lock, and a server that is gone in the middle of a transaction does not keep what it locked.
const SESSION_POSTGRES: &str =
    "SET lock_timeout = '5s'; SET idle_in_transaction_session_timeout = '30s'";

/// Keeps other claims of the organization waiting: two rows with one key must not be picked at the same moment.
const TURN_POSTGRES: &str =
    "SELECT organization_id FROM queue_turns WHERE organization_id = $1 FOR UPDATE";

impl Dialect {
    /// Moves what the write-ahead log holds into the database and empties the log, where no reader stands in the way (SQLite).
    pub(crate) const EMPTY_LOG: &'static str = "PRAGMA wal_checkpoint(TRUNCATE)";

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

    /// What every new connection is told first.
    pub(crate) fn session(self) -> &'static str {
        match self {
            Self::Sqlite => SESSION_SQLITE,
            Self::Postgres => SESSION_POSTGRES,
        }
    }

    /// Makes a transaction the only one on a subject (`$1`). None: every transaction that writes is the only one anyway.
    pub(crate) fn lock(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(LOCK_POSTGRES),
        }
    }

    /// Tells other servers: channel, text. None: there are no others.
    pub(crate) fn notify(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(NOTIFY_POSTGRES),
        }
    }

    /// Chooses the queue row to claim: organization, now, kinds. Takes it for this transaction.
    pub(crate) fn pick(self) -> &'static str {
        match self {
            Self::Sqlite => PICK_SQLITE,
            Self::Postgres => PICK_POSTGRES,
        }
    }

    /// The same choice from a reader, which locks nothing.
    pub(crate) fn look(self) -> &'static str {
        PICK_SQLITE
    }

    /// Chooses that row and those like it: organization, kind, priority, now, how many. Takes them for this transaction.
    pub(crate) fn pick_alike(self) -> &'static str {
        match self {
            Self::Sqlite => PICK_ALIKE_SQLITE,
            Self::Postgres => PICK_ALIKE_POSTGRES,
        }
    }

    /// The same choice from a reader, which locks nothing.
    pub(crate) fn look_alike(self) -> &'static str {
        PICK_ALIKE_SQLITE
    }

    /// Makes a claim the only one in an organization. None: every transaction that writes is the only one anyway.
    pub(crate) fn turn(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(TURN_POSTGRES),
        }
    }

    /// Its own statements, for the test that prepares them.
    pub(crate) fn statements(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let vacuum = (self == Self::Sqlite).then_some(Self::VACUUM_INTO);
        [
            ("PICK", Some(self.pick())),
            ("LOOK", Some(self.look())),
            ("PICK_ALIKE", Some(self.pick_alike())),
            ("LOOK_ALIKE", Some(self.look_alike())),
            ("TURN", self.turn()),
            ("LOCK", self.lock()),
            ("NOTIFY", self.notify()),
            ("VACUUM_INTO", vacuum),
        ]
        .into_iter()
        .filter_map(|(name, sql)| Some((name, sql?)))
    }
}

/// The file of an SQLite database, by its URL.
pub(crate) fn sqlite_file(database_url: &str) -> Result<PathBuf, OpenError> {
    SqliteConnectOptions::from_str(database_url)
        .map(|options| options.get_filename().to_owned())
        .map_err(|_| OpenError::UnknownDatabase)
}
