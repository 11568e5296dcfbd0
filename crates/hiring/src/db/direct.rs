//! SQLite without a thread between: a statement is carried out where it is asked for.
//!
//! The driver hands each statement to a thread of its own and is told of the answer, which takes longer than most statements do, and while somebody
//! writes everybody else who writes waits for it. Here a statement keeps its caller's thread for the microseconds that SQLite needs. What may wait for
//! the disk or for another process (to begin, to commit, to empty the log) goes by [`Direct::in_a_thread`], and what may change very many rows by
//! `Tx::execute_at_length`. How much a reader has to look at nobody knows before: it has a [`MOMENT`], and begins again at length if that is over.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::future::BoxFuture;
use futures::stream::{self, BoxStream};
use futures::{FutureExt, StreamExt};
use rusqlite::Statement;
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use sqlx::any::{AnyQueryResult, AnyRow, AnyStatement, AnyTypeInfo, AnyTypeInfoKind, AnyValue};
use sqlx::{Any, Either, Execute, SqlStr};
use sqlx_core::any::{AnyColumn, AnyValueKind};
use tokio::runtime::Handle;
use tokio::runtime::RuntimeFlavor::MultiThread;
use tokio::task::{block_in_place, consume_budget};

use super::Dialect;
use super::refused::{is_interrupted, refused};

/// How many statements the one who writes keeps parsed: more than a server that works has, so that none is parsed twice.
const WRITTEN: usize = 512;
/// And each of those who read.
const READ: usize = 128;

/// For how long others wait for a reader's thread.
const MOMENT: Duration = Duration::from_millis(2);
/// And for how long who reads gets an answer at all: nobody waits for one any more.
const LENGTH: Duration = Duration::from_secs(60);
/// After so many of SQLite's steps, some microseconds, it is asked whether the time is over. A step may take longer: a sort, a search in a long text.
const STEPS: i32 = 100;

/// A connection to an SQLite file that is there.
pub(crate) struct Direct {
    sqlite: rusqlite::Connection,
    reads: bool,
    /// A row without values of each statement that answers some.
    shapes: HashMap<String, AnyRow>,
}

/// What a statement answered.
struct Answer {
    rows: Vec<AnyRow>,
    changed: u64,
}

/// How many rows are wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    All,
    First,
}

impl Direct {
    /// Opens the file to write, and has `session` carried out first. Waits for the disk.
    pub(super) fn open(file: &Path, session: &str) -> Result<Self, sqlx::Error> {
        Self::opened(file, session, WRITTEN, false)
    }

    /// Opens the file to read.
    pub(super) fn open_reader(file: &Path, session: &str) -> Result<Self, sqlx::Error> {
        Self::opened(file, session, READ, true)
    }

    fn opened(file: &Path, session: &str, parsed: usize, reads: bool) -> Result<Self, sqlx::Error> {
        let flags =
            rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE | rusqlite::OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let sqlite = rusqlite::Connection::open_with_flags(file, flags).map_err(refused)?;
        sqlite.set_prepared_statement_cache_capacity(parsed);
        // Else SQLite parses each statement with a `LIMIT $n` again whenever it is carried out, to look at the number.
        sqlite
            .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
            .map_err(refused)?;
        let direct = Self {
            sqlite,
            reads,
            shapes: HashMap::new(),
        };
        direct.carry_out(session)?;
        Ok(direct)
    }

    /// Statements without values, whose answers nobody needs.
    pub(super) fn carry_out(&self, sql: &str) -> Result<(), sqlx::Error> {
        self.sqlite.execute_batch(sql).map_err(refused)
    }

    /// One statement of a few that come again and again, without values.
    pub(super) fn step(&self, sql: &str) -> Result<(), sqlx::Error> {
        let mut statement = self.sqlite.prepare_cached(sql).map_err(refused)?;
        statement.raw_execute().map_err(refused)?;
        Ok(())
    }

    /// Carries a statement out whose answer nobody needs, and which may take longer than others should wait for this thread.
    pub(super) fn execute_at_length<'q>(
        &mut self,
        query: impl Execute<'q, Any> + 'q,
    ) -> Result<(), sqlx::Error> {
        let (sql, arguments) = taken(query)?;
        at_length(|| self.answer(&sql, &arguments, Wanted::All)).map(drop)
    }

    /// Empties the write-ahead log; whether nobody stood in the way.
    pub(super) fn empty_log(&self) -> Result<bool, sqlx::Error> {
        let stood_in_the_way = self
            .sqlite
            .query_row(Dialect::EMPTY_LOG, (), |row| row.get::<_, i64>(0));
        Ok(stood_in_the_way.map_err(refused)? == 0)
    }

    pub(super) fn is_in_transaction(&self) -> bool {
        !self.sqlite.is_autocommit()
    }

    /// Has `work` done where it may wait. Given up meanwhile, the connection is closed once it is done.
    pub(super) async fn in_a_thread<T: Send + 'static>(
        self,
        work: impl FnOnce(&Self) -> T + Send + 'static,
    ) -> Result<(Self, T), sqlx::Error> {
        let working = tokio::task::spawn_blocking(move || {
            let done = work(&self);
            (self, done)
        });
        working.await.map_err(|_| sqlx::Error::WorkerCrashed)
    }

    /// All that a statement answers.
    pub(super) fn fetch_many<'e, 'q: 'e>(
        &'e mut self,
        query: impl Execute<'q, Any> + 'q,
    ) -> BoxStream<'e, Result<Either<AnyQueryResult, AnyRow>, sqlx::Error>> {
        let steps = async move {
            self.give_way().await;
            let steps = match self.ask(query, Wanted::All) {
                Ok(answer) => {
                    let result = AnyQueryResult {
                        rows_affected: answer.changed,
                        last_insert_id: None,
                    };
                    let rows = answer.rows.into_iter().map(|row| Ok(Either::Right(row)));
                    Either::Left(rows.chain([Ok(Either::Left(result))]))
                }
                Err(error) => Either::Right([Err(error)].into_iter()),
            };
            stream::iter(steps)
        };
        steps.flatten_stream().boxed()
    }

    /// The first row that a statement answers.
    pub(super) fn fetch_optional<'e, 'q: 'e>(
        &'e mut self,
        query: impl Execute<'q, Any> + 'q,
    ) -> BoxFuture<'e, Result<Option<AnyRow>, sqlx::Error>> {
        async move {
            self.give_way().await;
            let answer = self.ask(query, Wanted::First)?;
            Ok(answer.rows.into_iter().next())
        }
        .boxed()
    }

    /// Of many readings, one after the other, none waits: others have their turn in between.
    async fn give_way(&mut self) {
        if self.reads {
            consume_budget().await;
        }
    }

    /// Parses a statement.
    pub(super) fn prepare(
        &mut self,
        sql: SqlStr,
    ) -> BoxFuture<'_, Result<AnyStatement, sqlx::Error>> {
        async move {
            let statement = self.sqlite.prepare_cached(sql.as_str()).map_err(refused)?;
            let shape = shape(&statement);
            Ok(AnyStatement {
                parameters: Some(Either::Right(statement.parameter_count())),
                sql,
                column_names: shape.column_names,
                columns: shape.columns,
            })
        }
        .boxed()
    }

    fn ask<'q>(
        &mut self,
        query: impl Execute<'q, Any>,
        wanted: Wanted,
    ) -> Result<Answer, sqlx::Error> {
        let (sql, arguments) = taken(query)?;
        if !self.reads {
            return self.answer(&sql, &arguments, wanted);
        }
        match self.answer_within(MOMENT, &sql, &arguments, wanted) {
            Err(error) if is_interrupted(&error) => {
                at_length(|| self.answer_within(LENGTH, &sql, &arguments, wanted))
            }
            answer => answer,
        }
    }

    /// Ends the statement when the time is over.
    fn answer_within(
        &mut self,
        time: Duration,
        sql: &SqlStr,
        arguments: &[AnyValueKind],
        wanted: Wanted,
    ) -> Result<Answer, sqlx::Error> {
        let began = Instant::now();
        let is_over = move || began.elapsed() > time;
        let watch = self.sqlite.progress_handler(STEPS, Some(is_over));
        watch.map_err(refused)?;
        let answer = self.answer(sql, arguments, wanted);
        let watch = self.sqlite.progress_handler(0, None::<fn() -> bool>);
        watch.map_err(refused)?;
        answer
    }

    fn answer(
        &mut self,
        sql: &SqlStr,
        arguments: &[AnyValueKind],
        wanted: Wanted,
    ) -> Result<Answer, sqlx::Error> {
        let mut statement = self.sqlite.prepare_cached(sql.as_str()).map_err(refused)?;
        bind(&mut statement, arguments)?;
        let mut rows = Vec::new();
        if statement.column_count() == 0 {
            statement.raw_execute().map_err(refused)?;
        } else {
            let shape = match self.shapes.get(sql.as_str()) {
                Some(known) => known,
                None => {
                    if self.shapes.len() >= WRITTEN {
                        self.shapes.clear();
                    }
                    let of_this = self.shapes.entry(sql.as_str().to_owned());
                    of_this.or_insert(shape(&statement))
                }
            };
            let mut answer = statement.raw_query();
            while let Some(row) = answer.next().map_err(refused)? {
                let mut read = shape.clone();
                for column in 0..shape.columns.len() {
                    read.values
                        .push(value(row.get_ref(column).map_err(refused)?)?);
                }
                rows.push(read);
                if wanted == Wanted::First {
                    break;
                }
            }
        }
        let changed = if statement.readonly() {
            0
        } else {
            self.sqlite.changes()
        };
        Ok(Answer { rows, changed })
    }
}

/// A statement and its values.
fn taken<'q>(mut query: impl Execute<'q, Any>) -> Result<(SqlStr, Vec<AnyValueKind>), sqlx::Error> {
    let arguments = query.take_arguments().map_err(sqlx::Error::Encode)?;
    Ok((query.sql(), arguments.unwrap_or_default().values.0))
}

/// Has `work` done while others have their turn elsewhere.
fn at_length<T>(work: impl FnOnce() -> T) -> T {
    if Handle::current().runtime_flavor() == MultiThread {
        block_in_place(work)
    } else {
        work()
    }
}

/// Gives a statement its values: `$2` is the second one, wherever it stands.
fn bind(statement: &mut Statement<'_>, arguments: &[AnyValueKind]) -> Result<(), sqlx::Error> {
    for place in 1..=statement.parameter_count() {
        let number = statement
            .parameter_name(place)
            .and_then(|name| name.strip_prefix('$')?.parse::<usize>().ok());
        let argument = number.and_then(|number| arguments.get(number.checked_sub(1)?));
        let argument = argument.ok_or_else(|| protocol("a value is missing"))?;
        let argument = ToSqlOutput::Borrowed(given(argument)?);
        statement
            .raw_bind_parameter(place, argument)
            .map_err(refused)?;
    }
    Ok(())
}

/// A value as SQLite takes it.
fn given(kind: &AnyValueKind) -> Result<ValueRef<'_>, sqlx::Error> {
    Ok(match kind {
        AnyValueKind::Null(_) => ValueRef::Null,
        AnyValueKind::Bool(flag) => ValueRef::Integer((*flag).into()),
        AnyValueKind::SmallInt(number) => ValueRef::Integer((*number).into()),
        AnyValueKind::Integer(number) => ValueRef::Integer((*number).into()),
        AnyValueKind::BigInt(number) => ValueRef::Integer(*number),
        AnyValueKind::Real(number) => ValueRef::Real((*number).into()),
        AnyValueKind::Double(number) => ValueRef::Real(*number),
        AnyValueKind::Text(text) => ValueRef::Text(text.as_bytes()),
        AnyValueKind::TextSlice(text) => ValueRef::Text(text.as_bytes()),
        AnyValueKind::Blob(bytes) => ValueRef::Blob(bytes),
        _ => return Err(protocol("a value of a kind that SQLite does not know")),
    })
}

/// A value as the driver would have read it.
fn value(read: ValueRef<'_>) -> Result<AnyValue, sqlx::Error> {
    let kind = match read {
        ValueRef::Null => AnyValueKind::Null(AnyTypeInfoKind::Null),
        ValueRef::Integer(number) => AnyValueKind::BigInt(number),
        ValueRef::Real(number) => AnyValueKind::Double(number),
        ValueRef::Text(text) => {
            let text =
                std::str::from_utf8(text).map_err(|error| sqlx::Error::Decode(error.into()))?;
            AnyValueKind::Text(Arc::new(text.to_owned()))
        }
        ValueRef::Blob(bytes) => AnyValueKind::Blob(Arc::new(bytes.to_owned())),
    };
    Ok(AnyValue { kind })
}

/// A row of a statement, without values. Each value tells its own type.
fn shape(statement: &Statement<'_>) -> AnyRow {
    let names = || statement.column_names().into_iter().map(str::to_owned);
    let type_info = AnyTypeInfo {
        kind: AnyTypeInfoKind::Null,
    };
    let columns = names().enumerate().map(|(ordinal, name)| AnyColumn {
        ordinal,
        name: name.into(),
        type_info: type_info.clone(),
    });
    let by_name = names()
        .enumerate()
        .map(|(ordinal, name)| (name.into(), ordinal));
    AnyRow {
        column_names: Arc::new(by_name.collect()),
        columns: columns.collect(),
        values: Vec::new(),
    }
}

fn protocol(what: &str) -> sqlx::Error {
    sqlx::Error::Protocol(what.to_owned())
}

#[cfg(test)]
mod tests;
