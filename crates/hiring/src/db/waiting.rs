//! Statements that wait for the next one: several in one call of SQLite's driver.
//!
//! The driver hands each call to another thread and waits for it, which costs more than most statements of a transaction. One whose
//! outcome nobody asks for therefore waits until something is asked, or until the end, and goes in the same call. PostgreSQL takes one statement with
//! values at a time; there nothing waits.

use std::fmt::Write;

use futures::future::{self, BoxFuture};
use futures::stream::{self, BoxStream};
use futures::{FutureExt, StreamExt, TryStreamExt};
use sqlx::any::{AnyArguments, AnyQueryResult, AnyRow, AnyStatement, AnyTypeInfo};
use sqlx::{Any, AnyConnection, AssertSqlSafe, Either, Execute, Executor, SqlStr, query_with};

/// How many statements wait at most: SQLite counts the values of a call, and a long text is of use only once.
const MOST: usize = 16;

/// What waits, in order.
#[derive(Default)]
pub(super) struct Waiting {
    sql: String,
    arguments: AnyArguments,
    many: usize,
}

impl Waiting {
    pub(super) fn is_empty(&self) -> bool {
        self.many == 0
    }

    /// Whether it is time to carry it out.
    pub(super) fn is_full(&self) -> bool {
        self.many >= MOST
    }

    pub(super) fn push<'q>(&mut self, mut query: impl Execute<'q, Any>) -> Result<(), sqlx::Error> {
        let arguments = query.take_arguments().map_err(sqlx::Error::Encode)?;
        let before = self.arguments.values.0.len();
        if !self.is_empty() {
            self.sql.push_str("; ");
        }
        renumber(query.sql().as_str(), before, &mut self.sql);
        let more = arguments.unwrap_or_default();
        self.arguments.values.0.extend(more.values.0);
        self.many += 1;
        Ok(())
    }

    /// Has it all carried out.
    pub(super) async fn carry_out(
        &mut self,
        connection: &mut AnyConnection,
    ) -> Result<(), sqlx::Error> {
        if self.is_empty() {
            return Ok(());
        }
        let Self { sql, arguments, .. } = std::mem::take(self);
        query_with::<Any, _>(AssertSqlSafe(sql), arguments)
            .execute(connection)
            .await?;
        Ok(())
    }
}

/// Where the statements of a transaction go: behind those that wait, in the same call.
pub(crate) struct Statements<'t> {
    connection: &'t mut AnyConnection,
    /// None: nothing ever waits.
    waiting: Option<&'t mut Waiting>,
}

impl<'t> Statements<'t> {
    pub(super) fn alone(connection: &'t mut AnyConnection) -> Self {
        Self {
            connection,
            waiting: None,
        }
    }

    pub(super) fn behind(waiting: &'t mut Waiting, connection: &'t mut AnyConnection) -> Self {
        Self {
            connection,
            waiting: Some(waiting),
        }
    }

    fn something_waits(&self) -> bool {
        self.waiting
            .as_ref()
            .is_some_and(|waiting| !waiting.is_empty())
    }
}

impl std::fmt::Debug for Statements<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Statements")
    }
}

impl<'t> Executor<'t> for Statements<'t> {
    type Database = Any;

    fn fetch_many<'e, 'q: 'e, E>(
        self,
        query: E,
    ) -> BoxStream<'e, Result<Either<AnyQueryResult, AnyRow>, sqlx::Error>>
    where
        't: 'e,
        E: 'q + Execute<'q, Any>,
    {
        let Some(waiting) = self.waiting.filter(|waiting| !waiting.is_empty()) else {
            return self.connection.fetch_many(query);
        };
        let mut before = waiting.many;
        if let Err(error) = waiting.push(query) {
            return stream::once(future::ready(Err(error))).boxed();
        }
        let Waiting { sql, arguments, .. } = std::mem::take(waiting);
        self.connection
            .fetch_many(query_with::<Any, _>(AssertSqlSafe(sql), arguments))
            .try_filter(move |step| {
                let is_of_before = before > 0;
                before -= usize::from(is_of_before && step.is_left());
                future::ready(!is_of_before)
            })
            .boxed()
    }

    fn fetch_optional<'e, 'q: 'e, E>(
        self,
        query: E,
    ) -> BoxFuture<'e, Result<Option<AnyRow>, sqlx::Error>>
    where
        't: 'e,
        E: 'q + Execute<'q, Any>,
    {
        if !self.something_waits() {
            return self.connection.fetch_optional(query);
        }
        let mut steps = self.fetch_many(query);
        async move {
            while let Some(step) = steps.try_next().await? {
                if let Either::Right(row) = step {
                    return Ok(Some(row));
                }
            }
            Ok(None)
        }
        .boxed()
    }

    fn prepare_with<'e>(
        self,
        sql: SqlStr,
        parameters: &'e [AnyTypeInfo],
    ) -> BoxFuture<'e, Result<AnyStatement, sqlx::Error>>
    where
        't: 'e,
    {
        self.connection.prepare_with(sql, parameters)
    }
}

/// Writes a statement whose values come after so many others: `$1` becomes `$4` after three.
fn renumber(sql: &str, before: usize, into: &mut String) {
    let mut rest = sql;
    while let Some(at) = rest.find('$') {
        let (text, number) = rest.split_at(at + 1);
        into.push_str(text);
        let end = number
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(number.len());
        match number[..end].parse::<usize>() {
            // Writing into a string cannot fail.
            Ok(value) => drop(write!(into, "{}", value + before)),
            Err(_) => into.push_str(&number[..end]),
        }
        rest = &number[end..];
    }
    into.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_their_statement() {
        let mut fused = String::new();
        renumber("SELECT a FROM b WHERE c = $1 AND d <> $12", 3, &mut fused);
        assert_eq!(fused, "SELECT a FROM b WHERE c = $4 AND d <> $15");
        let mut without = String::new();
        renumber("SAVEPOINT one", 3, &mut without);
        assert_eq!(without, "SAVEPOINT one");
    }
}
