//! The errors of this crate; `lib.rs` says which is used where.

use crate::placements::Placement;

/// What every function answers when it does not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such row here: absent, another organization's, or out of sight for this role.
    #[error("not found")]
    NotFound,
    /// The card stands elsewhere or was moved since; nothing was changed.
    #[error("the card was moved meanwhile")]
    Conflict {
        /// Where it stands now.
        current: Box<Placement>,
    },
    /// What this was made from changed meanwhile; nothing was kept. Read again, and try again.
    #[error("it was made from what is no longer the newest")]
    Outdated,
    /// A value that the person can mend; nothing was changed.
    #[error("{field}: {message}")]
    Invalid {
        /// Which field.
        field: &'static str,
        /// What is wrong and what to do, as a sentence.
        message: String,
    },
    /// The role lacks the capability.
    #[error(transparent)]
    Forbidden(#[from] Forbidden),
    /// Database or document files failed; nothing was kept. The text names the fault, never a value.
    #[error("the store is not available: {0}")]
    Unavailable(String),
    /// The disk of the database or of the document files is full; nothing was kept.
    #[error("the disk is full")]
    Full,
}

/// The role lacks a capability.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this needs the permission {capability:?}")]
pub struct Forbidden {
    /// The one it lacks.
    pub capability: crate::permission::Capability,
}

/// Why a store could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The database URL is of no kind that we support.
    #[error("the database URL must begin with sqlite: or postgres:")]
    UnknownDatabase,
    /// With PostgreSQL the key must be configured: a file beside one of several servers would differ from the others'.
    #[error(
        "a key is needed with PostgreSQL: set CLARA_SECRET_KEY to 32 bytes in base64, the same on every server"
    )]
    KeyNeeded,
    /// SQLite's database is there and its key is not: neither configured, nor in the data directory.
    #[error(
        "the database is there, but not the key that sealed its secrets: set CLARA_SECRET_KEY as CLARA has it when it serves, or put the file `key` back into the data directory. If the key is lost, set CLARA_SECRET_KEY to a new one (32 bytes in base64), and reconnect each integration"
    )]
    KeyGone,
    /// The configured key, or the key file, is not 32 bytes in base64.
    #[error("the key is not 32 bytes in base64")]
    BadKey,
    /// The data directory cannot be read or written.
    #[error("the data directory {path} cannot be used (CLARA_DATA_DIR): {source}")]
    DataDir {
        /// Which.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// Another process works in the data directory, and one of the two has to be alone there.
    #[error(
        "the data directory {path} is in use: stop the other process (a server, a restore or a rotation of the key) and try again"
    )]
    InUse {
        /// Which.
        path: String,
    },
    /// The database cannot be reached.
    #[error("the database cannot be opened (CLARA_DATABASE_URL): {0}")]
    Database(String),
    /// The database's schema cannot be brought to this version.
    #[error("the database cannot be migrated: {0}")]
    Migration(String),
}

impl Error {
    /// [`Error::Invalid`] in one line.
    pub(crate) fn invalid(field: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid {
            field,
            message: message.into(),
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        Self::from(&error)
    }
}

impl From<&sqlx::Error> for Error {
    /// A database's message may quote values ("Key (email)=… already exists"), so only its kind and code are kept.
    fn from(error: &sqlx::Error) -> Self {
        match code(error).as_deref() {
            Some(POSTGRES_NUL) => Self::invalid(
                "text",
                "This text has a character in it that cannot be kept (NUL). Take it out and try again.",
            ),
            Some(SQLITE_FULL | POSTGRES_FULL) => Self::Full,
            _ => Self::Unavailable(describe(error)),
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full,
            kind => Self::Unavailable(format!("document files: {kind}")),
        }
    }
}

/// `SQLITE_FULL`.
const SQLITE_FULL: &str = "13";

/// `disk_full`.
const POSTGRES_FULL: &str = "53100";

/// `character_not_in_repertoire`: PostgreSQL keeps every character but NUL, and text is always UTF-8 here.
const POSTGRES_NUL: &str = "22021";

/// `deadlock_detected`.
const POSTGRES_DEADLOCK: &str = "40P01";

/// Whether the database ended a transaction because it and another one waited for each other.
pub(crate) fn is_deadlock(error: &sqlx::Error) -> bool {
    code(error).as_deref() == Some(POSTGRES_DEADLOCK)
}

fn code(error: &sqlx::Error) -> Option<String> {
    match error {
        sqlx::Error::Database(database) => database.code().map(Into::into),
        _ => None,
    }
}

/// The kind of a database error, without values.
pub(crate) fn describe(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(_) => {
            format!(
                "database refused, code {}",
                code(error).as_deref().unwrap_or("unknown")
            )
        }
        sqlx::Error::Io(io) => format!("database connection: {}", io.kind()),
        sqlx::Error::PoolTimedOut => "database does not answer: no connection in time".into(),
        sqlx::Error::ColumnDecode { index, .. } => {
            format!("column {index} does not hold what this version expects")
        }
        sqlx::Error::ColumnNotFound(name) => format!("column {name} is missing"),
        sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => "database connection closed".into(),
        _ => "database error".into(),
    }
}
