//! A connection of any kind: what asks by one need not know whose it is.

use std::fmt;

use futures::future::BoxFuture;
use futures::stream::BoxStream;
use sqlx::any::{AnyQueryResult, AnyRow, AnyStatement, AnyTypeInfo};
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, Connection as _, Either, Execute, Executor, SqlStr, Transaction};

use super::direct::Direct;

/// Where a statement goes.
pub(crate) enum Connection {
    /// SQLite's that writes, or one of those that read.
    Direct(Direct),
    /// One of PostgreSQL's.
    Pooled(PoolConnection<Any>),
    /// One of PostgreSQL's, in a transaction.
    Writing(Transaction<'static, Any>),
}

impl Connection {
    /// This, by who carries its statements out.
    fn carrier(&mut self) -> Either<&mut Direct, &mut AnyConnection> {
        match self {
            Self::Direct(direct) => Either::Left(direct),
            Self::Pooled(pooled) => Either::Right(pooled),
            Self::Writing(transaction) => Either::Right(transaction),
        }
    }

    /// Carries out what may take SQLite longer than others should wait for this thread.
    pub(crate) async fn execute_at_length<'q>(
        &mut self,
        query: impl Execute<'q, Any> + 'q,
    ) -> Result<(), sqlx::Error> {
        match self.carrier() {
            Either::Left(direct) => direct.execute_at_length(query),
            Either::Right(driver) => driver.execute(query).await.map(drop),
        }
    }

    pub(super) fn is_in_transaction(&mut self) -> bool {
        match self.carrier() {
            Either::Left(direct) => direct.is_in_transaction(),
            Either::Right(driver) => driver.is_in_transaction(),
        }
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Connection")
    }
}

impl<'c> Executor<'c> for &'c mut Connection {
    type Database = Any;

    fn fetch_many<'e, 'q: 'e, E>(
        self,
        query: E,
    ) -> BoxStream<'e, Result<Either<AnyQueryResult, AnyRow>, sqlx::Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Any>,
    {
        match self.carrier() {
            Either::Left(direct) => direct.fetch_many(query),
            Either::Right(driver) => driver.fetch_many(query),
        }
    }

    fn fetch_optional<'e, 'q: 'e, E>(
        self,
        query: E,
    ) -> BoxFuture<'e, Result<Option<AnyRow>, sqlx::Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Any>,
    {
        match self.carrier() {
            Either::Left(direct) => direct.fetch_optional(query),
            Either::Right(driver) => driver.fetch_optional(query),
        }
    }

    fn prepare_with<'e>(
        self,
        sql: SqlStr,
        parameters: &'e [AnyTypeInfo],
    ) -> BoxFuture<'e, Result<AnyStatement, sqlx::Error>>
    where
        'c: 'e,
    {
        match self.carrier() {
            Either::Left(direct) => direct.prepare(sql),
            Either::Right(driver) => driver.prepare_with(sql, parameters),
        }
    }
}
