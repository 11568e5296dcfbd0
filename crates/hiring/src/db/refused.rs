//! What SQLite refuses, in the words of the driver's errors.

use std::borrow::Cow;
use std::error::Error as StdError;

use rusqlite::ffi;
use sqlx::error::{DatabaseError, ErrorKind};

/// What SQLite said, as the driver would have said it.
#[derive(Debug, thiserror::Error)]
#[error("SQLite refused, code {code}")]
struct Refused {
    /// SQLite's extended result code.
    code: i32,
    message: String,
}

/// SQLite's error, as the driver's.
pub(super) fn refused(error: rusqlite::Error) -> sqlx::Error {
    let (code, message) = match &error {
        rusqlite::Error::SqliteFailure(failure, message) => {
            (failure.extended_code, message.clone())
        }
        _ => return sqlx::Error::Protocol(error.to_string()),
    };
    let message = message.unwrap_or_default();
    sqlx::Error::Database(Box::new(Refused { code, message }))
}

/// Whether a statement was ended before it was through.
pub(super) fn is_interrupted(error: &sqlx::Error) -> bool {
    let refused = error.as_database_error();
    let refused = refused.and_then(|error| error.try_downcast_ref::<Refused>());
    refused.is_some_and(|refused| refused.code == ffi::SQLITE_INTERRUPT)
}

impl DatabaseError for Refused {
    fn message(&self) -> &str {
        &self.message
    }

    fn code(&self) -> Option<Cow<'_, str>> {
        Some(self.code.to_string().into())
    }

    fn as_error(&self) -> &(dyn StdError + Send + Sync + 'static) {
        self
    }

    fn as_error_mut(&mut self) -> &mut (dyn StdError + Send + Sync + 'static) {
        self
    }

    fn into_error(self: Box<Self>) -> Box<dyn StdError + Send + Sync + 'static> {
        self
    }

    fn kind(&self) -> ErrorKind {
        match self.code {
            ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY => {
                ErrorKind::UniqueViolation
            }
            ffi::SQLITE_CONSTRAINT_FOREIGNKEY => ErrorKind::ForeignKeyViolation,
            ffi::SQLITE_CONSTRAINT_NOTNULL => ErrorKind::NotNullViolation,
            ffi::SQLITE_CONSTRAINT_CHECK => ErrorKind::CheckViolation,
            _ => ErrorKind::Other,
        }
    }
}
